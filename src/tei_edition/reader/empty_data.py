"""Write out data that elements give in attributes alone: pages, leaves, measures, dates.

`<biblScope from="1" to="3"/>` has no words, but readers must see *1–3*. What is written here is
marked, and `strip_stamps` removes it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.reader.reading_text import top_texts
from tei_edition.source.stamps import FILLED
from tei_edition.tei import local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_SCOPES = ("biblScope", "citedRange", "locus")
_SIGNS = ("oRef", "pRef")
_MEASURES = ("depth", "dim", "height", "measure", "num", "quantity", "width")
_DATES = ("birth", "date", "death", "docDate", "floruit", "origDate")
# A date without words in running text is a remark of its editors; in data it is the date.
_HOLDERS = frozenset({
    "bibl", "biblFull", "biblStruct", "birth", "death", "event", "floruit", "msDesc", "object",
    "org", "person", "personGrp", "place",
})  # fmt: skip


def fill_data(root: etree._Element) -> bool:
    """Write out the data of empty elements, in place; return whether there was any."""
    changed = False
    for element in _list_empty(root, (*_SCOPES, *_SIGNS)):
        name = local(element.tag)
        changed |= _fill(element, "~" if name in _SIGNS else _join_ends(element, "from", "to"))
    for text in top_texts(root):
        for element in _list_empty(text, (*_MEASURES, *_DATES)):
            is_measure = local(element.tag) in _MEASURES
            changed |= _fill(element, _measure(element) if is_measure else _date(element))
    for described in root.iter(tei("msDesc")):
        for date in _list_empty(described, ("origDate",)):
            changed |= _fill(date, say_date(date))
    return changed


def _list_empty(root: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    for element in root.iter(*map(tei, names)):
        if not len(element) and not raw_text(element).strip():
            yield element


def _fill(element: etree._Element, words: str) -> bool:
    if words:
        element.text = words
        element.set(FILLED, "")
    return bool(words)


def _join_ends(element: etree._Element, start: str, end: str, dash: str = "–") -> str:
    """Return a range; nothing where its beginning is not said."""
    if not element.get(start):
        return ""
    return dash.join(dict.fromkeys(filter(None, (element.get(start), element.get(end)))))


def _measure(element: etree._Element) -> str:
    """Return a measure with its unit, which `dimensions` says once if it is that of all."""
    number = (
        element.get("quantity")
        or element.get("value")
        or _join_ends(element, "atLeast", "atMost")
        or _join_ends(element, "min", "max")
        or element.get("extent", "")
    )
    above = element.getparent()
    is_shared = above is not None and local(above.tag) == "dimensions"
    unit = "" if is_shared and _share_unit(above) else element.get("unit", "")
    parts = (number, unit, element.get("commodity", ""))
    return " ".join(filter(None, parts)) if number else ""


def _share_unit(dimensions: etree._Element | None) -> bool:
    if dimensions is None:
        return False
    default = dimensions.get("unit", "")
    return len({child.get("unit", default) for child in dimensions.iter(*map(tei, _MEASURES))}) == 1


def say_date(element: etree._Element) -> str:
    """Return a date without words as its attributes say it.

    Bounds have a stroke: `1850/1860`. An open end is shown as such: `1850–`, `1850/…`.
    """
    if local(element.tag) not in {"date", "origDate"}:
        return ""
    said = _say_year(element.get("when", "")) or element.get("when-custom", "")
    for first, last, mark, nothing in (
        ("from", "to", "–", ""),
        ("notBefore", "notAfter", "/", "…"),
    ):
        start, end = (_say_year(element.get(name, "")) for name in (first, last))
        if not said and (start or end):
            said = start if start == end else f"{start or nothing}{mark}{end or nothing}"
    is_doubtful = element.get("cert", "") in {"low", "medium", "unknown"}
    return f"{said}?" if said and is_doubtful else said


def _say_year(value: str) -> str:
    """Return a year without leading zeros: `950`; anything else unchanged."""
    return value.lstrip("0") if len(value) == 4 and value.isdecimal() else value


def _date(element: etree._Element) -> str:
    """Return a date as its attributes say it, where readers expect one."""
    is_data = local(element.tag) in _HOLDERS or any(
        local(above.tag) in _HOLDERS for above in element.iterancestors()
    )
    if not is_data:
        return ""
    return (
        element.get("when")
        or element.get("when-custom")
        or (_join_ends(element, "from", "to") if element.get("to") else "")
        or (_join_ends(element, "notBefore", "notAfter", "/") if element.get("notAfter") else "")
    )
