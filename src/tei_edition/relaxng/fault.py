"""A fault of an element, and its kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class FaultKind(Enum):
    """Why an element is not allowed."""

    MISSPELT = auto()
    UNKNOWN = auto()
    NAMESPACE = auto()
    TOO_EARLY = auto()
    TOO_LATE = auto()
    WRONG_PARENT = auto()
    WRONG_ROOT = auto()


@dataclass(frozen=True, slots=True)
class ElementFault:
    """An element that is not allowed: why, and the names that matter for it.

    MISSPELT, UNKNOWN: the nearest names; NAMESPACE: the name that was meant; TOO_EARLY: what is
    missing before it; WRONG_PARENT: what it could be wrapped in.
    """

    kind: FaultKind
    name: str
    others: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    is_first: bool = False  # TOO_LATE: it may begin the element
