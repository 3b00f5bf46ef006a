"""Editions made by others pass through, and nothing of their text is lost.

Each is given an edition.toml in a folder of pytest's own, and goes through `tei-edition html` and
through Sphinx. Of the large ones some files are taken; TEI_EDITION_WHOLE=1 takes all.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

import oracle
from building import CORPORA, build_site, copy_edition, run_command
from citations import check_agreement, list_first_pages
from oracle_stage import compare_stage, read_last_stage
from tei_edition.problems import RULES
from test_links import find_broken_links

pytestmark = pytest.mark.corpora


@dataclass(frozen=True)
class Corpus:
    """An edition of others: its texts and registers as patterns, and how many texts to take."""

    name: str
    texts: str
    registers: tuple[str, ...] = ()
    sample: int = 1000

    def list_texts(self) -> list[Path]:
        """The texts to be read: all, or as many as the sample says, from all parts of it."""
        found = sorted(path for path in (CORPORA / self.name).glob(self.texts) if path.is_file())
        size = len(found) if os.environ.get("TEI_EDITION_WHOLE") else min(self.sample, len(found))
        return [found[i * len(found) // size] for i in range(size)]

    def list_registers(self) -> list[Path]:
        """Its registers, all of them."""
        source = CORPORA / self.name
        return [path for pattern in self.registers for path in sorted(source.glob(pattern))]


EDITIONS = [
    Corpus("jean-paul", "briefe/**/*.xml", ("register/**/*.xml",), 40),
    Corpus("balex", "*.xml"),
    Corpus("pallava", "*.xml", (), 30),
    Corpus("bellini", "LL*.xml", ("lists/*.xml",)),
    Corpus("tei-publisher", "[ds]*/**/*.xml", ("registers/*.xml",), 12),
    Corpus("rusdracor", "tei/*.xml", (), 2),
    Corpus("frus-history", "[!e]*/*.xml", (), 20),  # events/ is no TEI
    Corpus("isicily", "inscriptions/*.xml", (), 40),
    Corpus("tei-cat", "*.xml"),
    Corpus("teiphy", "tests/[!m]*.xml"),  # one is not well-formed, on purpose
]


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda corpus: corpus.name)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files of an edition that are read, with an edition.toml of ours."""
    corpus: Corpus = request.param
    root = tmp_path_factory.mktemp(corpus.name) / "edition"
    return copy_corpus(corpus, root, 'url = "https://example.org"')


@pytest.fixture(scope="module")
def plain(edition: Path) -> Path:
    """The edition as `tei-edition html` makes it, without a traceback."""
    out = edition / "plain"
    done = run_command("html", "-o", out, cwd=edition)
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr
    return out


@pytest.fixture(scope="module")
def site(edition: Path) -> Path:
    """The edition as Sphinx builds it, without a warning of its own."""
    return build_site(edition).out


def copy_corpus(corpus: Corpus, root: Path, *settings: str) -> Path:
    """Copy the files of an edition that are read; further `settings` are keys of [edition]."""
    keys = "".join(f"{line}\n" for line in settings)
    conf = 'suppress_warnings = ["tei"]\nhtml_use_index = False'
    texts, registers = corpus.list_texts(), corpus.list_registers()
    return copy_edition(root, corpus.name, texts, registers, keys=keys, conf=conf)


def test_check_tells_what_it_finds(edition: Path) -> None:
    """`tei-edition check` ends without a traceback, and has a rule for all that it tells."""
    done = run_command("check", "--format", "json", cwd=edition)

    found = json.loads(done.stdout)
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr
    assert {problem["code"] for problem in found} <= set(RULES)
    assert all(problem["location"]["line"] >= 1 and problem["message"] for problem in found)


def test_pages_of_xslt_hold_every_stream(edition: Path, plain: Path) -> None:
    """The pages of `tei-edition html` hold every stream in order."""
    assert compare_all(plain) == {}
    assert len(group_pages(plain)) == count_texts(edition)
    assert find_broken_links(plain) == []


