"""Entities are read from wherever editors keep them, with all that their entries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tei_edition.config.tables import TextTable
from tei_edition.dating.shortforms import format_lifetime
from tei_edition.facts.registers import Entity, Form, Kind, Link, Statement, merge_entries
from tei_edition.facts.text import Edition
from tei_edition.language.wording import list_words
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


def dates_of(found: Entity, language: str = "en") -> str:
    """Its dates in the short form of a register."""
    return format_lifetime(found.times, list_words(language), language)


@pytest.mark.parametrize(
    ("entry", "english", "german"),
    [
        ("<birth notBefore='1850' notAfter='1860'/><death when='1950'/>",
         "1850/60–1950", "1850/60–1950"),
        ("<birth notAfter='1860'/><death notBefore='1900'/>",
         "before 1860–after 1900", "vor 1860–nach 1900"),
        ("<birth when='1850' precision='low'/><death when='1900' cert='low'/>",
         "c. 1850–1900?", "um 1850–1900?"),
        ("<birth when='1850'/><birth when='1852'/><death from='1914' to='1915'/>",
         "1850 or 1852–1914/15", "1850 oder 1852–1914/15"),
        ("<birth><date notBefore='1820' notAfter='1825'/></birth>",
         "b. 1820/25", "geb. 1820/25"),
        ("<birth><date when='1820'/> or <date when='1821'/></birth>",
         "b. 1820 or 1821", "geb. 1820 oder 1821"),
        ("<death notAfter='1918'/>", "d. before 1918", "gest. vor 1918"),
        ("<floruit when='1801'/>", "fl. 1801", "tätig 1801"),
        ("<floruit from='1801' to='1810'/>", "fl. 1801–1810", "tätig 1801–1810"),
        ("<floruit notBefore='1801' to='1810'/>",
         "fl. after 1801 – 1810", "tätig nach 1801 – 1810"),
        ("<birth from='1899' to='1901'/>", "b. 1899/1901", "geb. 1899/1901"),
        ("<birth notBefore='1850-01' notAfter='1850-12-31'/>", "b. 1850", "geb. 1850"),
        ("<birth when='-0043-03-15'/>", "b. 44 BCE", "geb. 44 v. Chr."),
        ("<birth when-iso='1850/1852'/>", "b. 1850/52", "geb. 1850/52"),
        ("<birth when-custom='1917-10-25' datingMethod='#julian'/>", "b. 1917", "geb. 1917"),
        ("<birth when-custom='1326' datingMethod='#islamic'/>", "b. 1908/09", "geb. 1908/09"),
        ("<birth when-custom='1326' datingMethod='#regnal'/>",
         "b. 1326 (regnal)", "geb. 1326 (regnal)"),
        ("<birth when='1850'><placeName>Kent</placeName></birth>", "b. 1850", "geb. 1850"),
        ("<birth>about 1850, <placeName>Kent</placeName></birth>",
         "b. about 1850", "geb. about 1850"),
        ("<birth><placeName>Kent</placeName></birth><death/>", "", ""),
        ("<birth when='1820'/><floruit when='1850'/>", "b. 1820, fl. 1850",
         "geb. 1820, tätig 1850"),
    ],
)  # fmt: skip
def test_life_dates_say_what_is_encoded(
    tmp_path: Path, entry: str, english: str, german: str
) -> None:
    """Bounds are bounds, guesses are marked, and none of several births is preferred."""
    found = entity(tmp_path, f"<person xml:id='a'><persName>A</persName>{entry}</person>")

    assert (dates_of(found), dates_of(found, "de")) == (english, german)


@pytest.mark.parametrize(
    ("attributes", "dates"),
    [
        ("from='1900' to='1950'", "1900–1950"),
        ("from='1900'", "from 1900"),
        ("to='1950'", "until 1950"),
        ("notBefore='1900' notAfter='1910'", "1900/10"),
        ("from='1900' notAfter='1910'", "1900 – before 1910"),
        ("when='1900-05'", "May 1900"),
        ("from='1900-05-01' to='1900-06-02'", "1 May 1900 – 2 June 1900"),
        ("from='1900' dur='P10Y'", "1900–[1909]"),
        ("when-custom='1917-10-25' datingMethod='#julian'", "7 November 1917"),
    ],
)
def test_an_entry_says_when_it_lasted(tmp_path: Path, attributes: str, dates: str) -> None:
    """An organisation or event from start to end, with limits told as limits."""
    found = entity(tmp_path, f"<org xml:id='a' {attributes}><orgName>A</orgName></org>")

    assert dates_of(found) == dates


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
        Statement("role", "saint"), Statement("sex", "female"), Statement("occupation", "baker"),
        Statement("affiliation", "Guild", ("#guild",)), Statement("birth", "Kent"),
    )  # fmt: skip
    assert found.links == (Link("https://example.org/w", "", "wiki"), Link("https://example.org/a"))
    assert (found.description, found.notes, found.times) == ("One.", ("Two.",), ())


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
    assert (found.name, dates_of(found), found.description) == ("A", "b. 1800", "First.")
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


def test_what_two_entries_say_alike_is_said_once(tmp_path: Path) -> None:
    """The pointers of both are kept; the same words of another element are another statement."""
    entries = (
        "<occupation ref='#a1'>Writer</occupation><occupation>Critic</occupation>",
        "<occupation ref='#b1'>Writer</occupation><residence>Writer</residence>",
    )
    found = [
        entity(tmp_path, f"<person xml:id='a'><persName>A</persName>{entry}</person>")
        for entry in entries
    ]

    assert merge_entries(tuple(found)).details == (
        Statement("occupation", "Writer", ("#a1", "#b1")),
        Statement("occupation", "Critic"),
        Statement("residence", "Writer"),
    )
