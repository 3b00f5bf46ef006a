"""The script that provides the interface words for all other scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.runtime.resources import find_asset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.language.wording import Wording

# What a script asks for: whole keys, or the beginning of keys in a template literal.
_ASKED = re.compile(r"""\bteiWord\(\s*(?:"([^"]+)"|`([^`$]*)\$\{)""")


def make_word_script(words: Wording, scripts: Iterable[str]) -> str:
    """Return the function `teiWord`, with the words that these scripts ask for."""
    keys = list_asked(words, scripts)
    function = find_asset("words.js").read_text(encoding="utf-8")
    return f"const teiWords = {words.to_json(keys)};\n{function}"


def list_asked(words: Wording, scripts: Iterable[str]) -> set[str]:
    """Return the keys that scripts ask for, as far as there are words for them."""
    asked = [found.groups() for script in scripts for found in _ASKED.finditer(script)]
    return {
        key
        for key in words
        for name, beginning in asked
        if key == name or (beginning and key.startswith(beginning))
    }
