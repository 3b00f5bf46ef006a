"""Every page has an address of its own, and every pointer leads to it and nowhere unsafe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from tei_edition.config import make_config
from tei_edition.dating.timespans import read_time
from tei_edition.facts.apparatus import Witness
from tei_edition.facts.header import Header
from tei_edition.facts.mentions import Dating, Quotation, Stream
from tei_edition.facts.registers import Entity, Kind
from tei_edition.facts.text import Division, Edition, Passage, Pointer, Text
from tei_edition.pages.addresses import (
    entity_anchor,
    slugify,
    time_anchor,
    witness_anchor,
)
from tei_edition.pages.site_plan import SitePlan
from tei_edition.pages.text_page import text_parameters
from tei_edition.problems import Location
from tei_edition.reader.units import TextUnits, Unit

if TYPE_CHECKING:
    from pathlib import Path

HERE = Location("a.xml")


def text(file: str, title: str = "", **more: Any) -> Text:
    """A text of a file."""
    return Text(file, Header(title), more.pop("ids", {}), Division("", "text", "", 0, 1), **more)


def book(
    root: Path,
    *texts: Text,
    units: dict[str, list[str]] | None = None,
    entities: tuple[Entity, ...] = (),
    witnesses: tuple[Witness, ...] = (),
    **tables: Any,
) -> SitePlan:
    """A book of these texts, whose pages after the first are named by their anchors."""
    register = Text(
        "register.xml",
        Header(),
        {e.id: e.element for e in entities} | {w.id: "witness" for w in witnesses},
        entities=entities,
        witnesses=witnesses,
    )
    plans = {}
    for one in texts:
        anchors = (units or {}).get(one.file, [])
        first = Unit("", "", 1, tuple(anchors))
        plans[one.file] = TextUnits(
            (first, *(Unit(a, f"Title of {a}" if a == "a" else "", 5) for a in anchors)),
            {**dict.fromkeys(one.ids, ""), **{a: a for a in anchors}},
        )
    config = make_config(tables, root, allow_outside=True)
    return SitePlan(config, Edition(texts, (register,)), plans)


def docnames(made: SitePlan) -> list[str]:
    """The addresses of all pages of texts, in order."""
    return [docname for text in made.texts for _, docname in made.list_pages(text)]


# Names.


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("October 1917", "October-1917"),
        ("a/b\\c:d?e#f%20", "a-b-c-d-e-f-20"),
        ("<script>&", "script"),
        ("Жуков", "Жуков"),
        ("e\u0301", "é"),
        ("..", "x"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden_", "hidden"),
        ("$HOME", "HOME"),
        ("", "x"),
        ("a.b-c_d", "a.b-c_d"),
        ("𝔊" * 400, "𝔊" * 48),
    ],
)
def test_any_name_becomes_part_of_an_address(name: str, slug: str) -> None:
    """Letters and digits of any script; nothing that means something in a path or an address."""
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("files", "texts", "names"),
    [
        (["tei/one.xml", "tei/two.xml"], ["tei/*.xml"], ["one", "two"]),
        (["letters/1/a.xml", "letters/2/a.xml"], ["letters/*/*.xml"], ["1/a", "2/a"]),
        (["a/x.xml", "b/x.xml"], ["a/*.xml", "b/*.xml"], ["x", "x-2"]),
        (["tei/A.xml", "tei/a.xml"], ["tei/*.xml"], ["A", "a-2"]),
        (["tei/a b.xml", "tei/a-b.xml"], ["tei/*.xml"], ["a-b", "a-b-2"]),
        (["tei/index.xml", "tei/Persons.xml"], ["tei/*.xml"], ["index-2", "Persons-2"]),
        (["../other/x.xml"], ["../other/x.xml"], ["x"]),
        (["../../x.xml"], ["/x.xml"], ["x"]),
        (["x.xml"], ["x.xml"], ["x"]),
        (["tei/....xml"], ["tei/*.xml"], ["x"]),
        (["tei/october.tei.xml"], ["tei/*.xml"], ["october.tei"]),
    ],
)
def test_texts_have_names(
    tmp_path: Path, files: list[str], texts: list[str], names: list[str]
) -> None:
    """By their paths below what all have in common; no two are equal, and none is reserved."""
    made = book(tmp_path, *map(text, files), edition={"texts": texts})

    assert docnames(made) == [f"edition/{name}" for name in names]


def test_divisions_have_names(tmp_path: Path) -> None:
    """By their anchors, below their text, and apart from all others, in case too."""
    made = book(
        tmp_path,
        text("tei/x.xml"),
        text("tei/x/y.xml"),
        units={"tei/x.xml": ["y", "Z", "z", "a·b", "a-b"], "tei/x/y.xml": ["../../q"]},
        edition={"texts": ["tei/**/*.xml"]},
        pages={"folder": "e/d/"},
    )

    assert docnames(made) == [
        "e/d/x", "e/d/x/y-2", "e/d/x/Z", "e/d/x/z-2", "e/d/x/a-b", "e/d/x/a-b-2", "e/d/x/y",
        "e/d/x/y/q",
    ]  # fmt: skip


def test_pages_have_titles(tmp_path: Path) -> None:
    """Their heads, else the text's title with their place; a text without title has its name."""
    made = book(
        tmp_path, text("tei/x.xml", "X"), text("tei/y.xml"), units={"tei/x.xml": ["a", "b"]}
    )

    assert made.titles == {
        "edition/x": "X", "edition/x/a": "Title of a", "edition/x/b": "X (2)", "edition/y": "y",
    }  # fmt: skip


