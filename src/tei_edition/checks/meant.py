"""Suggestions for pointers that lead nowhere: as a question in a hint, and as an edit."""

from __future__ import annotations

import os.path
import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING

from tei_edition.checks.rules.characters import explain_word
from tei_edition.config import find_nearest
from tei_edition.facts.pointers import join_path
from tei_edition.problems import Edit

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text

_SURELY = 0.8
_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_QUOTES = "“”„‟‘’«»\"'()[]"
_SIGNS = f"{_QUOTES},;.:"


def _point_out_lookalikes(hint: str) -> str:
    """Return a hint, with the letter of another script that nobody can see in it."""
    for word in re.findall(r"[^\W\d_]+", hint):
        if explained := explain_word(word):
            return f"{hint} In it, {explained[1]}"
    return hint


def ask(near: str, written: str = "") -> str:
    """Return the question "did you mean …?". Empty if there is nothing similar.

    A letter of another script in what is `written` looks as it should: it is named.
    """
    if not near:
        return ""
    strange = next((char for char in written if char not in near and _SCRIPT.match(char)), "")
    if not strange or _SCRIPT.search(near):
        return _point_out_lookalikes(f'did you mean "{near}"?')
    script = unicodedata.name(strange).partition(" ")[0].capitalize()
    return f'did you mean "{near}"? In "{written}", "{strange}" is a {script} letter'


def separate_pointers(value: str) -> str:
    """Return a hint where commas, or nothing, stand between pointers; empty for a single one."""
    bare = value.strip(_QUOTES)
    parts = [part for part in re.split("[,;/|+&]|(?=#)", bare) if part.strip("#")]
    whole = [part for part in re.split("[,;|]", bare) if part]
    if len(whole) > 1 and all("#" in part for part in whole):
        parts = whole
    elif not all(part.startswith("#") for part in parts) or value in parts:
        return ""
    if len(parts) == 2 and parts[0].endswith(".xml"):
        return f'write "{bare.lstrip("#")}"'
    if len(parts) == 1:
        return f'write "{parts[0]}"'
    return f'separate several by spaces: "{" ".join(parts)}"'


def trim_pointer(pointer: Pointer, text: Text, resolver: Resolver) -> str:
    """Return the hint for a pointer with a sign before or behind it; empty where it has none."""
    bare = pointer.value.strip(_SIGNS)
    if bare == pointer.value or resolver.resolve(bare, text.file) is None:
        return ""
    return f'write "{bare}", without the signs around it'


def replace_pointer(pointer: Pointer, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that corrects the end of a pointer, if the correction is almost certain."""
    is_whole = old == pointer.value or pointer.value.endswith(f"#{old}")
    one, two = (ident.rpartition("#")[2].casefold() for ident in (old, new))
    value = pointer.value.removesuffix(old) + new
    is_plain = not re.search(r"""[\s<&"']""", value)
    if not (is_whole and is_plain and ":" not in old and find_nearest(one, [two], _SURELY)):
        return ()
    return (Edit(pointer.location, pointer.value, value, pointer.attribute),)


def point_elsewhere(
    pointer: Pointer, text: Text, ident: str, files: tuple[str, ...]
) -> tuple[str, tuple[Edit, ...]]:
    """Return the files that have an identifier missing from the pointer's file, and the edit."""
    folder = posixpath.dirname(text.file) or "."
    path, *others = (posixpath.relpath(file, folder) for file in files)
    if others:
        return f"{', '.join(files[:3])} have it: say which one, as {path}#{ident}", ()
    # In its own file no path is needed.
    value = f"#{ident}" if files[0] == text.file else f"{path}#{ident}"
    edit = Edit(pointer.location, pointer.value, value, pointer.attribute)
    return f'{files[0]} has it: write "{value}"', (edit,)


def names_file(path: str, text: Text, config: Config) -> bool:
    """Whether a pointer names a file in the edition's folder, such as a picture."""
    # Editions have hundreds of thousands of pointers: no more than one look at the disk for each.
    joined = join_path(text.file, path)
    outside = joined.startswith(("../", "/")) or "\0" in joined
    return not outside and os.path.exists(f"{config.root}/{joined}")  # noqa: PTH110
