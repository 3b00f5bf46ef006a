"""The indices of the search: what they hold, and that they stay right from build to build."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

import oracle
from building import (
    build_site,
    clear,
    has_pagefind,
    list_files,
    make_edition,
    run,
)
from tei_edition.language.folding import fold, list_words
from tei_edition.sphinxext.search.language import find_language, make_language
from test_corpora import Corpus, copy_corpus, group_pages

if TYPE_CHECKING:
    from pathlib import Path

    from building import Build

NEEDS_PAGEFIND = pytest.mark.skipif(
    not has_pagefind(), reason='pagefind is not installed: pip install "pagefind[bin]"'
)
TEXT = """<text xml:lang="de"><body><div xml:id="one"><head>Das Münſter</head>
<p xml:id="p">Die Re<lb break="no"/>gierung iſt hum-<pb n="2" break="no"/>ble,
<choice><orig>vnd</orig><reg>und</reg></choice> <persName ref="#anna">Annchen</persName> auch,
am <date when="1823-05-03">3ten May</date>.<note xml:id="n">Eine Anmerkung.</note>
<app><lem>Wort</lem><rdg>Vort</rdg></app></p>
<lg xml:id="g">{lines}</lg></div></body></text>"""
REGISTER = """<listPerson><person xml:id="anna"><persName>Möller, Anna</persName>
<persName>Miller</persName></person></listPerson>"""


def make(folder: Path, engine: str, lines: int = 3) -> Path:
    """An edition of one text, in German, with this engine."""
    verse = "".join(f"<l>Zeile {i} vom Rhein</l>" for i in range(lines))
    return make_edition(
        folder / "edition", {"a": TEXT.format(lines=verse)}, register=REGISTER,
        toml=f'[edition]\nlanguage = "de"\n[search]\nengine = "{engine}"\n',
    )  # fmt: skip


def read_sphinx(site: Path) -> dict[str, Any]:
    """Sphinx's index as its page of search gets it."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return found


def find_pages(index: dict[str, Any], word: str) -> set[str]:
    """The pages that Sphinx's index gives for a stem."""
    found = index["terms"].get(word, [])
    return {index["docnames"][n] for n in ([found] if isinstance(found, int) else found)}


def read_pagefind(site: Path) -> list[dict[str, Any]]:
    """The records of Pagefind's index, by the order of their passages' addresses."""
    files = sorted((site / "pagefind/fragment").iterdir())
    texts = (gzip.decompress(file.read_bytes()).decode() for file in files)
    records = [json.loads(text[text.index("{") :]) for text in texts]
    return sorted(records, key=lambda record: record["meta"]["address"] + record["meta"]["anchors"])


# What is in them.


@pytest.fixture(scope="module")
def sphinx_index(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Sphinx's index of the edition."""
    return read_sphinx(build_site(make(tmp_path_factory.mktemp("sphinx"), "sphinx")).out)


@pytest.mark.parametrize(
    "word", ["regier", "humbl", "munst", "vnd", "annch", "anmerk", "vort", "_3", "rhein"]
)
def test_sphinx_finds_words_folded_and_whole(sphinx_index: dict[str, Any], word: str) -> None:
    """The page has its words without diacritics, across breaks, from both sides, all streams."""
    pages = find_pages(sphinx_index, word)
    titled = sphinx_index["titleterms"].get(word) is not None

    assert "edition/a" in pages or titled


def test_sphinx_finds_a_year_in_the_chronology(sphinx_index: dict[str, Any]) -> None:
    """A year that only an attribute has is found where it is shown."""
    assert find_pages(sphinx_index, "_1823") == {"edition/chronology"}


def test_sphinx_finds_no_furniture(sphinx_index: dict[str, Any]) -> None:
    """Neither halves of words are found on a page of the text, nor the words of its controls."""
    words = ("gierung", "schreibung", "vorlag", "herunterlad", "apparat")

    assert [word for word in words if "edition/a" in find_pages(sphinx_index, word)] == []


def test_an_entry_has_its_forms(sphinx_index: dict[str, Any]) -> None:
    """The register is found by a form that no text has, and not by the words it quotes."""
    assert find_pages(sphinx_index, "mill") == {"edition/persons"}
    assert "edition/persons" not in find_pages(sphinx_index, "annch")


def test_latin_is_not_taken_for_english(tmp_path: Path) -> None:
    """A language that Sphinx does not know loses no word as one that means nothing."""
    text = '<text xml:lang="la"><body><p>Is in his at est not</p></body></text>'
    root = make_edition(tmp_path / "edition", {"a": text}, toml='[search]\nlanguage = "la"\n')

    index = read_sphinx(build_site(root).out)

    assert {"is", "in", "his", "at", "est"} <= index["terms"].keys()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "jieba is not installed"),
        ("zh-Hant", "jieba is not installed"),
        ("th", "knows no Thai words"),
        ("ja", ""),
        ("de", ""),
    ],
)
def test_the_build_says_where_no_splitter_knows_the_words(
    tmp_path: Path, language: str, said: str
) -> None:
    """Sphinx says how a language without spaces is searched if it has no splitter for it."""
    if language.startswith("zh") and importlib.util.find_spec("jieba"):
        pytest.skip("jieba is installed")
    text = f'<text xml:lang="{language}"><body><p>Words</p></body></text>'
    root = make_edition(tmp_path, {"a": text}, toml=f'[edition]\nlanguage = "{language}"\n')

    told = build_site(root).log

    assert ("The search " in told) == bool(said)
    assert said in told


