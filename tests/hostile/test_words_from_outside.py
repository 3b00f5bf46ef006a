"""What a file brings in its name, its identifiers or its bytes is one message, and no more.

Each input here ended in a traceback, forged a line of a report, or took minutes.
"""

from __future__ import annotations

import http.client
import io
import os
import sys
import time
import urllib.request
from email.message import Message
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from tei_edition.problems import EditionError, Location, problem
from tei_edition.report import FORMATS, Report, format_report
from tei_edition.report.lines import escape_controls
from tei_edition.schema.fetch import download_file

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>
<text><body>"""
TAIL = "</body></text></TEI>\n"
TWICE = '<p xml:id="a">one</p><p xml:id="a">two</p>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition of all the XML files in it, in which commands run."""
    settings = '[edition]\ntexts = ["*.xml"]\nregisters = []\n'
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    """A command that ended by itself, not by an exception that nobody foresaw."""
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize(
    "text",
    [
        HEAD + TWICE + TAIL,
        "<!DOCTYPE TEI>\n" + HEAD + TWICE + TAIL,
        '<!DOCTYPE TEI [<!ENTITY e "x">]>\n' + HEAD + TWICE + "<p>&e;</p>" + TAIL,
        HEAD + '<div><xi:include href="part.inc"/><xi:include href="part.inc"/></div>' + TAIL,
    ],
    ids=["plain", "doctype", "entity", "included twice"],
)
@pytest.mark.parametrize("command", ["check", "export", "html"])
def test_duplicate_identifiers_end_no_command(folder: Path, command: str, text: str) -> None:
    """An identifier given twice is a problem of `check`; the other file is still done."""
    (folder / "a.xml").write_text(text, encoding="utf-8")
    (folder / "b.xml").write_text(HEAD + "<p>sound</p>" + TAIL, encoding="utf-8")
    part = '<p xmlns="http://www.tei-c.org/ns/1.0" xml:id="a">x</p>'
    (folder / "part.inc").write_text(part, encoding="utf-8")
    if command == "check":
        assert "[duplicate-id]" in call("check").output
    elif command == "export":
        assert "sound" in call("export", "text").output
    else:
        call("html", "-o", "plain")
        assert "sound" in (folder / "plain/edition/b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", ["text", "github"])
@pytest.mark.parametrize(
    "name", ["a\n::stop-commands::x\n.xml", "\x1b]0;x\x07.xml", "\x9b31m.xml", "a\r.xml"]
)
def test_names_of_files_steer_no_terminal(folder: Path, report: str, name: str) -> None:
    """No control character of a file's name reaches a report, and no line of its own."""
    (folder / name).write_text(HEAD + '<p><ref target="#q">x</ref></p>' + TAIL, encoding="utf-8")
    output = call("check", "--format", report).output
    assert "xml" in output
    assert not set(output) & {"\x1b", "\x07", "\x9b", "\r"}
    assert not any(line.startswith("::stop") for line in output.splitlines())


def test_a_name_that_xml_cannot_hold_is_told_as_such(folder: Path) -> None:
    """The fault is the name's, not that of a place in the file."""
    (folder / "\x1b.xml").write_text(HEAD + TAIL, encoding="utf-8")
    output = call("check").output
    assert "the name of the file has a character that XML does not allow [xml-unreadable]" in output


def test_names_stay_apart_when_escaped() -> None:
    """Two names that differ in a control character are shown as two."""
    assert escape_controls("a\x1b") == "a\\x1b"
    assert escape_controls("a\x1b") != escape_controls("a\x07")
    assert escape_controls("Brief an Müller.xml") == "Brief an Müller.xml"


@pytest.mark.parametrize("char", ["\0", "\x01", "\x1b", "\ufffe"])
@pytest.mark.parametrize("order", [("a.xml", "b.txt"), ("b.txt", "a.xml")])
def test_collate_tells_the_line_of_a_control_character(
    folder: Path, order: tuple[str, str], char: str
) -> None:
    """A plain text that XML cannot hold is refused with its line, in either place."""
    (folder / "a.xml").write_text(HEAD + "<p>one two</p>" + TAIL, encoding="utf-8")
    (folder / "b.txt").write_text(f"one\ntwo{char}\n", encoding="utf-8")
    done = call("collate", *order, "-o", "n.xml")
    assert done.exit_code
    assert "control character on line 2" in done.output
    assert not (folder / "n.xml").exists()


