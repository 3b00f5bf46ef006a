"""Words for elements without text: pointers, gaps, readings that are a picture or a copy."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.phrases import SUBSCRIPT, SUPERSCRIPT
from tei_edition.language.mathematics.linear import lower_signs, raise_signs
from tei_edition.reader.phrases import find_looks
from tei_edition.reader.reading_text import is_description, top_texts
from tei_edition.reader.utterances import LATCHING, OVERLAP
from tei_edition.reader.walk import is_mention
from tei_edition.source.stamps import SPEAKER
from tei_edition.tei import XML_ID, local, raw_text, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

_READINGS = ("lem", "rdg")
_COPIES = ("copyOf", "sameAs")
_GAP = "[…]"


class EmptyWords(NamedTuple):
    """The words for empty elements: for what pointers lead to, a picture, how speakers join in."""

    pointers: Mapping[str, str]
    facsimile: str
    transitions: Mapping[str, str] = MappingProxyType({})


def make_empty_words(book: SitePlan, text: Text) -> EmptyWords:
    """Return the words for the empty elements of a text, in the language of its edition."""
    transitions = {name: book.words[f"speech {name}"] for name in (OVERLAP, LATCHING)}
    return EmptyWords(book.list_pointer_words(text), book.words["facsimile"], transitions)


def fill_readings(root: etree._Element, facsimile: str) -> None:
    """Fill readings that are only a copy of another reading, or a picture."""
    readings = [e for text in top_texts(root) for e in text.iter(*map(tei, _READINGS))]
    bare = [reading for reading in readings if _is_bare(reading)]
    if bare:
        by_id = {element.get(XML_ID): element for element in root.iter(tei("*"))}
        for reading in bare:
            reading.text = _read_copy(reading, by_id) or _name_pictures(reading, facsimile)


def raise_numbers(root: etree._Element) -> None:
    """Write raised and lowered figures as such, since plain text has no type: 10³, not 103."""
    for hi in [e for text in top_texts(root) for e in text.iter(tei("hi"))]:
        looks = find_looks(hi, "hi")
        if not len(hi) and hi.text and SUPERSCRIPT in looks:
            hi.text = raise_signs(hi.text)
        elif not len(hi) and hi.text and SUBSCRIPT in looks:
            hi.text = lower_signs(hi.text)


def fill_pointers(root: etree._Element, pointers: Mapping[str, str]) -> None:
    """Fill pointers, names and gaps.

    A witness's pointers to transposed words must be replaced before.
    """
    for name in [e for text in top_texts(root) for e in text.iter(tei("*")) if is_mention(e)]:
        if _is_bare(name):
            named = name.get("ref", "").split() or [name.get("key", "")]
            name.text = next((pointers[p] for p in named if p in pointers), None)
    found = [e for text in top_texts(root) for e in text.iter(*map(tei, ("ptr", "ref", "gap")))]
    for element in found:
        parent = element.getparent()
        # The link to a piece of music is no word of the text.
        is_music = parent is not None and local(parent.tag) == "notatedMusic"
        if not _is_bare(element) or is_music:
            continue
        if local(element.tag) != "gap":
            element.text = _describe(element, pointers)
        else:
            element.text = describe_gap(words_of(element))


def fill_speakers(root: etree._Element, words: EmptyWords) -> None:
    """Write who speaks in a transcript; `xslt/doctree/speech.xsl` says the same."""
    for speaker in root.iter(SPEAKER):
        said = _name_speakers(speaker.get("who", ""), words)
        if to_whom := _name_speakers(speaker.get("to", ""), words):
            said += f" → {to_whom}"
        if transition := speaker.get("trans", ""):
            said += f" ({words.transitions.get(transition, transition)})"
        speaker.text = f"{said.strip()}: "


def _name_speakers(pointers: str, words: EmptyWords) -> str:
    names = (words.pointers.get(p) or re.split("[#:/]", p)[-1] or p for p in pointers.split())
    # A register lists persons with a comma of their own.
    return "; ".join(names)


def describe_gap(said: str) -> str:
    """Return the sign of a gap with what the editors say of it, which may have its brackets."""
    if said.startswith("[") and said.endswith("]"):
        return said
    return f"[… {said}]" if said else _GAP


def _is_bare(element: etree._Element) -> bool:
    if (element.text or "").strip():
        return False
    inner = [child for child in element if not is_description(child)]
    loose = (element.text, *(child.tail for child in element))
    return not inner and not any((text or "").strip() for text in loose)


def _describe(pointer: etree._Element, words: Mapping[str, str]) -> str:
    """Return its own citation, the words for what it leads to, or what it says of it."""
    if cited := " ".join(pointer.get("cRef", "").split()):
        return cited
    targets = pointer.get("target", "").split()
    said = dict.fromkeys(words.get(target, target) for target in targets)
    return ", ".join(said)


def _read_copy(reading: etree._Element, by_id: Mapping[str | None, etree._Element]) -> str:
    pointers = next((v for name in _COPIES if (v := reading.get(name, ""))), "").split()
    copied = (by_id.get(pointer.removeprefix("#")) for pointer in pointers)
    return " ".join(raw_text(e) for e in copied if e is not None and local(e.tag) in _READINGS)


def _name_pictures(reading: etree._Element, facsimile: str) -> str:
    return " ".join(f"[{facsimile}: {picture}]" for picture in reading.get("facs", "").split())
