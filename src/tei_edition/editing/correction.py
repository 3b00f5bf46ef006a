"""Turn problems with a certain correction into revisions of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tei_edition.editing.revision import Replacement, Revision, revise
from tei_edition.problems import TEXT, EditionError
from tei_edition.report.edits import choose_edits
from tei_edition.report.lines import SourceLines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tei_edition.problems import Edit, Problem

_QUOTES = {'"': "&quot;", "'": "&apos;"}


class Corrections(NamedTuple):
    """The files to write, and the files that cannot be changed, with the reason."""

    revisions: tuple[Revision, ...]
    refused: tuple[EditionError, ...]


def correct(problems: Iterable[Problem], root: Path) -> Corrections:
    """Return the revisions of the files in the folder `root` that the fixes of problems ask for.

    Fixes whose words are not in the file as they are, and of two that touch the same words the
    second, are left out. Nothing is written.
    """
    files = SourceLines(root)
    chosen = choose_edits(problems, files, lambda file: file.is_exact)
    revisions: list[Revision] = []
    refused: list[EditionError] = []
    for name, edits in sorted(chosen.items()):
        wanted = [edits.by_start[start] for start in edits.starts]
        replacements = [
            Replacement(start, start + len(edit.old), _write(edit))
            for start, edit in zip(edits.starts, wanted, strict=True)
        ]
        keeps_words = all(edit.attribute != TEXT for edit in wanted)
        try:
            revisions.append(revise(root / name, replacements, keeps_words=keeps_words))
        except EditionError as error:
            refused.append(error)
    return Corrections(tuple(revisions), tuple(refused))


def _write(edit: Edit) -> str:
    """Return the new words as they are written in text or in a value."""
    return escape(edit.new, _QUOTES) if edit.attribute else edit.new
