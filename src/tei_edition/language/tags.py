"""Which strings are language tags: in settings, in addresses of files, in attributes."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def is_language(tag: str) -> bool:
    """Whether a tag has the form of BCP 47, as `en` or `grc-Latn`."""
    return _TAG.fullmatch(tag) is not None
