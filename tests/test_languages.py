"""An edition in a language speaks it everywhere: no English word of ours, of Sphinx or of furo."""

from __future__ import annotations

import re
import shutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from building import CONF, REPOSITORY, Build, build_site, copy_shipped, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.editing.scaffold import create_edition
from tei_edition.language.wording import DOMAIN, LOCALE, list_languages, list_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

LANGUAGES = ("de", "fr", "he", "ru")
# What attributes say to a reader.
SAID = ("alt", "aria-label", "aria-description", "placeholder", "title", "label", "data-label")
MESSAGE = re.compile(
    r"""\b_\(\s*(["'])(.*?)\1\s*\)|\{%-?\s*trans\s*-?%\}(.*?)\{%-?\s*endtrans""", re.DOTALL
)
# Names, and what is the same in German.
SAME = {
    "Code", "GeoJSON", "NEXUS", "Navigation", "Index", "Copyright", "Register", "Text", "Name",
    "Filter", "Person", "Version", "Link", "Region", "Status", "Furo", "Sphinx", "Note", "Events",
}  # fmt: skip


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of an edition with texts of every kind and an interface in another language."""
    root = copy_shipped(tmp_path_factory.mktemp(request.param))
    settings = (root / "edition.toml").read_text("utf-8").replace('start = "contents"', "")
    language = f'[edition]\nlanguage = "{request.param}"\n'
    settings = settings.replace("[edition]\n", language)
    settings = settings.replace('/october.xml"', '/*.xml", "tei/letters/letter-*.xml"')
    settings = settings.replace('/register.xml"', '/register.xml", "tei/letters/register.xml"')
    (root / "edition.toml").write_text(settings, "utf-8")
    _add_texts(root / "tei")
    # Without a first page of the project, the site begins with ours.
    for file in sorted((root / "docs").rglob("*.rst")):
        file.unlink()
    more = 'project = "October"\nhtml_show_sphinx = True\n'
    (root / "docs/conf.py").write_text(CONF.format(theme="furo", more=more), "utf-8")
    return build_site(root)


def _add_texts(folder: Path) -> None:
    """Add letters, a play, verse, an inscription, a diary, speech, two facing texts, and images."""
    examples = [*REPOSITORY.glob("docs/gallery/*/tei/*.xml")]
    examples += [
        REPOSITORY / f"docs/manual/how-to/{name}.xml"
        for name in ("interview", "translations", "facsimiles")
    ]
    (folder / "letters").mkdir()
    for path in examples:
        shutil.copy(path, folder / ("letters" if "letters" in path.parts else "") / path.name)


@cache
def list_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """What nobody may say: our words that have gaps, with anything in these."""
    own, english = list_words(language), list_words("en")
    forms = {
        form
        for key in english
        if "{" in english[key] and own[key] != english[key]
        for form in english[key].split("|")
    }
    parts = (re.split(r"\{\w+\}", form) for form in sorted(forms))
    return tuple(
        re.compile(".+?".join(map(re.escape, words)))
        for words in parts
        if re.search("[A-Za-z]{3}", " ".join(words))
    )


@cache
def list_english(language: str) -> frozenset[str]:
    """What nobody may say on a page in the language: our words, and those of the templates.

    A word that is the same in the language is no English word.
    """
    own, english = list_words(language), list_words("en")
    ours = {english[key] for key in english if own[key] != english[key] and "{" not in english[key]}
    packages = [Path(str(import_module(name).__file__)).parent for name in ("sphinx", "furo")]
    sheets = [packages[0] / "themes/basic", packages[1]]
    found = {
        " ".join((said or block).split())
        for folder in sheets
        for path in sorted(folder.rglob("*.html"))
        for _, said, block in MESSAGE.findall(path.read_text(encoding="utf-8"))
    }
    theirs = {message for message in found if "%" not in message and "<" not in message}
    return frozenset(ours | theirs) - SAME - {own[key] for key in own}


def list_said(page: etree._Element) -> Iterator[str]:
    """What a page says in one piece: text between tags, and attributes; not the text itself."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {
            "script",
            "style",
            "template",
            "pre",
        }:
            continue
        yield from (element.get(name, "") for name in SAID)
        # The words of the edition are its own: quotations, names, texts.
        is_ours = not element.xpath("boolean(ancestor-or-self::*[@lang='en'])")
        yield element.text or "" if is_ours else ""
        is_ours = not element.xpath("boolean(ancestor::*[@lang='en'])")
        yield element.tail or "" if is_ours else ""


