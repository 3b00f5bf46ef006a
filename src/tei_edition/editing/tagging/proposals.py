"""What `tag` proposes: words of a file, whom they may name, and whether that is certain."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tei_edition.editing.tagging.frames import WrittenElement
    from tei_edition.facts.registers import Entity


class Treatment(StrEnum):
    """What is done with a proposal: written, asked, or left; or it cannot be written."""

    WRITE = "write"
    ASK = "ask"
    LEAVE = "leave"
    BLOCKED = "blocked"


class Tagging(NamedTuple):
    """The element to insert around the words: its name and attributes."""

    element: str
    attributes: tuple[tuple[str, str], ...] = ()


class Proposal(NamedTuple):
    """Words of a file to be marked up, from `start` to `end` (exclusive) in its characters.

    `form` are the words as the text has them, `before` and `after` the three words around.
    `candidates` are the entities that they may name, the likeliest first, and `tagging` is what to
    write for the first; `reason` says why it is not certain. `inside` are names within the name.
    """

    file: str
    start: int
    end: int
    form: str
    before: str
    after: str
    verdict: Treatment
    frame: WrittenElement
    reason: str = ""
    candidates: tuple[Entity, ...] = ()
    tagging: Tagging | None = None
    inside: tuple[Proposal, ...] = ()

    @property
    def context(self) -> str:
        """The form with the words around it."""
        return f"{self.before} {self.form} {self.after}".strip()
