"""Join words of plain texts that are divided at the ends of lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A word divided at the end of a line, by whatever prints and transcriptions have there, and a word
# within a line.
_PARTED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad\u00ac=\u2e17][ \t]*\r?\n[ \t]*([^\W\d_]+)")
_WORD = re.compile(r"\w+(?:-\w+)*")


class HyphenJoiner:
    """Joins words divided at line ends, using the forms that the texts have elsewhere.

    A word that occurs with its hyphen within a line keeps it; any other is joined without it.
    `guessed` are the words that occur undivided nowhere, each as it was divided.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = {
            word.casefold() for text in texts for word in _WORD.findall(_PARTED.sub(" ", text))
        }
        self.guessed: dict[str, None] = {}

    def join(self, text: str) -> str:
        """Return a text with its divided words joined."""
        return _PARTED.sub(self._join_word, text)

    def _join_word(self, found: re.Match[str]) -> str:
        parted, whole = f"{found[1]}-{found[2]}", f"{found[1]}{found[2]}"
        if whole.casefold() in self._known:
            return whole
        if parted.casefold() in self._known:
            return parted
        self.guessed[parted] = None
        return whole
