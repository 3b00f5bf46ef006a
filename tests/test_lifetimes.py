"""Times of lives and events in short forms, as the edition encodes them."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_edition.config.tables import TextTable
from tei_edition.dating.shortforms import format_lifetime
from tei_edition.language.wording import list_words
from tei_edition.reader.datings import make_time_reader
from tei_edition.reader.entities import read_entities
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import TEI_NS, XML_ID

LIVES = [
    # bounds, ranges and doubt
    ('<birth when="1850-03-02"/><death when="1900"/>', "1850–1900"),
    ('<birth notBefore="1850" notAfter="1860"/><death when="1950"/>', "1850/60–1950"),
    ('<birth notBefore="1898" notAfter="1902"/><death when="1950"/>', "1898/1902–1950"),
    ('<birth notAfter="1860"/><death notBefore="1900"/>', "before 1860–after 1900"),
    ('<birth when="1850" precision="low"/><death when="1900" cert="low"/>', "c. 1850–1900?"),
    ('<birth when="1850" precision="high"/><death when="1900" cert="high"/>', "1850–1900"),
    ('<birth when="1850" cert="0.4"/>', "b. 1850?"),
    ('<birth when="1850" cert="1"/>', "b. 1850"),
    # several statements, and one bound alone
    (
        '<birth when="1850"/><birth when="1852"/><death from="1914" to="1915"/>',
        "1850 or 1852–1914/15",
    ),
    ('<birth><date when="1850"/> <date when="1852"/></birth>', "b. 1850 or 1852"),
    ('<birth when="1850"/><birth when="1850-01-02"/>', "b. 1850"),
    ('<birth><date notBefore="1820" notAfter="1825"/></birth>', "b. 1820/25"),
    ('<death notAfter="1918"/>', "d. before 1918"),
    ('<death when="1918"/>', "d. 1918"),
    ('<floruit from="1801" to="1810"/>', "fl. 1801–1810"),
    ('<floruit notBefore="1801"/>', "fl. after 1801"),
    # other calendars, and words
    ('<birth when-custom="1703-05-27" datingMethod="#julian"/>', "b. 1703"),
    ('<death when-custom="1345" datingMethod="#ottoman"/>', "d. 1345 (ottoman)"),
    ("<birth>about 1850, <placeName>York</placeName></birth>", "b. about 1850"),
    ('<birth when="-0043"/><death when="0017"/>', "44 BCE–17 CE"),
    ('<birth when="-0043"/><death notBefore="0017" notAfter="0018"/>', "44 BCE–17/18 CE"),
    ('<birth when="-0100"/><death when="-0043"/>', "101–44 BCE"),
    ("<birth><placeName>York</placeName></birth>", ""),
    # periods
    ('<floruit period="#baroque"/>', "fl. Baroque"),
    ('<birth><date period="#baroque"/></birth>', "b. Baroque"),
    ('<birth period="#baroque">under Leopold</birth>', "b. under Leopold"),
    ('<floruit period="https://n2t.net/ark:/99152/p03fcsz9"/>', "fl. p03fcsz9"),
    ('<birth period="#baroque" when="1720"/>', "b. 1720"),
]
EVENTS = [
    ('when="1917-10-25"', "25 October 1917"),
    ('from="1917" to="1921"', "1917–1921"),
    ('notBefore="1917-10" notAfter="1917-12"', "October 1917 / December 1917"),
    ('notBefore="1917"', "after 1917"),
    ('notAfter="1917"', "before 1917"),
    ('from="1917"', "from 1917"),
    ('when="1917" precision="medium" cert="low"', "c. 1917?"),
]
PERIODS = (
    "<teiHeader><encodingDesc><classDecl><taxonomy><category xml:id='baroque'><catDesc>Baroque"
    "</catDesc></category></taxonomy></classDecl></encodingDesc></teiHeader>"
)


def read_dates(entry: str, list_name: str) -> str:
    """The dates of one register entry, in English."""
    listed = f"<standOff><{list_name}>{entry}</{list_name}></standOff>"
    xml = f'<TEI xmlns="{TEI_NS}">{PERIODS}{listed}</TEI>'
    root = etree.fromstring(xml)
    for element in root.iter():
        if element.get(XML_ID):
            element.set(ANCHOR, element.get(XML_ID, ""))
    read = make_time_reader(root, TextTable())
    (entity,) = read_entities(root, read, is_register=True)
    return format_lifetime(entity.times, list_words("en"), "en")


@pytest.mark.parametrize(("markup", "expected"), LIVES)
def test_lifetime_says_what_the_markup_says(markup: str, expected: str) -> None:
    """Bounds, doubt and alternatives are shown; nothing is claimed beyond them."""
    entry = f'<person xml:id="a"><persName>Ann</persName>{markup}</person>'

    assert read_dates(entry, "listPerson") == expected


@pytest.mark.parametrize(("markup", "expected"), EVENTS)
def test_event_says_what_its_attributes_say(markup: str, expected: str) -> None:
    """A stroke stands between limits, a dash between beginning and end."""
    entry = f'<event xml:id="a" {markup}><label>A storm</label></event>'

    assert read_dates(entry, "listEvent") == expected
