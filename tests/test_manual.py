"""What the manual says works: its examples are run."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import run
from oracle import parse_page
from tei_edition.cli import main
from tei_edition.language.wording import list_words

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


def test_names_are_marked_up_as_the_guide_shows(visit: Path) -> None:
    """The diff and the questions of the guide are those of the tutorial's text."""
    shutil.copy(TUTORIAL / "visit-register.xml", visit / "tei" / "register.xml")
    shown = MANUAL / "how-to" / "tag"

    assert CliRunner().invoke(main, ["tag"]).stdout == (shown / "diff.txt").read_text("utf-8")
    asked = CliRunner().invoke(main, ["tag", "-q", "--candidates"]).stdout
    assert asked == (shown / "candidates.txt").read_text("utf-8")
    assert CliRunner().invoke(main, ["tag", "--write"]).exit_code == 0
    assert CliRunner().invoke(main, ["check", "--jobs", "1"]).exit_code == 0


def test_a_slip_in_the_text_is_found(visit: Path) -> None:
    """One letter changed by accident is reported with both readings."""
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


def test_the_project_of_the_guide_is_built(visit: Path) -> None:
    """The two files that the guide shows make a site of an edition, with warnings of its own."""
    shutil.rmtree(visit / "docs")
    (visit / "docs").mkdir()
    shutil.copy(MANUAL / "how-to" / "project" / "conf.py", visit / "docs")
    shutil.copy(MANUAL / "how-to" / "project" / "start.txt", visit / "docs" / "index.rst")
    text = visit / "tei" / "visit.xml"
    marked = '<persName ref="register.xml#whitcombe">Mrs Whitcombe</persName>'
    plain = text.read_text(encoding="utf-8")
    text.write_text(plain.replace("Mrs Whitcombe", marked, 1), encoding="utf-8")

    done = run(sys.executable, "-m", "sphinx", "-q", "docs", "site", cwd=visit)

    assert done.returncode == 0
    assert 'no person "register.xml#whitcombe" in the register' in done.stderr
    assert "[tei.unknown-person]" in done.stderr
    assert "Mrs Whitcombe" in (visit / "site/edition/visit.html").read_text(encoding="utf-8")
    assert 'href="edition/visit.html"' in (visit / "site/index.html").read_text(encoding="utf-8")


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


def test_the_customisation_of_the_guide_is_stricter_than_our_encoding(visit: Path) -> None:
    """The guide's ODD compiles as it stands, and its schema wants what the ODD says."""
    shutil.copy(MANUAL / "how-to" / "letters.odd", visit)

    result = CliRunner().invoke(main, ["schema", "compile", "letters.odd"])

    assert (result.exit_code, result.output) == (0, "letters.rng\n")
    settings = visit / "edition.toml"
    table = settings.read_text(encoding="utf-8")
    assert "[check]\n" in table
    settings.write_text(table.replace("[check]\n", '[check]\nschema = "letters.rng"\n'))
    text = visit / "tei" / "visit.xml"
    plain = text.read_text(encoding="utf-8")
    body = plain[plain.index("<body>") : plain.index("</body>")]
    assert "<div" in body
    bare = CliRunner().invoke(main, ["check", "--jobs", "1"])
    assert "[schema-missing-attribute]" in bare.output
    text.write_text(plain.replace("<div", '<div type="letter"'), encoding="utf-8")
    unsigned = CliRunner().invoke(main, ["check", "--jobs", "1"])
    assert "Nobody has written this letter" in unsigned.output
    text.write_text(plain.replace("<div", '<div type="draft"'), encoding="utf-8")
    draft = CliRunner().invoke(main, ["check", "--jobs", "1"])
    assert draft.exit_code == 0, draft.output
    text.write_text(plain.replace("<div", '<div type="ode"'), encoding="utf-8")
    other = CliRunner().invoke(main, ["check", "--jobs", "1"])
    assert "[schema-bad-value]" in other.output


def test_the_new_element_of_the_guide_can_be_declared(visit: Path) -> None:
    """The declaration that the guide shows compiles within the guide's ODD."""
    guide = (MANUAL / "how-to" / "customisation.rst").read_text(encoding="utf-8")
    start = guide.index('   <elementSpec ident="tide"')
    declared = guide[start : guide.index("</elementSpec>", start)] + "</elementSpec>"
    odd = (MANUAL / "how-to" / "letters.odd").read_text(encoding="utf-8")
    Path("my.odd").write_text(odd.replace("</schemaSpec>", f"{declared}</schemaSpec>"))

    result = CliRunner().invoke(main, ["schema", "compile", "my.odd", "--rnc", "-o", "my.rnc"])

    assert result.exit_code == 0, result.output
    assert ":tide {" in Path("my.rnc").read_text(encoding="utf-8")


