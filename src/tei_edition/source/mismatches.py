"""Explain end tags that do not fit: which tag is missing, misspelt or in the wrong place."""

from __future__ import annotations

import difflib
import re

from lxml import etree

from tei_edition.source.stamps import POS
from tei_edition.tei import EMPTY


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


# What HTML does not close either, and what it is in TEI.
_OF_HTML = {"br": "lb", "hr": "milestone", "img": "graphic", "wbr": "lb"}


def _find_empty(opened: etree._Element | None) -> list[etree._Element]:
    """Return open elements that should be empty, the outermost first, unless others are in them.

    Such a tag was meant to be closed at once.
    """
    found: list[etree._Element] = []
    while opened is not None and _name(opened) in EMPTY | _OF_HTML.keys():
        found.insert(0, opened)
        opened = opened.getparent()
    return found


def _explain_empty(found: list[etree._Element]) -> tuple[str, str, int, int]:
    """Describe unclosed tags of empty elements, and return where the first stands."""
    name = _name(found[0])
    line, _, column = found[0].get(POS, "1:1").partition(":")
    more = f", here and at {len(found) - 1} more places" if len(found) > 1 else ""
    meant = _OF_HTML.get(name, name)
    shown = 'graphic url="…"' if meant == "graphic" else meant
    in_tei = f", which is <{meant}/> in TEI" if meant != name else ""
    hint = f"write <{shown}/>{more}: it is always empty"
    return f"<{name}> is not closed{in_tei}", hint, int(line), int(column)


def explain_mismatch(
    element: etree._Element, here: str, line: int, column: int
) -> tuple[str, str, int, int]:
    """Return what is wrong with an end tag that does not fit the innermost open element, where."""
    if empty := _find_empty(element):
        return _explain_empty(empty)
    name = _name(element)
    opened = element.get(POS, "").replace(":", ", column ")
    start = here.rfind("<", 0, column)  # expat points behind the "</"
    closing = re.match(r"</[^\s>]*", here[start:]) if start >= 0 else None
    message = f"<{name}>, opened on line {opened}, is not closed before "
    if closing is None:
        return f"{message}an entity closes another", f"close it with </{name}>", line, column
    found = f"{closing[0]}>"
    if told := _explain_slash(element, name, closing[0][2:], line, start + 1):
        return told
    if extra := _explain_extra(element, name, closing[0][2:], here[start:]):
        return *extra, line, start + 1
    outer = element.getparent()
    if outer is not None and outer.tag == element.tag and not {*element.attrib} - {POS}:
        at = element.get(POS, "").partition(":")[0]
        hint = f"if the <{name}> on line {at} ends the one before it, write </{name}> there"
        return message + found, f"{hint}; else close it", line, start + 1
    inner = [e for e in element.iter(element.tag) if e is not element]
    if name in _NEVER_IN_ITSELF:
        inner = [e for e in inner if e.getparent() is element]
    if inner and name in _NEVER_NESTED | _NEVER_IN_ITSELF:
        again = inner[0].get(POS, "").partition(":")[0]
        hint = f"write </{name}> before the next <{name}>, on line {again}, or remove one"
        return message + found, hint, line, start + 1
    before = _BEFORE.get(name, ())
    behind = next((e for e in element.iterchildren() if _name(e) in before), None)
    if behind is not None:
        at = behind.get(POS, "").partition(":")[0]
        hint = f"write </{name}> before the <{_name(behind)}> on line {at}"
        return message + found, hint, line, start + 1
    if name[:1].isupper() and name != "TEI" and not {*element.attrib} - {POS}:
        hint = f"if <{name}> is no tag, remove its < and >; else close it with </{name}>"
        return message + found, hint, line, start + 1
    hint = _advise_similar(name, closing[0][2:], element) or _advise_empty(element, name)
    if not hint and not any(_name(above) == closing[0][2:] for above in element.iterancestors()):
        hint = f"correct the name in {found} or in <{name}>, or write the start tag"
        hint += f" <{closing[0][2:]}> where it belongs: none is open"
    hint = hint or f"close it with </{name}>, or correct the name in {found}"
    return message + found, hint, line, start + 1


