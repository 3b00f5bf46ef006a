"""Entries of the apparatus about whole blocks, and about words of several passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from oracle import parse_page
from tei_edition.pages.text_page import join_range

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><front><div><listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></div>
</front>
<body><div n="7"><p>One.</p>
<app><lem wit="#A"><p>Three of A.</p><p>Four of A.</p></lem><rdg wit="#B"><p>B.</p></rdg></app>
<lg><l n="1">a</l><app><lem wit="#A"><l n="2">two</l><l n="3">three</l></lem><rdg wit="#B"/></app>
<l n="4">four</l></lg><app><lem wit="#A"><l n="5">five</l></lem><rdg wit="#B"/></app>
<app><lem wit="#A"><lg><l n="6">six</l></lg><lg><l n="7">seven</l></lg></lem><rdg wit="#B"/></app>
<app><lem wit="#A"><list><item>i</item><item>ii</item></list></lem><rdg wit="#B"/></app>
<p>Begin <anchor xml:id="s"/>here.</p><p>End<anchor xml:id="e"/> here.</p>
<p><lb n="10"/>In
<app><lem wit="#A">text <lb n="11"/>over</lem><rdg wit="#B">o<lb n="99"/>x</rdg></app>
and <app><lem wit="#A">so</lem><rdg wit="#B">on</rdg></app>.</p></div></body>
<back>
<app><lem wit="#A"><div><head>Colophon</head><p>Finished.</p></div></lem><rdg wit="#B"/></app>
<listApp><app from="#s" to="#e"><lem wit="#A">here … End</lem><rdg wit="#B">b</rdg></app></listApp>
</back></text>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The page of a text that has entries of whole blocks."""
    root: Path = tmp_path_factory.mktemp("blocks")
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n'
    )
    (root / "a.xml").write_text(TEI.format(title="A", content=TEXT), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    return parse_page(root / "out/edition/a.html")


def _read_entry(entry: object) -> str:
    return " ".join("".join(entry.itertext()).split())  # type: ignore[attr-defined]


def test_entries_of_blocks_tell_their_range_and_part_their_blocks(page: object) -> None:
    """Places are ranges of paragraphs and lines; blocks of a lemma do not run together."""
    entries = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")  # type: ignore[attr-defined]

    assert [_read_entry(entry) for entry in entries] == [
        "¶ 2–3 a Three of A. Four of A. A]B. B",
        "l. 2–3 b two / three A] om. B",
        "l. 5 c five A] om. B",
        "l. 6–7 d six / seven A] om. B",
        "– e i ii A] om. B",
        "¶ 4–5 f here … End A] b B",
        "l. 10–11 g text over A] o x B",
        "l. 11 h so A] on B",
        "i Colophon. Finished. A] om. B",
    ]


def test_mark_of_a_block_stands_behind_its_last_words(page: object) -> None:
    """No mark is a paragraph of its own."""
    marks = page.xpath("//*[contains(@class, 'tei-app-mark')]")  # type: ignore[attr-defined]
    around = {
        mark.text: _read_entry(mark.xpath("ancestor::*[self::p or contains(@class, 'line')][1]"
                                          " | ancestor::*[local-name() = 'p'][1]")[-1])
        for mark in marks
    }  # fmt: skip

    assert around["a"].endswith("Four of A.a")
    assert around["b"].endswith("threeb")
    assert around["i"].endswith("Finished.i")


@pytest.mark.parametrize(
    ("first", "last", "joined"),
    [
        ("¶ 3", "¶ 4", "¶ 3–4"), ("l. 9", "l. 12", "l. 9–12"), ("2.4", "2.6", "2.4–6"),
        ("2.4", "3.1", "2.4–3.1"), ("327a", "327b", "327a–327b"), ("l. 2", "l. 2", "l. 2"),
        ("Prologue", "l. 2", "Prologue–l. 2"),
    ],
)  # fmt: skip
def test_ranges_say_once_what_places_share(first: str, last: str, joined: str) -> None:
    """What stands before the last number is said once, where it is the same."""
    assert join_range(first, last) == joined


LISTED = """<text><front><div><listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></div>
</front><body><div><list><item>one</item><app><lem wit="#A"><item>two</item>
<item>three</item></lem>
<rdg wit="#B"><item>zwei</item></rdg></app></list><table><row><cell>a</cell><cell>b</cell></row>
<app><lem wit="#A"><row><cell>c</cell><cell>d</cell></row></lem><rdg wit="#B"/></app></table><app>
<lem wit="#A"><sp><speaker>HAM.</speaker><l n="3">To be</l><l n="4">or not</l></sp></lem>
<rdg wit="#B"/></app></div></body></text>"""


def test_entries_of_items_rows_and_speeches(tmp_path: Path) -> None:
    """Items and rows stay such, with the mark in the last; a speech is placed by its lines."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n'
    )
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=LISTED), encoding="utf-8")
    run_command("html", "-o", "out", cwd=tmp_path)
    page = parse_page(tmp_path / "out/edition/a.html")
    items = page.xpath("//main//*[local-name() = 'li'][contains('one two threea', .)]")
    rows = page.xpath("//main//*[local-name() = 'tr']")
    entries = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")

    assert [_read_entry(item) for item in items] == ["one", "two", "threea"]
    assert [_read_entry(row) for row in rows] == ["ab", "cdb"]
    assert [_read_entry(entry) for entry in entries] == [
        "a two three A] zwei B", "b c d A] om. B", "l. 3–4 c HAM. To be / or not A] om. B",
    ]  # fmt: skip
    for entry in entries:
        mark = entry.xpath(".//*[contains(@class, 'tei-entry-mark')]/@href")[0]
        assert page.xpath("//*[@id = $anchor]", anchor=mark.partition("#")[2])
