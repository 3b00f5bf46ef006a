"""Sphinx projects with staged pages written by hand, built for real without the pipeline."""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tei_edition.facts.header import Header
from tei_edition.facts.text import Edition, Text
from tei_edition.publishing.staging import StagedFile, Staging
from tei_edition.sphinxext import staging

if TYPE_CHECKING:
    from collections.abc import Callable

    from tei_edition.config import Config
    from tei_edition.problems import Problem

ROOTS = Path(__file__).resolve().parents[1] / "roots"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Project:
    """A copy of a test root; what the pipeline would say is said by its attributes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.downloads: list[StagedFile] = []
        self.warnings = ""
        self.wrote: list[str] = []

    def stage(self, config: Config, workers: int, **_settings: bool) -> Staging:
        """Stand in for the pipeline: the pages lie there already."""
        assert workers >= 1
        header = Header(title="A small edition", publisher="The press", date="2026")
        edition = Edition((Text("october.xml", header, {}),), ())
        assert config.source_folder == self.folder
        return Staging(edition, tuple(self.problems), tuple(self.downloads), (), ())

    def build(
        self,
        builder: str = "html",
        *,
        parallel: int = 0,
        output: str = "build",
        warnings: bool = False,
        **settings: object,
    ) -> Path:
        """Build, and give the folder of the output; any warning fails unless they are wanted."""
        stream = io.StringIO()
        self.wrote = []
        output_folder = self.folder / output / builder
        with patch_docutils(self.folder), docutils_namespace():
            app = Sphinx(
                self.folder,
                self.folder,
                output_folder,
                self.folder / output / f"doctrees-{builder}",
                builder,
                confoverrides=dict(settings),
                status=None,
                warning=stream,
                parallel=parallel,
            )
            app.connect("html-page-context", lambda _app, page, *_: self.wrote.append(page))
            app.build()
        self.warnings = _COLOURS.sub("", stream.getvalue())
        if not warnings:
            assert self.warnings == ""
        return output_folder

    def read(self, path: str) -> str:
        """A file of the project."""
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file of the project, later than all that was built."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words that stand once in a file."""
        text = self.read(path)
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))


@pytest.fixture
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Project]:
    """Copies of test roots, staged by hand."""

    def make(root: str) -> Project:
        folder = tmp_path / root
        shutil.copytree(ROOTS / f"test-{root}", folder)
        project = Project(folder)
        monkeypatch.setattr(staging, "stage_edition", project.stage)
        return project

    return make


@pytest.fixture
def nodes_project(make_project: Callable[[str], Project]) -> Project:
    """The project whose pages hold every node of ours."""
    return make_project("sphinx-nodes")


def list_files(folder: Path) -> list[str]:
    """All files below a folder, with slashes."""
    return sorted(
        os.path.relpath(Path(parent) / name, folder).replace(os.sep, "/")
        for parent, _, names in os.walk(folder)
        for name in names
    )
