"""Problems as text, JSON and annotations: every format is shown the same problems."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from tei_edition.problems import Location, Problem, Severity, problem
from tei_edition.report import FORMATS, Report, format_report, max_severity, summarise

if TYPE_CHECKING:
    from pathlib import Path

LINE = '        the <persName ref="#kerenski">Kerensky</persName> Government'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition's folder with one text of three lines."""
    (tmp_path / "tei").mkdir()
    lines = ('<p xml:id="p4">One</p>', LINE, '<p xml:id="p4">Two</p>')
    (tmp_path / "tei" / "october.xml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def make_problems() -> tuple[Problem, ...]:
    """An error with a hint, a note, and an error with a second place, in order."""
    file = "tei/october.xml"
    return (
        problem("unreferenced-entity", "nothing points to 100% of it", Location(file, 1, 4)),
        problem(
            "unknown-person",
            'no person "kerenski" in the register',
            Location(file, 2, 23),
            hint='did you mean "kerensky"?',
        ),
        problem("duplicate-id", "used twice", Location(file, 3, 1), related=[Location(file, 1, 1)]),
    )


def show(line: str, column: int, folder: Path) -> list[str]:
    """The lines of the text report about one place in a file of one line."""
    (folder / "a.xml").write_text(line, encoding="utf-8")
    found = problem(
        "malformed-id", "wrong", Location("a.xml", 1, column), related=[Location("a.xml")]
    )
    return format_report(Report((found,), 1, folder), "text").splitlines()


def test_text_shows_the_line_and_a_caret_under_the_token(folder: Path) -> None:
    """Each problem has its line of the source, a caret line with the hint, and other places."""
    expected = """\
tei/october.xml:1:4: note: nothing points to 100% of it [unreferenced-entity]
    1 │ <p xml:id="p4">One</p>
      │    ^^^^^^^^^^^
tei/october.xml:2:23: error: no person "kerenski" in the register [unknown-person]
    2 │ the <persName ref="#kerenski">Kerensky</persName> Government
      │               ^^^^^^^^^^^^^^^ hint: did you mean "kerensky"?
tei/october.xml:3:1: error: used twice [duplicate-id]
    3 │ <p xml:id="p4">Two</p>
      │ ^^
      │ see also tei/october.xml:1:1
2 errors, 1 note in 1 file
"""

    actual = format_report(Report(make_problems(), 2, folder), "text")

    assert expected == actual


def test_json_is_a_list_of_objects(folder: Path) -> None:
    """JSON has the members that the manual promises, and no other."""
    expected = {
        "code": "duplicate-id",
        "severity": "error",
        "message": "used twice",
        "location": {"file": "tei/october.xml", "line": 3, "column": 1},
        "hint": "",
        "related": [{"file": "tei/october.xml", "line": 1, "column": 1}],
        "fix": [],
    }

    actual = json.loads(format_report(Report(make_problems(), 2, folder), "json"))

    assert expected == actual[2]
    assert [entry["code"] for entry in actual] == [p.code for p in make_problems()]


def test_github_gets_a_command_a_problem(folder: Path) -> None:
    """Annotations name place and code, and escape what GitHub's commands use."""
    expected = """\
::notice file=tei/october.xml,line=1,col=4,title=unreferenced-entity::nothing points to 100%25 of it
::error file=tei/october.xml,line=2,col=23,title=unknown-person::no person "kerenski" in the \
register (did you mean "kerensky"?)
::error file=tei/october.xml,line=3,col=1,title=duplicate-id::used twice
"""

    assert expected == format_report(Report(make_problems(), 2, folder), "github")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_say_that_there_is_nothing(name: str, folder: Path) -> None:
    """Without problems a format gives what its readers expect."""
    sound = "Sound: 2 files, no problems\n"
    expected = {"text": sound, "statistics": sound, "json": "[]\n", "github": ""}
    markers = {"sarif": '"results": []', "junit": 'tests="0" failures="0"'}

    told = format_report(Report((), 2, folder), name)

    assert told == expected[name] if name in expected else markers[name] in told


def test_annotations_may_hold_commas_and_line_ends(folder: Path) -> None:
    """A file's name cannot end the list of properties, nor a message the command."""
    found = problem("malformed-id", "one\ntwo", Location("a,b:c.xml"))

    actual = format_report(Report((found,), 1, folder), "github")

    assert actual == "::error file=a%2Cb%3Ac.xml,line=1,col=1,title=malformed-id::one%0Atwo\n"


def test_paths_are_shown_as_seen_from_here(folder: Path) -> None:
    """Text shows paths from the folder where the reader is; JSON keeps the edition's."""
    report = Report(make_problems(), 2, folder, base=folder / "tei")

    assert format_report(report, "text").startswith("october.xml:1:4: note")
    assert '"tei/october.xml"' in format_report(report, "json")


def test_a_long_line_is_cut_round_the_place(folder: Path) -> None:
    """Of a line of thousands of characters only the part round the place is shown."""
    line = "<p>" + "word " * 900 + '<x ref="#a"/>' + " word" * 900

    _, shown, caret, *_ = show(line, 4507, folder)

    assert len(shown) < 120
    assert shown.startswith("    1 │ …")
    assert shown.endswith("…")
    at = caret.index("^")
    assert shown[at : at + 8] == 'ref="#a"'
    assert caret.count("^") == 8


def test_the_caret_stands_right_below_wide_characters_and_tabs(folder: Path) -> None:
    """Cells of the terminal are counted, not characters; a tab takes one."""
    _, shown, caret, *_ = show('\t東京\t<x ref="#a"/>', 8, folder)

    assert shown == '    1 │ 東京 <x ref="#a"/>'
    assert caret == "      │ " + " " * (5 + 3) + "^" * 8


def test_nothing_in_a_source_can_command_the_terminal(folder: Path) -> None:
    """Control characters of a broken file are masked, in the line and in the message."""
    first, shown, *_ = show("<p>\x1b[31mred</p>", 4, folder)
    message = format_report(
        Report((problem("malformed-id", "\x1b]0;x\x07", Location("a.xml")),), 1, folder), "text"
    )

    assert "\x1b" not in first + shown + message


@pytest.mark.parametrize("place", [Location("none.xml", 3, 4), Location("tei/october.xml", 99)])
def test_a_place_that_cannot_be_shown_still_has_its_hint(place: Location, folder: Path) -> None:
    """Without a line to show, the hint has a line of its own."""
    found = problem("xml-unreadable", "it is empty", place, hint="restore it")

    lines = format_report(Report((found,), 1, folder), "text").splitlines()

    assert lines[1] == "      │ hint: restore it"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><p>Café</p>'.encode("latin-1"), "Café"),
        ("<p>Café</p>".encode("utf-16"), "<p>Café</p>"),
        ("\ufeff<p>Café</p>".encode(), "│ <p>Café</p>"),
        (b'<?xml version="1.0" encoding="nonsense"?><p>Caf\xe9</p>', "Caf\ufffd"),
        (b"<a/>\r\r\n<p/>", None),
    ],
)
def test_the_line_is_read_in_the_file_s_encoding(
    data: bytes, shown: str | None, folder: Path
) -> None:
    """The excerpt is decoded as the file declares; lines end as XML ends them."""
    (folder / "a.xml").write_bytes(data)
    line = 1 if shown else 3
    found = problem("malformed-id", "wrong", Location("a.xml", line, 1))

    assert (shown or "    3 │ <p/>") in format_report(Report((found,), 1, folder), "text")


