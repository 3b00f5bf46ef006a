"""Editions of others: what an XPath finds in each entry stands in it on the page.

Nothing of the package reads the files here: entries, sigla and authors are found by XPath.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from building import CORPORA, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
FILES = {
    "balex": ("ldlt-balex.xml",),
    "tei-cat": ("teicat_pseudo-edition.xml",),
    "teiphy": ("tests/fixed_rates_example.xml", "tests/no_dates_example.xml"),
    "pallava": tuple(f"DHARMA_INSPallava{number}.xml" for number in ("00005", "00013", "00097")),
}


def ask(node: Any, path: str) -> list[Any]:
    """What an XPath finds."""
    found: list[Any] = node.xpath(path, namespaces=NAMES)
    return found


def squeeze(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@pytest.fixture(scope="module", params=FILES)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the texts of a corpus, by XSLT alone."""
    root = tmp_path_factory.mktemp(request.param)
    (root / "tei").mkdir()
    for name in FILES[request.param]:
        shutil.copy(CORPORA / request.param / name, root / "tei")
    (root / "edition.toml").write_text('[check]\nschema = "none"\n[pages]\nsplit = "none"\n')
    run_command("html", "-o", "out", cwd=root)
    return root


def list_pairs(root: Path) -> list[tuple[Any, str]]:
    """Every entry of the files, with its words on the page."""
    pairs = []
    for path in sorted((root / "tei").glob("*.xml")):
        tree = etree.parse(path)
        page = parse_page(next((root / "out").rglob(f"{path.stem}.html")))
        shown = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
        apps = ask(tree, "//t:app[not(ancestor::t:teiHeader)]")
        assert len(shown) == len(apps), path.name
        by_id = {entry.get("id"): entry for entry in shown}
        assert len(by_id) == len(shown)
        # Entries that have an id of their own are found by it, the others by their order; those of
        # a list stand in the order of the text, and are found by what their readings say.
        ids = set(ask(tree, "//@xml:id"))
        rest = [e for e in shown if e.get("id").removesuffix("-entry") not in ids]
        listed = [squeeze("".join(entry.itertext())) for entry in rest]
        for app in apps:
            entry = by_id.get(f"{app.get(ID)}-entry")
            if entry is not None:
                words = squeeze("".join(entry.itertext()))
            elif ask(app, "ancestor::t:listApp"):
                wanted = [squeeze("".join(r.xpath("text()"))) for r in ask(app, "t:lem | t:rdg")]
                words = next((w for w in listed if all(x in w for x in wanted)), "")
                if not words:
                    continue  # its words are marked up, and shown otherwise
                listed.remove(words)
            else:
                words = listed.pop(0)
            pairs.append((app, words))
    return pairs


def name_pointed(tree: Any, pointer: str) -> str:
    """What the file calls the witness or person that a pointer names."""
    found = ask(tree, f"//*[@xml:id = '{pointer.removeprefix('#')}']")
    if not found:
        return pointer.removeprefix("#")
    named = ask(found[0], "(.//t:abbr[@type='siglum'] | .//t:idno[@type='siglum'])[1]")
    if named:
        return squeeze("".join(named[0].itertext()))
    return squeeze(found[0].get("n") or pointer.removeprefix("#"))


@pytest.mark.corpora
def test_every_entry_has_its_sigla(edition: Path) -> None:
    """Each witness or book that a reading names stands in an entry with that reading's words."""
    asked = 0
    for app, words in list_pairs(edition):
        tree = app.getroottree()
        for reading in ask(app, "t:lem | t:rdg | t:rdgGrp/t:rdg"):
            pointers = f"{reading.get('wit', '')} {reading.get('source', '')}".split()
            names = [name_pointed(tree, pointer.rpartition(":")[2]) for pointer in pointers]
            asked += len(names)
            for name in names:
                assert name in words, (app.sourceline, name, words)
    assert asked > 5


@pytest.mark.corpora
def test_nothing_with_content_is_an_omission(edition: Path) -> None:
    """There are no more entries with "om." than those with a reading that holds nothing at all."""
    pairs = list_pairs(edition)
    said = [words for _, words in pairs if re.search(r"(?<![^\W\d])om\.", words)]
    empty = "not(*) and not(normalize-space()) and not(@copyOf or @sameAs or @facs)"
    apps = [
        app
        for app, _ in pairs
        if ask(app, f".//t:rdg[{empty}] | .//t:lem[{empty}]")
        or re.search(r"(?<![^\W\d])om\.", squeeze("".join(app.itertext())))
    ]

    assert len(said) <= len(apps)
