"""Earlier states of an edition: a folder, a bag, another ZIP, a list of addresses, a tag of git."""

from __future__ import annotations

import contextlib
import tempfile
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.citation.version import read_version
from tei_edition.config import FILE_NAME, read_config
from tei_edition.exports.address_list import ADDRESSES, FORM, make_address_list
from tei_edition.exports.against import ENTITY_VANISHED, compare_addresses
from tei_edition.exports.bag_check import read_bag
from tei_edition.loading.edition import read_edition
from tei_edition.pages.redirects import read_redirects
from tei_edition.problems import EditionError, Location, Severity, problem
from tei_edition.publishing.exporting import make_holdings
from tei_edition.runtime.boundary import enclose
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.user_folder import clear_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tei_edition.config import Config
    from tei_edition.exports.holdings import Holdings
    from tei_edition.problems import Problem

_HINT = "name a folder, a bag, a ZIP, an addresses.json, or a tag of git"


def read_addresses(reference: str, root: Path, *, workers: int = 1) -> dict[str, Any]:
    """Return the list of addresses of a state: as it was written then, or made of its files now."""
    path = Path(reference)
    if path.is_file() and path.suffix == ".json":
        return _parse(read_regular(path), reference, partial(_read_part, path.parent))
    if path.is_dir() and (path / ADDRESSES).is_file():
        content = _read_part(path, ADDRESSES)
        return _parse(content, reference, partial(_read_part, path))
    if path.is_file():
        files = read_bag(path)
        for folder in ("", "data/"):
            if (content := files.get(f"{folder}{ADDRESSES}", b"")) != b"":
                inside = {name.removeprefix(folder): data for name, data in files.items()}
                return _parse(content, reference, inside.__getitem__)
    with open_state(reference, root, workers=workers) as holdings:
        return make_address_list(holdings)


def _read_part(folder: Path, name: str) -> bytes:
    """Return a file of a folder, which no link leads out of it."""
    if not enclose(folder).holds(folder / name):
        raise EditionError(f'"{name}" of "{folder}" leads out of it')
    return read_regular(folder / name)


@contextlib.contextmanager
def open_state(reference: str, root: Path, *, workers: int = 1) -> Iterator[Holdings]:
    """Give an earlier state of the edition: a folder, a bag, or a tag in git.

    `root` is the folder whose repository has the tag. Raises EditionError for anything else.
    """
    path = Path(reference)
    if path.is_dir() and (path / FILE_NAME).is_file():
        yield _read(path, workers)
        return
    if path.is_dir() and (path / "data" / FILE_NAME).is_file():
        yield _read(path / "data", workers)
        return
    with tempfile.TemporaryDirectory(prefix="tei-edition-") as made:
        folder = Path(made)
        if path.is_file():
            _unpack(read_bag(path), folder)
        else:
            _unpack(_read_tag(reference, root), folder)
        homes = [home for home in (folder, folder / "data") if (home / FILE_NAME).is_file()]
        if not homes:
            raise EditionError(f'"{reference}" has no {FILE_NAME}', hint=_HINT)
        try:
            yield _read(homes[0], workers)
        finally:
            clear_kept(homes[0])


def _read(folder: Path, workers: int) -> Holdings:
    return make_holdings(read_edition(read_config(folder), workers=workers))


def _read_tag(reference: str, root: Path) -> dict[str, bytes]:
    files = read_version(root, reference)
    if not files:
        raise EditionError(f'there is no state "{reference}" of the edition', hint=_HINT)
    return files


def _unpack(files: dict[str, bytes], folder: Path) -> None:
    """Write files into a new folder; names that lead out of it are left out."""
    for name, data in files.items():
        if not _leads_inside(name):
            continue
        target = folder.joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _leads_inside(name: str) -> bool:
    """Whether a name leads to a file of the folder that it is in, on every system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not ({".."} & {*parts} or name.startswith("/") or {*name} & {*"\\:\0"})


class _Passage(msgspec.Struct):
    """What a list of addresses says of a passage."""

    page: str
    digest: str
    ref: str = ""
    counted: bool = False


class _Entity(msgspec.Struct):
    """What it says of an entity."""

    page: str
    name: str
    kind: str


class _AddressList(msgspec.Struct):
    """What is read of a list of addresses, which may come from anywhere."""

    version: int
    passages: dict[str, _Passage]
    entities: dict[str, _Entity]
    pages: list[str]
    files: list[str] = []


class _Passages(msgspec.Struct):
    """What is read of a further file of such a list."""

    passages: dict[str, _Passage]


def _parse(content: bytes, reference: str, read: Callable[[str], bytes]) -> dict[str, Any]:
    """Return a list of addresses with the files that it consists of."""
    try:
        found = msgspec.json.decode(content, type=_AddressList)
        for name in found.files:
            part = read(name) if _leads_inside(name) else b""
            found.passages |= msgspec.json.decode(part, type=_Passages).passages
    except (ValueError, KeyError, OSError, RecursionError) as error:
        raise EditionError(f"{reference}: this is no list of addresses ({error})") from None
    if found.version != FORM:
        raise EditionError(f"{reference}: this is no list of addresses of the form {FORM}")
    made: dict[str, Any] = msgspec.to_builtins(found)
    return made


def find_changed_addresses(
    config: Config, reference: str, *, workers: int = 1
) -> Iterator[Problem]:
    """Yield what became of the addresses of an earlier state, as problems of the edition."""
    # Paths in edition.toml are relative to its folder.
    named = config.root / reference
    place = str(named) if named.exists() else reference
    before = read_addresses(place, config.root, workers=workers)
    holdings = make_holdings(read_edition(config, workers=workers))
    now = make_address_list(holdings)
    files = {name: file for file, name in holdings.book.names.items()}
    registers = [text.file for text in holdings.book.edition.registers]
    for found in compare_addresses(before, now, read_redirects(config)):
        name = found.address.partition("#")[0]
        if found.code == ENTITY_VANISHED:
            file = registers[0] if registers else FILE_NAME
        else:
            file = files.get(name, FILE_NAME)
        made = problem(found.code, found.message, Location(file), hint=found.hint)
        is_mild = found.is_counted and made.severity is Severity.ERROR
        yield msgspec.structs.replace(made, severity=Severity.WARNING) if is_mild else made