def test_words_of_a_splitter_are_in_the_index_too() -> None:
    """Where Sphinx has a splitter for a language, its index has the words that this finds."""
    language = make_language(find_language("ja"), "ja")({})

    words = language.split("日本語を勉強する。")

    assert {"日", "日本", "本語", "日本語"} <= set(words)


@NEEDS_PAGEFIND
def test_pagefind_has_passages_with_what_they_can_be_filtered_by(tmp_path: Path) -> None:
    """A record knows its place, its kind, its text, who is named and when."""
    records = read_pagefind(build_site(make(tmp_path, "pagefind")).out)
    of_text = {
        record["meta"]["anchors"]: record
        for record in records
        if record["meta"]["address"] == "edition/a.html"
    }

    note = of_text["n"]
    assert note["filters"] == {"kind": ["note"], "text": ["A"]}
    main = next(record for anchors, record in of_text.items() if " p " in f" {anchors} ")
    assert main["filters"] == {
        "kind": ["text"], "text": ["A"], "person": ["Möller, Anna"], "year": ["1823"],
    }  # fmt: skip
    assert "Die Regierung iſt humble, und ⦗vnd⦘ Annchen auch" in main["content"]
    other = main["content"].partition("⦚")[2]
    assert "Annchen ⦗Möller, Anna; Miller⦘" in other
    assert {"munster", "ist"} <= set(other.replace(".", "").split())
    assert {record["meta"]["kind"] for record in of_text.values()} == {"text", "note", "apparatus"}


@NEEDS_PAGEFIND
def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    """Two persons of one name are two values of the filter, each with its dates."""
    persons = "".join(
        f'<person xml:id="p{year}"><persName>Weiß, Karl</persName><birth when="{year}"/></person>'
        for year in (1800, 1830)
    )
    text = '<text><body><p><persName ref="#p1830">Karl</persName></p></body></text>'
    root = make_edition(
        tmp_path / "edition", {"a": text}, register=f"<listPerson>{persons}</listPerson>",
        toml='[search]\nengine = "pagefind"\n',
    )  # fmt: skip
    found = read_pagefind(build_site(root).out)

    (passage,) = [r for r in found if r["meta"]["address"] == "edition/a.html"]
    (name,) = passage["filters"]["person"]
    assert name.startswith("Weiß, Karl (")
    assert "1830" in name
    entries = [r for r in found if r["meta"]["kind"] == "register" and "person" in r["filters"]]
    assert len({tuple(entry["filters"]["person"]) for entry in entries}) == 2


@NEEDS_PAGEFIND
def test_short_passages_share_a_record(tmp_path: Path) -> None:
    """A thousand lines of verse are not a thousand files, and each keeps its anchor."""
    records = read_pagefind(build_site(make(tmp_path, "pagefind", lines=1000)).out)
    verse = [record for record in records if "g.l" in record["meta"]["anchors"]]
    anchors = [a for record in verse for a in record["meta"]["anchors"].split() if "g.l" in a]

    assert sorted(anchors) == sorted({f"g.l{i}" for i in range(1, 1001)})
    assert len(verse) <= 1000 * 4 / 100 + 2


# From build to build.


def change(root: Path) -> None:
    """Change a word of the text and a form of the register."""
    for name, old, new in (("a", "Wort", "Lied"), ("register", "Miller", "Millner")):
        path = root / f"tei/{name}.xml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def build_anew(root: Path) -> Build:
    """Build from nothing, at the same place."""
    clear(root)
    return build_site(root)


@NEEDS_PAGEFIND
def test_pagefind_after_a_change_is_as_from_nothing(tmp_path: Path) -> None:
    """A rebuild has the records of a clean build; without a change no index is made.

    The bytes may differ: Pagefind does not order the values of filters.
    """
    root = make(tmp_path, "pagefind")
    before = list_files(build_site(root).out)
    entry = root / "build/html/pagefind/pagefind-entry.json"
    made = entry.stat().st_mtime_ns

    assert list_files(build_site(root).out) == before
    assert entry.stat().st_mtime_ns == made

    change(root)
    after = read_pagefind(build_site(root).out)
    clean = read_pagefind(build_anew(root).out)
    assert after == clean
    found = " ".join(record["content"] for record in clean)
    assert "Annchen ⦗Möller, Anna; Millner⦘" in found
    assert [bool(re.search(rf"\b{word}\b", found)) for word in ("Lied", "Wort")] == [True, False]


