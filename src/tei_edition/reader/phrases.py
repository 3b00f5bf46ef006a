"""Read words of a header with their typography and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.phrases import EMPHASIS, STRONG, SUBSCRIPT, SUPERSCRIPT, Phrase
from tei_edition.tei import local, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# What @rend, @rendition or @style call them; `hi` in xslt/doctree/inline.xsl has the same.
_LOOKS = (
    (STRONG, re.compile(r"(?<![a-z])(bold|b)(?![a-z])")),
    (SUPERSCRIPT, re.compile(r"(?<![a-z])(sup|super|superscript)(?![a-z])")),
    (SUBSCRIPT, re.compile(r"(?<![a-z])(sub|subscript)(?![a-z])")),
    (EMPHASIS, re.compile(r"ital|(?<![a-z])i(?![a-z])|slant|emph")),
)
_SPACE = re.compile(r"[ \t\r\n]+")
# What describes a manuscript part by part: each part is a statement by itself.
_RECORDS = frozenset({
    "accMat", "additional", "bindingDesc", "decoDesc", "handDesc", "history", "msContents",
    "msDesc", "objectDesc", "physDesc", "supportDesc",
})  # fmt: skip


def read_phrases(
    element: etree._Element | None, left_out: frozenset[etree._Element] = frozenset()
) -> tuple[Phrase, ...]:
    """Return the words of an element, those of some inside it left out; white space collapsed."""
    phrases: list[Phrase] = []
    if element is None:
        return ()
    for found in _list_phrases(element, left_out, (), ""):
        text = _SPACE.sub(" ", found.text)
        if not phrases or phrases[-1].text.endswith(" "):
            text = text.lstrip()
        if not text:
            continue
        last = phrases[-1] if phrases else None
        if last and not last.target and (last.looks, last.target) == (found.looks, found.target):
            phrases[-1] = Phrase(last.text + text, last.looks, last.target)
        else:
            phrases.append(Phrase(text, found.looks, found.target))
    if phrases:
        last = phrases.pop()
        if text := last.text.rstrip():
            phrases.append(Phrase(text, last.looks, last.target))
    return tuple(phrases)


def _list_phrases(
    element: etree._Element,
    left_out: frozenset[etree._Element],
    looks: tuple[str, ...],
    target: str,
) -> Iterator[Phrase]:
    name = local(element.tag)
    looks = (*looks, *(look for look in find_looks(element, name) if look not in looks))
    if name in {"ref", "ptr"} and (pointers := element.get("target", "").split()):
        target = pointers[0]
    if name == "ptr" and target:
        # A pointer without words shows where it leads to, if that is an address.
        yield Phrase(target if "://" in target else "↗", looks, target)
    # A note is separate from the sentence before it.
    yield Phrase(f" {element.text or ''}" if name == "note" else element.text or "", looks, target)
    separator = _choose_separator(element, name)
    is_open = True
    for child in element:
        if isinstance(child.tag, str) and child not in left_out:
            if separator and not is_open and raw_text(child).strip():
                yield Phrase(separator, looks, target)
            yield from _list_phrases(child, left_out, looks, target)
            is_open = is_open and not raw_text(child).strip()
        yield Phrase("" if separator else child.tail or "", looks, target)


def _choose_separator(element: etree._Element, name: str) -> str:
    """Return what separates the parts of a description that has no words of its own."""
    if name not in _RECORDS or any((child.tail or "").strip() for child in element):
        return ""
    return "" if (element.text or "").strip() else "; "


def find_looks(element: etree._Element, name: str) -> list[str]:
    """Return how an element of this name is set off: in bold, raised and so on."""
    values = (element.get(attribute, "") for attribute in ("rend", "rendition", "style"))
    said = " ".join(values).strip().lower()
    found = [look for look, words in _LOOKS if words.search(said)]
    if not found and (name == "emph" or (name == "hi" and not said)):
        return [EMPHASIS]
    return found
