"""Every code of a problem has a manual page, a bad example and a good one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from tei_edition.problems import RULES
from tei_edition.report.explanations import read_explanation

HERE = Path(__file__).parent
FOLDERS = HERE / "problems"
MANUAL = HERE.parent / "docs" / "manual" / "reference" / "problems"

# What only the stylesheets find is reported by the command that runs them.
_HTML = ("html", "--output", "out")
# So is what is wrong with an ODD.
_COMPILE = ("schema", "compile", "--output", "out/my.rng")
COMMANDS = {
    "stylesheet-failed": _HTML,
    "unhandled-element": _HTML,
    **dict.fromkeys((code for code in RULES if code.startswith("odd-")), _COMPILE),
}


def run(code: str, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """What the command says about `name` in a copy of a code's folder, beside the small schema.

    `name.toml`, where there is one, is the edition of the file; else the folder's edition.toml,
    else the one that all folders share.
    """
    shutil.copy(FOLDERS / "edition.toml", folder)
    shutil.copy(FOLDERS / "small.rng", folder)
    shutil.copytree(FOLDERS / code, folder / code)
    monkeypatch.chdir(folder / code)
    own = Path(f"{name}.toml")
    edition = ("--edition", str(own)) if own.exists() else ()
    command = COMMANDS.get(code, ("check", "--jobs", "1"))
    # The small schema lies in the folder above.
    allowed = () if code == "outside-path" else ("--allow-outside",)
    return CliRunner().invoke(
        main, [*edition, *allowed, *command, f"{name}.xml"], catch_exceptions=False
    )


def report(result: Result) -> str:
    """What a command says about problems, without the page that `html` names."""
    return re.sub(r"^out/.*\n", "", result.stdout, flags=re.MULTILINE) + result.stderr


def test_every_code_has_its_folder_and_its_page() -> None:
    """No code is without examples and explanation, and none is left over."""
    assert {path.name for path in FOLDERS.iterdir() if path.is_dir()} == set(RULES)
    assert {path.stem for path in MANUAL.glob("*.rst")} == {*RULES, "index"}


@pytest.mark.parametrize("code", RULES)
def test_a_page_explains_its_code(code: str) -> None:
    """A page has the rule's own sentence, its severity, and a wrong and a right example."""
    page = read_explanation(code)

    assert page.startswith(f"{code}\n{'=' * len(code)}\n\n{RULES[code].summary}\n")
    assert f"\nSeverity: {RULES[code].severity}\n" in page
    for part in ("What it means", "Why it matters", "How to correct it", "Wrong:", "Right:"):
        assert f"\n{part}\n" in page


@pytest.mark.parametrize("code", RULES)
def test_an_explanation_is_plain_text(code: str) -> None:
    """Nothing of reStructuredText is left in what `explain` prints."""
    assert not re.search(r"``|\.\. |:\w+:`|:Severity:", read_explanation(code))


@pytest.mark.parametrize("code", RULES)
def test_the_bad_example_is_reported(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bad example gives exactly the report that stands beside it."""
    expected = (FOLDERS / code / "expected.txt").read_text(encoding="utf-8")

    assert report(run(code, "bad", tmp_path, monkeypatch)) == expected
    assert f"[{code}]" in expected


@pytest.mark.parametrize("code", RULES)
def test_the_good_example_is_sound(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The good example has none of the problems of its code, nor any other."""
    result = run(code, "good", tmp_path, monkeypatch)

    assert report(result) in {"Sound: 1 file, no problems\n", ""}
    assert result.exit_code == 0
