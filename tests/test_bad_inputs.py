"""Whatever lies in the folder of an edition, `check` tells what it is: one problem, no traceback.

Each input goes through the whole command, with the shipped schema and every check. What the
reader alone makes of more of them stands in test_source.py.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tei_edition.cli import main
from test_source import BOMBS

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<teiHeader><fileDesc>
<titleStmt><title>T</title><editor>E</editor></titleStmt>
<publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>
{more}</teiHeader>
<text xml:lang="en"><body>"""
TAIL = "</body></text></TEI>"
PREFIX = (
    '<encodingDesc><listPrefixDef><prefixDef ident="x" matchPattern="{}" '
    'replacementPattern="#$1"/></listPrefixDef></encodingDesc>'
)


def whole(body: str, more: str = "", before: str = "") -> str:
    """A sound TEI file with this body."""
    return before + HEAD.format(more=more) + body + TAIL


def doctype(subset: str) -> str:
    """A document type declaration."""
    return f"<!DOCTYPE TEI {subset}>\n"


STATUS = Path("/proc/self/status")
PERSON = '<listPerson><person xml:id="{}"><persName>K</persName></person></listPerson>'
NETWORK = "http://127.0.0.1:9/tei.dtd"

# What each is, what it holds, the code of its one problem, words of the message or hint.
BAD: dict[str, tuple[str | bytes, str, str]] = {
    "empty": (b"", "xml-unreadable", "is empty"),
    "blank": (b" \n ", "xml-unreadable", "is empty"),
    "gzip": (gzip.compress(whole("<p/>").encode(), mtime=0), "xml-unreadable", "gunzip"),
    "archive": (b"PK\x03\x04" + b"\0" * 99, "xml-unreadable", "unpack it"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "xml-unreadable", "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0" + b"\0" * 99, "xml-unreadable", "picture"),
    "plain text": (b"Only words.", "xml-not-well-formed", "Only words"),
    "JSON": (b'{"a": 1}', "xml-not-well-formed", '{"a'),
    "NUL bytes": (b"\0" * 100, "xml-not-well-formed", ""),
    "cut off": (whole("<p>words</p>")[:-30], "xml-not-well-formed", "file ends"),
    "two roots": (whole("<p/>") * 2, "xml-not-well-formed", "one root"),
    "Latin-1 as UTF-8": (whole("<p>Zoë</p>").encode("latin-1"), "xml-encoding", "eb are not"),
    "unknown encoding": (
        '<?xml version="1.0" encoding="x-no"?>' + whole("<p/>"), "xml-encoding", "UTF-8",
    ),
    "false UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?>' + whole("<p/>"), "xml-encoding", "UTF-8",
    ),
    "odd UTF-16": (b"\xff\xfe<\0\xd8", "xml-encoding", "utf-16"),
    "external entity": (
        whole("<p>&e;</p>", before=doctype('[<!ENTITY e SYSTEM "/etc/passwd">]')),
        "xml-external-entity", '"/etc/passwd"',
    ),
    "entity of the network": (
        whole("<p>&e;</p>", before=doctype(f'[<!ENTITY e SYSTEM "{NETWORK}">]')),
        "xml-external-entity", NETWORK,
    ),
    "entity of a network DTD": (
        whole("<p>&e;</p>", before=doctype(f'SYSTEM "{NETWORK}"')),
        "xml-undeclared-entity", '"&e;"',
    ),
    "XInclude of itself": (
        whole('<xi:include href="a.xml"/>'), "xinclude-failed", "includes itself",
    ),
    "XInclude outside": (
        whole('<xi:include href="../../b.xml"/>'), "xinclude-failed", "outside",
    ),
    "XInclude of nothing": (whole('<xi:include href="b.xml"/>'), "xinclude-failed", "no file"),
    "XInclude of the network": (
        whole(f'<xi:include href="{NETWORK}"/>'), "xinclude-failed", "no file",
    ),
    "P4": ("<TEI.2><teiHeader/></TEI.2>", "xml-not-tei", "P4"),
    "no namespace": (whole("<p/>").replace(' xmlns="http', ' n="http'), "xml-not-tei", "namespace"),
    "HTML": ("<html><body/></html>", "xml-not-tei", "<html>"),
    "a schema": (
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"/>', "xml-not-tei", "<grammar>",
    ),
    "id with a space": (whole('<p xml:id="a b">x</p>'), "malformed-id", '"a b"'),
    "id with markup": (whole('<p xml:id="&lt;b&gt;">x</p>'), "malformed-id", "<b>"),
    "id that is empty": (whole('<p xml:id="">x</p>'), "malformed-id", ""),
    "id of a path": (whole('<p xml:id="../a">x</p>'), "malformed-id", "../a"),
    "id twice": (whole('<p xml:id="a">x</p><p xml:id="a">y</p>'), "duplicate-id", '"a"'),
    "pointer of 5,000 signs": (
        whole(f'<p xml:id="{"a" * 5_000}">x<ref target="#{"a" * 5_001}">y</ref></p>'),
        "unknown-target", "aaa",
    ),
    "id of a look-alike": (
        whole(
            '<p><persName ref="#kerensky">K</persName> <persName ref="#kerensk\u0443">K</persName>'
            "</p>" + PERSON.format("kerensk\u0443")
        ),
        "unknown-person", '"\u0443" is a Cyrillic letter',
    ),
    "dangling pointer": (whole('<p><ref target="#no">x</ref></p>'), "unknown-target", '"no"'),
    "pointer that cannot be": (
        whole('<p><ref target="%00#a">x</ref></p>'), "unknown-target", "%00",
    ),
    "pointer to itself": (
        whole('<p><q xml:id="a" next="#a">x</q></p>'), "circular-pointer", "own element",
    ),
    "pointers in a circle": (
        whole('<p><q xml:id="a" next="#b">x</q><q xml:id="b" next="#a">x</q></p>'),
        "circular-pointer", '"b"',
    ),
    "pointer of the wrong kind": (
        whole('<p xml:id="a">x <persName ref="#a">K</persName></p>'), "wrong-entity-kind", "<p>",
    ),
    "pattern that explodes": (
        whole(f'<p><ref target="x:{"a" * 40}">x</ref></p>', PREFIX.format("(a+)+b")),
        "faulty-pattern", "never end",
    ),
    "pattern that is none": (
        whole('<p><ref target="x:a">x</ref></p>', PREFIX.format("(a")), "faulty-pattern", "(a",
    ),
    "depth of 10,000": (
        whole("<p>" + "<hi>" * 10_000 + "x" + "</hi>" * 10_000 + "</p>"), "xml-too-deep", "deep",
    ),
    "a control character": (whole("<p>a\x0cb</p>"), "xml-not-well-formed", "U+000C"),
    "a character that is none": (whole("<p>a&#xFFFF;b</p>"), "xml-not-well-formed", "character"),
    **{
        f"entity bomb: {name}": (bomb, "xml-entity-bomb", "declare no entity")
        for name, bomb in BOMBS.items()
    },
}  # fmt: skip


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Checks an edition of one file; answers its problems."""
    monkeypatch.chdir(tmp_path)

    def run(content: str | bytes, name: str = "a.xml") -> list[dict[str, Any]]:
        (tmp_path / "tei").mkdir(exist_ok=True)
        (tmp_path / "edition.toml").write_text("")
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (tmp_path / "tei" / name).write_bytes(data)
        done = CliRunner().invoke(
            main, ["check", "--jobs", "1", "--format", "json"], catch_exceptions=False
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        assert done.exit_code == bool([p for p in found if p["severity"] == "error"])
        return found

    return run


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_one_clear_problem(
    check: Callable[..., list[dict[str, Any]]], name: str
) -> None:
    """Its code is the right one, and it says what was found or what to do; in two seconds."""
    content, code, words = BAD[name]
    started = time.process_time()

    (found,) = check(content)

    assert time.process_time() - started < 2
    assert found["code"] == code
    assert words in f"{found['message']} {found['hint']}"
    assert found["location"]["file"] == "tei/a.xml"


GOOD = {
    "internal entities": whole(
        "<p>&lenin; &amp; &#x416;</p>", before=doctype('[<!ENTITY lenin "Lenin">]')
    ),
    "a network DTD that is not needed": whole("<p>x</p>", before=doctype(f'SYSTEM "{NETWORK}"')),
    "a mark of byte order": whole("<p>x</p>").encode("utf-8-sig"),
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?>' + whole("<p>Ж</p>"),
    "an id of 5,000 signs": whole(f'<p xml:id="{"a" * 5_000}">x</p>'),
    "an id of another alphabet": whole(
        '<p xml:id="керенский">x <ref target="#керенский">y</ref></p>'
    ),
    "a width of 100,000": whole("<p>a</p>" * 100_000),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_input_is_sound(check: Callable[..., list[dict[str, Any]]], name: str) -> None:
    """What looks like the bad ones, and is right, has no problem."""
    content = GOOD[name]
    if name == "UTF-16":
        content = str(content).encode("utf-16")

    assert check(content) == []


@pytest.mark.parametrize(
    "name",
    ["a b.xml", "a'b\"c.xml", "-a.xml", "a–b—c.xml", "[a](b){c}.xml", "$HOME.xml", "Жук 書.xml",
     "a&b%20;c.xml", "a#b?c.xml", "*.xml", "%s.xml"],
)  # fmt: skip
def test_any_name_of_a_file_will_do(check: Callable[..., list[dict[str, Any]]], name: str) -> None:
    """A problem names its file as it is called."""
    told = check(whole('<p><ref target="#no">x</ref></p>'), name)
    (found,) = [problem for problem in told if problem["code"] != "unportable-name"]

    assert found["location"]["file"] == f"tei/{name}"


def test_a_folder_may_be_called_xml(
    check: Callable[..., list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Among the texts it is passed over; named on the command line it is refused in words."""
    (tmp_path / "tei/folder.xml").mkdir(parents=True)

    assert check(whole("<p>x</p>")) == []
    done = CliRunner().invoke(main, ["check", "tei/folder.xml"], catch_exceptions=False)
    assert done.exit_code in {1, 2}
    assert "folder.xml" in done.output


@pytest.mark.skipif(not STATUS.is_file(), reason="this system does not tell what memory was used")
def test_all_bombs_together_need_little_memory(tmp_path: Path) -> None:
    """One process that meets each kind of bomb stays under 200 MB, and tells one problem each."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "edition.toml").write_text('[check]\nschema = "none"\n')
    for number, bomb in enumerate(BOMBS.values()):
        (tmp_path / f"tei/{number}.xml").write_text(bomb)
    # The peak of this process would count those of the tests before it: it tells its own.
    program = (
        "import sys; from tei_edition.cli import main\n"
        "try: main(['check', '--jobs', '1', '--format', 'json'])\n"
        f"finally: print(open('{STATUS}').read(), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert [p["code"] for p in json.loads(done.stdout)] == ["xml-entity-bomb"] * len(BOMBS)
    peak = re.search(r"VmHWM:\s*(\d+) kB", done.stderr)
    assert peak
    assert int(peak[1]) < 200_000
