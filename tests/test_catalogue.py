"""The registers as a whole: their order, their pages, and what no register has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.catalogue import Reference
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

REGISTER = """<listPerson>
<person xml:id="goethe"><persName>von Goethe, Johann</persName></person>
<person xml:id="genz"><persName>Genz</persName><persName>Wilhelmi</persName></person>
<person xml:id="oeser"><persName>Öser</persName>
  <idno type="GND" >https://d-nb.info/gnd/1</idno></person>
<person xml:id="zedler"><persName>Zedler</persName></person>
</listPerson>"""
MANY = '<persName ref="#genz">G.</persName> ' * 5
TEXT = f"""<text><body><p><persName ref="#goethe #genz">both</persName>
<persName ref="http://d-nb.info/gnd/1/">Ö.</persName> {MANY}
<persName ref="https://example.org/x">Xaver</persName>
<persName ref="https://example.org/x">Xaver</persName>
<rs type="person" ref="https://example.org/x">he</rs>
<name ref="https://example.org/y">Ypsilon</name></p></body></text>"""


def make(folder: Path, toml: str = "", register: str = REGISTER) -> SitePlan:
    """The book of an edition in German."""
    language = '[edition]\nlanguage = "de"\n'
    root = make_edition(folder / "e", {"one": TEXT}, register=register, toml=language + toml)
    return plan_site(read_edition(read_config(root)))


def outline(book: SitePlan) -> list[tuple[str, str, list[str]]]:
    """Every page with its path, its label and its lines."""
    return [
        (
            book.register_page(page.kind, page.path),
            page.label,
            [
                f"{line.form} -> {line.entity.id}" if isinstance(line, Reference) else line.id
                for group in page.groups
                for line in group.lines
            ],
        )
        for page in book.catalogue.pages
    ]


def test_what_is_named_stands_in_order(tmp_path: Path) -> None:
    """Prefixes do not count, other forms lead to the name, an address of an entry is the entry."""
    assert outline(make(tmp_path)) == [
        ("edition/persons", "",
         ["genz", "goethe", "oeser", "Wilhelmi -> genz", "uri-example.org-x"]),
        ("edition/persons", "unmentioned", ["zedler"]),
        ("edition/names", "", ["uri-example.org-y"]),
    ]  # fmt: skip


def test_what_no_register_has_stands_under_its_commonest_form(tmp_path: Path) -> None:
    """With the address as its identifier, and the other forms as forms."""
    found = make(tmp_path).catalogue.entities["uri-example.org-x"]

    assert (found.name, found.element, found.forms[0].text) == ("Xaver", "", "he")
    assert found.identifiers[0].uri == "https://example.org/x"


@pytest.mark.parametrize(
    ("setting", "idents"),
    [("omit", set()), ("show", {"zedler"}), ("apart", {"zedler"})],
)
def test_who_is_never_mentioned_is_where_the_edition_wants(
    tmp_path: Path, setting: str, idents: set[str]
) -> None:
    """Left out, shown among the others, or apart."""
    book = make(tmp_path, f'[registers]\nunmentioned = "{setting}"\n')

    assert {"zedler"} & set(book.catalogue.homes) == idents
    assert bool(book.entity_target("zedler")) == bool(idents)
    assert any(page.is_apart for page in book.catalogue.pages) == (setting == "apart")


def test_a_large_register_has_a_page_for_each_letter(tmp_path: Path) -> None:
    """Above the size that the edition sets, in parts where a letter is larger still."""
    book = make(tmp_path, "[registers]\nsplit = 13\n")

    expected = [
        ("edition/persons", "", []),
        ("edition/persons/G", "G", ["genz", "goethe"]),
        ("edition/persons/O", "O", ["oeser"]),
        ("edition/persons/W", "W", ["Wilhelmi -> genz"]),
        ("edition/persons/X", "X", ["uri-example.org-x"]),
        ("edition/persons/unmentioned", "", ["zedler"]),
        ("edition/names", "", ["uri-example.org-y"]),
    ]
    assert outline(book) == expected
    assert book.entity_target("oeser") == "edition/persons/O#oeser"
    small = make(tmp_path / "small", "[registers]\nsplit = 5\n")
    assert ("edition/persons/G-2", "G", ["goethe"]) in outline(small)


def test_names_in_chinese_characters_share_a_page(tmp_path: Path) -> None:
    """Other letters have pages of their own; above the size that is set there is a second page."""
    names = ["李一", "王一", "何一", "Ahn", "김철수"]
    people = "".join(
        f'<person xml:id="n{i}"><persName>{n}</persName></person>' for i, n in enumerate(names)
    )
    register = f"<listPerson>{people}</listPerson>"
    toml = "[registers]\nunmentioned = 'show'\nsplit = "
    book = make(tmp_path, f"{toml}12\n", register)

    pages = {page.path: [g.letter for g in page.groups] for page in book.catalogue.pages}
    assert {path: pages[path] for path in ("A", "漢字")} == {"A": ["A"], "漢字": ["何", "李", "王"]}
    assert not {"何", "李", "王"} & set(pages)
    parts = [p for p in make(tmp_path / "b", f"{toml}6\n", register).catalogue.pages if p.label]
    assert [p.path for p in parts if p.label == "漢字"] == ["漢字", "漢字-2"]
    assert [len(p.groups) for p in parts if p.label == "漢字"] == [2, 1]


@pytest.mark.parametrize(
    "speech", ['<sp who="#zedler">{}</sp>', '<p><said who="#zedler">A</said></p>']
)
def test_who_speaks_is_not_among_those_who_are_not_mentioned(speech: str, tmp_path: Path) -> None:
    """A speech is a mention of its own kind."""
    text = TEXT.replace("</body>", speech.format("<p>A</p>") + "</body>")
    root = make_edition(tmp_path / "e", {"one": text}, register=REGISTER)
    catalogue = plan_site(read_edition(read_config(root))).catalogue

    assert [mention.role for _, mention in catalogue.mentions["zedler"]] == ["speaks"]
    assert not any(page.is_apart for page in catalogue.pages)


def test_who_is_mentioned_often_has_a_page(tmp_path: Path) -> None:
    """All that leads to the entity leads to its own page."""
    book = make(tmp_path, "[registers]\nown_page = 5\n")

    assert book.entity_target("genz") == "edition/persons/genz#genz"
    assert book.catalogue.pages[2].entity is book.catalogue.entities["genz"]


def test_the_order_is_that_of_the_language(tmp_path: Path) -> None:
    """Another one may be chosen: Ö comes after Z in Swedish; so may what prefixes count."""
    book = make(tmp_path, '[registers]\ncollation = "sv"\nunmentioned = "show"\nparticles = []\n')

    letters = [group.letter for group in book.catalogue.pages[0].groups]
    assert letters == ["G", "V", "W", "X", "Z", "Ö"]
    assert outline(book)[0][2][-2:] == ["zedler", "oeser"]


def test_relations_are_told_from_both_sides(tmp_path: Path) -> None:
    """The active side, the passive side, and each of those that share one."""
    relations = """<listRelation><relation name="teacher" active="#oeser" passive="#goethe"/>
    <relation name="friend" mutual="#goethe #genz"/></listRelation>"""
    catalogue = make(tmp_path, register=REGISTER + relations).catalogue
    found = {
        ident: [(relation.name, is_active, others) for relation, is_active, others in related]
        for ident, related in catalogue.relations.items()
    }

    assert found == {
        "oeser": [("teacher", True, ["goethe"])],
        "goethe": [("teacher", False, ["oeser"]), ("friend", False, ["genz"])],
        "genz": [("friend", False, ["goethe"])],
    }
