"""What depends on a file that cannot be read is not judged; the summary says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

if TYPE_CHECKING:
    from click.testing import Result

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
    "<teiHeader>{}</teiHeader><text><body>{}</body></text></TEI>"
)
WITNESSES = (
    '<fileDesc><sourceDesc><listWit><witness xml:id="{}"/></listWit></sourceDesc></fileDesc>'
)
REGISTER = (
    "<listPerson>"
    '<person xml:id="ada"><persName>Ada</persName></person>'
    '<person xml:id="bob"><persName>Bob</persName></person>'
    "</listPerson>"
)
SETTINGS = """
[edition]
texts = ["tei/*.xml"]
[check]
schema = "none"
ignore = ["incomplete-header", "citation-incomplete", "undeclared-language"]
"""
FIRST = '<p><persName ref="#ada">Ada</persName> <rs xml:id="said">said</rs> so.</p>'
SECOND = '<p><persName ref="#bob">Bob</persName> said so, <ref target="a.xml#said">too</ref>.</p>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of two texts and a register, which is sound."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tei").mkdir()
    (tmp_path / "edition.toml").write_text(SETTINGS)
    write("a", FIRST)
    write("b", SECOND)
    write("register", REGISTER)
    assert "Sound" in run("check").stdout
    return tmp_path


def write(name: str, body: str, header: str = "") -> None:
    """Write a file of the edition."""
    Path(f"tei/{name}.xml").write_text(HEAD.format(header, body))


def run(*arguments: str) -> Result:
    """Run a command in the folder of the edition."""
    return CliRunner().invoke(main, arguments)


BROKEN = {
    "a tag that is not closed": FIRST.replace("so.</p>", "so."),
    "an entity that is not declared": FIRST.replace("so.", "&so;"),
    "a missing include": f'{FIRST}<xi:include href="none.xml"/>',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_depends_on_a_broken_text_is_not_told(body: str, folder: Path) -> None:
    """The cause is the only problem: no entry is unreferenced, no pointer leads nowhere."""
    write("a", body)

    result = run("check")

    assert result.exit_code == 1
    assert "1 error in 1 file\nNot checked, because tei/a.xml cannot be read: " in result.stdout
    unchecked = (
        result.stdout.splitlines()[-1].partition("cannot be read: ")[2].rstrip(".").split(", ")
    )
    assert "unreferenced register entries" in unchecked
    assert len(unchecked) == len({*unchecked})


def test_names_are_not_told_where_the_register_is_broken(folder: Path) -> None:
    """Its entries are looked for in its text: a name that even this lacks is still a problem."""
    write("register", REGISTER.replace("</listPerson>", ""))
    assert "1 error in 1 file" in run("check").stdout

    write("b", SECOND.replace("#bob", "#bobby"))
    assert 'no person "bobby" in the register' in run("check").stdout


def test_witnesses_of_a_broken_file_are_not_told(folder: Path) -> None:
    """A siglum may be declared in the file that cannot be read."""
    app = '<p><app><lem wit="#N">one</lem><rdg wit="#L">two</rdg></app></p>'
    write("a", app, WITNESSES.format("N"))
    write("b", SECOND.replace("a.xml#said", "a.xml"), WITNESSES.format("L"))
    assert "unknown-witness" not in run("check").stdout
    Path("tei/b.xml").write_text(Path("tei/b.xml").read_text().replace("</p>", ""))

    assert "1 error in 1 file" in run("check").stdout


def test_identifiers_are_looked_for_in_what_a_broken_text_includes(folder: Path) -> None:
    """Entries may stand in an included file: only what none of these files has is reported."""
    Path("part.xml").write_text('<person xmlns="http://www.tei-c.org/ns/1.0" xml:id="eve"/>')
    write("register", '<listPerson><xi:include href="../part.xml"/></listPerson><p>')
    write("b", SECOND.replace("#bob", "#eve"))
    assert "eve" not in run("check").stdout

    write("b", SECOND.replace("#bob", "#adam"))
    assert 'no person "adam"' in run("check").stdout


def test_an_instruction_is_not_idle_where_nothing_was_looked_for(folder: Path) -> None:
    """What is not checked cannot show that an instruction has no effect."""
    write("b", f"<?tei-edition ignore unknown-person?>{SECOND.replace('#bob', '#rob')}")
    assert "idle" not in run("check").stdout
    write("register", REGISTER.replace("</listPerson>", '<person xml:id="rob"/>'))

    assert "1 error in 1 file" in run("check").stdout


def test_a_copy_text_waits_for_all_texts_of_its_witness(folder: Path) -> None:
    """The words of a broken text are not missed in the copy-text."""
    with Path("edition.toml").open("a") as file:
        file.write('[check.copy_text]\nN = "n.txt"\n')
    write("register", REGISTER, WITNESSES.format("N"))
    Path("n.txt").write_text("Ada said so.\nBob said so, too.\n")
    assert "Sound" in run("check").stdout
    write("a", FIRST.replace("so.</p>", "so."))

    result = run("check")

    assert "1 error in 1 file" in result.stdout
    assert "copy-texts" in result.stdout.splitlines()[-1]


def test_a_build_that_keeps_going_names_what_it_leaves_out(folder: Path) -> None:
    """The names are said at the end and on the contents page; the exit status is 1."""
    write("a", FIRST.replace("so.</p>", "so."))

    result = CliRunner().invoke(main, ["build", "--keep-going", "-b", "text", "-o", "out"])

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "Left out: tei/a.xml"
    assert "tei/a.xml" in Path("out/edition/index.txt").read_text()
