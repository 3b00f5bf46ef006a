"""Redirects from addresses of earlier states, read from the edition's redirects.toml."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular

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