def test_no_english_word_is_on_a_page(built: Build, request: pytest.FixtureRequest) -> None:
    """Whatever has a word in the language says it in that."""
    language = request.node.callspec.params["built"]
    english, patterns = list_english(language), list_patterns(language)
    pages = sorted(built.out.rglob("*.html"))

    assert len(english) > 200
    assert any(pattern.fullmatch("6 mentions on 3 pages") for pattern in patterns)
    assert len(pages) > 40
    found = {
        (" ".join(said.split()).rstrip(":"), path.name)
        for path in pages
        for said in list_said(parse_page(path))
    }
    assert sorted((said, name) for said, name in found if said in english) == []
    assert sorted(
        (said, name) for said, name in found if any(p.fullmatch(said) for p in patterns)
    ) == []  # fmt: skip


def test_every_page_names_its_language(built: Build, request: pytest.FixtureRequest) -> None:
    """The root has the language, and the direction in which it is written."""
    language = request.node.callspec.params["built"]
    for path in built.out.rglob("*.html"):
        page = parse_page(path)
        assert page.xpath("string(/html/@lang)") == language
        assert page.xpath("string(/html/@dir)") == ("rtl" if language == "he" else "")


def test_a_text_from_left_to_right_stays_so(built: Build, request: pytest.FixtureRequest) -> None:
    """On a page from right to left an English text says its direction."""
    language = request.node.callspec.params["built"]
    page = parse_page(built.out / "edition/october/fate.html")

    directions = set(page.xpath("//section[@lang = 'en']/@dir"))
    assert directions == ({"ltr"} if language == "he" else set())


@pytest.mark.parametrize("language", [name for name in list_languages() if name != "en"])
def test_pages_without_sphinx_speak_each_language(language: str, tmp_path: Path) -> None:
    """Registers, chronology and the frame of the pages are in the language of the edition."""
    root = copy_shipped(tmp_path)
    settings = (root / "edition.toml").read_text("utf-8")
    told = settings.replace("[edition]\n", f'[edition]\nlanguage = "{language}"\n')
    (root / "edition.toml").write_text(told, "utf-8")
    done = run_command("html", "-o", str(tmp_path / "out"), "--jobs", "1", cwd=root)

    assert done.returncode == 0, done.stderr
    words = list_words(language)
    persons = parse_page(tmp_path / "out/edition/persons.html")
    assert persons.xpath("string(//h1)") == words["person"]
    assert persons.xpath("string(//a[@class = 'tei-skip'])") == words["skip"]
    english = list_english(language)
    for name in ("persons", "chronology", "witnesses", "gazetteer", "index"):
        said = {
            " ".join(s.split())
            for s in list_said(parse_page(tmp_path / f"out/edition/{name}.html"))
        }
        assert sorted(said & english) == [], name


def test_the_manual_says_which_languages_no_native_reader_has_confirmed() -> None:
    """Each language is in its table, with that remark as long as its catalogue says so."""
    guide = (REPOSITORY / "docs/manual/how-to/languages.rst").read_text(encoding="utf-8")
    told = dict(re.findall(r"^``(\w+)`` +(.*)$", guide, re.MULTILINE))

    assert sorted(told) == sorted(list_languages())
    for language in told.keys() - {"en"}:
        catalogue = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        header = catalogue.read_text(encoding="utf-8").partition("\n\n")[0]
        is_open = '"X-Native-Reader: none\\n"' in header
        assert ("not yet confirmed by a native reader" in told[language]) == is_open, language


def test_the_catalogue_of_the_guide_works(tmp_path: Path) -> None:
    """What the manual shows as a file of one's own changes the word."""
    guide = (REPOSITORY / "docs/manual/how-to/languages.rst").read_text(encoding="utf-8")
    block = re.search(r"code-block:: po\n\n((?:   .*\n|\n)+)", guide)
    assert block is not None
    path = tmp_path / "de/LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    path.write_text(re.sub(r"^   ", "", block[1], flags=re.MULTILINE), encoding="utf-8")

    assert list_words("de", tmp_path)["Witnesses"] == "Überlieferung"
    assert list_words("de")["Witnesses"] == "Textzeugen"


@pytest.mark.parametrize(
    ("language", "told"), [("de", "de"), ("he", "he"), ("grc", ""), ("de-AT", "de-AT")]
)
def test_a_new_edition_names_the_language_of_its_pages(
    tmp_path: Path, language: str, told: str
) -> None:
    """`init --language` sets text and pages; the pages only where we have words."""
    create_edition(tmp_path / "new", language=language)

    assert read_config(tmp_path / "new/edition.toml").edition.language == told
    assert f'xml:lang="{language}"' in (tmp_path / "new/tei/text.xml").read_text("utf-8")
