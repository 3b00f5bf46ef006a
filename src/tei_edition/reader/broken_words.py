"""Join words divided by the end of a line, column or page, and the parts of a token.

The hyphen at the line's end, and what the printer set around the text between the two halves, are
no part of the word: they are forme work (TEI Guidelines, sections 3.2.2 and 3.11.3).
"""

from __future__ import annotations

import re

from lxml import etree

from tei_edition.reader.reading_text import BLOCKS
from tei_edition.source.stamps import MADE
from tei_edition.tei import BREAKS, local, tei

# In old prints `=` is a hyphen too; only what says that a word goes on makes it one.
_HYPHEN = re.compile(r"(?<=\S)[-=\u2010\u2e17\u00ac\u00ad]$")
# A plain hyphen after a part of a word, and what goes on with it: no capital is beside it.
_HYPHENED = re.compile(r"([^\W\d_]*[^\W\d_A-Z])[-\u2010\u00ac\u2e17]\Z")
_GOES_ON = re.compile(r"[^\W\d_]+")
_NEAR = 8  # breaks and forme work that may be between two halves of a word
_LONGEST = 60  # of a word's part, as far as it is looked at
_BETWEEN = BREAKS | {"fw"}
_TOKENS = ("w", "pc", "c", "m")


def join_broken_words(root: etree._Element, *, hyphens: bool = False) -> bool:
    """Join broken words, in place; whether anything was changed, white space too.

    With `hyphens`, those too that only a plain hyphen says to go on.
    """
    changed = False
    done: set[etree._Element] = set()
    for element in list(root.iter(*map(tei, BREAKS))):
        if element in done or element.getparent() is None:
            continue
        if (
            element.get("break") == "no"
            or _is_in_word(element)
            or (hyphens and find_hyphenated(element, is_spaced=True))
        ):
            run = _list_run(element)
            done.update(run)
            changed = _join(run) or changed
    for token in list(root.iter(*map(tei, _TOKENS))):
        changed = _join_parts(token) or changed
    return changed


def find_hyphenated(element: etree._Element, *, is_spaced: bool = False) -> str:
    """Return the word that a break may divide, by a plain hyphen before it and a small letter.

    Empty where it cannot, or says itself whether it does. Line ends of the file may be beside
    the break only if `is_spaced`. Other breaks and forme work may be between.
    """
    before, parent = element.getprevious(), element.getparent()
    for _ in range(_NEAR):
        if before is None or not _is_between(before, before.tail):
            break
        before = before.getprevious()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    last = element
    for _ in range(_NEAR):
        after = last.getnext()
        if after is None or not _is_between(after, last.tail):
            break
        last = after
    return _read_halves(element, text or "", last.tail or "", is_spaced=is_spaced)


def _read_halves(element: etree._Element, before: str, after: str, *, is_spaced: bool) -> str:
    start, end = before[-_LONGEST:], after[:_LONGEST]
    if is_spaced:
        start = start.rstrip() if "\n" in start[len(start.rstrip()) :] else start
        end = end.lstrip() if "\n" in end[: len(end) - len(end.lstrip())] else end
    first, second = _HYPHENED.search(start), _GOES_ON.match(end)
    is_open = element.get("break") is None
    return (
        f"{first[0]}{second[0]}" if is_open and first and second and second[0][0].islower() else ""
    )


def _is_in_word(element: etree._Element) -> bool:
    """Whether a break is in a token, or after a hyphen that says that it parts nothing."""
    if any(local(above.tag) == "w" for above in element.iterancestors()):
        return True
    before = element.getprevious()
    return (
        before is not None
        and local(before.tag) == "pc"
        and before.get("force") == "weak"
        and not (before.tail or "").strip()
        and bool(_HYPHEN.search(f"x{(before.text or '').strip()}"))
    )


def _list_run(element: etree._Element) -> list[etree._Element]:
    """List a break and all that stands with it, in order."""
    before = [element]
    while (found := before[-1].getprevious()) is not None and _is_between(found, found.tail):
        before.append(found)
    run = before[::-1]
    while (found := run[-1].getnext()) is not None and _is_between(found, run[-1].tail):
        run.append(found)
    return run


