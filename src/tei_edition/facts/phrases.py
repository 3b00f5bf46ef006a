"""Words with their typography and their links, as a list of witnesses has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tei_edition.language.raising import lower_letters, raise_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

# How words may look, each the name of a docutils node.
SUPERSCRIPT, SUBSCRIPT, EMPHASIS, STRONG = "superscript", "subscript", "emphasis", "strong"


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """Words with the same `looks` (the outermost first); `target` is a pointer, unchanged."""

    text: str
    looks: tuple[str, ...] = ()
    target: str = ""


def is_styled(phrases: Iterable[Phrase]) -> bool:
    """Whether any words look otherwise than plain ones, or are a link."""
    return any(phrase.looks or phrase.target for phrase in phrases)


def write_plain(phrases: Iterable[Phrase]) -> str:
    """Return the words where there is no markup: raised and lowered letters as Unicode has them."""
    parts = []
    for phrase in phrases:
        if SUPERSCRIPT in phrase.looks:
            parts.append(raise_letters(phrase.text.strip()))
        elif SUBSCRIPT in phrase.looks:
            parts.append(lower_letters(phrase.text.strip()))
        else:
            parts.append(phrase.text)
    return " ".join("".join(parts).split())