# So similar are two names of which one is a slip for the other.
_ALIKE = 0.75
# Elements that are most often empty, besides those that always are.
_OFTEN_EMPTY = frozenset({"birth", "death", "floruit", "gap", "media", "relation", "sex", "space"})


def _advise_similar(name: str, closing: str, element: etree._Element) -> str:
    """Return the hint for two tags of one element whose names differ; empty if they are others."""
    around = {_name(above) for above in element.iterancestors()}
    if closing in around or not _is_alike(name, closing):
        return ""
    is_case = name.casefold() == closing.casefold()
    how = "they differ in capitals" if is_case else "one of them is misspelt"
    return f"correct the name in </{closing}> or in <{name}>: {how}"


def _is_alike(name: str, other: str) -> bool:
    one, two = name.casefold(), other.casefold()
    return difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE


def _advise_empty(element: etree._Element, name: str) -> str:
    """Return the hint for a tag without its slash; empty for an element that is seldom empty."""
    if name not in _OFTEN_EMPTY or (len(element) == 0 and not {*element.attrib} - {POS}):
        return ""
    return f"write <{name} …/>, with a slash, if it holds no words; else close it with </{name}>"


# What elements are before, and never around.
_BEFORE = {
    "abbr": ("expan",),
    "head": ("div", "list", "p"),
    "label": ("item",),
    "lem": ("rdg",),
    "orig": ("reg",),
    "role": ("roleDesc",),
    "sic": ("corr",),
    "speaker": ("ab", "l", "lg", "p"),
    "surname": ("forename",),
}
# Elements that never hold another of their own, and those that do only within something else.
_NEVER_NESTED = frozenset({"body", "head", "l", "p", "row", "cell", "teiHeader", "text"})
_NEVER_IN_ITSELF = frozenset({
    "app", "bibl", "castItem", "change", "choice", "closer", "dateline", "event", "item", "label",
    "language", "lem", "opener", "person", "rdg", "role", "salute", "signed", "sp",
    "speaker", "titlePart",
})  # fmt: skip


def _explain_extra(
    element: etree._Element, name: str, closing: str, rest: str
) -> tuple[str, str] | None:
    """Return what is wrong with an end tag that closes nothing, or comes before its turn."""
    around = [_name(above) for above in element.iterancestors()]
    if closing in EMPTY and closing not in around:
        return f"<{closing}> is always empty, and has no end tag", f"write <{closing}/>"
    if (
        re.match(rf"</{re.escape(closing)}\s*>\s*</{re.escape(name)}\s*>", rest)
        and closing in around
    ):
        told = f"</{closing}> and </{name}> are in the wrong order"
        return told, f"write </{name}></{closing}>: what was opened last is closed first"
    last = next(element.iterchildren("*", reversed=True), None)
    ended = [child for child in element.iterchildren(f"{{*}}{closing}") if child is not last]
    if ended and closing not in {*around, _name(last) if last is not None else ""}:
        at = ended[-1].get(POS, "").partition(":")[0]
        told = f"</{closing}> closes nothing: the <{closing}> of line {at} ended before"
        return told, f"remove the end tag of that <{closing}>, or this one"
    if closing in around or last is None or _name(last) != closing:
        return None
    if (last.tail or "").strip():
        return None  # its end tag may have come too early
    at = last.get(POS, "").partition(":")[0]
    told = f"</{closing}> closes nothing: the <{closing}> of line {at} is closed already"
    return told, "remove this end tag"


def _explain_slash(
    element: etree._Element, name: str, closing: str, line: int, column: int
) -> tuple[str, str, int, int] | None:
    """Return what is wrong where an empty tag was meant as a start tag, or as an end tag."""
    for wanted in dict.fromkeys((closing, name)):
        last = next(element.iterchildren(f"{{*}}{wanted}", reversed=True), None)
        if last is None or len(last) or last.text:
            continue
        if wanted == name != closing and {*last.attrib} - {POS}:
            continue  # an end tag has none
        at, _, on = last.get(POS, "1:1").partition(":")
        if wanted == closing:
            told = f"</{closing}> closes nothing: the <{closing}/> on line {at} is closed already"
            return told, f"remove the slash of that <{closing}/>, or this end tag", line, column
        told = f"<{name}/> is not an end tag, and the <{name}> before it is not closed"
        return told, f"write </{name}>: the slash comes first", int(at), int(on)
    return None
