"""Values of edition.toml that are looked at before anything is done with them, and its patterns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tei_edition.language.tags import is_language
from tei_edition.problems import EditionError, OutsideError
from tei_edition.runtime.boundary import is_circle
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from tei_edition.config.tables import MapTable
    from tei_edition.runtime.boundary import Boundary

# What no address may have (RFC 3986) could end the line or attribute that the address is in.
_ADDRESS = re.compile(r"""https?://[^\s/?#"<>\\^`{|}]+[^\s?#"<>\\^`{|}]*""")
# No path, title or code holds one; in a path they end in an exception, in a report they steer it.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check_strings(table: object, name: str, key: str = "") -> None:
    """Refuse control characters, in keys as in values; raises EditionError that names the key."""
    if isinstance(table, str):
        if _CONTROL.search(table):
            raise EditionError(
                f'{name}: the value of "{key}" has a control character', hint="remove it"
            )
    elif isinstance(table, Mapping):
        for part, value in table.items():
            check_strings(part, name, f"{key}.{part}".strip(".") if part.isprintable() else key)
            check_strings(value, name, f"{key}.{part}".strip("."))
    elif isinstance(table, list):
        for value in table:
            check_strings(value, name, key)


def check_address(address: str, name: str, what: str = "a site") -> None:
    """Refuse what cannot be the address of a site or service; none at all is right."""
    if address and not (_ADDRESS.fullmatch(address) and _has_host(address)):
        raise EditionError(
            f'{name}: "{address}" cannot be the address of {what}',
            hint="give the whole address: https://…",
        )


def check_tiles(table: MapTable, name: str) -> None:
    """Refuse an address of map tiles that cannot be completed, or whose source is not named."""
    known = {"{z}", "{x}", "{y}"}
    gaps = re.findall(r"\{[^}]*\}?", table.tiles)
    bare = re.sub(r"[{}]", "", table.tiles)
    if table.tiles and (not _ADDRESS.match(bare) or set(gaps) != known or not _has_host(bare)):
        unknown = ", ".join(gap for gap in gaps if gap not in known)
        raise EditionError(
            f'{name}: "{table.tiles}" in map.tiles cannot be the address of map tiles',
            hint=f"write it without {unknown}"
            if unknown
            else "give the whole address: https://…/{z}/{x}/{y}.png",
        )
    if table.tiles and not table.credit:
        raise EditionError(
            f"{name}: map.tiles needs map.credit, which names the source of the tiles",
            hint='for OpenStreetMap: credit = "© OpenStreetMap contributors"',
        )
    check_address(table.terms, name)


def check_language(tag: str, key: str, name: str) -> None:
    """Refuse what is no tag of a language; none at all is right."""
    if tag and not is_language(tag):
        raise EditionError(
            f'{name}: the value of "{key}", "{tag}", is not a language tag',
            hint="use BCP 47, e.g. en, de, grc-Latn",
        )


def check_pages(folder: str, split: object, name: str) -> None:
    """Refuse a folder of pages that is used for something else: others' files must not be in it."""
    path = PurePosixPath(folder)
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise EditionError(
            f'{name}: "{folder}" cannot be the folder of the pages',
            hint="name a folder inside that of the Sphinx project",
        )
    if isinstance(split, int) and split < 0:
        raise EditionError(f"{name}: {split} is not a depth to split at", hint="auto, none, 1 or 2")


def _has_host(address: str) -> bool:
    try:
        parts: Any = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets of IPv6 that are not closed, a port that is not a number
        return False


_WILDCARDS = "*?["
_OUTSIDE = "put it into the edition's folder, or allow it with --allow-outside on the command line"


def check_paths(value: object, root: Path, boundary: Boundary, key: str, name: str) -> None:
    """Refuse a path that leads out of the folder `root`, by `..` or by links.

    The value of a key may be a path, hold several, or map something to them.
    """
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for part in value:
            check_paths(part, root, boundary, key, name)
    path = str(getattr(value, "file", value))
    if value is None or isinstance(value, tuple) or not path:
        return
    fixed = glob_prefix(path) if any(sign in path for sign in _WILDCARDS) else path
    named = Path(os.path.normpath(root / fixed))
    if is_circle(named):
        raise EditionError(
            f'{name}: "{path}" in {key} is a link that leads back to itself',
            hint="replace the link by the file or folder itself",
        )
    if not boundary.holds(named):
        raise OutsideError(f'{name}: "{path}" in {key} is outside the edition', hint=_OUTSIDE)


def check_links(paths: Iterable[Path], root: Path, boundary: Boundary, name: str) -> None:
    """Refuse files that a pattern found if a link leads out of the folder `root`."""
    folders: dict[Path, bool] = {}
    for path in paths:
        if path.parent not in folders:
            folders[path.parent] = boundary.holds(path.parent)
        # Few files are links: the others are where their folder is.
        is_inside = folders[path.parent] and (not path.is_symlink() or boundary.holds(path))
        if not (is_inside or boundary.holds(path)):
            shown = path.relative_to(root) if path.is_relative_to(root) else path
            told = f'{name}: "{shown}" leads out of the edition'
            raise OutsideError(told, hint=_OUTSIDE)


def glob_prefix(entry: str) -> str:
    """Return the folder of an entry before its first wildcard: `letters/` of `letters/*.xml`."""
    fixed = entry
    for wildcard in _WILDCARDS:
        fixed = fixed.split(wildcard, 1)[0]
    return fixed[: fixed.rfind("/") + 1]


def expand(root: Path, entry: str) -> list[Path]:
    """List the files that an entry names: a path, or a pattern, whose files come by their names."""
    path = Path(os.path.normpath(root / entry))
    if path.is_file():
        return [path]
    prefix = glob_prefix(entry)
    base = Path(os.path.normpath(root / prefix))
    pattern = entry[len(prefix) :]
    if not pattern or not base.is_dir():
        return []
    # A link that leads nowhere is reported when it is read, and no text is left out in silence.
    files = [
        found
        for found in base.glob(pattern)
        if found.is_file() or (found.is_symlink() and not found.exists())
    ]
    # Folders with a dot in front are nobody's texts: our own cache, a version control's store.
    shown = [
        file for file in files if not any(p.startswith(".") for p in file.relative_to(base).parts)
    ]
    again = {folder for folder in {file.parent for file in shown} if _comes_back(folder, base)}
    return sorted(file for file in shown if file.parent not in again)


def _comes_back(folder: Path, base: Path) -> bool:
    """Whether a folder below another is met again, through a link to one that holds the link."""
    below = [folder, *folder.parents][: len(folder.relative_to(base).parts)]
    links = [place for place in below if place.is_symlink()]
    return any(real_path(link.parent).is_relative_to(real_path(link)) for link in links)


# An element, perhaps with the value that one of its attributes has among others.
ELEMENT = re.compile(r"""([\w.-]+)(?:\[@([\w.:-]+)=(["'])(.*?)\3\])?""")


def check_elements(values: Iterable[str], key: str, name: str) -> None:
    """Refuse what does not name elements."""
    for value in values:
        if not ELEMENT.fullmatch(value):
            raise EditionError(
                f'{name}: "{value}" in {key} does not name an element',
                hint="write the name of an element, or note[@type='editorial']",
            )
