"""What the manual says works: its examples are run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

MANUAL = Path(__file__).parents[1] / "docs" / "manual"
TUTORIAL = MANUAL / "tutorial"


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The edition that the tutorial begins with."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(TUTORIAL / "visit.txt", tmp_path)
    result = CliRunner().invoke(main, ["init", "visit", "--text", "visit.txt"])
    assert result.exit_code == 0, result.output
    monkeypatch.chdir(tmp_path / "visit")
    return tmp_path / "visit"


def test_a_new_edition_is_sound(visit: Path) -> None:
    """What `init` makes of a plain text passes the check, its words compared."""
    result = CliRunner().invoke(main, ["check", "--jobs", "1"])

    assert result.exit_code == 0, result.output
    assert "copy_text" in (visit / "edition.toml").read_text(encoding="utf-8")


def test_an_unknown_person_is_told_with_line_and_column(visit: Path) -> None:
    """The tutorial's first mistake gets the problem that the tutorial shows."""
    text = visit / "tei" / "visit.xml"
    marked = '<persName ref="register.xml#whitcombe">Mrs Whitcombe</persName>'
    plain = text.read_text(encoding="utf-8")
    text.write_text(plain.replace("Mrs Whitcombe", marked, 1), encoding="utf-8")

    result = CliRunner().invoke(main, ["check", "--jobs", "1"])

    assert result.exit_code == 1
    assert (
        'error: no person "register.xml#whitcombe" in the register [unknown-person]'
        in result.output
    )


def test_the_finished_files_of_the_tutorial_are_sound(visit: Path) -> None:
    """The files that the tutorial ends with have no problem, nor even a note."""
    shutil.copy(TUTORIAL / "visit.xml", visit / "tei" / "visit.xml")
    shutil.copy(TUTORIAL / "visit-register.xml", visit / "tei" / "register.xml")

    result = CliRunner().invoke(main, ["check", "--jobs", "1", "--strict"])

    assert result.exit_code == 0, result.output


def test_a_slip_in_the_text_is_found(visit: Path) -> None:
    """One letter changed by accident is told with both readings."""
    text = visit / "tei" / "visit.xml"
    plain = text.read_text(encoding="utf-8")
    text.write_text(plain.replace("lantern", "lantren", 1), encoding="utf-8")

    result = CliRunner().invoke(main, ["check", "--jobs", "1"])

    assert result.exit_code == 1
    assert "[copy-text-differs]" in result.output


def test_the_stylesheet_of_the_guide_is_laid_over_ours(visit: Path) -> None:
    """A template of the editor's own comes first, and ours is called from it."""
    shutil.copy(MANUAL / "how-to" / "my.xsl", visit / "my.xsl")
    settings = visit / "edition.toml"
    table = settings.read_text(encoding="utf-8")
    settings.write_text(table.replace("[edition]", '[edition]\nxslt = "my.xsl"'), encoding="utf-8")
    text = visit / "tei" / "visit.xml"
    plain = text.read_text(encoding="utf-8")
    staged = plain.replace("We left", "<stage>Exeunt.</stage> We left", 1)
    text.write_text(staged, encoding="utf-8")

    result = CliRunner().invoke(main, ["html", "-o", "out", "--jobs", "1"])

    assert result.exit_code == 0, result.output
    page = (visit / "out" / "edition" / "visit.html").read_text(encoding="utf-8")
    bracket = '<span class="tei-generated">{}</span>'
    assert f'{bracket.format("[")}<em class="tei-stage">Exeunt.</em>{bracket.format("]")}' in page


def test_the_dates_of_the_guide_are_what_it_says(visit: Path) -> None:
    """The chronology of the guide's example has the words that its table shows."""
    example = (MANUAL / "how-to" / "dates.xml").read_text(encoding="utf-8")
    calendars = "".join(
        f'<calendar xml:id="{name}"><p>{name} calendar</p></calendar>'
        for name in ("julian", "republican")
    )
    text = visit / "tei" / "visit.xml"
    plain = text.read_text(encoding="utf-8").replace("</body>", f"{example}</body>")
    header = f"<profileDesc><calendarDesc>{calendars}</calendarDesc></profileDesc></teiHeader>"
    text.write_text(plain.replace("</teiHeader>", header), encoding="utf-8")

    CliRunner().invoke(main, ["html", "-o", "out", "--jobs", "1"], catch_exceptions=False)

    page = (visit / "out" / "edition" / "chronology.html").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    for said in (
        "7 November 1917 25 October 1917",
        "[14 October 1917 – 13 November 1917] October 1917",
        "1914 – 1918",
        "between 1905 and June 1907",
        "7 November 1917 – [16 November 1917]",
        "(lasting 10 days)",
        "c. 1917",
        "(dated with little certainty)",
        "[27 July 1794] French Republican calendar: 9 thermidor an II",
        "15 March 44 BCE",
    ):
        assert said in words


def test_the_rules_of_the_guide_find_a_person_that_is_not_linked(visit: Path) -> None:
    """The guide to Schematron shows the very report that its rules give."""
    shutil.copy(MANUAL / "how-to" / "persons.sch", visit)
    settings = visit / "edition.toml"
    table = settings.read_text(encoding="utf-8")
    named = table.replace("[check]", '[check]\nschematron = ["persons.sch"]')
    settings.write_text(named, encoding="utf-8")
    text = visit / "tei" / "visit.xml"
    plain = text.read_text(encoding="utf-8")
    marked = plain.replace("Mrs Whitcombe", "<persName>Mrs Whitcombe</persName>", 1)
    text.write_text(marked, encoding="utf-8")

    result = CliRunner().invoke(main, ["check", "--jobs", "1", "--select", "schematron-*"])

    assert result.exit_code == 0, result.output
    guide = (MANUAL / "how-to" / "schematron.rst").read_text(encoding="utf-8")
    for line in result.output.splitlines()[:-1]:
        assert line.strip() in guide
