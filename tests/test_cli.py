"""The command: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tei_edition import __version__
from tei_edition.cli import main
from tei_edition.problems import RULES

TEXT = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader/>
<text><body>
<p><persName ref="register.xml#kerenski">Kerensky</persName> {more}</p>
</body></text>
</TEI>
"""
REGISTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader/>
<standOff><listPerson><person xml:id="kerensky"><persName>Kerensky</persName></person></listPerson>
</standOff>
</TEI>
"""


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition, where we are: an error in a.xml, a note in the register."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "edition.toml").write_text('[check]\nschema = "none"\n', encoding="utf-8")
    (tmp_path / "tei" / "a.xml").write_text(TEXT.format(more=""), encoding="utf-8")
    good = TEXT.format(more="").replace("kerenski", "kerensky")
    (tmp_path / "tei" / "b.xml").write_text(good, encoding="utf-8")
    (tmp_path / "tei" / "register.xml").write_text(REGISTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command in this process; an exception that is no exit fails the test."""
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def codes(*arguments: str) -> list[str]:
    """The codes of the problems that `check` prints as JSON."""
    return [entry["code"] for entry in json.loads(run("check", "--format=json", *arguments).stdout)]


def test_version() -> None:
    """The command says its own name and version."""
    assert run("--version").stdout == f"tei-edition, version {__version__}\n"


def test_help_names_every_command() -> None:
    """Somebody who types the command alone learns what there is."""
    shown = run("--help").stdout

    for command in main.commands:
        assert f"\n  {command} " in shown


def test_check_reports_and_exits_with_1(edition: Path) -> None:
    """An error is shown with its place, line and hint; the status is 1."""
    result = run("check")

    assert result.exit_code == 1
    assert result.stdout == (
        'tei/a.xml:4:14: error: no person "kerenski" in the register [unknown-person]\n'
        '    4 │ <p><persName ref="register.xml#kerenski">Kerensky</persName> </p>\n'
        '      │              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: did you mean "kerensky"?\n'
        "1 error in 1 file\n"
    ).replace('no person "kerenski"', 'no person "register.xml#kerenski"')
    assert result.stderr == ""


def test_a_sound_edition_exits_with_0(edition: Path) -> None:
    """Nothing wrong is said in a line."""
    (edition / "tei" / "a.xml").unlink()

    result = run("check")

    assert (result.exit_code, result.stdout) == (0, "Sound: 2 files, no problems\n")


def test_quiet_says_nothing_but_problems(edition: Path) -> None:
    """No sum at the end, and nothing at all where nothing is wrong; the status tells."""
    loud = run("check")

    quiet = run("check", "--quiet")

    assert loud.stdout == f"{quiet.stdout}1 error in 1 file\n"
    assert quiet.exit_code == 1
    (edition / "tei" / "a.xml").unlink()
    assert (run("check", "-q").exit_code, run("check", "-q").output) == (0, "")


def test_statistics_sum_up_by_code(edition: Path) -> None:
    """A table instead of the problems; the status is the same."""
    result = run("check", "--statistics")

    assert result.exit_code == 1
    assert [line.split()[:4] for line in result.stdout.splitlines()] == [
        ["count", "severity", "code", "files"],
        ["1", "error", "unknown-person", "1"],
        ["1", "error", "in", "1"],
    ]


def test_only_the_named_file_is_told_but_judged_by_the_whole(edition: Path) -> None:
    """FILE limits what is shown, not what is known."""
    assert codes("tei/a.xml") == ["unknown-person"]
    assert codes("tei/b.xml") == []
    assert "Sound: 1 file," in run("check", "tei/b.xml").stdout


def test_a_file_that_the_edition_does_not_name_yet(edition: Path) -> None:
    """A file outside `texts` is judged against the edition all the same."""
    draft = TEXT.format(more="").replace("register.xml", "tei/register.xml")
    Path("draft.xml").write_text(draft, encoding="utf-8")

    assert codes("draft.xml") == ["unknown-person"]


def test_files_without_any_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without edition.toml the files named are an edition of their own."""
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text("<TEI>", encoding="utf-8")

    assert codes("a.xml") == ["xml-not-well-formed"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "unknown-*"], ["unknown-person"]),
        (["--select", "unknown-person", "--select", "xml-*"], ["unknown-person"]),
        (["--select", "xml-*"], []),
        (["--select", "xml-*, unknown-person"], ["unknown-person"]),
        (["--ignore", "xml-*,unknown-person,"], []),
        (["--ignore", "unknown-person"], []),
        (["--select", "unknown-*", "--ignore", "*-person"], []),
    ],
)
def test_select_and_ignore(arguments: list[str], expected: list[str], edition: Path) -> None:
    """Codes and patterns choose what is shown, and what decides the status."""
    assert codes(*arguments) == expected
    assert run("check", *arguments).exit_code == bool(expected)


def test_an_unknown_code_is_wrong_usage(edition: Path) -> None:
    """A slip in a code is answered with the nearest one, and status 2."""
    result = run("check", "--select", "unknown-persn")

    assert result.exit_code == 2
    assert 'did you mean "unknown-person"?' in result.stderr


def test_the_edition_decides_how_grave_a_code_is(edition: Path) -> None:
    """Severities and ignored codes of edition.toml count; --strict makes all of them fail."""
    settings = '[check]\nschema = "none"\nseverity = { unknown-person = "warning" }\n'
    Path("edition.toml").write_text(settings, encoding="utf-8")

    assert run("check").exit_code == 0
    assert "a.xml:4:14: warning: no person" in run("check").stdout
    assert run("check", "--strict").exit_code == 1

    Path("edition.toml").write_text(f'{settings}ignore = ["unknown-person"]\n', encoding="utf-8")

    assert codes() == []


def test_a_file_that_cannot_be_read_is_one_problem(edition: Path) -> None:
    """The other files are checked all the same."""
    Path("tei/b.xml").write_bytes(b"\xff\xfe\x00")

    assert codes("--ignore", "unreferenced-*") == ["unknown-person", "xml-encoding"]


def test_the_same_on_many_workers(edition: Path) -> None:
    """The number of workers changes nothing but the time."""
    assert run("check", "-j", "1").stdout == run("check", "-j", "3").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--edition", "none.toml", "check"], 'error: there is no file "none.toml" (hint: '),
        (["explain", "unknown-persn"], 'error: there is no problem "unknown-persn" (hint: did '),
        (["check", "none.xml"], "File 'none.xml' does not exist"),
        (["check", "-j", "0"], "0 is not in the range"),
        (["check", "--select", "xml-*,unknown-persn"], 'did you mean "unknown-person"?'),
        (["check", "--statistics", "--format=json"], "requires --format text"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], message: str, edition: Path) -> None:
    """What the user must correct in the command is reported on the standard error."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_without_an_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without an edition one line says what to do."""
    monkeypatch.chdir(tmp_path)

    result = run("check")

    assert result.exit_code == 2
    assert result.stderr == (
        "error: there is no edition.toml in this folder or above it "
        "(hint: go to the folder of your edition, or name it with --edition)\n"
    )


