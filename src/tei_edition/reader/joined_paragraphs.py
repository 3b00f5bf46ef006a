"""Join paragraphs that a page, a column or forme work divides, as @part, @next or @prev says.

The parts of a paragraph are in `p` or `ab` elements, with nothing but breaks between them (TEI
Guidelines, sections 3.11.3 and 17.7). They become one paragraph with the breaks in it, so that a
word can go on over the break; `strip_stamps` takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.reader.reading_text import top_texts
from tei_edition.source.stamps import ANCHOR, KEPT, MADE, MOVED, SEPARATOR, keep
from tei_edition.tei import BREAKS, XML_ID, ends_in_hyphen, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = BREAKS | {"anchor", "fw"}
_MANY = 64  # breaks between two parts: a blank page has some


def join_paragraphs(root: etree._Element) -> bool:
    """Bring the parts of each paragraph into its first, in place; whether there are any."""
    changed = False
    for text in top_texts(root):
        for paragraph in list(text.iter(tei("p"), tei("ab"))):
            while (run := _list_run(paragraph)) and _is_continued(paragraph, run):
                _append(paragraph, run)
                changed = True
    return changed


def _list_run(paragraph: etree._Element) -> list[etree._Element]:
    """List what follows a paragraph up to the next of its kind; empty if anything else does."""
    run: list[etree._Element] = []
    for following in _list_following(paragraph):
        run.append(following)
        if following.tag == paragraph.tag:
            return run
        if isinstance(following.tag, str) and local(following.tag) not in _BETWEEN:
            return []
    return []


def _list_following(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the next siblings of a paragraph, as long as no words are between them."""
    before = paragraph
    for _ in range(_MANY):
        following = before.getnext()
        if following is None or (before.tail or "").strip():
            return
        if following.tag != MOVED:
            yield following
        before = following


def _is_continued(paragraph: etree._Element, run: list[etree._Element]) -> bool:
    """Whether the last of a run is the next part of the paragraph."""
    parts = [paragraph, *_list_joined(paragraph)]
    following = run[-1]
    if parts[-1].get("part") in {"I", "M"} and following.get("part") in {"M", "F"}:
        return True
    ids = {f"#{part.get(XML_ID)}" for part in parts if part.get(XML_ID)}
    ident = f"#{following.get(XML_ID)}" if following.get(XML_ID) else None
    return following.get("prev") in ids or (
        ident is not None and ident in {part.get("next") for part in parts}
    )


def _list_joined(paragraph: etree._Element) -> list[etree._Element]:
    """List the parts that were brought into a paragraph, by the marks that they left."""
    found = []
    following = paragraph.getnext()
    while following is not None and following.tag == MOVED and not (following.tail or "").strip():
        kept = etree.fromstring(following.get(KEPT, ""))
        if kept.tag == paragraph.tag:
            found.append(kept)
        following = following.getnext()
    return found


def _append(paragraph: etree._Element, run: list[etree._Element]) -> None:
    keep(paragraph)
    moved = [part for part in run if local(part.tag)]
    if not any(local(part.tag) in BREAKS for part in moved):
        _separate(paragraph)
    for part in moved:
        place = etree.Element(MOVED)
        place.set(KEPT, etree.tostring(part, encoding="unicode", with_tail=False))
        place.tail, part.tail = part.tail, None
        parent = part.getparent()
        if parent is None:
            return
        parent.replace(part, place)
        if part is not run[-1]:
            paragraph.append(part)
    _move_content(paragraph, run[-1])


def _move_content(paragraph: etree._Element, part: etree._Element) -> None:
    if name := part.get(XML_ID):
        etree.SubElement(paragraph, tei("anchor"), {XML_ID: name, ANCHOR: name, MADE: ""})
    words = part.text or ""
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + words
    else:
        paragraph.text = (paragraph.text or "") + words
    paragraph.extend(list(part))


def _separate(paragraph: etree._Element) -> None:
    """Put a space after the words of a part, unless a word goes on."""
    words = raw_text(paragraph)
    if words and not words[-1].isspace() and not ends_in_hyphen(words):
        made = etree.SubElement(paragraph, SEPARATOR)
        made.text = " "
