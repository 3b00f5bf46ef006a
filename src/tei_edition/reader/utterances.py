"""Put the signs of a transcript of speech into the text: pauses, events, shifts, who speaks.

What elements without words say (TEI Guidelines, chapter 8) is written here as transcripts print
it, the same for pages, books, exports and registers. Who speaks is only marked with `SPEAKER`: the
names are in registers. `strip_stamps` removes all of it again.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.reader.reading_text import is_block, top_texts
from tei_edition.reader.timelines import read_timelines, say_duration
from tei_edition.source.stamps import BLANK, SEPARATOR, SPEAKER
from tei_edition.tei import DIVISIONS, SPOKEN_EVENTS, XML_ID, is_unspaced, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.reader.timelines import Instant

OVERLAP, LATCHING = "overlap", "latching"
_UNKNOWN = "…"
# These hold descriptions alone.
_DESCRIBED = frozenset({"incident", "kinesic", "vocal"})
_PARTS = frozenset({"s", "seg"})
# No space is before or after these.
_CLOSING, _OPENING = ".,;:!?)]}…”’»›", "([{“‘«‹¿¡"


def find_speakers(element: etree._Element) -> tuple[str, ...]:
    """Return the pointers that say who speaks or acts: @who, else the annotationBlock's."""
    who = element.get("who")
    parent = element.getparent()
    if who is None and parent is not None and local(parent.tag) == "annotationBlock":
        who = parent.get("who")
    return tuple((who or "").split())


def write_out_speech(root: etree._Element) -> bool:
    """Put the signs of transcripts into a tree, in place, and return whether there are any."""
    texts = top_texts(root)
    utterances = [u for text in texts for u in text.iter(tei("u"))]
    events = [e for text in texts for e in text.iter(*map(tei, SPOKEN_EVENTS))]
    instants = read_timelines(root) if utterances or events else {}
    for event in events:
        _write_event(event, instants)
    overlapping = _find_overlapping(utterances, instants)
    for utterance in utterances:
        _separate_parts(utterance)
        _begin_utterance(utterance, is_overlapping=utterance in overlapping)
    return bool(utterances or events)


# Utterances.


def _begin_utterance(utterance: etree._Element, *, is_overlapping: bool) -> None:
    transition = OVERLAP if is_overlapping else utterance.get("trans", "")
    if transition == "pause":
        _insert(utterance, _make(f"({_UNKNOWN}) "))
    marked = {"trans": transition} if transition in {OVERLAP, LATCHING} else {}
    _mark_speaker(utterance, find_speakers(utterance), marked)


def _mark_speaker(
    element: etree._Element, who: tuple[str, ...], marked: Mapping[str, str] | None = None
) -> None:
    """Begin an element with the place for the name of who speaks or acts, and to whom."""
    said = dict(marked or {})
    if who:
        said["who"] = " ".join(who)
    if to_whom := " ".join(element.get("toWhom", "").split()):
        said["to"] = to_whom
    if said:
        _insert(element, etree.Element(SPEAKER, said))


def _separate_parts(utterance: etree._Element) -> None:
    """Put a space between parts of an utterance that has no words besides them."""
    parts = [child for child in utterance if isinstance(child.tag, str)]
    loose = (utterance.text, *(child.tail for child in utterance))
    if any((text or "").strip() for text in loose):
        return
    for before, after in pairwise(parts):
        if {local(before.tag), local(after.tag)} <= _PARTS and not before.tail:
            before.addnext(_make(" "))


def _find_overlapping(
    utterances: list[etree._Element], instants: Mapping[str, Instant]
) -> set[etree._Element]:
    """Return utterances that begin before another speaker has ended, as their times say.

    Where @trans is given, that says it. Each division has its own order: some repeat the same
    speech, as it was said and in standard spelling.
    """
    ids = {f"#{utterance.get(XML_ID)}" for utterance in utterances if utterance.get(XML_ID)}
    found: set[etree._Element] = set()
    # The last end on each timeline, and who spoke.
    ended: dict[object, tuple[int, tuple[str, ...]]] = {}
    for utterance in utterances:
        who = find_speakers(utterance)
        division = next(utterance.iterancestors(*map(tei, DIVISIONS)), None)
        start, end = (_find_instant(utterance, name, instants) for name in ("start", "end"))
        if start is not None:
            last = ended.get((division, start.timeline))
            is_begun = last is not None and start.place < last[0] and who != last[1]
            if is_begun and utterance.get("trans") is None:
                found.add(utterance)
        if end is not None and end.place > ended.get((division, end.timeline), (-1, ()))[0]:
            ended[division, end.timeline] = end.place, who
        if ids.intersection(utterance.get("synch", "").split()) and not utterance.get("trans"):
            found.add(utterance)
    return found