def test_colours_only_add_to_the_text(folder: Path) -> None:
    """The coloured report says the same, with escape sequences between."""
    plain = format_report(Report(make_problems(), 2, folder), "text")

    coloured = format_report(Report(make_problems(), 2, folder, colour=True), "text")

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ("", "Sound: 1 file, no problems"),
        ("e", "1 error in 1 file"),
        ("eeew", "3 errors, 1 warning in 1 file"),
        ("wwnn", "2 warnings, 2 notes in 1 file"),
    ],
)
def test_the_sum_counts_by_severity(severities: str, expected: str, folder: Path) -> None:
    """The last line says how much was found, the most severe first."""
    names = {"e": Severity.ERROR, "w": Severity.WARNING, "n": Severity.NOTE}
    problems = tuple(Problem("x", names[s], "m", Location("a.xml")) for s in severities)

    assert summarise(Report(problems, 1, folder)) == expected


def test_the_gravest_severity_decides() -> None:
    """An error outweighs a warning, a warning a note, and nothing is nothing."""
    note, error = make_problems()[0], make_problems()[1]

    assert max_severity([]) is None
    assert max_severity([note]) is Severity.NOTE
    assert max_severity([note, error]) is Severity.ERROR


def repeat(number: int) -> tuple[Problem, ...]:
    """The same message at so many places, another one between the first and the second."""
    same = [problem("unhandled-element", "same", Location("a.xml", n + 1)) for n in range(number)]
    other = problem("malformed-id", "other", Location("a.xml", 1, 2))
    return (same[0], other, *same[1:])


