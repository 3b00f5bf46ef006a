"""Filters of a list for readers: scripts hide the other entries; without scripts all are shown.

What can be chosen has marks, each the name of a facet and a value: `kind-event`, `who-ann`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.pages.fact_xml import make_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

KIND, WHO, WHERE, YEAR = "kind", "who", "where", "year"
AUTHOR, TOPIC = "author", "topic"
# So many values, those that occur most, are offered: a longer list would help nobody.
_MOST = 400


def join_marks(marks: Iterable[tuple[str, str]]) -> str:
    """Return the filter values of an entry of a list, by facet, as one attribute."""
    return " ".join(dict.fromkeys(f"{facet}-{'_'.join(value.split())}" for facet, value in marks))


def add_filters(
    book: SitePlan, page: etree._Element, marks: Iterable[str], names: Mapping[str, str]
) -> None:
    """Add the filters of a page: for each facet, the values that occur on the page.

    `names` gives the label of each value, in the order of the filter. Facets with a single value
    are omitted.
    """
    counts: dict[str, int] = {}
    for mark in (m for joined in marks for m in joined.split()):
        counts[mark] = counts.get(mark, 0) + 1
    for facet in (KIND, YEAR, AUTHOR, WHO, WHERE, TOPIC):
        found = [m for m in names if m in counts and m.startswith(f"{facet}-")]
        if len(found) < 2:
            continue
        kept = set(sorted(found, key=lambda mark: -counts[mark])[:_MOST])
        choice = make_element("filter", page, name=facet, label=book.words[f"filter {facet}"])
        for mark in (m for m in found if m in kept):
            make_element("choice", choice, value=mark, label=f"{names[mark]} ({counts[mark]})")