def _find_instant(
    utterance: etree._Element, name: str, instants: Mapping[str, Instant]
) -> Instant | None:
    """Return when an utterance starts or ends, by itself or by its annotationBlock."""
    value = utterance.get(name)
    parent = utterance.getparent()
    if value is None and parent is not None and local(parent.tag) == "annotationBlock":
        value = parent.get(name)
    return instants.get(value or "")


# Pauses, sounds, gestures, events.


def _write_event(event: etree._Element, instants: dict[str, Instant]) -> None:
    name = local(event.tag)
    if name in _DESCRIBED:
        _separate_descriptions(event)
    elif name == "writing":
        _separate_from_words(event)
    before, after = ("", "") if is_block(event) else _choose_spaces(event)
    if name == "pause":
        is_short = event.get("type", "") in {"micro", "short"}
        length = say_duration(event, instants) or ("." if is_short else _UNKNOWN)
        _insert(event, _make(f"{before}({length}){after}"))
        return
    said = "" if raw_text(event).strip() else _say_attributes(event, name)
    _surround(event, f"{before}((", f"{said}{_say_repeated(event)})){after}")


def _say_attributes(event: etree._Element, name: str) -> str:
    """Return what an event without words says of itself."""
    if name == "shift":
        # Without @new, the feature returns to what it was (TEI Guidelines, section 8.3.6).
        said = (event.get("feature", ""), event.get("new") or "normal")
        return ": ".join(filter(None, said))
    return event.get("type") or _UNKNOWN


def _say_repeated(event: etree._Element) -> str:
    return " …" if event.get("iterated") in {"1", "true"} else ""


def _separate_descriptions(event: etree._Element) -> None:
    """Separate the descriptions of an event; white space between them says nothing."""
    if event.text and not event.text.strip():
        blank, event.text = event.text, None
        event.insert(0, _make("", blank))
    described = [child for child in event if local(child.tag)]
    for child in described:
        if (child.tail or "").strip():
            continue
        made = _make("" if child is described[-1] else "; ", child.tail or "")
        child.tail = None
        child.addnext(made)


def _separate_from_words(writing: etree._Element) -> None:
    """Put a colon between what describes a piece of writing and its words."""
    for described in writing.findall(tei("desc")):
        if (described.tail or "").strip() and not raw_text(described).rstrip().endswith(":"):
            made = _make(": ")
            made.tail, described.tail = described.tail, None
            described.addnext(made)


def _surround(event: etree._Element, opening: str, closing: str) -> None:
    """Put signs around the words of an event, and who acts where that is not who speaks."""
    around = next(event.iterancestors(tei("u")), None)
    who = find_speakers(event)
    if around is None or find_speakers(around) != who:
        _mark_speaker(event, who)
    _insert(event, _make(opening))
    event.append(_make(closing))


def _choose_spaces(event: etree._Element) -> tuple[str, str]:
    """Return what is needed before and after an event so that it is separate from words."""
    previous, following = event.getprevious(), event.getnext()
    parent = event.getparent()
    before = previous.tail if previous is not None else "" if parent is None else parent.text
    if not before and previous is not None:
        before = raw_text(previous)[-1:] or "x"
    after = event.tail or ("x" if following is not None else "")
    sign = (before or " ")[-1]
    is_apart = sign.isspace() or sign in _OPENING or is_unspaced(sign)
    after_sign = (after or " ")[0]
    is_followed = after_sign.isspace() or after_sign in _CLOSING or is_unspaced(after_sign)
    return "" if is_apart else " ", "" if is_followed else " "


def _make(text: str, blank: str = "") -> etree._Element:
    """Make a separator; `blank` is the white space in the file that it replaces."""
    made = etree.Element(SEPARATOR)
    made.text = text
    if blank:
        made.set(BLANK, blank)
    return made


def _insert(element: etree._Element, made: etree._Element) -> None:
    """Put a made element before all that an element holds."""
    made.tail, element.text = element.text, None
    element.insert(0, made)
