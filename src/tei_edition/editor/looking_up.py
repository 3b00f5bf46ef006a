"""Look an entry of a register up in an authority file from an editor program."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from lsprotocol import types

from tei_edition.editing.authority_answers import KeptAnswers
from tei_edition.editing.identifying import find_lookup, place_identifier
from tei_edition.editor.acting import edit_document
from tei_edition.facts.registers import Kind
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.editing.authority_service import AuthorityAnswer
    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.messages import Card
    from tei_edition.editor.project import Project

COMMAND = "tei-edition.lookUp"


class LookUpRequest(NamedTuple):
    """What the command is called with: the table of the service, the entry and its document."""

    service: str
    entry: str
    uri: str


def list_look_ups(
    document: OpenDocument, offset: int, project: Project
) -> Iterator[types.CodeAction]:
    """Yield an action for each service that may know the entry at a place."""
    card = _find_entry(document, offset, project)
    if card is None:
        return
    known = _list_types(document, card.id)
    for service in project.config.authorities:
        lookup = find_lookup(project.config, service)
        if lookup.is_asked(Kind(card.kind)) and lookup.type.casefold() not in known:
            host = urlsplit(lookup.address).netloc
            request = LookUpRequest(service, card.id, document.uri)
            title = f"Look up {card.name} in {lookup.type} (asks {host})"
            yield types.CodeAction(
                title=title,
                kind=types.CodeActionKind.RefactorRewrite,
                command=types.Command(title, COMMAND, arguments=list(request)),
            )


def look_up(request: LookUpRequest, name: str, kind: str, config: Config) -> list[AuthorityAnswer]:
    """Return the answers of a service about an entry; raises EditionError if there are none."""
    lookup = find_lookup(config, request.service)
    query = lookup.make_query(name, Kind(kind))
    kept = KeptAnswers(lookup.address, config.cache_folder)
    kept.ask([query])
    answers = [answer for answer in kept.find(query) or () if lookup.is_identifier(answer.id)]
    if not answers:
        raise EditionError(f"{lookup.type} has no answer for {query.words}")
    return answers


def name_answer(answer: AuthorityAnswer) -> str:
    """Return an answer as one of the choices of a message."""
    told = ", ".join((answer.description, *answer.types) if answer.description else answer.types)
    return f"{answer.name} ({told}) {answer.id}" if told else f"{answer.name} {answer.id}"


def write_identifier(
    document: OpenDocument, request: LookUpRequest, ident: str, config: Config
) -> types.WorkspaceEdit:
    """Return the edit that writes an identifier into an entry; raises EditionError."""
    lookup = find_lookup(config, request.service)
    value = lookup.read_identifier(ident)
    place = place_identifier(document.text, request.entry, lookup.type, value)
    if place is None:
        raise EditionError(
            f'the entry "{request.entry}" has no name after which an identifier could be written'
        )
    piece = (place.start, place.end, place.new)
    return types.WorkspaceEdit(document_changes=[edit_document(document, [piece])])


def _find_entry(document: OpenDocument, offset: int, project: Project) -> Card | None:
    """Return the innermost entry of a register around a place."""
    file = project.name_file(document.path)
    for node in reversed(document.outline.find_around(offset)):
        card = project.entries.by_id.get(node.attributes.get("xml:id", ""))
        if card is not None and card.file == file and card.kind in set(Kind):
            return card
    return None


def _list_types(document: OpenDocument, ident: str) -> set[str]:
    """Return the types of the identifiers that an entry has, in small letters."""
    nodes = document.outline.nodes
    found = {number for number, node in enumerate(nodes) if node.attributes.get("xml:id") == ident}
    return {
        node.attributes.get("type", "").casefold()
        for node in nodes
        if node.outer in found and node.name.rpartition(":")[2] == "idno"
    }