def _join(run: list[etree._Element]) -> bool:
    """Join what stands around breaks that stand together."""
    changed = any(local(part.tag) == "fw" for part in run)
    for part in run:
        if local(part.tag) in BREAKS and part.get("break") != "no":
            part.set("break", "no")
            part.set(MADE, "break")
            changed = True
        tail = (part.tail or "").strip() if part is not run[-1] else (part.tail or "").lstrip()
        changed = changed or tail != (part.tail or "")
        part.tail = tail or None
    changed = _strip_after(run[-1]) or changed
    return _move_hyphen(run[0]) or changed


def _strip_after(last: etree._Element) -> bool:
    """Remove white space after the phrases that a break ends."""
    changed = False
    while not last.tail and last.getnext() is None:
        parent = last.getparent()
        if parent is None or local(parent.tag) in BLOCKS | {"note"}:
            return changed
        last = parent
        changed = changed or bool((last.tail or "")[:1].isspace())
        last.tail = (last.tail or "").lstrip() or None
    return changed


def _is_between(element: etree._Element, text: str | None) -> bool:
    return local(element.tag) in _BETWEEN and not (text or "").strip()


def _move_hyphen(first: etree._Element) -> bool:
    """Remove white space before a break, and make forme work of a hyphen that is there."""
    before, parent = first.getprevious(), first.getparent()
    while before is not None and local(before.tag) == "note" and not before.tail:
        before = before.getprevious()  # what a note ends in is not the end of the line
    if before is None:
        if parent is None:
            return False
        text = parent.text or ""
        if not text.strip() and local(parent.tag) not in BLOCKS:
            parent.text = None
            return _move_hyphen(parent) or bool(text)  # the line ends before this phrase
        parent.text = text.rstrip() or None
        return _cut_hyphen(parent, is_tail=False) or text != text.rstrip()
    text = before.tail or ""
    before.tail = text.rstrip() or None
    has_changed = text != text.rstrip()
    if before.tail:
        return _cut_hyphen(before, is_tail=True) or has_changed
    inner = before
    while len(inner):
        inner = inner[-1]
        if inner.tail:
            return _cut_hyphen(inner, is_tail=True) or has_changed
    is_element = isinstance(inner.tag, str)
    return (is_element and _cut_hyphen(inner, is_tail=False)) or has_changed


def _cut_hyphen(element: etree._Element, *, is_tail: bool) -> bool:
    text = (element.tail if is_tail else element.text) or ""
    is_mark = not is_tail and not len(element)  # a hyphen may be in an element of its own
    found = _HYPHEN.search(f"x{text}" if is_mark else text)
    if found is None:
        return False
    made = etree.Element(tei("fw"), {"type": "hyphen", MADE: ""})
    made.text = found[0]
    if is_tail:
        if element.getparent() is None:
            return False
        element.tail = None  # else it would come after what is added
        element.addnext(made)
        element.tail = text[:-1] or None
    else:
        element.text = text[:-1] or None
        element.insert(0, made)
    return True


def _join_parts(token: etree._Element) -> bool:
    """Join a part of a token with the next, whatever breaks and notes are between."""
    if token.get("part") not in {"I", "M"} and not token.get("next"):
        return False
    between: list[etree._Element] = []
    following = token.getnext()
    text = token.tail
    while (
        following is not None
        and local(following.tag) in _BETWEEN | {"note"}
        and not (text or "").strip()
    ):
        between.append(following)
        text, following = following.tail, following.getnext()
    if following is None or (text or "").strip() or not _is_continued(token, following):
        return False
    token.tail = None
    for part in between:
        part.tail = None
    breaks = [part for part in between if local(part.tag) in BREAKS]
    if breaks:
        _join(_list_run(breaks[0]))
    return True


def _is_continued(token: etree._Element, following: etree._Element) -> bool:
    is_last = following.get("part") in {"M", "F"} or following.get("prev") is not None
    return following.tag == token.tag and is_last
