"""The passages of staged pages: what a search finds, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from tei_edition.sphinxext.search.passages import (
    SearchPassage,
    list_labels,
    list_passages,
    list_texts,
)

if TYPE_CHECKING:
    from pathlib import Path


def read(content: str, kind: str = "tei-text") -> list[SearchPassage]:
    """The passages of a page with this content."""
    page = f'<document><section ids="d" classes="tei-page {kind}">{content}</section></document>'
    return list_passages(etree.fromstring(page))


def say(content: str) -> str:
    """The words of a paragraph with this content."""
    (passage,) = read(f'<paragraph ids="p">{content}</paragraph>')
    assert (passage.kind, passage.anchor) == ("text", "p")
    return passage.text


CHOICE = (
    '<tei_span classes="tei-choice"><tei_span classes="tei-reg">{}</tei_span>'
    '<tei_alternative classes="tei-orig">{}</tei_alternative></tei_span>'
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('Re<tei_span classes="tei-lb"/>gierung', "Regierung"),
        ('hum-<tei_span classes="tei-lb"/>ble,', "hum-ble ⦗humble⦘,"),
        ('hum- <tei_span classes="tei-lb"/>ble', "hum- ble"),
        ('Hu<tei_span classes="tei-pb"><inline classes="tei-generated">[2]</inline></tei_span>nd',
         "Hund"),
        ("<emphasis>I</emphasis>n", "In"),
        ('Chern<footnote_reference refid="n">1</footnote_reference>ov', "Chernov"),
        (CHOICE.format("und", "vnd") + ",", "und ⦗vnd⦘,"),
        (CHOICE.format("u", "v") + "n" + CHOICE.format("d", "t"), "und ⦗vnt⦘"),
        ("ge" + CHOICE.format("ſ", "s") + "agt hat", "geſagt ⦗gesagt⦘ hat"),
        (CHOICE.format("Mr Hyde", "M. Hide") + "'s", "Mr Hyde's ⦗M. Hide's⦘"),
        (CHOICE.format("a", "a"), "a"),
        ('<tei_span classes="tei-sign tei-generated">(</tei_span>ne', "ne"),
        ('a<inline classes="no-search">x</inline>b', "ab"),
        ("a\n   b", "a b"),
    ],
)  # fmt: skip
def test_words_are_whole_and_have_both_sides(content: str, text: str) -> None:
    """A word is one across breaks, marks and fonts; what it is otherwise stands behind it."""
    assert say(content) == text


def test_a_day_is_given_in_the_other_calendar_too() -> None:
    """The other calendar's day stands behind the date, and before the full stop."""
    (passage,) = read(
        '<paragraph>the <tei_link target="edition/chronology#d" classes="tei-date">'
        '<tei_time datetime="1917-11-07">25th of October</tei_time></tei_link>'
        '<tei_alternative classes="tei-other-day tei-generated"> [7 November 1917]'
        "</tei_alternative>.</paragraph>"
    )

    assert passage.text == "the 25th of October ⦗7 November 1917⦘."
    assert passage.targets == (("edition/chronology#d", "25th of October"),)
    assert passage.days == ("1917-11-07",)


def test_kinds_and_places_of_passages() -> None:
    """Text, apparatus and notes are distinguished, each at its nearest anchor."""
    found = read(
        '<title ids="h">Head</title><tei_views classes="no-search"><tei_view name="x" label="y"/>'
        '</tei_views><line_block ids="g"><line ids="l1">One</line><line>Two</line></line_block>'
        '<container classes="tei-apparatus"><rubric classes="tei-generated">Apparatus</rubric>'
        '<tei_entries><tei_entry ids="e"><paragraph><tei_link classes="tei-entry-mark '
        'tei-generated" target="a#b">a</tei_link> One<inline classes="tei-generated">]</inline> '
        '<tei_span classes="tei-rdg">W<inline classes="tei-sign tei-generated">[</inline>on'
        '<inline classes="tei-sign tei-generated">]</inline></tei_span> '
        '<tei_link classes="tei-siglum tei-generated" '
        'target="w#A">A</tei_link></paragraph></tei_entry></tei_entries></container>'
        '<footnote ids="n"><label>1</label><paragraph>A note</paragraph></footnote>'
    )

    assert [(p.kind, p.anchor, p.text) for p in found] == [
        ("text", "h", "Head"), ("text", "l1", "One"), ("text", "g", "Two"),
        ("apparatus", "e", "One] Won A"), ("note", "n", "A note"),
    ]  # fmt: skip


def test_registers_have_entries_and_days(tmp_path: Path) -> None:
    """An entry is one passage with all its forms; a day has both calendars, and no quotations."""
    register = (
        '<listPerson><person xml:id="chernov"><persName>Chernov, Viktor</persName>'
        '<persName type="variant">Tchernoff</persName><note>A politician.</note></person>'
        "</listPerson>"
    )
    text = (
        '<text><body><p><persName ref="#chernov">Chernofi</persName> on '
        '<date when="1917-11-07">that day</date></p></body></text>'
    )
    toml = '[chronology]\ncalendars = ["gregorian", "julian"]\n'
    root = make_edition(tmp_path / "edition", {"a": text}, register=register, toml=toml)
    done = run_command("build", cwd=root)
    assert done.returncode == 0, done.stderr
    persons, days = (
        etree.parse(root / f"docs/edition/{name}.teipage.xml").getroot()
        for name in ("persons", "chronology")
    )

    entry = next(p for p in list_passages(persons) if p.anchor == "chernov")
    assert entry.kind == "register"
    assert {"Chernov,", "Viktor", "Tchernoff", "politician."} <= set(entry.text.split())
    assert "Chernofi" not in entry.text
    assert list_labels(persons)["chernov"] == ["Chernov, Viktor", "Tchernoff"]
    day = next(p for p in list_passages(days) if p.anchor == "d1917-11-07")
    assert day.text.startswith("7 November 1917")
    assert "25 October 1917" in day.text
    assert "that day" not in day.text
    assert list_labels(days)["d1917-11-07"][0] == "7 November 1917"


@pytest.mark.parametrize("space", [" ", "\n\t", "   "])
def test_the_index_reads_the_same_texts_without_what_they_link_to(space: str) -> None:
    """Whatever stands in a line, the quicker reading gives the texts of the passages."""
    break_, choice = '<tei_span classes="tei-lb"/>', CHOICE.format("right", "rihgt")
    content = f"""<paragraph ids="p1">A{space}word{space}bro-{break_}ken,{space}{choice}.{space}And
<tei_link target="edition/persons#x">X{space}Y</tei_link>{space}<tei_span classes="tei-del">struck
</tei_span>on <tei_time datetime="1917-11-07">7{space}November</tei_time><tei_span
classes="tei-other-day">[25 October]</tei_span>;{space}end</paragraph>
<tei_entries classes="tei-apparatus"><tei_entry ids="a1"><paragraph>word]{space}W</paragraph>
</tei_entry></tei_entries>"""
    page = f'<document><section ids="d" classes="tei-text">{content}</section></document>'
    texts = list_texts(etree.fromstring(page))
    assert texts == [passage.text for passage in read(content)]
    assert texts == [
        "A word bro-ken ⦗broken⦘, right ⦗rihgt⦘. And X Y on ⦗struck⦘ 7 November ⦗25 October⦘; end",
        "word] W",
    ]
