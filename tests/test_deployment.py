"""A new edition brings what publishes it; the project can be used as an action and a container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from building import REPOSITORY
from tei_edition.editing import deployment
from tei_edition.editing.scaffold import create_edition

if TYPE_CHECKING:
    from pathlib import Path

MANUAL = REPOSITORY / "docs/manual/how-to/ci"


def read(text: str) -> Any:
    """A file in YAML as data."""
    return YAML(typ="safe").load(text)


def list_commands(jobs: dict[str, Any]) -> list[str]:
    """What the jobs of a workflow run, in order."""
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def test_a_new_edition_has_what_publishes_it(tmp_path: Path) -> None:
    """For both hosts, with what they install."""
    written = create_edition(tmp_path / "new")

    names = {path.relative_to(tmp_path / "new").as_posix() for path in written}
    assert {".github/workflows/edition.yml", ".gitlab-ci.yml", "requirements.txt"} <= names


def test_github_checks_then_builds_then_publishes() -> None:
    """The site is what is published, from the default branch alone, by the one job that may."""
    workflow = read(deployment.GITHUB)
    jobs = workflow["jobs"]

    assert list_commands(jobs) == [
        "pip install -r requirements.txt", "tei-edition check --format github",
        "tei-edition build",
    ]  # fmt: skip
    (upload,) = (s for s in jobs["build"]["steps"] if "upload-pages" in s.get("uses", ""))
    assert upload["with"]["path"] == "build/html"
    assert jobs["publish"]["needs"] == "build"
    assert "default_branch" in jobs["publish"]["if"]
    assert workflow["permissions"] == {"contents": "read"}
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_gitlab_publishes_the_folder_that_it_knows() -> None:
    """`public`, after the check."""
    jobs = read(deployment.GITLAB)

    assert jobs["pages"]["script"] == ["tei-edition build -o public"]
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert jobs["pages"]["needs"] == ["check"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("publish-github.yml", deployment.GITHUB), ("publish-gitlab.yml", deployment.GITLAB)],
)
def test_the_manual_shows_what_is_written(name: str, text: str) -> None:
    """Word by word."""
    assert (MANUAL / name).read_text(encoding="utf-8") == text


def test_the_action_runs_the_command_with_its_inputs() -> None:
    """All inputs are used, and none is put into a command unquoted."""
    text = (REPOSITORY / "action.yml").read_text(encoding="utf-8")
    action = read(text)
    runs = [step["run"] for step in action["runs"]["steps"] if "run" in step]

    assert all(f"inputs.{name}" in text for name in action["inputs"])
    assert not any("${{" in command for command in runs)
    assert [command.split()[:2] for command in runs[1:]] == [
        ["tei-edition", "check"], ["tei-edition", "build"],
    ]  # fmt: skip
    assert all("shell" in step for step in action["runs"]["steps"] if "run" in step)


def test_a_site_tells_github_to_leave_it_alone(site: Path) -> None:
    """Else its folders of assets would be left out."""
    assert (site / ".nojekyll").read_bytes() == b""
