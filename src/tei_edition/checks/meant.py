"""Suggestions for pointers that lead nowhere: as a question in a hint, and as an edit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.checks.rules.characters import explain_word
from tei_edition.config import find_nearest
from tei_edition.problems import Edit

if TYPE_CHECKING:
    from tei_edition.facts.text import Pointer

_SURELY = 0.8


def _point_out_lookalikes(hint: str) -> str:
    """Return a hint, with the letter of another script that nobody can see in it."""
    for word in re.findall(r"[^\W\d_]+", hint):
        if explained := explain_word(word):
            return f"{hint} In it, {explained[1]}"
    return hint


def ask(near: str) -> str:
    """Return the question "did you mean …?". Empty if there is nothing similar."""
    return _point_out_lookalikes(f'did you mean "{near}"?') if near else ""


def separate_pointers(value: str) -> str:
    """Return a hint where commas stand between pointers; empty where they do not."""
    parts = [part for part in re.split("[,;]", value) if part]
    if len(parts) < 2 or not all(part.startswith("#") for part in parts):
        return ""
    return f'separate several by spaces: "{" ".join(parts)}"'


def replace_pointer(pointer: Pointer, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that corrects the end of a pointer, if the correction is almost certain."""
    is_whole = old == pointer.value or pointer.value.endswith(f"#{old}")
    one, two = (ident.rpartition("#")[2].casefold() for ident in (old, new))
    value = pointer.value.removesuffix(old) + new
    is_plain = not re.search(r"""[\s<&"']""", value)
    if not (is_whole and is_plain and ":" not in old and find_nearest(one, [two], _SURELY)):
        return ()
    return (Edit(pointer.location, pointer.value, value, pointer.attribute),)
