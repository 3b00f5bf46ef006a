"""Registers have their entries in order, each with its mentions in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages import catalogue, registers
from tei_edition.pages.contents_page import list_contents_pages
from tei_edition.pages.downloads import Download
from tei_edition.pages.fact_xml import make_page
from tei_edition.pages.registers import MOST_FILES, downloads_page, list_register_pages
from tei_edition.publishing.exporting import plan_site
from tei_edition.runtime.kept_files import describe_content

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

X = "{urn:tei-edition:facts}"
REGISTER = """
<listPerson>
  <person xml:id="z"><persName>Zetkin</persName><idno type="GND">1</idno></person>
  <person xml:id="ae"><persName>Ärzte</persName><birth when="1881"/></person>
  <person xml:id="k"><persName><surname>Kerensky</surname><forename>A.</forename></persName>
    <persName>Kerenski</persName><occupation>lawyer</occupation><note>A man.</note></person>
  <person xml:id="c"><persName>Жуков</persName></person>
  <person xml:id="one"><persName>13th</persName></person>
  <person xml:id="azz"><persName>Azz</persName></person>
</listPerson>
<listPlace><place xml:id="p"><placeName>Petrograd</placeName></place></listPlace>
<listWit><witness xml:id="L" n="Λ">London</witness><witness n="MS 2">another</witness></listWit>
"""
TEXT = """<text xml:lang="en"><body>
<div xml:id="a"><head>One</head><p n="3">The <orgName ref="#k #k #p">ruling <persName
  ref="register.xml#k">Kerensky</persName></orgName> and <persName ref="#nobody">x</persName>.</p>
<p><app><lem wit="#L">a</lem><rdg wit="#L"><persName ref="#k">Kerenski</persName></rdg></app>
<choice><sic><persName key="k">Kernsky</persName></sic><corr>he</corr></choice></p></div>
<div xml:id="b"><head>Two</head><p><persName ref="#k">K.</persName><note><persName
  ref="#k">he</persName></note> <date when="1917-11-07">7 November</date>, <date
  when-custom="1917-10-25" datingMethod="#julian">October 25</date>, <date from="1905"
  to="1917">years</date>, <date when="-0043">then</date>, <date>once</date>, <date
  notAfter="1918-03">later</date></p></div>
