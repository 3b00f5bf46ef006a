"""Editions as exports see them, made in the process of the test."""

from __future__ import annotations

import functools
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from building import CORPORA, REPOSITORY
from tei_edition.config import read_config
from tei_edition.exports.registry import BY_NAME, make_files
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.exporting import make_holdings

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from tei_edition.exports.holdings import Holdings

URL = "https://example.org/e/"
NS = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Editions of others: their texts, their registers, what is further set in [edition].
OTHERS = {
    "balex": (["*.xml"], []),
    "bellini": (["LL*.xml"], ["lists/*.xml"]),
    "isicily": (["inscriptions/*.xml"], []),
    "jean-paul": (["briefe/**/*.xml"], ["register/**/*.xml"]),
}


def copy_shipped_tei(folder: Path, url: str = URL) -> Path:
    """Copy the texts of the shipped edition, which is to be found at an address."""
    for name in ("tei", "seeds"):
        shutil.copytree(REPOSITORY / name, folder / name)
    toml = (REPOSITORY / "edition.toml").read_text()
    (folder / "edition.toml").write_text(toml.replace("[edition]", f'[edition]\nurl = "{url}"'))
    return folder


LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>A letter</title><author>Ann Author</author><editor>Ed Editor</editor></titleStmt>
<publicationStmt><publisher>Press</publisher><date when="2020">2020</date><availability><licence
target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability>
</publicationStmt><sourceDesc><listWit><witness xml:id="A">Draft</witness><witness xml:id="B">Copy
</witness></listWit></sourceDesc></fileDesc><profileDesc><correspDesc><correspAction type="sent">
<persName ref="register.xml#ann">Ann</persName><placeName ref="register.xml#york">York</placeName>
<date when="1850-03-01"/></correspAction><correspAction type="received"><persName
ref="register.xml#bob">Bob</persName></correspAction></correspDesc></profileDesc><revisionDesc>
<change when="2024-01-02">Corrected.</change></revisionDesc></teiHeader><facsimile><surface
xml:id="s1"><graphic url="large.png"/><zone xml:id="z1" ulx="10" uly="10" lrx="500" lry="300"/>
</surface></facsimile><text><body><pb n="1" facs="#s1"/><p xml:id="first" facs="#z1">On <date
when="1850-03-01">1 March</date> <persName ref="register.xml#ann">Ann</persName> met <persName
ref="register.xml#bob">Bob</persName> in <placeName ref="register.xml#york">York</placeName> and
<app><lem wit="#A">went home</lem><rdg wit="#B">stayed</rdg></app>.</p></body></text></TEI>"""
REGISTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Register
</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
</teiHeader><standOff><listPerson><person xml:id="ann"><persName>Ann</persName><birth when="1800"/>
<idno type="GND">118540238</idno><idno type="wikidata">Q5879</idno></person><person xml:id="bob">
<persName>Bob</persName><idno type="VIAF">56872547</idno></person></listPerson><listPlace><place
xml:id="york" type="city"><placeName>York</placeName><location><geo>53.96 -1.08</geo></location>
<idno type="geonames">2633352</idno></place></listPlace></standOff></TEI>"""


def write_letter(root: Path) -> Path:
    """Write an edition that has something in every format, and a picture that is worth tiles."""
    image = pytest.importorskip("PIL.Image")
    (root / "tei").mkdir(parents=True)
    (root / "tei/letter.xml").write_text(LETTER)
    (root / "tei/register.xml").write_text(REGISTER)
    image.linear_gradient("L").resize((2500, 1300)).save(root / "tei/large.png")
    (root / "redirects.toml").write_text('"edition/old.html" = "edition/letter.html"\n')
    (root / "edition.toml").write_text(
        f'[edition]\ntitle = "Letters"\nurl = "{URL}"\ntexts = ["tei/letter.xml"]\n'
        'registers = ["tei/register.xml"]\n[check]\nschema = "none"\n'
        '[places]\nfclasses = { city = "P" }\n[redirects]\nfile = "redirects.toml"\n'
        "[facsimile]\ntiles = true\n[dts]\nqueries = true\n"
    )
    return root


def copy_corpus(folder: Path, name: str, url: str = URL) -> Path:
    """Copy an edition of others, with an edition.toml of ours."""
    shutil.copytree(CORPORA / name, folder, copy_function=shutil.copy)
    texts, registers = OTHERS[name]
    (folder / "edition.toml").write_text(
        f'[edition]\ntitle = "An edition"\nurl = "{url}"\ntexts = {texts}\n'
        f'registers = {registers}\n[check]\nschema = "none"\n'
    )
    return folder


def share_corpus(factory: pytest.TempPathFactory, name: str) -> Path:
    """Copy an edition of others once for all tests, which read it and nothing more."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # that of all workers
    root = base / "shared" / name
    root.parent.mkdir(exist_ok=True)
    with FileLock(f"{root}.lock"):
        return root if root.exists() else copy_corpus(root, name)


@functools.cache
def hold_shared(root: Path) -> Holdings:
    """What exports of such an edition are made of."""
    return hold(root)


def hold(root: Path) -> Holdings:
    """What exports of the edition in a folder are made of."""
    return make_holdings(read_edition(read_config(root)))


def make(holdings: Holdings, name: str) -> dict[str, bytes]:
    """The files of a format by their paths."""
    return dict(make_files(BY_NAME[name], holdings))


def select(tree: etree._Element | etree._ElementTree, path: str, **values: str) -> list[Any]:
    """What an XPath finds in TEI, as `t:`."""
    find: Any = tree.xpath
    return list(find(path, namespaces=NS, **values))


def count(tree: etree._Element | etree._ElementTree, path: str) -> int:
    """How many nodes an XPath finds in TEI, as `t:`."""
    return len(select(tree, path))
