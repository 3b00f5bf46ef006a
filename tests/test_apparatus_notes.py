"""Entries of the apparatus about words of notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from building import TEI, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><front><div><listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></div>
</front><body><ab><lb n="1"/>The king<note n="2" place="inline">so he
<anchor xml:id="b"/>said<anchor
xml:id="e"/> it, and <seg xml:id="s">more</seg></note> spoke <anchor xml:id="t"/>of it<note
xml:id="w"><p>A whole <app><lem wit="#A">note</lem><rdg wit="#B">book</rdg></app>.</p></note>
<lb n="2"/>and said no more.</ab></body><back><listApp>
<app from="#b" to="#e"><lem wit="#A">said</lem><rdg wit="#B">told</rdg></app>
<app from="#s"><lem wit="#A">more</lem><rdg wit="#B">less</rdg></app>
<app from="#w"><lem wit="#A">A whole note.</lem><rdg wit="#B"/></app>
<app from="#t" to="#e"><lem wit="#A">of it</lem><rdg wit="#B">x</rdg></app>
<app loc="2"><lem wit="#A">said</lem><rdg wit="#B">told</rdg></app></listApp></back></text>"""


def test_entries_in_notes_are_linked_with_their_words(tmp_path: Path) -> None:
    """Points in a note are places; from the text into a note, and in no note by a location."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n'
    )
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=TEXT), encoding="utf-8")
    checked = run_command("check", cwd=tmp_path).stdout
    run_command("html", "-o", "out", cwd=tmp_path)
    page = parse_page(tmp_path / "out/edition/a.html")
    entries = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    marks = page.xpath("//*[contains(@class, 'footnote')]//*[contains(@class, 'tei-app-mark')]")

    assert [" ".join("".join(entry.itertext()).split()) for entry in entries] == [
        "n. 1 a said A] told B",
        "b more A] less B",
        "n. 2 c A whole note. A] om. B",
        "d note A] book B",
        "l. 2 e said A] told B",
        "#t #e of it A] x B",
    ]
    assert [mark.text for mark in marks] == ["a", "b", "d", "c"]
    assert checked.count("anchor-missing") == 1
