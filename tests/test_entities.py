"""Entities are read from wherever editors keep them, with all that their entries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tei_edition.config import TextTable
from tei_edition.facts.registers import Entity, Form, Kind, Link, Statement, merge_entries
from tei_edition.facts.text import Edition
from tei_edition.reader.text import read_text
from tei_edition.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.facts.text import Text

HEADER = "<TEI><teiHeader><profileDesc>{}</profileDesc></teiHeader></TEI>"
BACK = "<TEI><text><back>{}</back></text></TEI>"
NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


def read(folder: Path, root: str, *, is_register: bool = False, name: str = "x.xml") -> Text:
    """What a file says, whose root element is given."""
    (folder / name).write_text(root.replace(">", f" {NS}>", 1), encoding="utf-8")
    source = read_source(folder / name, folder)
    return read_text(source, TextTable(), is_register=is_register)


def entity(folder: Path, entry: str) -> Entity:
    """The only entity of an entry."""
    (found,) = read(folder, f"<standOff>{entry}</standOff>").entities
    return found


@pytest.mark.parametrize(
    ("root", "kind", "name"),
    [
        ("<listPerson><person xml:id='a'><persName>A</persName></person></listPerson>",
         Kind.PERSON, "A"),
        (HEADER.format("<particDesc><personGrp xml:id='a'><name>The crowd</name></personGrp>"
                       "</particDesc>"), Kind.PERSON, "The crowd"),
        (HEADER.format("<settingDesc><place xml:id='a'><placeName>A</placeName></place>"
                       "</settingDesc>"), Kind.PLACE, "A"),
        (BACK.format("<listEvent><event xml:id='a'><eventName>A</eventName></event></listEvent>"),
         Kind.EVENT, "A"),
        ("<listObject><object xml:id='a'><objectName>A</objectName></object></listObject>",
         Kind.OBJECT, "A"),
        ("<listNym><nym xml:id='a'><form>Johann</form></nym></listNym>", Kind.NAME, "Johann"),
        ("<listBibl><bibl xml:id='a'>Anon., A tale of <hi>tales</hi></bibl></listBibl>",
         Kind.WORK, "Anon., A tale of tales"),
        ("<list type='places'><item xml:id='a'><placeName>A</placeName></item></list>",
         Kind.PLACE, ""),
        ("<list type='glossary'><label><term xml:id='a'>Aria</term></label><item>S</item></list>",
         Kind.TERM, "Aria"),
    ],
)  # fmt: skip
def test_an_entity_is_found_in_its_list(tmp_path: Path, root: str, kind: Kind, name: str) -> None:
    """In files whose root is the list, in header and back matter, in lists of every kind."""
    (found,) = read(tmp_path, root).entities

    assert (found.id, found.kind, found.name) == ("a", kind, name or "A")


def test_items_of_a_list_are_entries_of_a_register_only(tmp_path: Path) -> None:
    """A plain list is a register in a register file, and a list in a text; with its sublists."""
    text = (
        "<TEI><text><body><list><item xml:id='a'><label>Work</label><list><item xml:id='b'>Labour"
        " of others</item></list></item></list></body></text></TEI>"
    )

    assert read(tmp_path, text).entities == ()
    found = read(tmp_path, text, is_register=True).entities
    assert [(e.id, e.name, e.parent) for e in found] == [
        ("a", "Work", ""), ("b", "Labour of others", "a"),
    ]  # fmt: skip


def test_places_nest(tmp_path: Path) -> None:
    """Each place within another is an entity of its own, and knows what it is in."""
    root = (
        "<listPlace><place xml:id='a'><placeName>A</placeName><place xml:id='b'>"
        "<placeName>B</placeName></place></place></listPlace>"
    )

    assert [(e.id, e.name, e.parent) for e in read(tmp_path, root).entities] == [
        ("a", "A", ""), ("b", "B", "a"),
    ]  # fmt: skip


def test_names_have_parts_languages_and_types(tmp_path: Path) -> None:
    """The preferred form is the name, a form for sorting the key, prefixes go to the end."""
    found = entity(
        tmp_path,
        "<person xml:id='a'><persName type='variant' xml:lang='la'>Ioannes</persName>"
        "<persName type='main' xml:lang='de'><forename>Johann</forename> <nameLink>von</nameLink>"
        " <surname>Höfen</surname></persName><persName type='sort'>Hoefen Johann</persName>"
        "</person>",
    )

    assert (found.name, found.language) == ("Höfen, Johann von", "de")
    assert found.sort_key == "Hoefen Johann"
    assert found.forms == (Form("Ioannes", "variant", "la"),)


def test_the_parts_of_a_name_may_say_their_order(tmp_path: Path) -> None:
    """By @sort, as TEI has it."""
    found = entity(
        tmp_path,
        "<person xml:id='a'><persName><forename sort='2'>Vincent</forename> <nameLink sort='3'>van"
        "</nameLink> <surname sort='1'>Gogh</surname></persName></person>",
    )

    assert found.sort_key == "Gogh, Vincent, van"


def test_an_entry_says_more(tmp_path: Path) -> None:
    """Sex, occupation, affiliation with what it points to, links out, further notes."""
    found = entity(
        tmp_path,
        "<person xml:id='a' role='saint'><persName ref='https://example.org/a'>A</persName>"
        "<sex value='2'/><occupation>baker</occupation>"
        "<affiliation><orgName ref='#guild'>Guild</orgName></affiliation>"
        "<ptr type='wiki' target='https://example.org/w'/><note>One.</note><note>Two.</note>"
        "<birth><placeName>Kent</placeName></birth></person>",
    )

    assert found.type == "saint"
    assert found.details == (
        Statement("sex", "female"), Statement("occupation", "baker"),
        Statement("affiliation", "Guild", ("#guild",)),
    )  # fmt: skip
    assert found.links == (Link("https://example.org/w", "", "wiki"), Link("https://example.org/a"))
    assert (found.description, found.notes, found.dates) == ("One.", ("Two.",), "")


def test_relations_are_read(tmp_path: Path) -> None:
    """With both sides; one that has a single side says nothing."""
    text = read(
        tmp_path,
        "<listRelation><relation name='parent_of' active='#a' passive='#b #c'/>"
        "<relation type='personal' mutual='#a #b'/><relation name='x' active='#a'/></listRelation>",
    )

    assert [(r.name, r.active, r.passive, r.mutual) for r in text.relations] == [
        ("parent of", ("#a",), ("#b", "#c"), ()), ("personal", (), (), ("#a", "#b")),
    ]  # fmt: skip


def test_one_id_is_one_entity(tmp_path: Path) -> None:
    """What a second entry adds is added to the first; both are there to be compared."""
    entries = (
        "<person xml:id='a'><persName>A</persName><note>First.</note></person>",
        "<person xml:id='a'><persName>B</persName><birth when='1800'/><note>Then.</note></person>",
    )
    texts = tuple(
        read(tmp_path, f"<listPerson>{entry}</listPerson>", name=f"{number}.xml")
        for number, entry in enumerate(entries)
    )
    edition = Edition(texts=(), registers=texts)

    (found,) = edition.entities
    assert (found.name, found.dates, found.description) == ("A", "1800–", "First.")
    assert found.forms == (Form("B"),)
    assert [e.name for e in edition.descriptions["a"]] == ["A", "B"]
    assert merge_entries(edition.descriptions["a"][:1]) is edition.descriptions["a"][0]


def test_names_in_the_header_of_a_letter_are_mentions(tmp_path: Path) -> None:
    """Who sent it and who received it; no other name of the header is one."""
    text = read(
        tmp_path,
        "<TEI><teiHeader><fileDesc><titleStmt><title>T</title><editor><persName ref='#e'>E"
        "</persName></editor></titleStmt></fileDesc><profileDesc><correspDesc>"
        "<correspAction type='sent'><persName key='a' cert='low'>A.</persName></correspAction>"
        "</correspDesc></profileDesc></teiHeader><text><body><p><term ref='#t'>t</term>"
        "<term key='k'>k</term> <name nymRef='#n'>n</name></p></body></text></TEI>",
    )

    assert [(m.element, m.pointers, m.stream, m.role, m.certainty) for m in text.mentions] == [
        ("persName", ("a",), "header", "sent", "low"), ("term", ("#t",), "text", "", ""),
        ("name", ("#n",), "text", "", ""),
    ]  # fmt: skip
    assert text.mentions[0].anchor == ""
