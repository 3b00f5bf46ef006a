"""The language server: the requests of the Language Server Protocol, and who answers them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from tei_edition import __version__
from tei_edition.editor import (
    acting,
    completing,
    hovering,
    looking_up,
    navigating,
    structure,
)
from tei_edition.editor.service import EditorService
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.project import Project

_TRIGGERS = ["<", "/", '"', "'", " ", "#"]
_WATCHED = ("**/*.xml", "**/edition.toml", "**/*.rng", "**/*.odd")
_REFUSED = -32803  # RequestFailed


class _Protocol(LanguageServerProtocol):
    """The protocol without the documents of the library, whose lines are not those of LSP."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Iterator[Any]:
        """Hand the document over."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Iterator[Any]:
        """Hand the changes over."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Iterator[Any]:
        """Hand over what is closed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class EditionServer(LanguageServer):
    """The server with what it knows."""

    def __init__(self) -> None:
        super().__init__("tei-edition", __version__, protocol_cls=_Protocol)
        self.wish = completing.Wish()
        self.service = EditorService(self._publish, self.tell)

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        document = self.service.documents.get(uri)
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri, diagnostics, version=document.version if document else None
            )
        )

    def tell(self, message: str) -> None:
        """Show a message in the editor program."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def find(self, uri: str) -> tuple[OpenDocument, Project] | None:
        """Return an open document with its edition."""
        document = self.service.documents.get(uri)
        return (document, self.service.find_project(document)) if document else None


def make_server() -> EditionServer:
    """Return a server that answers all requests."""
    server = EditionServer()
    _add_documents(server)
    _add_completion(server)
    _add_navigation(server)
    _add_structure(server)
    _add_actions(server)
    _add_look_up(server)
    return server