class _Answer(io.BytesIO):
    """An answer of a server that promises more or fewer bytes than it gives."""

    def __init__(self, data: bytes, promised: str) -> None:
        super().__init__(data)
        self.url = "http://example.org/a.rng"
        self.headers = Message()
        self.headers["Content-Length"] = promised


class _Opener:
    """Opens any address with the answer, or the fault, that the test wants."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def open(self, *_: Any, **__: Any) -> Any:
        """The answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer",
    [
        http.client.HTTPException("got more than 100 headers"),
        http.client.BadStatusLine("garbage"),
        http.client.IncompleteRead(b"<gram"),
        ConnectionResetError("reset"),
        _Answer(b"<grammar", "100000"),
    ],
    ids=["headers", "garbage", "incomplete", "reset", "short"],
)
def test_a_broken_answer_is_no_schema(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """What did not come whole is refused in one message, so that nothing of it is stored."""
    monkeypatch.setattr(urllib.request, "build_opener", lambda *_: _Opener(answer))
    with pytest.raises(EditionError, match=r"cannot be fetched: ."):
        download_file("http://example.org/a.rng")


@pytest.fixture
def long_line(folder: Path) -> Path:
    """A text in one line of half a megabyte with five thousand faulty pointers."""
    body = "".join(f'<p>Ä\t<ref target="#q{number}">x</ref></p>' for number in range(5000))
    (folder / "a.xml").write_text(HEAD.replace("\n", "") + body + TAIL, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("long_line")
def test_a_report_of_one_long_line_is_quick() -> None:
    """What a report costs does not grow with the length of the line for each problem."""
    start = time.process_time()
    output = call("check", "--all").output
    assert output.count("\n") > 10_000
    assert time.process_time() - start < 20


NAMES = [
    b"\xff.xml", "\x9b31m.xml".encode(), b"\x1b[31m.xml", "\u202elmx.xml".encode(),
    "\u2028::error::x.xml".encode(), b"a\nb.xml", b"\xed\xa0\x80.xml",
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes all these names")
@pytest.mark.parametrize("command", [
    ("check",), ("check", "--format", "json"), ("check", "--format", "sarif"),
    ("check", "--format", "junit"), ("check", "--format", "github"), ("check", "--statistics"),
    ("check", "--fix-hints"), ("check", "--select", "schema-*"), ("html", "-o", "out"),
    ("export", "text"), ("check", "--write-baseline", "b.json"),
])  # fmt: skip
def test_no_name_of_a_file_ends_a_command_or_steers_a_terminal(
    folder: Path, command: tuple[str, ...]
) -> None:
    """Controls, marks of direction and bytes that are no UTF-8 are written out in every report."""
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(HEAD + '<p><ref target="#q">x</ref></p>' + TAIL)
    (folder / "z.xml").write_text(HEAD + "<p>sound</p>" + TAIL, encoding="utf-8")
    output = call(*command).output
    unshown = {char for char in output if not char.isprintable() and char != "\n"}
    assert unshown <= (set() if command[0] == "check" else {"\t"})
    if command[0] == "html":
        assert "sound" in (folder / "out/edition/z.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("value", ["9" * 40, "9" * 5000, f"-{'9' * 40}", f"{'9' * 40}-01-01"])
def test_years_beyond_all_calendars_are_told(folder: Path, value: str) -> None:
    """A year of many digits is an invalid dating, and no end of the command."""
    (folder / "a.xml").write_text(HEAD + f'<p><date when="{value}">x</date></p>' + TAIL)
    assert "[invalid-dating]" in call("check").output


@pytest.mark.parametrize("file", ["a:\x00", "../\x00", "\x00.xml", "x" * 5000, "../" * 2000 + "a"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_place_in_a_file_that_cannot_be_ends_no_report(
    tmp_path: Path, file: str, form: str
) -> None:
    """Found by the fuzzer: a name with a NUL, as the place of a problem or beside it."""
    (tmp_path / "a.xml").write_text(HEAD + TAIL)
    here = Location("a.xml", 1, 1)
    found = [
        problem("missing-file", "told", Location(file, 1, 1)),
        problem("missing-file", "told", here, related=(Location(file, 1, 1),)),
    ]
    told = format_report(Report(tuple(found), 1, tmp_path, tmp_path), form)
    assert "missing-file" in told
