"""Relations between people say on both sides who is what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.language.filing import number_corporate_romans
from tei_edition.language.wording import list_words
from tei_edition.loading.edition import read_edition
from tei_edition.pages.registers import list_register_pages
from tei_edition.pages.relation_roles import name_relation, needs_object, strip_of
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

X = "{urn:tei-edition:facts}"


@pytest.mark.parametrize(
    ("name", "active", "passive"),
    [
        # What the passive side is to the active one, and the active one to the passive one.
        ("parent", "child", "parent"),
        ("parent_of", "child", "parent"),
        ("isParentOf", "child", "parent"),
        ("hasParent", "parent", "child"),
        ("father", "child", "father"),
        ("daughter-of", "parent", "daughter"),
        ("siblings", "sibling", "sibling"),
        ("marriedTo", "spouse", "spouse"),
        ("teaches", "student", "teacher"),
        ("pupil", "teacher", "student"),
        ("founder", "founder-of", "founder"),
        ("owned by", "owner", "owner-of"),
        ("member", "member-of", "member"),
        ("nephewOf", "aunt-or-uncle", "nephew"),
        ("biographer", "", ""),
        ("x", "", ""),
    ],
)
def test_common_relations_have_a_word_for_each_side(name: str, active: str, passive: str) -> None:
    """However the name is written."""
    assert name_relation(name, is_active=True) == active
    assert name_relation(name, is_active=False) == passive


@pytest.mark.parametrize(
    ("name", "is_open", "said"),
    [
        ("lover_of", False, "lover"),
        ("biographerOf", False, "biographer"),
        ("biographer", False, "biographer"),
        ("portrayed_by", True, "portrayed_by"),
        ("influenced", True, "influenced"),
        ("of", False, "of"),
    ],
)
def test_other_relations_keep_their_words(name: str, said: str, *, is_open: bool) -> None:
    """Of two sides only one is the "lover of" the other; a verb needs both."""
    assert needs_object(name) is is_open
    assert strip_of(name) == said


def test_nobody_is_said_to_be_the_parent_of_a_parent(tmp_path: Path) -> None:
    """The entry of the passive side never says what only the active side is."""
    register = (
        "<listPerson><person xml:id='a'><persName>A</persName></person>"
        "<person xml:id='b'><persName>B</persName></person><listRelation>"
        "<relation name='parent_of' active='#a' passive='#b'/>"
        "<relation name='lover_of' active='#a' passive='#b'/>"
        "<relation name='portrayed_by' active='#a' passive='#b'/></listRelation></listPerson>"
    )
    body = "<text xml:lang='en'><body><p><rs ref='#a'>A</rs> <rs ref='#b'>B</rs></p></body></text>"
    root = make_edition(tmp_path, {"one": body}, register=register)
    page = list_register_pages(plan_site(read_edition(read_config(root))))["edition/persons"]

    said = {
        entry.get("id"): [(r.get("name"), r.get("side")) for r in entry.iter(f"{X}relation")]
        for entry in page.iter(f"{X}entity")
    }
    assert said == {
        "a": [("child", "own"), ("lover", "active"), ("portrayed by", "plain")],
        "b": [("parent", "own"), ("lover", "plain"), ("portrayed by", "reverse")],
    }


def test_relations_are_said_in_the_language_of_the_site() -> None:
    """Every role is a word of the interface."""
    assert list_words("de")["relation spouse"] == "Ehepartner(in)"
    assert list_words("fr")["relation member-of"] == "Membre de"


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("III. Armeekorps", "3. Armeekorps"),
        ("Corps IX", "Corps 9"),
        ("XX Committee", "XX Committee"),
        ("Club MC Leeds", "Club MC Leeds"),
        ("Radio CD, Berlin", "Radio CD, Berlin"),
        ("Legio XIV Gemina", "Legio 14 Gemina"),
    ],
)
def test_initials_of_a_corporate_body_are_no_numerals(name: str, filed: str) -> None:
    """Ordinals and small numerals are filed by value; other capitals are letters."""
    assert number_corporate_romans(name) == filed