</body></text>"""


@pytest.fixture
def book(tmp_path: Path) -> SitePlan:
    """A small edition with a register."""
    toml = "[pages]\nsplit = 1\n[edition]\nlanguage = 'en'\n"
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER, toml=toml)
    return plan_site(read_edition(read_config(root)))


def _facts(page: etree._Element, path: str) -> list[dict[str, str]]:
    return [dict(e.items()) for e in page.iterfind(path, {"x": X.strip("{}")})]  # type: ignore[arg-type]


def test_only_registers_that_have_entries_are_pages(book: SitePlan) -> None:
    """Persons, places and chronology here; no organisations, events or works."""
    assert list(list_register_pages(book)) == [
        "edition/persons", "edition/places", "edition/chronology",
    ]  # fmt: skip


def test_entries_stand_in_order_under_their_letters(book: SitePlan) -> None:
    """As the language has them; whom the texts do not mention stands apart."""
    page = list_register_pages(book)["edition/persons"]

    letters = [
        (next(e.iterancestors()).tag == f"{X}apart", e.get("name"), [x.get("id") for x in e])
        for e in page.iter(f"{X}letter")
    ]

    assert letters == [
        (False, "K", ["k"]),
        (True, "#", ["one"]),
        (True, "A", ["ae", "azz"]),
        (True, "Z", ["z"]),
        (True, "Ж", ["c"]),
    ]


def test_an_entry_says_all_that_the_register_does(book: SitePlan) -> None:
    """Name, other forms, role, dates, description and identifiers."""
    page = list_register_pages(book)["edition/persons"]
    entry = next(e for e in page.iter(f"{X}entity") if e.get("id") == "k")

    assert (entry.get("name"), entry.get("sort")) == ("Kerensky, A.", "Kerensky, A.")
    assert [entry.findtext(f"{X}{name}") for name in ("form", "detail", "description")] == [
        "Kerenski", "lawyer", "A man.",
    ]  # fmt: skip
    assert [e.get("dates") for e in page.iter(f"{X}entity") if e.get("id") == "ae"] == ["b. 1881"]
    assert _facts(page, ".//x:identifier") == [{"authority": "GND", "value": "1", "uri": ""}]


def test_mentions_stand_by_page_in_reading_order(book: SitePlan) -> None:
    """Each once for each entry that it points to, with its stream, and what the text has there."""
    pages = list_register_pages(book)
    entry = next(e for e in pages["edition/persons"].iter(f"{X}entity") if e.get("id") == "k")

    found = [
        (page.get("title"), [(m.get("surface"), m.get("stream"), m.get("sigla")) for m in page])
        for page in entry.iter(f"{X}page")
    ]

    assert found == [
        ("One", [("ruling Kerensky", "text", ""), ("Kerensky", "text", ""),
                 ("Kerenski", "reading", "Λ"), ("Kernsky", "choice", "")]),
        ("Two", [("K.", "text", ""), ("he", "note", "")]),
    ]  # fmt: skip
    (mention,) = pages["edition/places"].iter(f"{X}mention")
    assert dict(mention.items()) == {
        "target": "edition/one/a#a.orgName1", "stream": "text", "sigla": "", "passage": "¶ 3",
        "before": "The ", "surface": "ruling Kerensky", "after": " and x.",
    }  # fmt: skip


def test_contents_and_downloads_are_pages(book: SitePlan) -> None:
    """The contents have the texts, then the registers; downloads each file with what it is.

    What stands below a register is in its own contents.
    """
    pages = list_register_pages(book)
    below = make_page(book, "register", "edition/persons/a", "A", up="edition/persons")
    registers = {"edition/persons": pages["edition/persons"], "edition/persons/a": below}
    contents = list_contents_pages(book, registers)["edition/index"]
    download = Download("tei/one.xml", "One", "text", describe_content(b"1234"))

    assert [(p.get("docname"), p.get("kind")) for p in contents] == [
        ("edition/one", "text"), ("edition/persons", "register"),
    ]  # fmt: skip
    assert _facts(downloads_page(book, [download]), "x:file") == [
        {"path": "tei/one.xml", "title": "One", "kind": "text"}
    ]


def test_many_mentions_of_an_entity_are_on_several_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In reading order, with links between them; the entry itself stands once."""
    for module in (catalogue, registers):
        monkeypatch.setattr(module, "MOST_MENTIONS", 3)
    names = '<persName ref="#k">K.</persName> ' * 5
    text = f"<text><body><p>{names}</p></body></text>"
    person = '<listPerson><person xml:id="k"><persName>Kerensky</persName></person></listPerson>'
    root = make_edition(
        tmp_path / "e", {"one": text, "two": text}, register=person,
        toml="[registers]\nown_page = 4\n",
    )  # fmt: skip
    site = build_site(root).out / "edition"
    pages = [parse_page(site / f"persons/k{more}.html") for more in ("", "/2", "/3", "/4")]

    listed = "//p[contains(@class, 'tei-mention ')]//a/@href"
    links = [page.xpath(listed) for page in pages]
    assert [len(found) for found in links] == [3, 3, 3, 1]
    assert [href.rpartition("/")[2].partition(".")[0] for found in links for href in found] == [
        *["one"] * 5, *["two"] * 5,
    ]  # fmt: skip
    assert [len(page.xpath("//dt[@id='k']")) for page in pages] == [1, 0, 0, 0]
    assert "10 mentions" in "".join(pages[0].xpath("//p[@class='tei-count']")[0].itertext())
    assert [
        "".join(page.xpath("//p[contains(@class, 'tei-offer')]")[-1].itertext()) for page in pages
    ] == ["1–3 · 4–6 · 7–9 · 10"] * 4
    assert pages[2].xpath("string(//h1)").startswith("Kerensky (3)")


def test_a_folder_of_many_files_is_one_row(book: SitePlan) -> None:
    """With their number, and the first as an example; files beside folders are listed."""
    names = ["edition.zip", *(f"tei/{n}.xml" for n in range(MOST_FILES + 1)), "data/a.csv"]
    downloads = [Download(name, "", "text", describe_content(b"")) for name in names]
    page = downloads_page(book, downloads)

    assert [found["path"] for found in _facts(page, "x:file")] == ["edition.zip", "data/a.csv"]
    assert _facts(page, "x:folder") == [
        {"path": "tei", "kind": "text", "number": f"{MOST_FILES + 1}", "first": "tei/0.xml"}
    ]
