"""What the server knows: open documents, their editions, and when these are checked."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import from_fs_path, to_fs_path

from tei_edition.config import find_config
from tei_edition.editor.check_process import CheckingProcess
from tei_edition.editor.document import OpenDocument
from tei_edition.editor.editions import find_schema
from tei_edition.editor.line_table import LineTable
from tei_edition.editor.project import Project
from tei_edition.editor.reporting import report
from tei_edition.runtime.files import real_path
from tei_edition.source.decoding import decode_file
from tei_edition.source.faults import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsprotocol import types

    from tei_edition.editor.line_table import Unit
    from tei_edition.editor.messages import CheckAnswer, Finding

# Seconds without a key until a file is judged by its schema, and further ones until all is checked.
_JUDGED = 0.15
_CHECKED = 0.35


class EditorService:
    """Documents and editions; `publish` and `warn` tell the editor program."""

    def __init__(
        self, publish: Callable[[str, list[types.Diagnostic]], None], warn: Callable[[str], None]
    ) -> None:
        self.unit: Unit = "utf-16"
        self.is_schema_muted = False
        self.documents: dict[str, OpenDocument] = {}
        self.projects: dict[tuple[str, Path], Project] = {}
        self._publish = publish
        self._warn = warn
        self._process = CheckingProcess()
        self._waiting: dict[Project, asyncio.Task[None]] = {}
        self._warned: dict[Project, str] = {}

    # Documents

    def open(self, item: types.TextDocumentItem) -> None:
        """Take a document that is open now."""
        found = to_fs_path(item.uri)
        if found is None or not found.lower().endswith((".xml", ".tei", ".odd")):
            return
        path = real_path(Path(found))
        project = self._find_project(path)
        schema = find_schema(path, item.text, project.config)
        document = OpenDocument(item.uri, path, item.text, item.version, self.unit, schema)
        document.is_unsaved = _read(path) != item.text
        document.walker.find_position(len(item.text))  # so that the first question is quick
        # What is there now stays: the collector of garbage need not look at it at every question.
        gc.freeze()
        self.documents[item.uri] = document
        project.documents[path] = document
        project.load()
        self._check_soon(project, document, at_once=True)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Follow the changes of a document."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            return
        for change in params.content_changes:
            document.change(change)
        document.version = params.text_document.version
        self._check_soon(self.find_project(document), document)

    def save(self, uri: str) -> None:
        """Note that a document was saved."""
        document = self.documents.get(uri)
        if document is not None:
            document.is_unsaved = _read(document.path) != document.text
            self._check_soon(self.find_project(document), document, at_once=True)

    def close(self, uri: str) -> None:
        """Forget a document; its file counts again."""
        document = self.documents.pop(uri, None)
        if document is None:
            return
        project = self.find_project(document)
        project.documents.pop(document.path, None)
        if not project.settings:
            self._publish(uri, [])
        if project.documents:
            self._check_soon(project, None, at_once=True)

    def refresh(self) -> None:
        """Check all editions again: files were changed by other programs."""
        for project in self.projects.values():
            project.load()
            self._check_soon(project, None, at_once=True)

    def find_project(self, document: OpenDocument) -> Project:
        """Return the edition of a document."""
        return self._find_project(document.path)

    def _find_project(self, path: Path) -> Project:
        settings = find_config(path.parent)
        folder = settings.parent if settings is not None else path.parent
        key = (str(settings or ""), folder)
        if key not in self.projects:
            self.projects[key] = Project(*key)
        return self.projects[key]

    async def end(self) -> None:
        """End what was started."""
        for task in self._waiting.values():
            task.cancel()
        await self._process.end()

    # Checking

    def _check_soon(
        self, project: Project, document: OpenDocument | None, *, at_once: bool = False
    ) -> None:
        """Check when nothing was written for a moment; what waits already is not done."""
        if project in self._waiting:
            self._waiting[project].cancel()
        task = asyncio.ensure_future(self._check(project, document, at_once=at_once))
        self._waiting[project] = task

    async def _check(
        self, project: Project, document: OpenDocument | None, *, at_once: bool
    ) -> None:
        if not at_once:
            await asyncio.sleep(_JUDGED)
            if document is not None and document.uri in self.documents:
                version = document.version
                answer = await self._process.ask(project.make_question(document), project.note)
                if document.version == version and not answer.error:
                    self._tell(project, answer, project.name_file(document.path))
            await asyncio.sleep(_CHECKED)
        if project.is_empty:
            return
        versions = {known: known.version for known in project.documents.values()}
        answer = await self._process.ask(project.make_question(), project.note)
        for known in project.documents.values():
            known.set_schema(find_schema(known.path, known.text, project.config))
        if all(known.version == version for known, version in versions.items()):
            self._tell(project, answer)
        if answer.error and self._warned.get(project) != answer.error:
            self._warn(answer.error)
        self._warned[project] = answer.error

    def _tell(self, project: Project, answer: CheckAnswer, only: str = "") -> None:
        if answer.error:
            return
        for file in project.take(answer.findings, only):
            self.tell_file(project, file)

    def tell_file(self, project: Project, file: str) -> None:
        """Tell the editor program what is wrong in a file."""
        document = project.find_document(file)
        found = [diagnostic for _, diagnostic in self.list_diagnostics(project, file)]
        uri = document.uri if document else name_uri(project.config.root / file)
        self._publish(uri, found)

    def list_diagnostics(
        self, project: Project, file: str
    ) -> list[tuple[Finding, types.Diagnostic]]:
        """Return what is wrong in a file, as the editor program shows it."""
        document = project.find_document(file)
        if document is not None:
            text, lines = document.text, document.lines
        else:
            text = _read(project.config.root / file) or ""
            lines = LineTable(text, self.unit)

        def name(other: str) -> str:
            opened = project.find_document(other)
            return opened.uri if opened else name_uri(project.config.root / other)

        return [
            (finding, report(finding, lines, text, name))
            for finding in project.findings.get(file, [])
            if not (self.is_schema_muted and finding.problem.code.startswith("schema-"))
        ]


def name_uri(path: Path) -> str:
    """Return the address of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def _read(path: Path) -> str | None:
    """Return the text of a file on the disk; None if there is none."""
    try:
        return decode_file(path, path.name)
    except FaultError:
        return None
