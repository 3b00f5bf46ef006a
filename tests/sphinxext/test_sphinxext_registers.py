"""Registers in Sphinx: the directive, the general index, other projects, the book."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import oracle
from building import CONF, build_site, make_edition, run

if TYPE_CHECKING:
    from pathlib import Path


REGISTER = """
<listPerson>
  <person xml:id="ada" type="writer"><persName>Lovelace, Ada</persName><persName>Countess</persName>
    <birth when="1815"/><death when="1852"/></person>
  <person xml:id="zoe" type="saint"><persName>Zoë</persName></person>
  <person xml:id="emil" type="writer saint"><persName>Émile</persName></person>
</listPerson>
<listPlace><place xml:id="kent"><placeName>Kent</placeName><place xml:id="dover">
  <placeName>Dover; the port</placeName></place></place></listPlace>
<listBibl><bibl xml:id="notes"><title>Notes</title></bibl></listBibl>
"""
TEXT = """<text><body><p><persName ref="#ada">Ada</persName>, <persName ref="#ada">she</persName>
and <persName ref="#emil">Émile</persName> at <placeName ref="#dover">Dover</placeName> with the
<title ref="#notes">Notes</title>.</p></body></text>"""
PAGE = """Our people
==========

.. tei:register:: person
   :mentions:
   :mentioned:
   :columns: 2

.. tei:register:: person
   :type: saint
   :letters:
   :no-dates:
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An edition with three persons, and a page on which their register is asked for twice."""
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER)
    (root / "docs/people.rst").write_text(PAGE)
    (root / "docs/index.rst").write_text(
        "The edition\n===========\n\n.. toctree::\n\n   edition/index\n   people\n"
    )
    return root


def test_the_directive_lists_what_is_asked_for(root: Path) -> None:
    """By type, with letters, dates and mentions as asked, each with a link to its entry."""
    page = oracle.parse_page(build_site(root).out / "people.html")

    lists = page.xpath("//div[contains(@class, 'tei-register-list')]")
    lines = [
        [" ".join(e.text_content().split()) for e in d.xpath(".//li|.//strong")] for d in lists
    ]
    assert lines == [["Émile (1)", "Lovelace, Ada 1815–1852 (2)"], ["E", "Émile", "Z", "Zoë"]]
    assert lists[0].get("class").split() == [
        "tei-register-list",
        "tei-columns-2",
        "docutils",
        "container",
    ]
    assert lists[0].xpath(".//a/@href") == [
        "edition/persons.html#emil", "edition/persons.html#ada",
    ]  # fmt: skip


def test_a_page_with_a_register_follows_it(root: Path) -> None:
    """A new name is on the page though nobody touched the page itself."""
    build_site(root)
    register = root / "tei/register.xml"
    register.write_text(register.read_text().replace("Lovelace, Ada", "Lovelace, Augusta Ada"))

    again = build_site(root)

    assert "people" in again.written
    assert "people" not in again.read
    assert "Augusta Ada" in (again.out / "people.html").read_text()


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        (".. tei:register:: persons", 'no register of "persons"; did you mean "person"?'),
        (".. tei:register:: person\n   :columns: 9", "at most 6 columns"),
    ],
)
def test_what_is_wrong_in_a_directive_is_said(root: Path, directive: str, said: str) -> None:
    """A kind or a number that does not exist is one error, with its line."""
    (root / "docs/people.rst").write_text(f"Our people\n==========\n\n{directive}\n")

    done = run(sys.executable, "-m", "sphinx", "-q", "docs", "build/html", cwd=root)

    assert said in done.stderr
    assert "people.rst:4" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_general_index_has_every_entity(root: Path) -> None:
    """A line an entity under its letter, and one that leads from each other form."""
    site = build_site(root).out
    index = oracle.parse_page(site / "genindex.html")

    lines = {a.text_content(): a.get("href") for a in index.xpath("//table//li/a")}
    assert lines == {
        "Lovelace, Ada": "edition/persons.html#ada", "Émile": "edition/persons.html#emil",
        "Zoë": "edition/persons.html#zoe", "Kent": "edition/places.html#kent",
        "Dover, the port": "edition/places.html#dover", "Notes": "edition/works.html#notes",
    }  # fmt: skip
    text = " ".join(index.text_content().split())
    assert "Countess see Lovelace, Ada" in text
    assert (site / "tei-works.html").is_file()


def test_the_book_has_places_below_those_they_stand_in(root: Path) -> None:
    """The index of the PDF has an entry of its own for what stands in another."""
    tex = next((build_site(root, "latex").out).glob("*.tex")).read_text()

    assert r"\index{Kent@Kent!Dover the port@Dover; the port}" in tex
    assert tex.count(r"\index{Lovelace Ada@Lovelace, Ada}") == 2  # her mentions in the text


def test_editions_refer_to_each_other(root: Path, tmp_path: Path) -> None:
    """By intersphinx, both ways: roles find the persons of the other edition."""
    site = build_site(root).out
    other = make_edition(
        tmp_path / "other",
        {"two": TEXT},
        register='<listPerson><person xml:id="ida"><persName>Ida</persName></person></listPerson>',
        toml='[check]\nschema = "none"\n'
        'ignore = ["unknown-person", "unknown-place", "unknown-entity"]\n',
        conf='extensions.append("sphinx.ext.intersphinx")\n'
        f'intersphinx_mapping = {{"one": ("https://example.org/one/", "{site}/objects.inv")}}\n',
    )
    page = "Page\n====\n\n:external+one:tei:person:`ada`, :tei:person:`emil`, :tei:person:`ida`.\n"
    (other / "docs/page.rst").write_text(f":orphan:\n\n{page}")
    their = oracle.parse_page((built := build_site(other)).out / "page.html")
    (root / "docs/page.rst").write_text(
        ":orphan:\n\nPage\n====\n\n:external+two:tei:person:`ida`, :tei:person:`ada`.\n"
    )
    (root / "docs/conf.py").write_text(
        CONF.format(theme="basic", more='extensions.append("sphinx.ext.intersphinx")\n')
        + "intersphinx_mapping = "
        f'{{"two": ("https://example.org/two/", "{built.out}/objects.inv")}}\n'
    )
    ours = oracle.parse_page(build_site(root).out / "page.html")

    assert their.xpath("//div[@class='body']//p/a/@href") == [
        "https://example.org/one/edition/persons.html#ada",
        "https://example.org/one/edition/persons.html#emil",
        "edition/persons.html#ida",
    ]
    assert ours.xpath("//div[@class='body']//p/a/@href") == [
        "https://example.org/two/edition/persons.html#ida", "edition/persons.html#ada",
    ]  # fmt: skip


def test_a_touched_page_reaches_only_the_pages_that_it_feeds(tmp_path: Path) -> None:
    """Of a register of many pages those are read again that quote the text, and no others."""
    root = make_edition(
        tmp_path / "e",
        {
            "one": '<text><body><p>Here is <persName ref="#ada">Ada</persName>.</p></body></text>',
            "two": '<text><body><p>There is <persName ref="#zoe">Zoë</persName>.</p></body></text>',
        },
        register=REGISTER,
        toml="[registers]\nsplit = 1\n",
    )
    build_site(root)
    text = root / "tei/one.xml"
    text.write_text(text.read_text().replace("Here is", "Here was"))

    again = build_site(root)

    assert again.read == ("edition/one", "edition/persons/L")