def test_another_edition_can_be_named(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--edition takes the file or its folder; paths are shown as seen from here."""
    elsewhere = edition / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert run("--edition", "..", "check").stdout.startswith("../tei/a.xml:4:14: error")
    assert run("--edition", "../edition.toml", "check").exit_code == 1
    assert run("check").exit_code == 1


def test_a_folder_that_cannot_be_written(edition: Path) -> None:
    """What the system refuses is described in a line."""
    Path("plain").write_text("no folder", encoding="utf-8")

    result = run("export", "text", "-o", "plain/texts")

    assert result.exit_code == 2
    assert result.stderr.startswith('error: "')
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("code", RULES)
def test_explain_prints_the_manual_page(code: str) -> None:
    """Every code has an explanation that begins with its name."""
    result = run("explain", code)

    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, code)


def test_explain_alone_lists_all_codes() -> None:
    """Somebody who knows no code finds them, under the headings of the manual."""
    groups = [group.splitlines() for group in run("explain").stdout.split("\n\n")]

    assert sorted(line.split()[0] for _, *lines in groups for line in lines) == sorted(RULES)
    assert all(not title.startswith(" ") for title, *_ in groups)


def test_no_traceback_and_no_colour_in_a_pipe(edition: Path) -> None:
    """As a program of its own, with a terminal that knows ASCII only, it says the same."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = (sys.executable, "-c", "from tei_edition.cli import main; main()", "check")

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert done.stdout.startswith("tei/a.xml:4:14: error: no person")
    assert done.stderr == ""


def test_the_command_imports_nothing_heavy_before_it_must() -> None:
    """Help and explanations come at once: neither Saxon nor Sphinx nor lxml is imported."""
    program = (
        "import sys; from tei_edition.cli import main\n"
        "try: main(['explain', 'unknown-person'])\n"
        "except SystemExit: pass\n"
        "heavy = {'saxonche', 'sphinx', 'lxml', 'rich'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )

    done = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_html_names_the_page_to_open(edition: Path) -> None:
    """The pages are written to the folder named, and the first of them is printed."""
    result = run("html", "tei/b.xml", "-o", "out")

    assert result.exit_code == 0
    page = Path(result.stdout.strip())
    assert page.parts[0] == "out"
    assert "Kerensky" in page.read_text(encoding="utf-8")


def test_build_stops_on_errors(edition: Path) -> None:
    """An unsound edition is not built; the problems are reported on the standard error."""
    result = run("build", "-o", "out")

    assert result.exit_code == 1
    assert "tei/a.xml:4:14: error: no person" in result.stderr
    assert result.stderr.endswith(
        "Nothing was built. Use --keep-going to build in spite of errors.\n"
    )
    assert result.stdout == ""
    assert not Path("out").exists()


def test_build_without_the_sphinx_project_that_is_named(edition: Path) -> None:
    """What is missing is named, and the key that says where it is looked for."""
    with Path("edition.toml").open("a") as file:
        file.write('[pages]\nsource = "site"\n')
    result = run("build", "--keep-going")

    assert result.exit_code == 2
    assert "it has no conf.py (hint: set source, in [pages] of edition.toml" in result.stderr


def test_build_without_any_sphinx_project(edition: Path) -> None:
    """The pages of the edition are the site, which begins with the page made of the headers."""
    result = run("build", "--keep-going", "-o", "out")

    assert result.stdout == "out/index.html\n", result.stderr
    assert 'href="edition/a.html"' in Path("out/index.html").read_text()
    assert "<h1" in Path("out/edition/a.html").read_text()


@pytest.mark.parametrize(
    ("builder", "entry"), [("html", "out/index.html"), ("text", "out/index.txt")]
)
def test_build_prints_the_page_to_open(builder: str, entry: str, edition: Path) -> None:
    """The last line on the standard output is the path of what was built."""
    Path("docs").mkdir()
    Path("docs/conf.py").write_text('extensions = ["tei_edition.sphinxext"]\n', encoding="utf-8")
    Path("docs/index.rst").write_text("Edition\n=======\n\n.. toctree::\n\n   edition/index\n")

    result = run("build", "--keep-going", "-b", builder, "-o", "out")

    assert result.exit_code == 1  # the edition has an error
    assert result.stdout.splitlines()[-1] == entry
    assert Path(entry).is_file()