def test_anchors_have_pages(tmp_path: Path) -> None:
    """What a plan does not name stands on the first page; another file's anchors on none."""
    made = book(tmp_path, text("tei/x.xml", ids={"p": "p"}), units={"tei/x.xml": ["a"]})

    assert made.find_page("tei/x.xml", "a") == "edition/x/a"
    assert made.find_page("tei/x.xml", "p") == "edition/x"
    assert made.find_page("register.xml", "p") == ""


def test_passages_have_labels(tmp_path: Path) -> None:
    """As readers cite them."""
    passages = (
        Passage("p1", "p", "14", "4"), Passage("l1", "l", "12", "12"),
        Passage("h", "head", "1", "1"), Passage("t", "table", "2", "2"), Passage("n", "note", ""),
        Passage("c", "p", "15", "5", "Gen 1:1", "1:1"), Passage("d", "p", "16", "6", "3", "3"),
    )  # fmt: skip
    one = text("tei/x.xml", passages=passages)
    made = book(tmp_path, one)

    assert [made.passage_label(one, p.anchor) for p in passages] == [
        "¶ 4", "l. 12", "", "2", "", "1:1", "¶ 3",
    ]  # fmt: skip


# Targets.

KERENSKY = Entity("kerensky", Kind.PERSON, "person", "K", "K", Location("register.xml"))
INDEX = Entity("persons", Kind.PLACE, "place", "P", "P", Location("register.xml"))
WITNESS = Witness("A", "A", "", Location("register.xml"))


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("#p", "edition/x#p"),
        ("#a", "edition/x/a#a"),
        ("x.xml", "edition/x"),
        ("#kerensky", "edition/persons#kerensky"),
        ("#persons", "edition/places#persons-entry"),
        ("#A", "edition/witnesses#A"),
        ("#header", ""),
        ("register.xml", ""),
        ("#nobody", ""),
        ("https://example.org/?a=b#c", "https://example.org/?a=b#c"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("doi:10.1000/1", "doi:10.1000/1"),
        ("tel:+4930", "tel:+4930"),
        ("geo:52.5,13.4", "geo:52.5,13.4"),
        ("ftp://example.org/a", "ftp://example.org/a"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("blob:x", ""),
        ("\tjavascript:alert(1)", ""),
    ],
)
def test_pointers_lead_to_pages(tmp_path: Path, value: str, target: str) -> None:
    """To a page and an anchor on it, or to what a browser may safely follow."""
    one = text("tei/x.xml", ids={"p": "p", "header": "taxonomy"})
    made = book(
        tmp_path, one, units={"tei/x.xml": ["a"]}, entities=(KERENSKY, INDEX), witnesses=(WITNESS,)
    )
    del made.plans["tei/x.xml"].homes["header"]
    one.ids["a"] = "div"

    assert made.find_target(value, "tei/x.xml") == target


