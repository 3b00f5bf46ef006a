"""`check --fix`: certain corrections are written, and nothing else is."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from test_fix_hints import DOUBTS, KEYED, SLIPS, edition, list_codes, write

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["edition"]


def fix(*arguments: str, answers: Sequence[str] = ()) -> Result:
    """Run the check with its corrections, in this process."""
    return CliRunner().invoke(
        main,
        ["check", "-j1", "--fix", *arguments],
        input="".join(f"{answer}\n" for answer in answers),
        catch_exceptions=False,
    )


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize(("code", "wrong", "right"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_corrected_and_no_other_byte(
    code: str, wrong: str, right: str, encoding: str
) -> None:
    """The file is the one that the editor would have written, with its line ends and encoding."""
    path = write(right, end="\r\n", encoding=encoding)
    expected = path.read_bytes()
    write(wrong, end="\r\n", encoding=encoding)

    done = fix()

    assert path.read_bytes() == expected
    assert f"[{code}]" in done.stdout
    assert re.match(r"[12] corrected\n", done.stdout)
    assert done.exit_code == 0
    assert list_codes() == []


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("doubt", DOUBTS.values(), ids=DOUBTS)
def test_what_is_not_certain_is_left(doubt: str) -> None:
    """The problem is reported as ever, and the file is the same."""
    path = write(doubt)
    before = path.read_bytes()

    done = fix()

    assert path.read_bytes() == before
    assert "Nothing was corrected\n" in done.stdout
    assert done.exit_code == 1


@pytest.mark.usefixtures("edition")
def test_a_second_run_changes_nothing() -> None:
    """What is corrected stays as it is."""
    path = write(SLIPS["value"][1])
    fix()
    after = path.stat()

    fix()

    assert path.stat().st_mtime_ns == after.st_mtime_ns


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("answers", "corrected"),
    [("yn", [0]), ("ny", [1]), ("a", [0, 1]), ("na", [1]), ("q", []), ("yq", [0])],
)
def test_each_correction_can_be_asked_for(answers: str, corrected: list[int]) -> None:
    """Those are written that the editor says yes to."""
    slips = SLIPS["value"], SLIPS["date in words"]
    path = write(" ".join(wrong for _, wrong, _ in slips))
    before = path.read_text("utf-8")

    done = fix("--interactive", answers=answers)

    expected = before
    for number in corrected:
        expected = expected.replace(slips[number][1], slips[number][2])
    assert path.read_text("utf-8") == expected
    assert '1 of 2: "hgh" becomes "high".' in done.stdout


@pytest.mark.usefixtures("edition")
def test_only_problems_that_are_selected_are_corrected() -> None:
    """`--select` and FILE narrow the corrections as they narrow the report."""
    _, wrong, right = SLIPS["value"]
    other = SLIPS["pointer"][1]
    path, second = write(f"{wrong} {other}"), write(wrong, "b.xml")
    untouched = second.read_bytes()

    fix("--select", "schema-bad-value", str(path))

    assert f"{right} {other}" in path.read_text("utf-8")
    assert second.read_bytes() == untouched


@pytest.mark.usefixtures("edition")
def test_the_mode_of_a_file_and_a_link_are_kept() -> None:
    """What a link leads to is written, not the link, and who may read it may still."""
    path = write(SLIPS["value"][1])
    path.chmod(0o640)
    Path("tei/real").mkdir()
    path.rename("tei/real/a.xml")
    path.symlink_to("real/a.xml")

    fix()

    assert path.is_symlink()
    assert SLIPS["value"][2] in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in Path("tei/real").iterdir()] == ["a.xml"]


@pytest.mark.usefixtures("edition")
def test_a_file_that_was_saved_in_the_meantime_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor's own change is worth more; the exit status says that something was not done."""
    path = write(SLIPS["value"][1])
    theirs = path.read_bytes().replace(b"Caf", b"caf")
    settle = "tei_edition.editing.correction.revise"
    from tei_edition.editing.revision import revise

    def save(*arguments: object, **options: object) -> object:
        revision = revise(*arguments, **options)  # type: ignore[arg-type]
        path.write_bytes(theirs)
        return revision

    monkeypatch.setattr(settle, save)

    done = fix()

    assert path.read_bytes() == theirs
    assert "saved in the meantime" in done.stderr
    assert done.exit_code == 1


@pytest.mark.usefixtures("edition")
def test_a_value_with_a_reference_is_left() -> None:
    """Characters that a reference stands for are not known by their places."""
    path = write(f'{KEYED} <hi cert="h&#103;h">x</hi>')
    before = path.read_bytes()

    fix()

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--fix-hints"], "cannot be combined"),
        (["--watch"], "cannot be combined"),
        (["--write-baseline", "b.json"], "cannot be combined"),
        (["--format", "json"], "requires --format text"),
    ],
)
@pytest.mark.usefixtures("edition")
def test_other_output_is_refused(options: list[str], told: str) -> None:
    """Options that do not go together are an error in words."""
    done = fix(*options)

    assert done.exit_code == 2
    assert told in done.stderr
