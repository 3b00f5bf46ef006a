"""An edition whose files are open in an editor program: its facts, its files, its problems."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tei_edition.config import list_files
from tei_edition.editor.editions import load_edition
from tei_edition.editor.messages import CheckRequest, Finding, Index
from tei_edition.editor.offering import Entries
from tei_edition.editor.pointing import Pointers, read_texts
from tei_edition.problems import EditionError
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.messages import CheckAnswer

_BY_SCHEMA = ("schema-", "xml-")


class Project:
    """An edition, by its edition.toml; or, without one, the open files of a folder.

    `documents` are the open files by their paths.
    """

    def __init__(self, settings: str, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.entries = Entries(Index())
        self.documents: dict[Path, OpenDocument] = {}
        self.findings: dict[str, list[Finding]] = {}
        self.config: Config = self._load()

    def _load(self) -> Config:
        try:
            return load_edition(self.settings, self.folder, self._list_saved())
        except EditionError:  # checking reports it
            return load_edition("", self.folder, self._list_saved())

    def _list_saved(self) -> list[Path]:
        """Return the open files that are on the disk: a new one is there when it is saved."""
        return [path for path in self.documents if path.is_file()]

    def load(self) -> None:
        """Read edition.toml again, if it can be read."""
        self.config = self._load()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to check as a whole."""
        return not self.settings and not self._list_saved()

    def name_file(self, path: Path) -> str:
        """Return a file as problems name it."""
        return relative_name(path, self.config.root)

    def find_document(self, file: str) -> OpenDocument | None:
        """Return the open document of a file."""
        return self.documents.get(self.config.root / file)

    def make_question(self, only: OpenDocument | None = None) -> CheckRequest:
        """Return what to ask the process that checks, about the edition or one file."""
        unsaved = {
            str(path): document.text
            for path, document in self.documents.items()
            if document.is_unsaved or document is only
        }
        files = [str(path) for path in self._list_saved()]
        only_path = str(only.path) if only else ""
        return CheckRequest(self.settings, str(self.folder), files, unsaved, only_path)

    def note(self, answer: CheckAnswer) -> None:
        """Take the index of an answer: it comes once, even where its problems are outdated."""
        if answer.index is not None:
            self.entries = Entries(answer.index)

    def take(self, findings: list[Finding], only: str = "") -> set[str]:
        """Remember what is wrong now, or in one file by its schema; return the files concerned."""
        by_file: dict[str, list[Finding]] = {}
        for finding in findings:
            by_file.setdefault(finding.problem.location.file, []).append(finding)
        if only:
            known = self.findings.get(only, [])
            kept = [f for f in known if not f.problem.code.startswith(_BY_SCHEMA)]
            self.findings[only] = [*by_file.get(only, []), *kept]
            return {only}
        concerned = {*self.findings, *by_file}
        self.findings = by_file
        return concerned

    def read_pointers(self) -> Pointers:
        """Return the identifiers and pointers in all files as they are now."""
        paths = dict.fromkeys(self.documents)
        with contextlib.suppress(EditionError):  # checking reports it
            paths = dict.fromkeys((*list_files(self.config), *self.documents))
        files = [(self.name_file(path), path) for path in paths]
        opened = {path: document.text for path, document in self.documents.items()}
        return Pointers(read_texts(files, opened), self.entries.index)
