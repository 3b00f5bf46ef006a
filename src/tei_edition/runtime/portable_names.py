"""Names of files that not every system can hold: Windows refuses some, and few tell case apart."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEVICES = frozenset({
    "aux", "con", "conin$", "conout$", "nul", "prn",
    *(f"{device}{number}" for device in ("com", "lpt") for number in "123456789¹²³"),
})  # fmt: skip
_REFUSED = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))


def avoid_devices(name: str) -> str:
    """Return a name for a file, another where Windows would take it for a device."""
    stem, dot, rest = name.partition(".")
    return f"{stem}-x{dot}{rest}" if stem.casefold() in _DEVICES else name


def find_fault(name: str) -> str:
    """Return why Windows cannot hold a file or folder of this name; empty if it can."""
    stem = name.partition(".")[0].rstrip(" ")
    if stem.casefold() in _DEVICES:
        return f'Windows takes "{stem}" for a device'
    if name.endswith((".", " ")) and name.strip("."):
        return "Windows drops the space or dot at its end"
    refused = next((char for char in name if char in _REFUSED), "")
    return f"Windows allows no {refused!r} in a name" if refused else ""


def find_double(paths: Iterable[str]) -> tuple[str, str] | None:
    """Return the first two paths that differ in case alone, if there are any."""
    met: dict[str, str] = {}
    for path in paths:
        if (other := met.setdefault(path.casefold(), path)) != path:
            return other, path
    return None


def refuse_unportable(paths: Iterable[str], platform: str = sys.platform) -> None:
    """Raise EditionError for a path to be written that this system would not hold as it is.

    Windows would write to a device, or into a hidden stream of another file, without a word.
    """
    if platform not in {"win32", "darwin"}:
        return
    paths = [*paths]
    if platform == "win32":
        for path in paths:
            for part in path.split("/"):
                if fault := find_fault(part):
                    raise EditionError(f'the file "{path}" cannot be written: {fault}')
    if double := find_double(paths):
        raise EditionError(
            f'"{double[0]}" and "{double[1]}" would be one file here: case does not matter'
        )