def test_the_manual_of_a_customisation_is_written_from_it(visit: Path) -> None:
    """The pages have what the ODD says, and lead to nothing that it leaves out."""
    shutil.copy(MANUAL / "how-to" / "letters.odd", visit)

    result = CliRunner().invoke(main, ["schema", "compile", "letters.odd", "--docs", "-o", "out"])

    assert result.exit_code == 0, result.output
    page = (visit / "out" / "divisions.rst").read_text(encoding="utf-8")
    assert "letters-element-div" in page
    assert "A letter that was not." not in page  # as in a list: it begins small
    assert "a letter that was not." in page
    assert "A letter names its sender" in page
    assert not list((visit / "out").glob("drama*"))
    assert "soCalled" not in "".join(
        p.read_text(encoding="utf-8") for p in (visit / "out").iterdir()
    )


def test_the_letter_of_the_how_to_guides(tmp_path: Path) -> None:
    """Its notes, numbers, words and picture become what the guides say."""
    (tmp_path / "tei/pictures").mkdir(parents=True)
    shutil.copy(MANUAL / "how-to/letter.xml", tmp_path / "tei")
    (tmp_path / "tei/pictures/bridge.png").write_bytes(b"")
    (tmp_path / "edition.toml").write_text("")

    result = CliRunner().invoke(
        main, ["--edition", str(tmp_path), "html", "-o", str(tmp_path / "out"), "--jobs", "1"]
    )

    assert result.exit_code == 0, result.output
    page = parse_page(tmp_path / "out/edition/letter.html")
    notes = page.xpath("//aside[@role='doc-footnote']")
    assert [note.xpath("string(p[@class])") for note in notes] == [
        "Author’s note", "Editor’s note", "",
    ]  # fmt: skip
    assert "apples." in page.xpath("string(//p[@id='p2'])")
    assert page.xpath("//p[@id='p2']//sup/a/text()") == ["3"]
    assert page.xpath("//p[@id='p2']//a[contains(@class, 'tei-break-number')]/@href") == [
        "https://example.org/letter/2.jpg"
    ]
    assert page.xpath("//img/@alt") == ["A stone bridge of three arches, seen from the market."]


def test_every_sign_is_explained() -> None:
    """Each kind of sign has its words, and its line in the manual."""
    signs = (MANUAL.parents[1] / "xslt/doctree/signs.xsl").read_text(encoding="utf-8")
    kinds = re.findall(r'<fp:sign kind="([^"]+)"', signs)
    manual = (MANUAL / "reference/text.rst").read_text(encoding="utf-8")

    assert len(kinds) > 15
    assert [kind for kind in kinds if f"sign {kind}" not in list_words("en")] == []
    for name in set(re.findall(r"<(\w+)[^>]*xmlns=", signs)) - {"pb"}:
        assert f"``{name}``" in manual


def test_the_header_of_the_guide_is_cited_as_it_says(tmp_path: Path) -> None:
    """Both forms of the guide are those of its page, and nothing is missing from the header."""
    header = (MANUAL / "how-to/citing.xml").read_text(encoding="utf-8")
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/diary.xml").write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader>{header}</teiHeader>'
        "<text><body><p>Words.</p></body></text></TEI>"
    )
    settings = '[edition]\nurl = "https://example.org"\n[check]\nschema = "none"\n'
    (tmp_path / "edition.toml").write_text(settings)
    edition = ["--edition", str(tmp_path)]
    checked = CliRunner().invoke(main, [*edition, "check", "--strict", "--jobs", "1"])
    CliRunner().invoke(main, [*edition, "html", "-o", str(tmp_path / "out"), "--jobs", "1"])

    assert checked.exit_code == 0, checked.output
    page = parse_page(tmp_path / "out/edition/diary.html")
    guide = (MANUAL / "how-to/citing.rst").read_text(encoding="utf-8")
    words = " ".join(guide.replace("*", "").split())
    for form in ("short", "long"):
        cited = page.xpath(f"string(//p[contains(@class, 'tei-cite-{form}')])")
        assert cited in words, cited
