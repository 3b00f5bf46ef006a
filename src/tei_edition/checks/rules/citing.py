"""The header of a text and the edition must have all data for a citation.

Citations leave out missing data; placeholders count as missing. Data that many headers lack are
reported once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.citation.header import list_missing
from tei_edition.problems import About, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem

_WORDS = {
    "title": "a title",
    "name": "an author or editor",
    "publisher": "a publisher",
    "date": "a date of publication",
    "address": "a permanent address",
}
# Where each is said, and in which element or key.
_PLACES = {
    "titleStmt": {"title": "title", "name": "author or editor"},
    "publicationStmt": {"publisher": "publisher", "date": "date"},
    "edition.toml": {"address": "url"},
}
_MOST_RELATED = 4


@check("edition", "citation-incomplete")
def check_citations(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """One problem for all texts whose citations lack the same."""
    found: dict[tuple[str, ...], list[Text]] = {}
    for text in resolver.edition.texts:
        missing = list_missing(text.header, config.edition.url)
        # An edition has an address when it is published, and not before.
        if set(missing) - {"address"} and text.division is not None:
            found.setdefault(missing, []).append(text)
    for missing, texts in found.items():
        lacking = _enumerate([_WORDS[name] for name in missing])
        first, *others = texts
        subject = "the citation of this text lacks"
        if others:
            subject = f"the citations of {len(texts)} texts lack"
        yield problem(
            "citation-incomplete",
            f"{subject} {lacking}",
            first.header.location,
            hint=f"give {_advise(missing)}; placeholders such as TODO do not count",
            related=[text.header.location for text in others[:_MOST_RELATED]],
            about=About("teiHeader", meant=missing),
        )


def _advise(missing: tuple[str, ...]) -> str:
    found = {
        place: [words for name, words in elements.items() if name in missing]
        for place, elements in _PLACES.items()
    }
    parts = (f"{_enumerate(words)} in {place}" for place, words in found.items() if words)
    return ", ".join(parts)


def _enumerate(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
