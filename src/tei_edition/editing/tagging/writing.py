"""Turn what is to be marked up into revisions of files, proved by the schema as well."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from tei_edition.editing.revision import Replacement, Revision, revise
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tei_edition.editing.tagging.proposals import Proposal
    from tei_edition.relaxng import Schema


class Revisions(NamedTuple):
    """The files to write, and the files that cannot be changed, with the reason."""

    revisions: tuple[Revision, ...]
    refused: tuple[EditionError, ...]


def revise_file(path: Path, proposals: Iterable[Proposal], schema: Schema | None) -> Revision:
    """Return a file with the elements of the proposals; raises EditionError if it is not sound."""
    revision = revise(path, list(_insert(list(proposals))))
    if schema is not None and (found := find_new_problem(revision, schema)):
        raise EditionError(
            f'"{path}" is not changed: the schema would not allow it ({found})',
            hint="mark up this file yourself, or report this as a fault of the program",
        )
    return revision


def _insert(proposals: Sequence[Proposal]) -> Iterator[Replacement]:
    """Yield the tags; at one place end tags come first, and outer elements enclose inner ones."""
    opened: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    closed: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for proposal in _flatten(proposals):
        tagging = proposal.tagging
        assert tagging is not None
        prefix = f"{proposal.frame.prefix}:" if proposal.frame.prefix else ""
        written = "".join(f" {name}={quoteattr(value)}" for name, value in tagging.attributes)
        size = proposal.end - proposal.start
        opened[proposal.start].append((-size, f"<{prefix}{tagging.element}{written}>"))
        closed[proposal.end].append((size, f"</{prefix}{tagging.element}>"))
    for at in sorted({*opened, *closed}):
        ends = [tag for _, tag in sorted(closed[at], key=lambda pair: pair[0])]
        starts = [tag for _, tag in sorted(opened[at], key=lambda pair: pair[0])]
        yield Replacement(at, at, "".join((*ends, *starts)))


def _flatten(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    for proposal in proposals:
        yield proposal
        yield from _flatten(proposal.inside)


def find_new_problem(revision: Revision, schema: Schema) -> str:
    """Return a problem that the revised file has and the file has not; empty if there is none."""
    from tei_edition.relaxng import judge_text

    def judge(data: bytes) -> Counter[tuple[str, str]]:
        text = decode_data(data, revision.path.name)
        return Counter((p.code, p.message) for p in judge_text(schema, text, ""))

    after = judge(revision.after)
    if not after:
        return ""
    return next((message for _, message in (after - judge(revision.before))), "")


def decode_data(data: bytes, name: str) -> str:
    """Return the text of the bytes of a file."""
    from tei_edition.source.decoding import find_encoding

    mark, encoding = find_encoding(data, name)
    return data[len(mark) :].decode(encoding)