def test_a_message_at_many_places_is_told_once(folder: Path) -> None:
    """It stands at its first place, names two more and counts the others; the sum counts all."""
    told = format_report(Report(repeat(1000), 1, folder), "text")

    assert told == (
        "a.xml:1:1: note: same [unhandled-element]\n"
        "      │ and at a.xml:2:1, a.xml:3:1 and 997 more places\n"
        "a.xml:1:2: error: other [malformed-id]\n"
        "1 error, 1000 notes in 1 file\n"
        "Repeated messages are reported once; --all shows every place, "
        "--statistics sums up by code.\n"
    )


@pytest.mark.parametrize(("number", "is_complete"), [(3, False), (50, True)])
def test_every_place_is_told_if_they_are_few_or_asked_for(
    number: int, is_complete: bool, folder: Path
) -> None:
    """Three places are reported one by one, in order; with --all, so is any number."""
    found = repeat(number)
    told = format_report(Report(found, 1, folder, is_complete=is_complete), "text")

    places = [f"a.xml:{p.location.line}:{p.location.column}" for p in found]
    assert re.findall(r"^a\.xml:\d+:\d+", told, re.MULTILINE) == places
    assert told.splitlines()[-1] == f"1 error, {number} notes in 1 file"


def test_what_differs_is_never_folded(folder: Path) -> None:
    """Problems of one code that name different values are reported one by one."""
    found = tuple(problem("malformed-id", str(n), Location("a.xml", n)) for n in range(1, 9))

    assert format_report(Report(found, 1, folder), "text").count("[malformed-id]") == 8


def test_the_sums_are_sorted_by_gravity_and_count(folder: Path) -> None:
    """The most severe codes come first, of these the most frequent; files are counted once."""
    found = (
        *repeat(5),
        problem("duplicate-id", "one", Location("a.xml")),
        problem("duplicate-id", "two", Location("b.xml")),
    )

    assert format_report(Report(found, 2, folder), "statistics") == (
        "count  severity  code               files  meaning\n"
        "    2  error     duplicate-id           2  Two elements have the same xml:id.\n"
        "    1  error     malformed-id           1  An xml:id is not an XML name.\n"
        "    5  note      unhandled-element      1  An element is shown without formatting"
        " of its own.\n"
        "3 errors, 5 notes in 2 files\n"
    )


def test_thousands_of_problems_are_told_in_a_moment(folder: Path) -> None:
    """Nothing in the report is quadratic: ten times the problems take ten times the calls."""

    def measure(number: int) -> int:
        found = tuple(problem("malformed-id", str(n), Location("a.xml", n)) for n in range(number))
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        # Counted, since the time of a busy machine says nothing.
        sys.setprofile(count)
        try:
            for name in FORMATS:
                format_report(Report(found, 1, folder), name)
        finally:
            sys.setprofile(None)
        return calls

    measure(10)
    assert measure(3000) < 12 * measure(300)


def test_text_has_files_in_reading_order(folder: Path) -> None:
    """Not by their names: as the edition has them, with what concerns all of them first."""
    found = tuple(
        problem(code, "m", Location(file, line))
        for code, file, line in (
            ("incomplete-header", "a.xml", 2),
            ("unknown-person", "b.xml", 1),
            ("unknown-witness", "edition.toml", 1),
            ("unknown-place", "z.xml", 1),
            ("unused-witness", "z.xml", 3),
            ("unknown-event", "z.xml", 9),
        )
    )
    report = Report(found, 3, folder, checked=("z.xml", "b.xml", "a.xml"))
    starts = re.compile(r"^(\S+):(\d+):1: (\w+): m", re.MULTILINE)

    def places(shown: Report) -> list[str]:
        return [f"{file} {line}" for file, line, _ in starts.findall(format_report(shown, "text"))]

    assert places(report) == [
        "edition.toml 1", "z.xml 1", "z.xml 3", "z.xml 9", "b.xml 1", "a.xml 2",
    ]  # fmt: skip
    first = msgspec.structs.replace(report, is_sorted=True)
    assert places(first) == [
        "edition.toml 1", "z.xml 1", "z.xml 9", "b.xml 1", "z.xml 3", "a.xml 2",
    ]  # fmt: skip
    for form in ("json", "sarif"):
        assert format_report(report, form) == format_report(first, form)
