"""Drafts of a site: their pages are new, their downloads are those of the last build.

To make the downloads of a large edition takes longer than to make the page that somebody waits for.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tei_edition.pages.downloads import Download

Downloads = dict[str, list["Download"]]

_drafting: list[bool] = []
# The downloads of the last build in this process, with what pages may know of the edition.
_last: list[tuple[str, Downloads]] = []


@contextlib.contextmanager
def drafting() -> Iterator[None]:
    """Let builds be drafts; the files of a site are right when it was built once more."""
    _drafting.append(True)
    try:
        yield
    finally:
        _drafting.pop()


def is_draft() -> bool:
    """Whether a draft is made."""
    return bool(_drafting)


def recall_downloads(key: str, make: Callable[[], Downloads]) -> Downloads:
    """Return the downloads of an edition; for a draft those of the last build, of the same key."""
    if _drafting and _last and _last[0][0] == key:
        return _last[0][1]
    made = make()
    _last[:] = [(key, made)]
    return made