def test_texts_are_cited_as_their_headers_say(plain: Path) -> None:
    """Every text, as four parsers read its citation."""
    pages = list_first_pages(plain)
    for page, file in pages.items():
        check_agreement(page, (page.parent / file).resolve())
    assert pages


def test_plain_text_is_the_last_stage(edition: Path) -> None:
    """`export text` loses no word of the last stage, adds none, and glues no two together."""
    done = run_command("export", "text", "-o", "texts", cwd=edition)
    assert "Traceback" not in done.stderr
    written = {Path(line).stem: edition / line for line in done.stdout.splitlines()}

    faults = {}
    for name in tomllib.loads((edition / "edition.toml").read_text())["edition"]["texts"]:
        path = edition / name
        if path.stem in written:
            shown = written[path.stem].read_text(encoding="utf-8")
            if found := compare_stage(read_last_stage(path), shown):
                faults[path.stem] = found

    assert written
    assert faults == {}


def test_pages_of_sphinx_hold_every_stream(edition: Path, site: Path) -> None:
    """No text is lost on the pages that Sphinx makes, no link is broken."""
    assert compare_all(site) == {}
    assert len(group_pages(site)) == count_texts(edition)
    assert find_broken_links(site) == []


def test_every_entry_of_the_apparatus_stands_once(edition: Path, site: Path) -> None:
    """As many entries stand on the pages as the files have, each of them under one id."""
    texts = tomllib.loads((edition / "edition.toml").read_text())["edition"]["texts"]
    trees = (etree.parse(edition / name, etree.XMLParser(huge_tree=True)) for name in texts)
    apps = [app for tree in trees for app in tree.getroot().iter("{*}app") if _is_in_text(app)]

    shown = [
        (page.relative_to(site), entry.get("id"))
        for page in sorted((site / "edition").rglob("*.html"))
        # A page with a text beside its translation repeats those of the text.
        if not (tree := oracle.parse_page(page)).xpath("//*[contains(@class, 'tei-two-texts')]")
        for entry in tree.xpath(_ENTRIES)
    ]

    assert len(shown) == len(set(shown)) == len(apps)


def _is_in_text(app: etree._Element) -> bool:
    return next(app.iterancestors("{*}teiHeader"), None) is None


_ENTRIES = "//*[contains(concat(' ', @class, ' '), ' tei-entry ')]"


def compare_all(site: Path) -> dict[str, list[str]]:
    """Where the pages of each text differ from the TEI that they offer, by the name of the file."""
    faults = {}
    for file, pages in group_pages(site).items():
        found = oracle.compare(oracle.read_tei(site / file), oracle.read_html(pages))
        if found:
            faults[file] = found
    return faults


def count_texts(root: Path) -> int:
    """How many of the files that edition.toml names as texts are well-formed and hold a text."""
    names = tomllib.loads((root / "edition.toml").read_text())["edition"]["texts"]
    return sum(bool(oracle.read_tei(root / name).text.parts) for name in names)


def group_pages(site: Path) -> dict[str, list[Path]]:
    """The pages of each text, in reading order, by the TEI file that they offer as the whole."""
    groups: dict[str, list[Path]] = {}
    page: Path | None = site / "edition/index.html"
    while page is not None:
        tree = oracle.parse_page(page)
        offered = tree.xpath(
            "//*[contains(@class, 'tei-downloads')]//a[contains(@class, 'tei-download')]"
            "/@href[contains(., '.xml')]"
        )
        if offered:
            file = Path(os.path.normpath(page.parent / unquote(offered[-1])))
            groups.setdefault(file.relative_to(site).as_posix(), []).append(page)
        following = tree.xpath("string(//link[@rel='next']/@href)")
        page = Path(os.path.normpath(page.parent / unquote(following))) if following else None
    return groups
