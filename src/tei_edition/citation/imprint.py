"""The data of a book's title page, collected from the headers of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.placeholders import drop_placeholders
from tei_edition.language.tags import is_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.config import Config
    from tei_edition.facts.header import Licence
    from tei_edition.facts.text import Edition

# More names than these are a list of contributors, and no title page.
_MOST_NAMES = 6


class Imprint(NamedTuple):
    """Title, persons and publication of an edition; empty is what no header says.

    `date` is as the header has it, `licences` are those that the texts are published under,
    `sources` the books that they say they were made from; `citation` says how the whole is cited,
    `address` where it is found.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    language: str = ""
    licences: tuple[Licence, ...] = ()
    sources: tuple[str, ...] = ()
    version: str = ""
    citation: str = ""
    address: str = ""


def collect_imprint(config: Config, edition: Edition) -> Imprint:
    """Return the imprint of an edition.

    The first header that has a statement takes precedence; placeholders count as none. The authors
    and editors are those of all texts, unless they are too many for a title page.
    """
    headers = [text.header for text in edition.texts]
    tags = [header.language for header in headers]
    return Imprint(
        title=config.edition.title or _first(h.title for h in headers),
        authors=_gather(h.authors for h in headers),
        editors=_gather(h.editors for h in headers),
        publisher=_first(h.publisher for h in headers),
        date=_first(h.date for h in headers),
        language=config.edition.language or _first(filter(is_language, tags)),
        licences=next((h.licences for h in headers if h.licences), ()),
        sources=_gather(h.sources for h in headers),
    )


def _first(values: Iterable[str]) -> str:
    return next(iter(drop_placeholders(filter(None, values))), "")


def _gather(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for group in groups for name in drop_placeholders(group)))
    return names if len(names) <= _MOST_NAMES else ()