@NEEDS_PAGEFIND
def test_engines_take_turns(tmp_path: Path) -> None:
    """Who changes the engine has the index of the new one, whole, and none of the old one."""
    root = make(tmp_path, "sphinx")
    first = list_files(build_site(root).out)
    config = root / "edition.toml"
    said = config.read_text(encoding="utf-8")
    config.write_text(said.replace('"sphinx"', '"pagefind"'), encoding="utf-8")
    second = list_files(build_site(root).out)
    config.write_text(said, encoding="utf-8")
    third = list_files(build_site(root).out)

    assert "searchindex.js" not in second
    assert "pagefind/pagefind.js" in second
    assert [name for name in third if name.startswith("pagefind/")] == []
    assert third["searchindex.js"] == first["searchindex.js"]


def test_pagefind_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    """Without Pagefind the build ends with a sentence that says how to install it."""
    root = make(tmp_path, "pagefind")
    hidden = tmp_path / "hidden/pagefind"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError\n")
    done = run(
        sys.executable, "-m", "tei_edition", "build", cwd=root,
        PYTHONPATH=os.pathsep.join([str(hidden.parent), os.environ.get("PYTHONPATH", "")]),
    )  # fmt: skip

    assert done.returncode != 0
    assert 'pip install "pagefind[bin]>=' in done.stderr
    assert "Traceback" not in done.stderr


@NEEDS_PAGEFIND
def test_pagefind_that_fails_leaves_the_site(tmp_path: Path) -> None:
    """A program that breaks off is a warning; all pages are there, and no half of an index."""
    root = make(tmp_path, "pagefind")
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\necho 'no room left' >&2\nexit 3\n")
    broken.chmod(0o755)
    done = run(
        sys.executable, "-m", "tei_edition", "build", "-o", root / "site", cwd=root,
        PAGEFIND_BINARY_PATH=str(broken),
    )  # fmt: skip

    assert "no room left" in done.stderr
    assert "tei.search-index" in done.stderr
    assert (root / "site/edition/a.html").is_file()
    assert not (root / "site/pagefind").exists()


# Editions of others: long s and umlauts, Greek on stone, scripts of India.

OTHERS = [
    Corpus("jean-paul", "briefe/**/*.xml", (), 8),
    Corpus("isicily", "inscriptions/*.xml", (), 25),
    Corpus("pallava", "*.xml", (), 10),
]
SEARCH = '[search]\nengine = "{}"\nlanguage = "xx"\n'


@pytest.fixture(scope="module", params=OTHERS, ids=lambda corpus: corpus.name)
def others(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of others, read once for both engines."""
    corpus: Corpus = request.param
    return copy_corpus(corpus, tmp_path_factory.mktemp(corpus.name) / "edition")


@pytest.mark.corpora
@pytest.mark.parametrize("engine", ["sphinx", pytest.param("pagefind", marks=NEEDS_PAGEFIND)])
def test_every_word_of_others_is_found(tmp_path: Path, others: Path, engine: str) -> None:
    """Each word of text, notes and readings is in the index of a page that has the text."""
    settings = (others / "edition.toml").read_text().partition("[search]")[0]
    (others / "edition.toml").write_text(settings + SEARCH.format(engine))
    site = build_site(others, out=tmp_path / "site").out
    words = list_indexed(site, engine)

    missing = {}
    for file, pages in group_pages(site).items():
        known = set().union(*(words.get(p.relative_to(site).as_posix(), set()) for p in pages))
        if lost := sorted(list_asked(oracle.read_tei(site / file)) - known):
            missing[file] = lost[:10]
    assert missing == {}


def list_indexed(site: Path, engine: str) -> dict[str, set[str]]:
    """All words that an index has, by the address of their page."""
    found: dict[str, set[str]] = {}
    if engine == "pagefind":
        for record in read_pagefind(site):
            words = found.setdefault(record["meta"]["address"], set())
            words.update(list_words(record["content"]))
        return found
    index = read_sphinx(site)
    for part in ("terms", "titleterms"):
        for word, pages in index[part].items():
            for number in [pages] if isinstance(pages, int) else pages:
                found.setdefault(f"{index['docnames'][number]}.html", set()).add(word)
    return found


def list_asked(streams: oracle.Streams) -> set[str]:
    """The words that readers of a text see, without those at breaks that may separate words."""
    found: set[str] = set()
    for stream in (streams.text, *streams.notes, *streams.entries):
        for chunk in re.split(r"[ \t\r\n]+", stream.text.replace(oracle.BREAK, " ")):
            if oracle.MAYBE not in chunk:
                found.update(w for w in re.findall(r"\w+", fold(chunk)) if w.isalpha())
    return found