def serve() -> None:
    """CheckAnswer an editor program over the standard input and output until it ends."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    make_server().start_io()


def _add_documents(server: EditionServer) -> None:
    service = server.service

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        given = params.initialization_options
        service.is_schema_muted = isinstance(given, dict) and given.get("schema") is False
        completion = (
            params.capabilities.text_document and params.capabilities.text_document.completion
        )
        item = completion.completion_item if completion else None
        server.wish = completing.Wish(bool(item and item.snippet_support))
        service.unit = server.workspace.position_encoding or "utf-16"  # type: ignore[assignment]

    @server.feature(types.INITIALIZED)
    async def watch(_params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration(
            "watching", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        with contextlib.suppress(JsonRpcException):
            await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        service.open(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        service.change(params)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        service.save(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        service.close(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(_params: types.DidChangeWatchedFilesParams) -> None:
        service.refresh()

    @server.feature(types.SHUTDOWN)
    def shutdown(*_params: Any) -> None:
        asyncio.ensure_future(service.end())  # noqa: RUF006 - the program ends soon


def _add_completion(server: EditionServer) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True),
    )
    def complete(params: types.CompletionParams) -> types.CompletionList | None:
        if (found := server.find(params.text_document.uri)) is None:
            return None
        document, project = found
        offset = document.find_offset(params.position)
        return completing.complete(document, offset, project.entries, server.wish)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        for project in server.service.projects.values():
            completing.resolve(item, project.entries)
        return item

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        if (found := server.find(params.text_document.uri)) is None:
            return None
        document, project = found
        offset = document.find_offset(params.position)
        goal = navigating.find_goal(document, offset, project)
        file = project.name_file(document.path)
        findings = [
            finding
            for finding, diagnostic in server.service.list_diagnostics(project, file)
            if diagnostic.range.start <= params.position <= diagnostic.range.end
        ]
        ident = goal.id if goal else ""
        return hovering.hover(document, offset, project.entries, ident, findings)


def _add_navigation(server: EditionServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> types.Location | None:
        if (found := server.find(params.text_document.uri)) is None:
            return None
        document, project = found
        offset = document.find_offset(params.position)
        return navigating.find_definition(document, offset, project, server.service.unit)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def refer(params: types.ReferenceParams) -> list[types.Location]:
        if (found := server.find(params.text_document.uri)) is None:
            return []
        document, project = found
        offset = document.find_offset(params.position)
        has_own = params.context.include_declaration
        return navigating.find_references(
            document, offset, project, server.service.unit, has_own=has_own
        )

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        if (found := server.find(params.text_document.uri)) is None:
            return None
        document, project = found
        offset = document.find_offset(params.position)
        try:
            return navigating.rename(
                document, offset, project, params.new_name, server.service.unit
            )
        except EditionError as error:
            told = f"{error} ({error.hint})" if error.hint else str(error)
            raise JsonRpcException(told, code=_REFUSED) from None

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.Range | None:
        if (found := server.find(params.text_document.uri)) is None:
            return None
        document, project = found
        return navigating.find_renamed(document, document.find_offset(params.position), project)

    @server.feature(types.WORKSPACE_SYMBOL)
    def find_symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return [
            symbol
            for project in server.service.projects.values()
            for symbol in navigating.find_symbols(project, params.query)
        ]


def _add_structure(server: EditionServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def list_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = server.find(params.text_document.uri)
        return structure.list_symbols(found[0]) if found else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def list_folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        found = server.find(params.text_document.uri)
        return structure.list_folds(found[0]) if found else []

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def select(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        found = server.find(params.text_document.uri)
        if found is None:
            return []
        return [
            structure.find_selection(found[0], found[0].find_offset(place))
            for place in params.positions
        ]

    @server.feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE)
    def link(params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
        found = server.find(params.text_document.uri)
        if found is None:
            return None
        return structure.find_linked(found[0], found[0].find_offset(params.position))


def _add_actions(server: EditionServer) -> None:
    kinds = [
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.RefactorRewrite,
        types.CodeActionKind.SourceFixAll,
    ]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    def act(params: types.CodeActionParams) -> list[types.CodeAction]:
        if (found := server.find(params.text_document.uri)) is None:
            return []
        document, project = found
        start = document.find_offset(params.range.start)
        end = document.find_offset(params.range.end)
        file = project.name_file(document.path)
        known = server.service.list_diagnostics(project, file)
        here = [
            (finding, diagnostic)
            for finding, diagnostic in known
            if diagnostic.range.start <= params.range.end
            and params.range.start <= diagnostic.range.end
        ]
        actions = acting.list_fixes(here, project.find_document)
        whole = acting.fix_all((finding for finding, _ in known), project.find_document)
        actions += [whole] if whole else []
        actions += acting.list_wraps(document, start, end, project.entries)
        actions += looking_up.list_look_ups(document, start, project)
        wanted = params.context.only
        return [
            action
            for action in actions
            if not wanted or any(str(action.kind).startswith(str(kind)) for kind in wanted)
        ]


def _add_look_up(server: EditionServer) -> None:
    @server.command(looking_up.COMMAND)
    async def look_up(*arguments: str) -> None:
        request = looking_up.LookUpRequest(*arguments)
        if (found := server.find(request.uri)) is None:
            return
        document, project = found
        card = project.entries.by_id.get(request.entry)
        if card is None:
            return
        try:
            answers = await asyncio.to_thread(
                looking_up.look_up, request, card.name, card.kind, project.config
            )
            named = {looking_up.name_answer(answer): answer.id for answer in answers}
            chosen = await server.window_show_message_request_async(
                types.ShowMessageRequestParams(
                    types.MessageType.Info,
                    f"Who or what is {card.name}?",
                    [types.MessageActionItem(name) for name in named],
                )
            )
            if chosen is not None and chosen.title in named:
                ident = named[chosen.title]
                edit = looking_up.write_identifier(document, request, ident, project.config)
                await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit))
        except EditionError as error:
            server.tell(f"{error} ({error.hint})" if error.hint else str(error))
