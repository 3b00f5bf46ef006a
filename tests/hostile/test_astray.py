"""Elements that stand where the TEI has none of them: what is shown is shown whole, or told.

Each was found by the fuzzer of whole texts (`tests/fuzzing.py`), where it ended a stylesheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI
from exporting import hold, make
from in_process import show_text
from tei_edition.exports.state_changes import compare_states

if TYPE_CHECKING:
    from pathlib import Path

LETTER = TEI.replace(
    "</fileDesc>",
    '</fileDesc><profileDesc><correspDesc><correspAction type="sent">'
    "<persName>Anna {name}</persName></correspAction></correspDesc></profileDesc>",
)
TEXT = "<text><body><p>One.</p></body></text>"
ENTRY = '<app><lem wit="#A">Bo</lem><rdg wit="#B">Boe</rdg></app>'
LOCATED = (
    '<text><body><p>a <anchor xml:id="s"/>word<anchor xml:id="e"/> more'
    '<app from="#s" to="#e"><lem/><rdg wit="#B">one<app from="#s" to="#e"><lem>word</lem>'
    '<rdg wit="#C">two</rdg></app></rdg></app></p></body></text>'
)
ASTRAY = {
    "a text in the header": TEI.format(title="T", content=TEXT).replace(
        "<fileDesc>", "<text><body><p>Two.</p></body></text><fileDesc>"
    ),
    "a header that is in a text in the header": TEI.format(title="T", content=TEXT)
    .replace("<fileDesc>", "<text><fileDesc>")
    .replace("</fileDesc>", "</fileDesc></text>"),
    "a text in a facsimile": TEI.format(
        title="T", content=f"<facsimile><surface>{TEXT}</surface></facsimile>{TEXT}"
    ),
    "an entry in the name of a sender": LETTER.format(title="T", content=TEXT, name=ENTRY),
    "an entry of blocks in the name of a sender": LETTER.format(
        title="T", content=TEXT, name="<p>C</p>".join(["<div>", ENTRY, "</div>"])
    ),
    "a note in the name of a sender": LETTER.format(
        title="T", content=TEXT, name="<note>N</note>"
    ),
    "an entry within an entry about other words": TEI.format(title="T", content=LOCATED),
    "an entry within another about the same point": TEI.format(
        title="T", content=LOCATED.replace('to="#e"', 'to="#s"')
    ),
    "an entry within a list within an entry": TEI.format(
        title="T", content=LOCATED.replace("one<app", "one<listApp><app").replace(
            "</app></rdg>", "</app></listApp></rdg>"
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", ASTRAY.values(), ids=ASTRAY)
def test_elements_where_none_can_stand_end_no_page(tmp_path: Path, text: str) -> None:
    """The stylesheet does not fail, and the words of the text are on its page once."""
    page, problems = show_text(tmp_path, text)
    assert [told for told in problems if told.code == "stylesheet-failed"] == []
    main = page[page.index("<article") : page.index("</article>")]
    assert main.count("One." if TEXT in text else " more") == 1
    assert "Two." not in main


@pytest.mark.parametrize("where", ["<text>", "<body>", "<teiHeader>", "<publicationStmt>"])
def test_entries_outside_the_text_end_no_export(tmp_path: Path, where: str) -> None:
    """The text of a witness has its readings of the text, and an entry elsewhere stays there."""
    inside = f"<text><body><p>One {ENTRY}.</p></body></text>"
    text = TEI.format(title="T", content=inside)
    astray = ENTRY.replace("Bo", "Astray")
    text = text.replace(where, f"{astray}{where}" if where == "<text>" else f"{where}{astray}", 1)
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    (tmp_path / "a.xml").write_text(text)
    (written,) = [d for p, d in make(hold(tmp_path), "witness").items() if "B" in p]
    assert b"One" in written
    assert b"Boe" in written


@pytest.mark.parametrize(
    "language",
    ["1850-13-40", "a", "10%", "e" * 300, "en-x", "é", "en" + "-abcdefgh" * 60, "../../x"],
)
def test_what_is_no_language_sorts_no_register_and_ends_none(tmp_path: Path, language: str) -> None:
    """Names are sorted as those of no language; `check` says what is wrong with it."""
    text = TEI.format(title="T", content=TEXT).replace('"en"', f'"{language}"')
    persons = "".join(
        f'<person xml:id="{name}"><persName>{name}</persName></person>' for name in ("Zoe", "Anna")
    )
    listed = f"<sourceDesc><listPerson>{persons}</listPerson>"
    page, problems = show_text(tmp_path, text.replace("<sourceDesc>", listed))
    assert [told for told in problems if told.code == "stylesheet-failed"] == []
    assert "One." in page
    register = (tmp_path / "out/edition/persons.html").read_text(encoding="utf-8")
    assert register.index('id="Anna"') < register.index('id="Zoe"')


def test_passages_in_a_header_within_the_text_end_no_comparison(tmp_path: Path) -> None:
    """Found by the fuzzer: lines that no pointer can reach have no address."""
    states = []
    for name, word in (("old", "one"), ("new", "two")):
        root = tmp_path / name
        root.mkdir()
        inside = f"<lg><teiHeader><l>{word}</l><l part='I'>x</l></teiHeader><l>{word}</l></lg>"
        text = TEI.format(title="T", content=f"<text><body>{inside}</body></text>")
        (root / "a.xml").write_text(text)
        (root / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\nregisters = []\n')
        states.append(hold(root))
    changes = [*compare_states(states[0], states[1])]
    assert [change.change for change in changes if change.kind == "text"]
    assert not [*compare_states(states[0], states[0])]


@pytest.mark.parametrize("kept", ["<!-- c -->", "<?p i?>"])
def test_remarks_of_editors_stand_in_every_statement_of_a_register(
    tmp_path: Path, kept: str
) -> None:
    """Found by the fuzzer: comments and instructions beside dates in births, deaths and states."""
    said = "".join(
        f'<{name}>{kept}in <date when="1850">{kept}1850{kept}</date>{kept} here{kept}</{name}>'
        for name in ("birth", "death", "floruit", "residence", "occupation", "state", "event")
    )
    person = f'<listPerson><person xml:id="p">{kept}<persName>Ann{kept}</persName>{said}</person>'
    text = TEI.format(title="T", content=TEXT)
    text = text.replace("<sourceDesc>", f"<sourceDesc>{person}</listPerson>")
    _, problems = show_text(tmp_path, text)
    assert [told for told in problems if told.code == "stylesheet-failed"] == []
    register = (tmp_path / "out/edition/persons.html").read_text(encoding="utf-8")
    assert "1850" in register
    assert register.count("here") >= 4