def test_without_registers_nothing_leads_to_them(tmp_path: Path) -> None:
    """An edition may do without."""
    made = book(tmp_path, text("x.xml"), entities=(KERENSKY,), pages={"registers": False})

    assert made.find_target("#kerensky", "x.xml") == ""


def test_anchors_of_entries_are_apart_from_those_of_the_page() -> None:
    """An entry called as the page or a letter of it is, and a witness whose siglum has spaces."""
    assert [entity_anchor(i) for i in ("a", "persons", "letter-A", "index")] == [
        "a", "persons-entry", "letter-A-entry", "index-entry",
    ]  # fmt: skip
    assert witness_anchor(" MS  A ") == "MS-A"


@pytest.mark.parametrize(
    ("attributes", "anchor"),
    [
        ({"when": "1917-11-07"}, "d1917-11-07"),
        ({"when-custom": "1917-10-25", "datingMethod": "#julian"}, "d1917-11-07"),
        ({"from": "1917", "to": "1918"}, "d1917_1918"),
        ({"from": "1917"}, "d1917_"),
        ({"to": "1918"}, "d_1918"),
        ({"notBefore": "1917", "notAfter": "1918"}, "d1917_1918-se"),
        ({"from": "1917", "notAfter": "1918"}, "d1917_1918-e"),
        ({"when": "1917", "precision": "low"}, "d1917-c"),
        ({}, ""),
    ],
)
def test_times_have_anchors(attributes: dict[str, str], anchor: str) -> None:
    """Each day and each span of time its own, whatever the calendar; limits are no span."""
    assert time_anchor(read_time(attributes, {})) == anchor


def test_stylesheets_are_told_what_a_text_needs(tmp_path: Path) -> None:
    """Where its own pointers lead, its sigla and days, and its pages with their parts."""
    dated = Dating(
        Quotation("", "", ""), "d1", "", Stream.TEXT, HERE, read_time({"when": "1917"}, {})
    )
    one = text(
        "tei/x.xml",
        "X",
        ids={"p": "p"},
        pointers=tuple(
            Pointer("rs", name, value, HERE)
            for name, value in (("ref", "#kerensky"), ("wit", "#A"), ("wit", "#Z"), ("who", "#p"),
                                ("target", "javascript:x"), ("target", "#p"))
        ),
        datings=(dated, Dating(dated.quotation, "d2", "", Stream.TEXT, HERE)),
    )  # fmt: skip
    made = book(
        tmp_path, one, units={"tei/x.xml": ["a"]}, entities=(KERENSKY,), witnesses=(WITNESS,),
        text={"corrected": False}, edition={"language": "de"},
    )  # fmt: skip

    found = text_parameters(made, one, {"edition/x": [("tei/x.xml", "TEI")]}, {})

    assert (found["corrected"], found["regularised"]) == ("false", "true")
    assert json.loads(found["targets"]) == {
        "#kerensky": "edition/persons#kerensky", "#A": "edition/witnesses#A", "#p": "edition/x#p",
    }  # fmt: skip
    assert json.loads(found["sigla"]) == {"#A": "A"}
    assert json.loads(found["days"]) == {"d1": "edition/chronology#d1917"}
    assert [(p["docname"], p["parts"], p["downloads"]) for p in json.loads(found["pages"])] == [
        ("edition/x", ["edition/x/a"], [{"file": "tei/x.xml", "label": "TEI"}]),
        ("edition/x/a", [], []),
    ]
    assert json.loads(found["words"])["omitted"] == "fehlt"
    # Whatever the order of the pointers, they are the same: unchanged pages are kept.
    turned = msgspec.structs.replace(one, pointers=one.pointers[::-1])
    assert text_parameters(made, turned, {"edition/x": [("tei/x.xml", "TEI")]}, {}) == found
