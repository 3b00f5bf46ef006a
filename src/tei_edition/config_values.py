"""Values of edition.toml that are looked at before anything is done with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tei_edition.language.tags import is_language
from tei_edition.problems import EditionError

_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
# No path, title or code holds one; in a path they end in an exception, in a report they steer it.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check_strings(table: object, name: str, key: str = "") -> None:
    """Refuse control characters, in keys as in values; raises EditionError that names the key."""
    if isinstance(table, str):
        if _CONTROL.search(table):
            raise EditionError(
                f'{name}: the value of "{key}" has a control character', hint="take it out"
            )
    elif isinstance(table, Mapping):
        for part, value in table.items():
            check_strings(part, name, f"{key}.{part}".strip(".") if part.isprintable() else key)
            check_strings(value, name, f"{key}.{part}".strip("."))
    elif isinstance(table, list):
        for value in table:
            check_strings(value, name, key)


def check_address(address: str, name: str) -> None:
    """Refuse what cannot be the address of a site; none at all is right."""
    if address and not (_ADDRESS.fullmatch(address) and _has_host(address)):
        raise EditionError(
            f'{name}: "{address}" cannot be the address of a site',
            hint="give all of it: https://…",
        )


def check_language(tag: str, key: str, name: str) -> None:
    """Refuse what is no tag of a language; none at all is right."""
    if tag and not is_language(tag):
        raise EditionError(
            f'{name}: the value of "{key}", "{tag}", is no code of a language',
            hint="as en, de or grc-Latn",
        )


def _has_host(address: str) -> bool:
    try:
        parts: Any = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets of IPv6 that are not closed, a port that is no number
        return False
