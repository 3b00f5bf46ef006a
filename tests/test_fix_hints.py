"""Certain remedies: edits that are found in the files, diffs that correct what they promise."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from tei_edition.problems import Edit, Location, problem
from tei_edition.report import Report, make_patch

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
    "</titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc>"
    "</fileDesc></teiHeader>"
)
REGISTER = (
    f'{HEAD}<standOff><listPerson><person xml:id="kerensky"><persName>Kerensky</persName></person>'
    '</listPerson><listWit><witness xml:id="London">L</witness></listWit></standOff></TEI>'
)
MENTION = '<persName ref="register.xml#kerensky">K</persName>'
# Keys are judged where one leads to the register.
KEYED = '<persName key="kerensky">K</persName>'

# A mistake, and what the line is to be; the code of the problem that goes with it.
SLIPS = {
    "pointer": ("unknown-person", MENTION.replace("kerensky", "kerenski"), MENTION),
    "one of several pointers": (
        "unknown-target",
        '<ref target="#here #her  register.xml#kerensk" xml:id="here">x</ref>',
        '<ref target="#here #here  register.xml#kerensky" xml:id="here">x</ref>',
    ),
    "file": ("unknown-person", MENTION.replace("register", "persons"), MENTION),
    "key": (
        "unknown-person",
        f'{KEYED} <persName key="kerenski">K</persName>',
        f'{KEYED} <persName key="kerensky">K</persName>',
    ),
    "forgotten hash": (
        "unknown-target",
        '<ref xml:id="here" target="here">x</ref>',
        '<ref xml:id="here" target="#here">x</ref>',
    ),
    "witness": (
        "unknown-witness",
        '<app><rdg wit="#Londn">x</rdg></app>',
        '<app><rdg wit="#London">x</rdg></app>',
    ),
    "element": (
        "schema-unknown-element",
        "a <persname>K</persname> b",
        "a <persName>K</persName> b",
    ),
    "empty element": (
        "schema-unknown-element",
        "a <mileston unit='x'/>",
        "a <milestone unit='x'/>",
    ),
    "nested elements": (
        "schema-unknown-element",
        "<persname>K <!-- </persname> --><persname\n  type='a>b'>L</persname ></persname>",
        "<persName>K <!-- </persname> --><persName\n  type='a>b'>L</persName ></persName>",
    ),
    "attribute": (
        "schema-unknown-attribute",
        '<date whn="1917">x</date>',
        '<date when="1917">x</date>',
    ),
    "value": ("schema-bad-value", "<hi cert = 'hgh'>x</hi>", "<hi cert = 'high'>x</hi>"),
    "date in words": (
        "invalid-dating",
        '<date\n  when="7 November 1917">x</date>',
        '<date\n  when="1917-11-07">x</date>',
    ),
    "date with dashes": (
        "invalid-dating",
        '<date when="1917–11–07">x</date>',
        '<date when="1917-11-07">x</date>',
    ),
    "date of the early Middle Ages": (
        "invalid-dating",
        '<date when="843">x</date>',
        '<date when="0843">x</date>',
    ),
}
# Mistakes whose remedy is not certain.
DOUBTS = {
    "two readings": '<date when="11/07/1917">x</date>',
    "no such day": '<date when="1917-02-30">x</date>',
    "no such month": '<date when="1917-13-01">x</date>',
    "a name like no other": MENTION.replace("kerensky", "lenin"),
    "an entity in the value": f'{KEYED} <persName key="k&#101;renski">K</persName>',
}


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition, where we are, with a register."""
    (tmp_path / "tei").mkdir()
    quiet = ["unreferenced-entity", "unused-witness", "incomplete-header", "citation-incomplete"]
    settings = f"[check]\nignore = {quiet}\n"
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "tei" / "register.xml").write_text(REGISTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(line: str, name: str = "a.xml", end: str = "\n", encoding: str = "utf-8") -> Path:
    """A text with one paragraph."""
    path = Path("tei", name)
    lines = (
        f'<?xml version="1.0" encoding="{encoding}"?>',
        f"{HEAD}<text><body>",
        *("<p>Café.</p>" for _ in range(9)),
        f"<p>Café: {line}</p>",
        "</body></text></TEI>",
    )
    path.write_bytes(end.join(lines).replace("\n", end).encode(encoding))
    return path


def check(*arguments: str) -> Result:
    """Run the check in this process."""
    return CliRunner().invoke(main, ["check", "-j1", *arguments], catch_exceptions=False)


def list_codes() -> list[str]:
    """The codes of all problems."""
    return [entry["code"] for entry in json.loads(check("--format=json").stdout)]


def apply_patch(diff: bytes, *command: str) -> None:
    """Apply a diff with a program that people have."""
    done = subprocess.run(command, input=diff, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr, diff)


@pytest.mark.program("patch")
@pytest.mark.parametrize(("code", "wrong", "right"), SLIPS.values(), ids=SLIPS)
def test_the_diff_mends_the_problem(code: str, wrong: str, right: str, edition: Path) -> None:
    """Applied, the diff leaves the right line, and the problem is gone."""
    path = write(wrong)
    before = path.read_text(encoding="utf-8")
    assert code in list_codes()

    diff = check("--fix-hints").stdout_bytes
    assert path.read_text(encoding="utf-8") == before, "no file is changed by the command"
    apply_patch(diff, "patch", "-p1")

    assert path.read_text(encoding="utf-8") == before.replace(wrong, right)
    assert list_codes() == []
    assert check("--fix-hints").stdout == ""


@pytest.mark.parametrize("wrong", DOUBTS.values(), ids=DOUBTS)
def test_no_remedy_is_offered_in_doubt(wrong: str, edition: Path) -> None:
    """What may be meant in two ways, or cannot be found in the file, is left to the editor."""
    write(wrong)

    assert list_codes() != []
    assert check("--fix-hints").stdout == ""


@pytest.mark.program("patch", "git")
@pytest.mark.parametrize("command", [("patch", "-p1"), ("git", "apply")], ids=lambda c: c[0])
@pytest.mark.parametrize("name", ["a b.xml", 'ä "q".xml', "a\\b.xml"])
@pytest.mark.parametrize(("end", "encoding"), [("\r\n", "utf-8"), ("\n", "iso-8859-1")])
def test_programs_take_the_diff(
    command: tuple[str, ...], name: str, end: str, encoding: str, edition: Path
) -> None:
    """Names with spaces and quotes, line ends of Windows and old encodings come through."""
    path = write(SLIPS["pointer"][1], name, end, encoding)
    before = path.read_bytes()
    subprocess.run(("git", "init", "-q"), check=True)

    extra = ("--binary",) if command[0] == "patch" else ()
    apply_patch(check("--fix-hints").stdout_bytes, *command, *extra)

    assert path.read_bytes() == before.replace(b"kerenski", b"kerensky")


def test_the_report_goes_to_the_standard_error(edition: Path) -> None:
    """The diff has the standard output to itself; the problems and the status are as ever."""
    write(SLIPS["pointer"][1])
    told = check().stdout

    result = check("--fix-hints")

    assert result.stdout.startswith("--- a/tei/a.xml\n+++ b/tei/a.xml\n@@ -9,5 +9,5 @@\n")
    assert (result.stderr, result.exit_code) == (told, 1)
    assert check("--fix-hints", "--format=json").exit_code == 2


@pytest.mark.parametrize(("folder", "name"), [("tei", "a.xml"), ("docs", "tei/a.xml")])
def test_paths_count_from_where_the_diff_can_be_applied(
    folder: str, name: str, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From where we are, or from the edition's folder if that is not above the files."""
    write(SLIPS["pointer"][1])
    Path(folder).mkdir(exist_ok=True)
    monkeypatch.chdir(folder)

    assert check("--fix-hints").stdout.startswith(f"--- a/{name}\n+++ b/{name}\n")


def test_files_in_utf_16_are_left_out(edition: Path) -> None:
    """Programs that apply diffs take UTF-16 for no text; other files still have theirs."""
    write(SLIPS["pointer"][1], "b.xml")
    path = write(SLIPS["pointer"][1])
    path.write_text(path.read_text(encoding="utf-8").replace("utf-8", "utf-16"), encoding="utf-16")

    diff = check("--fix-hints").stdout

    assert "tei/a.xml" in check().stdout
    assert "a/tei/b.xml" in diff
    assert "tei/a.xml" not in diff


@pytest.mark.program("patch")
def test_lines_far_apart_have_hunks_of_their_own(tmp_path: Path) -> None:
    """Hunks do not overlap, and two edits may share a line."""
    lines = [f"<p a='{n}'/>" for n in range(40)]
    path = tmp_path / "a.xml"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = [
        problem("malformed-id", "m", place, fix=[Edit(place, str(n), f"x{n}", "a")])
        for n in (0, 5, 13, 39)
        for place in [Location("a.xml", n + 1, 4)]
    ]
    place = Location("a.xml", 6, 1)
    found.append(problem("malformed-id", "m", place, fix=[Edit(place, "p", "ab")]))

    diff = make_patch(Report(tuple(found), 1, tmp_path))
    apply_patch(diff, "patch", "-p1", "-d", str(tmp_path))

    expected = [f"<p a='x{n}'/>" if n in {0, 5, 13, 39} else line for n, line in enumerate(lines)]
    expected[5] = "<ab a='x5'/>"
    assert path.read_text(encoding="utf-8").split("\n") == expected
    assert diff.count(b"@@ -") == 3


@pytest.mark.program("patch")
@pytest.mark.parametrize(("distance", "hunks"), [(5, 1), (6, 1), (7, 2)])
def test_hunks_never_overlap(tmp_path: Path, distance: int, hunks: int) -> None:
    """Two changed lines share a hunk as long as their lines of context would overlap."""
    lines = [f"<p a='{n}'/>" for n in range(30)]
    path = tmp_path / "a.xml"
    path.write_text("\n".join(lines), encoding="utf-8")
    numbers = (10, 10 + distance)
    found = [
        problem("malformed-id", "m", place, fix=[Edit(place, str(n), f"x{n}", "a")])
        for n in numbers
        for place in [Location("a.xml", n + 1, 4)]
    ]

    diff = make_patch(Report(tuple(found), 1, tmp_path))
    apply_patch(diff, "patch", "-p1", "-d", str(tmp_path))

    expected = [f"<p a='x{n}'/>" if n in numbers else line for n, line in enumerate(lines)]
    assert path.read_text(encoding="utf-8").split("\n") == expected
    assert diff.count(b"@@ -") == hunks


def test_of_two_remedies_for_the_same_words_one_is_taken(tmp_path: Path) -> None:
    """Edits that touch each other do not spoil the line."""
    (tmp_path / "a.xml").write_text("<p a='word'/>\n", encoding="utf-8")
    place = Location("a.xml", 1, 4)
    fixes = [[Edit(place, "word", new, "a")] for new in ("ward", "sword", "ward")]
    found = tuple(problem("malformed-id", "m", place, fix=fix) for fix in fixes)

    diff = make_patch(Report(found, 1, tmp_path))

    assert diff.endswith(b"-<p a='word'/>\n+<p a='ward'/>\n")


def test_json_says_where_the_words_are(edition: Path) -> None:
    """A program that applies an edit finds `old` exactly at its place."""
    path = write(SLIPS["one of several pointers"][1])

    entries = json.loads(check("--format=json").stdout)

    lines = path.read_text(encoding="utf-8").split("\n")
    for edit in (edit for entry in entries for edit in entry["fix"]):
        place = edit["location"]
        assert lines[place["line"] - 1][place["column"] - 1 :].startswith(edit["old"])
    assert sum(len(entry["fix"]) for entry in entries) == 2
