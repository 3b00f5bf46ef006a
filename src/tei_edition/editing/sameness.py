"""Rules of an editor that make words of witnesses count as equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, combining, normalize

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# What may be left out of account, by the name that it has on the command line.
IGNORABLE = ("case", "punctuation", "diacritics", "u/v", "i/j", "ligatures")
_LETTERS = {"u/v": str.maketrans("vV", "uU"), "i/j": str.maketrans("jJ", "iI")}
_LIGATURES = str.maketrans({"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ſ": "s", "ß": "ss"})


class Sameness(NamedTuple):
    """Differences to ignore: `ignored` are from `IGNORABLE`; `same` maps letters to equal ones.

    `forms` maps words to their forms for comparison. If `drops`, ignored differences are not
    recorded; otherwise they are recorded as orthographic. If `parts`, an entry about punctuation
    does not contain the word before it. Variants with no word between them are one entry if
    `adjacent` is "joined", and separate, word by word, if it is "apart".
    """

    ignored: frozenset[str] = frozenset()
    same: tuple[tuple[str, str], ...] = ()
    forms: Mapping[str, str] = {}
    drops: bool = False
    parts: bool = False
    adjacent: str = ""

    def fold(self, word: str) -> str:
        """Return the form of a word that is compared; one of points alone is compared as it is."""
        if word in self.forms:
            return self.forms[word]
        if not (self.ignored or self.same):
            return word
        folded = word
        if "diacritics" in self.ignored:
            plain = (c for c in normalize("NFD", folded) if not combining(c))
            folded = normalize("NFC", "".join(plain))
        if "ligatures" in self.ignored:
            folded = normalize("NFKC", folded).translate(_LIGATURES)
        if "case" in self.ignored:
            folded = folded.casefold()
        for name, letters in _LETTERS.items():
            if name in self.ignored:
                folded = folded.translate(letters)
        if "punctuation" in self.ignored:
            folded = "".join(c for c in folded if not category(c).startswith("P"))
        for one, other in self.same:
            folded = folded.replace(one, other)
        return folded or word

    def fold_all(self, words: Iterable[str]) -> list[str]:
        """Return the forms of several words."""
        return [self.fold(word) for word in words]


def make_sameness(
    ignored: str = "",
    file: Path | None = None,
    *,
    drops: bool = False,
    parts: bool = False,
    adjacent: str = "",
) -> Sameness:
    """Return rules that an editor gives: names separated by commas, and a file of lines `ae = e`.

    Raises EditionError for an unknown name or an invalid line.
    """
    names = [name.strip() for name in ignored.split(",") if name.strip()]
    for name in names:
        if name not in IGNORABLE:
            raise EditionError(
                f'"{name}" is not a difference that can be ignored',
                hint=f"one of {', '.join(IGNORABLE)}",
            )
    same: list[tuple[str, str]] = []
    lines = _read_lines(file) if file else []
    for number, line in enumerate(lines, 1):
        rule = re.fullmatch(r"\s*(\S+)\s*=\s*(\S*)\s*", line)
        if rule:
            same.append((rule[1], rule[2]))
        elif line.strip() and not line.lstrip().startswith("#"):
            raise EditionError(
                f"{file}:{number}: this is not a rule: {line.strip()}", hint="as in: ae = e"
            )
    if parts:
        # Words are aligned without their points, which would be matched in place of words.
        names.append("punctuation")
    return Sameness(frozenset(names), tuple(same), drops=drops, parts=parts, adjacent=adjacent)


def _read_lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EditionError(f"{file} cannot be read: {error}") from None
