"""How what is made of single texts is asked for, so that it may be kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tei_edition.facts.text import Text

# Returns data of MessagePack under a name, made of a text and of what is around it: as the last run
# made them, where both are the same, else as the function makes them.
Recall = Callable[[str, Text, object, Callable[[], list[Any]]], list[Any]]


def make_anew(_name: str, _text: Text, _around: object, make: Callable[[], list[Any]]) -> list[Any]:
    """Return what is made now: nothing is kept."""
    return make()
