"""The names of licences, as readers know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tei_edition.facts.header import Licence

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)|publicdomain/(?P<public>zero|mark))"
    r"/(?P<version>\d\.\d)\b"
)
_PUBLIC = {"zero": "CC0", "mark": "Public Domain Mark"}
# What is longer is no name of a licence, but its terms.
_LONGEST = 80


def name_licence(licence: Licence) -> str:
    """Return the name of a licence: that of Creative Commons, its own words, else its address.

    Empty where only long terms are given.
    """
    found = _CREATIVE_COMMONS.match(licence.uri)
    if found:
        terms = found["terms"]
        name = f"CC {terms.upper()}" if terms else _PUBLIC[found["public"]]
        return f"{name} {found['version']}"
    return licence.text if 0 < len(licence.text) <= _LONGEST else licence.uri
