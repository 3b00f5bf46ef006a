"""Organisations: their hierarchy, what came before and after them, their abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.registers import list_register_pages
from tei_edition.pages.relation_roles import name_relation
from tei_edition.publishing.exporting import plan_site
from tei_edition.reader.names import list_forms
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

X = "{urn:tei-edition:facts}"


def org(ident: str, content: str = "") -> str:
    """An organisation that is called as its id."""
    return f"<org xml:id='{ident}'><orgName>{ident.title()}</orgName>{content}</org>"


def relate(name: str, active: str, passive: str) -> str:
    """A relation between two of them."""
    return f"<relation name='{name}' active='#{active}' passive='#{passive}'/>"


def read_page(folder: Path, orgs: str, relations: str = "") -> etree._Element:
    """The facts of the register of organisations, of which the text names each."""
    root = etree.fromstring(f"<x>{orgs}</x>")
    idents = [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iter("org")]
    names = "".join(f"<orgName ref='#{ident}'>{ident}</orgName> " for ident in idents)
    register = f"<listOrg>{orgs}<listRelation>{relations}</listRelation></listOrg>"
    text = f"<text xml:lang='en'><body><p>{names}</p></body></text>"
    edition = read_edition(read_config(make_edition(folder, {"one": text}, register=register)))
    return list_register_pages(plan_site(edition))["edition/organisations"]


def tree_of(node: etree._Element) -> list[object]:
    """The names below a node of the hierarchy, each with those below it."""
    return [(child.get("name"), tree_of(child)) for child in node if child.tag == f"{X}node"]


def said_of(page: etree._Element, ident: str) -> dict[str, list[str | None]]:
    """The relations of an entry, by what they are called."""
    entry = next(e for e in page.iter(f"{X}entity") if e.get("id") == ident)
    return {
        relation.get("name", ""): [to.text for to in relation]
        for relation in entry.iter(f"{X}relation")
    }


@pytest.mark.parametrize(
    ("orgs", "relations"),
    [
        (org("board", org("office", org("desk"))), ""),
        (org("desk") + org("office") + org("board"),
         relate("partOf", "desk", "office") + relate("part_of", "office", "board")),
        (org("desk") + org("office") + org("board"),
         relate("hasPart", "office", "desk") + relate("memberOf", "office", "board")),
        (org("board", org("office")) + org("desk"), relate("is part of", "desk", "office")),
    ],
)  # fmt: skip
def test_what_is_part_of_what_is_a_tree(tmp_path: Path, orgs: str, relations: str) -> None:
    """Whether one stands in the other or a relation says so; the entries say it from both sides."""
    page = read_page(tmp_path, orgs, relations)
    (hierarchy,) = page.iter(f"{X}hierarchy")

    assert tree_of(hierarchy) == [("Board", [("Office", [("Desk", [])])])]
    assert said_of(page, "office") == {"part-of": ["Board"], "parts": ["Desk"]}


def test_relation_does_not_repeat_the_nesting(tmp_path: Path) -> None:
    """Unless it says more, as when it was so."""
    page = read_page(tmp_path, org("board", org("office")), relate("partOf", "office", "board"))
    entry = next(e for e in page.iter(f"{X}entity") if e.get("id") == "office")

    assert [r.get("name") for r in entry.iter(f"{X}relation")] == ["part-of"]


def test_circle_has_an_end(tmp_path: Path) -> None:
    """Of organisations that are parts of each other none is the uppermost."""
    both = relate("partOf", "b", "a") + relate("partOf", "a", "b")
    page = read_page(tmp_path, org("a") + org("b") + org("c", org("d")), both)
    (hierarchy,) = page.iter(f"{X}hierarchy")

    assert tree_of(hierarchy) == [("C", [("D", [])])]


def test_without_parts_there_is_no_tree(tmp_path: Path) -> None:
    """Nor for predecessors."""
    page = read_page(tmp_path, org("a") + org("b"), relate("predecessor", "a", "b"))

    assert list(page.iter(f"{X}hierarchy")) == []


@pytest.mark.parametrize("name", ["predecessor", "predecessorOf", "replaced_by", "precedes"])
def test_predecessors_and_successors_are_said_in_both_entries(tmp_path: Path, name: str) -> None:
    """The active side came first."""
    page = read_page(tmp_path, org("old") + org("new"), relate(name, "old", "new"))

    assert said_of(page, "old") == {"successor": ["New"]}
    assert said_of(page, "new") == {"predecessor": ["Old"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("successor", "predecessor"),
        ("Has-Part", "parts"),
        ("friend", "friend"),
        ("parent", "child"),
        ("lover", ""),
    ],
)
def test_relation_of_a_known_name_has_a_meaning(name: str, expected: str) -> None:
    """However it is written; others are shown by their own names."""
    assert name_relation(name, is_active=True) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<choice><abbr>BoT</abbr><expan>Board of Trade</expan></choice>",
         ["Board of Trade", "BoT"]),
        ("Board of Trade (<abbr>BoT</abbr>)", ["Board of Trade (BoT)", "BoT"]),
        ("<choice><orig>Boord</orig><reg>Board</reg></choice> of Trade",
         ["Board of Trade", "Boord of Trade"]),
        ("<choice><sic>Bard</sic><corr>Board</corr></choice>", ["Board", "Bard"]),
        ("Board", ["Board"]),
    ],
)  # fmt: skip
def test_sides_of_a_choice_in_a_name_are_forms(content: str, expected: list[str]) -> None:
    """The expanded, regularised and corrected one first; an abbreviation is one by itself."""
    name = etree.fromstring(f'<orgName xmlns="{TEI_NS}">{content}</orgName>')
    assert list_forms(name) == expected


def test_page_of_organisations_has_tree_and_abbreviations(tmp_path: Path) -> None:
    """The tree links to the entries; an abbreviation says where to look."""
    register = (
        "<listOrg><org xml:id='t'><orgName type='acronym'>BoT</orgName><orgName>Trade, Board of"
        f"</orgName>{org('office')}</org></listOrg>"
    )
    text = (
        "<text xml:lang='en'><body><p><orgName ref='#t'>BoT</orgName> <orgName ref='#office'>x"
        "</orgName></p></body></text>"
    )
    root = make_edition(tmp_path, {"one": text}, register=register)
    done = run_command("html", "-o", "html", cwd=root)
    page = parse_page(root / "html/edition/organisations.html")

    assert done.returncode == 0, done.stderr
    assert page.xpath("//section[@id='hierarchy']/ul/li/p/a/text()") == ["Trade, Board of"]
    assert page.xpath("//section[@id='hierarchy']/ul/li/ul/li/p/a/@href") == ["#office"]
    assert "BoT, see Trade, Board of" in [
        " ".join("".join(dt.itertext()).split()) for dt in page.xpath("//dt")
    ]


def test_numbers_of_organisations_count(tmp_path: Path) -> None:
    """Roman ones by their value, as those of rulers."""
    names = ("Legio IX Hispana", "Legio V Alaudae", "10. Kompanie", "9. Kompanie")
    orgs = "".join(
        f"<org xml:id='o{number}'><orgName>{name}</orgName></org>"
        for number, name in enumerate(names)
    )
    page = read_page(tmp_path, orgs)

    assert [entity.get("name") for entity in page.iter(f"{X}entity")] == [
        "9. Kompanie", "10. Kompanie", "Legio V Alaudae", "Legio IX Hispana",
    ]  # fmt: skip
