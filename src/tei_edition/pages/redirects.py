"""Redirects from addresses of earlier states, read from the edition's redirects.toml."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.portable_names import find_fault

if TYPE_CHECKING:
    from tei_edition.config import Config


class Redirects(NamedTuple):
    """Addresses that moved, each with the new one; those that are gone, each with the reason.

    An address is `TEXT#ANCHOR` of a passage, the id of an entity, or the path of a page.
    """

    moved: dict[str, str]
    gone: dict[str, str]


def read_redirects(config: Config) -> Redirects:
    """Return the redirects in the file that `file` in [redirects] names; none if it names no file.

    Raises EditionError for a file that is missing or not of this form.
    """
    name = config.redirects.file
    if not name:
        return Redirects({}, {})
    path = config.root / name
    try:
        table = tomllib.loads(read_regular(path).decode("utf-8-sig"))
    except FileNotFoundError:
        raise EditionError(
            f'edition.toml: there is no file "{name}"', hint="file, in [redirects], names it"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EditionError(f"{name}: {error}", hint="see https://toml.io for the form") from None
    moved: dict[str, str] = {}
    gone: dict[str, str] = {}
    for old, new in table.items():
        if old.endswith(".html"):  # of a page, which is a file of the site
            for address in (old, new) if isinstance(new, str) else (old,):
                _check_address(address, name)
        if isinstance(new, str):
            moved[old] = new
        elif isinstance(new, dict) and set(new) == {"gone"} and isinstance(new["gone"], str):
            gone[old] = new["gone"]
        else:
            raise EditionError(
                f'{name}: "{old}" is neither an address nor gone',
                hint='write "old#p1" = "new#p2", or "old#p1" = { gone = "why" }',
            )
    return Redirects(moved, gone)


def _check_address(address: str, name: str) -> None:
    """Refuse what leads out of the site, or what no system could hold as the name of a file."""
    path = address.partition("#")[0]
    parts = path.split("/")
    is_inside = not {"", ".", ".."} & {*parts}
    if not (is_inside and address.isprintable()) or any(map(find_fault, parts)):
        raise EditionError(
            f'{name}: "{address}" cannot be an address of the site',
            hint="write the path of a page from the start page, such as edition/a.html",
        )
