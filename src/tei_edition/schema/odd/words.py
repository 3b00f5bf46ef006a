"""The words of an ODD in one of its languages: glosses, descriptions, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.tei import XML_LANG, local, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

_QUOTED = {"gi": "<{}>", "att": "@{}", "tag": "<{}>", "q": "“{}”", "soCalled": "“{}”"}


def choose(elements: Sequence[etree._Element], language: str) -> etree._Element | None:
    """Return the text in a language, or else without a language, or in English, or the first."""
    for wanted in (language, "", "en"):
        for element in elements:
            found = element.get(XML_LANG, "")
            if found == wanted or (wanted and found.partition("-")[0] == wanted):
                return element
    return elements[0] if elements else None


def choose_name(alternatives: Iterable[etree._Element], ident: str, language: str) -> str:
    """Return the name of something in documents: an altIdent for the language, or for any.

    Else ident.
    """
    for wanted in dict.fromkeys((language, "")):
        for element in alternatives:
            name = raw_text(element).strip()
            if element.get(XML_LANG, "") == wanted and name:
                return name
    return ident


def write_plain(element: etree._Element) -> str:
    """Return words of an element in a line, elements and attributes named marked as such."""
    return " ".join("".join(_write(element)).split())


def _write(element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            name = local(child.tag)
            if name == "list":
                items = (" ".join("".join(_write(item)).split()) for item in child)
                yield "; ".join(item for item in items if item)
            else:
                yield _QUOTED.get(name, "{}").format("".join(_write(child)))
        yield child.tail or ""
