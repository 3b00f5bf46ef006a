"""The how-to guides on the report: what they show is what the program says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from tei_edition.cli import main

REPOSITORY = Path(__file__).parents[1]
GUIDES = REPOSITORY / "docs" / "manual" / "how-to"

_CALL = re.compile(r"tei-edition (check .*?)(?: >.*)?$", re.MULTILINE)


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The edition of the guide, where we are."""
    shutil.copytree(GUIDES / "report", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> str:
    """What the check prints on its standard output."""
    result = CliRunner().invoke(main, ["check", "-j1", *arguments], catch_exceptions=False)
    assert result.exit_code == 1
    return result.stdout


@pytest.mark.parametrize(
    ("file", "arguments"),
    [
        ("check.txt", ()),
        ("statistics.txt", ("--statistics",)),
        ("fix-hints.txt", ("--fix-hints",)),
    ],
)
def test_the_guide_shows_what_is_printed(
    file: str, arguments: tuple[str, ...], diary: Path
) -> None:
    """The outputs in the guide are those of this version; if this is meant, save them anew."""
    assert check(*arguments) == (GUIDES / "report" / file).read_text(encoding="utf-8")


@pytest.mark.program("patch")
def test_the_guide_shows_what_changes(diary: Path) -> None:
    """After the diff of the guide, watching tells what the guide shows."""
    from tei_edition import report

    kept: list[report.Report] = []

    def keep(found: report.Report, _name: str) -> str:
        kept.append(found)
        return ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "format_report", keep)
        check()
        subprocess.run(("patch", "-p1", "-s", "-i", "fix-hints.txt"), check=True)
        check()

    told = report.format_changes(*kept)
    assert told == (GUIDES / "report" / "watch.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("schema", "file"), [("github-workflows", "github.yml"), ("gitlab-ci", "gitlab.yml")]
)
def test_the_workflows_are_as_their_hosts_want_them(schema: str, file: str) -> None:
    """The examples are valid by the schemas of GitHub and GitLab."""
    name = f"vendor.{schema}"
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", name, file)
    done = subprocess.run(command, cwd=GUIDES / "ci", capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_commands_in_the_examples_work(diary: Path) -> None:
    """Every call of the program in an example is one that it understands."""
    found = [
        call
        for file in sorted((GUIDES / "ci").glob("*.yml"))
        for call in _CALL.findall(file.read_text(encoding="utf-8"))
    ]

    assert len(found) == 7
    for call in found:
        assert CliRunner().invoke(main, call.split()).exit_code == 1


def test_the_hooks_of_pre_commit_work(diary: Path) -> None:
    """Each hook calls a command that there is, with the files that it says or with none."""
    read = YAML(typ="safe").load
    register = diary / "tei" / "register.xml"
    words = register.read_text(encoding="utf-8")
    register.write_text(words.replace("</person>", "<head/></person>", 1), encoding="utf-8")
    hooks = {hook["id"]: hook for hook in read(REPOSITORY / ".pre-commit-hooks.yaml")}
    example = read(GUIDES / "ci" / "pre-commit.yml")

    assert {"id", "name", "entry", "language"} <= set.intersection(*map(set, hooks.values()))
    assert all(hook["id"] in hooks for repo in example["repos"] for hook in repo["hooks"])
    committed = ("tei/diary.xml", "edition.toml", "README.md")
    changed = {
        name: [file for file in committed if re.search(hook["files"], file)]
        for name, hook in hooks.items()
    }
    assert changed == {
        "tei-edition-check": ["tei/diary.xml"],
        "tei-edition-check-all": ["tei/diary.xml", "edition.toml"],
    }
    for name, hook in hooks.items():
        files = changed[name] if hook.get("pass_filenames", True) else []
        program, *arguments = hook["entry"].split()
        assert program == "tei-edition"
        result = CliRunner().invoke(main, [*arguments, *files])
        assert result.exit_code == 1
        assert ("tei/register.xml:" in result.stdout) is not bool(files)
