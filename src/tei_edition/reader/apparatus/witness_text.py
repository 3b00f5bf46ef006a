"""Make the continuous text of a witness: a TEI tree with its readings instead of the entries.

The same tree serves a page of the witness, made by the same stylesheet as all others, and its
plain text.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.facts.apparatus import Method, Standing
from tei_edition.facts.witnesses import Certainty
from tei_edition.reader.apparatus.elements import list_apps, list_readings, split_sigla
from tei_edition.reader.reading_text import BLOCKS, top_texts
from tei_edition.source.stamps import ANCHOR, FOUND, LEMMA, METHOD, READING
from tei_edition.tei import (
    BREAKS,
    DIVISIONS,
    EXTENTS,
    PASSAGES,
    WORDLESS,
    XML_ID,
    local,
    raw_text,
    src,
    tei,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import WitnessChoice, Witnesses

_HELD = BLOCKS | DIVISIONS
_POINTS = tuple(map(tei, EXTENTS))
_SIGNS = tuple(map(tei, WORDLESS - BREAKS))
_EDGE = src("edge")


class WitnessText(NamedTuple):
    """The text of a witness.

    `root` is a copy of the file's stamped tree: where the witness reads otherwise than the base a
    `src:reading` stands, which holds the reading with its markup and has the attributes `entry`
    (an anchor), `number` (of the reading) and `certainty`; so it does for an `app` that is in
    the text, whatever the witness reads (`same` says that it is what the base has). What is not
    extant is left out, and a `gap` with `reason="lacuna"` stands for it. There are no `app` in it.
    `lacunae` are the passages in which text is missing, by their anchors; `unrecorded` the entries
    about words of this text that do not tell what the witness reads; `unplaced` those whose reading
    has no place.
    """

    root: etree._Element
    lacunae: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


def read_witness(root: etree._Element, text: Text, witnesses: Witnesses, ident: str) -> WitnessText:
    """Return the text of the witness `ident`, of a file's stamped tree, which stays as it is."""
    root = deepcopy(root)
    choices = {entry.anchor: witnesses.choose(entry, ident, text.file) for entry in text.entries}
    work = _Work(root, choices)
    order = {entry.anchor: (entry.span[0], -entry.span[1]) for entry in text.entries}
    for anchor in sorted(work.segments, key=lambda a: order.get(a, (0, 0))):
        work.replace_words(anchor)
    work.replace_entries()
    names = {ident, *witnesses.list_around(ident)}
    sigla = tuple(witness.siglum for witness in witnesses if " " in witness.siglum)

    def concerns(mark: etree._Element) -> bool:
        values = split_sigla(mark.get("wit", ""), sigla)
        if not values:
            # A reading that is here as that of the base says nothing of this witness.
            reading = next(mark.iterancestors(READING), None)
            return reading is not None and reading.get("certainty") != Certainty.UNRECORDED
        return any(witnesses.find(value, text.file) in names for value in values)

    stated = {a for a, choice in choices.items() if choice.certainty is Certainty.STATED}

    def attests(element: etree._Element) -> bool:
        anchors = element.get("entry", "") or element.get("last", "")
        return not stated.isdisjoint(anchors.split())

    lacunae = _leave_out(root, concerns, attests)
    here = {
        anchor
        for element in root.iter(LEMMA, READING)
        for anchor in (element.get("entry", "") or element.get("entries", "")).split()
    }
    return WitnessText(
        root,
        tuple(dict.fromkeys(lacunae)),
        tuple(
            entry.anchor
            for entry in text.entries
            if choices[entry.anchor].certainty is Certainty.UNRECORDED
            and entry.anchor in here
            and not entry.is_extent
        ),
        tuple(work.unplaced),
    )


class _Work:
    """A tree that becomes that of a witness."""

    def __init__(self, root: etree._Element, choices: dict[str, WitnessChoice]) -> None:
        self.root = root
        self.choices = choices
        anchors = ((app.get(ANCHOR, ""), app) for app in list_apps(root))
        self.apps = {anchor: app for anchor, app in anchors if anchor in choices}
        self.unplaced: list[str] = []
        # The words that readings point to, as they are before any is replaced.
        pointing = [r for app in self.apps.values() for r in app.iter(tei("lem"), tei("rdg"))]
        wanted = {value for reading in pointing for value in _list_pointers(reading)}
        found = {
            f"#{ident}": element
            for element in (root.iter(tei("*")) if wanted else ())
            if f"#{(ident := element.get(XML_ID))}" in wanted
        }
        self.pointed = {pointer: raw_text(element) for pointer, element in found.items()}
        # Those in readings: a pointer to them in another reading stands for the words themselves.
        self.transposed = {p for p, e in found.items() if any(map(_is_reading, e.iterancestors()))}
        # The words that each located entry is about, if the witness reads others.
        self.segments: dict[str, list[etree._Element]] = {}
        for anchor, app in self.apps.items():
            if app.get(METHOD) == Method.SEGMENTATION or not self._differs(anchor):
                continue
            if app.get(FOUND) == Standing.FOUND:
                self.segments[anchor] = []
            else:
                self.unplaced.append(anchor)
        for segment in root.iter(LEMMA):
            for anchor in segment.get("entries", "").split():
                if anchor in self.segments:
                    self.segments[anchor].append(segment)

    def _differs(self, anchor: str) -> bool:
        """Whether a witness reads otherwise than the text in a located entry."""
        choice = self.choices[anchor]
        if choice.certainty is Certainty.LACUNOSE:
            return True
        if not choice.number:
            return False
        return local(list_readings(self.apps[anchor])[choice.number - 1].tag) != "lem"

    def replace_words(self, anchor: str) -> None:
        """Put the witness's reading for the words that a located entry is about.

        Words that another reading has replaced already stay replaced.
        """
        segments = [s for s in self.segments[anchor] if self._is_in_text(s)]
        if not segments:
            return
        reading = self._make_reading(anchor, self.apps[anchor])
        first = _widen(segments[0], segments)
        _insert_before(first, reading)
        before = reading.getprevious()
        if len(segments) < len(self.segments[anchor]) and before is not None and not before.tail:
            # Other words of this entry went with another reading, and the space among them.
            before.tail = " "
        for node in _list_between(first, _widen(segments[-1], segments)):
            _remove(node)

    def _is_in_text(self, element: etree._Element) -> bool:
        return any(above is self.root for above in element.iterancestors())

    def replace_entries(self) -> None:
        """Put the witness's reading for each entry that is in the text; lists of them go."""
        for holder in list(self.root.iter(tei("listApp"))):
            if not any(above.tag == tei("listApp") for above in holder.iterancestors()):
                _remove(holder)
        for app in list_apps(self.root):
            if not self._is_in_text(app) or app.get(ANCHOR, "") not in self.choices:
                continue  # it went with the reading in which it stood, or is in no text
            if app.get(METHOD) == Method.SEGMENTATION:
                _insert_before(app, self._make_reading(app.get(ANCHOR, ""), app))
            _remove(app)

    def _make_reading(self, anchor: str, app: etree._Element) -> etree._Element:
        choice = self.choices[anchor]
        readings = list_readings(app)
        lemma = next((n for n, r in enumerate(readings, 1) if local(r.tag) == "lem"), 1)
        number = choice.number or (lemma if app.get(METHOD) == Method.SEGMENTATION else 0)
        reading = etree.Element(READING)
        chosen = readings[number - 1] if 0 < number <= len(readings) else None
        # Where the reading says that the witness breaks off or resumes, its marks are needed.
        has_mark = chosen is not None and next(chosen.iter(*map(tei, EXTENTS)), None) is not None
        is_lacking = choice.certainty is Certainty.LACUNOSE and not has_mark
        if chosen is not None and not is_lacking:
            # What is in the text is moved, so that entries inside it are met in their turn.
            is_in_text = app.get(METHOD) == Method.SEGMENTATION
            original = "" if raw_text(chosen).strip() else self._copy_words(chosen)
            if original:
                # The words are copied as words: their elements have ids and anchors of their own.
                reading.text = original
            else:
                reading.text = chosen.text
                reading.extend(list(chosen if is_in_text else deepcopy(chosen)))
                self._fill_transposed(reading)
                self._fill_copies(reading)
        if is_lacking:
            etree.SubElement(reading, tei("gap"), reason="lacuna")
        if chosen is not None and (picture := chosen.get("facs")):
            reading.set("facs", picture)
        reading.set("entry", anchor)
        reading.set("number", str(number))
        reading.set("certainty", str(choice.certainty))
        if number == lemma and app.get(METHOD) == Method.SEGMENTATION and not is_lacking:
            reading.set("same", "true")
        return reading

    def _fill_transposed(self, reading: etree._Element) -> None:
        """Put the words of other readings for the pointers to them in a reading with own words."""
        for pointer in list(reading.iter(tei("ptr"))):
            targets = _list_targets(pointer)
            if targets and self.transposed.issuperset(targets):
                # No element of TEI with a meaning of its own: these are words of the text.
                pointer.tag = tei("seg")
                del pointer.attrib["target"]
                pointer.text = " ".join(self.pointed[value].strip() for value in targets)

    def _fill_copies(self, reading: etree._Element) -> None:
        """Put the words that the elements of a reading copy (@copyOf, @sameAs) into them."""
        for element in reading.iter(tei("*")):
            words = self.pointed.get(_get_copied(element))
            if words and not raw_text(element).strip():
                element.text = words

    def _copy_words(self, reading: etree._Element) -> str:
        """Return words of this file that a reading repeats by pointing to them, in its own order.

        It is a copy of them (@copyOf, @sameAs), or has nothing but pointers (`ptr`).
        """
        if pointer := _get_copied(reading):
            return self.pointed.get(pointer, "")
        pointers = [value for ptr in reading.iter(tei("ptr")) for value in _list_targets(ptr)]
        return " ".join(self.pointed.get(value, "").strip() for value in pointers).strip()


def _is_reading(element: etree._Element) -> bool:
    return local(element.tag) in ("lem", "rdg")


def _list_pointers(reading: etree._Element) -> list[str]:
    """Return the pointers by which a reading may repeat words of the text."""
    copied = [_get_copied(element) for element in reading.iter(tei("*"))]
    return copied + [value for ptr in reading.iter(tei("ptr")) for value in _list_targets(ptr)]


def _get_copied(element: etree._Element) -> str:
    return (element.get("copyOf") or element.get("sameAs") or "").strip()


def _list_targets(pointer: etree._Element) -> list[str]:
    return pointer.get("target", "").split()


def _widen(segment: etree._Element, segments: list[etree._Element]) -> etree._Element:
    """Return the largest element of running text all of whose words are those of the segments."""
    words = set(segments)
    node = segment
    parent = node.getparent()
    while parent is not None and local(parent.tag) and local(parent.tag) not in _HELD:
        if any(not _is_of(text, words) for text in _iter_texts(parent)):
            break
        node, parent = parent, parent.getparent()
    return node


def _iter_texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every text within an element, and the element that holds it directly."""
    for node in element.iter():
        if node.text and isinstance(node.tag, str):
            yield node, node.text
        if node.tail and node is not element:
            yield element, node.tail


def _is_of(text: tuple[etree._Element, str], words: set[etree._Element]) -> bool:
    """Whether a text is white space, or one of these words."""
    return not text[1].strip() or text[0] in words


def _list_between(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    """Return the topmost nodes from the first to the last, without what is around them."""
    around = {last, *last.iterancestors()}
    found: list[etree._Element] = []
    node: etree._Element | None = first
    while node is not None:
        if node in around and node is not last:
            node = node[0]
            continue
        found.append(node)
        node = None if node is last else _next(node)
    return found


def _next(node: etree._Element) -> etree._Element | None:
    """Return what follows a node and all that it holds."""
    current: etree._Element | None = node
    while current is not None:
        if (after := current.getnext()) is not None:
            return after
        current = current.getparent()
    return None


def _insert_before(node: etree._Element, new: etree._Element) -> None:
    new.tail = None
    node.addprevious(new)


def _remove(node: etree._Element) -> None:
    """Take a node out of its tree; what follows it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    node.tail = None
    parent.remove(node)


# What is not extant.


def _leave_out(
    root: etree._Element,
    concerns: Callable[[etree._Element], bool],
    attests: Callable[[etree._Element], bool],
) -> list[str]:
    """Leave out the text in which a witness has not begun, or has broken off.

    Where only one end of a stretch is marked, it reaches to the nearest entry that says what the
    witness reads (`attests`), or as far as the text does. Returns the anchors of the passages in
    which text is missing.
    """
    lacunae: list[str] = []
    for text in top_texts(root):
        start, end = etree.Element(_EDGE), etree.Element(_EDGE)
        text.insert(0, start)
        start.tail, text.text = text.text, None
        text.append(end)
        for first, last in list(_list_lacunae(text, start, end, concerns, attests)):
            lacunae += _clear(first, last)
        for edge in (start, end):
            _remove(edge)
    return lacunae


def _list_lacunae(
    text: etree._Element,
    start: etree._Element,
    end: etree._Element,
    concerns: Callable[[etree._Element], bool],
    attests: Callable[[etree._Element], bool],
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the points between which a witness has no text."""
    since: etree._Element | None = None  # where it broke off, if it has
    seen = start  # the last words that it is known to have
    for element in text.iter(*_POINTS, LEMMA, READING):
        name = local(element.tag)
        if not name:
            if attests(element):
                if since is not None and next(element.iterdescendants(*_POINTS), None) is None:
                    yield since, element
                    since = None
                seen = element if next(element.iterdescendants(*_POINTS), None) is None else seen
        elif concerns(element):
            if name in {"witStart", "lacunaEnd"}:
                yield since if since is not None else seen, element
                since = None
            elif since is None:
                since = element
            seen = element
    if since is not None:
        yield since, end


def _clear(start: etree._Element, end: etree._Element) -> list[str]:
    """Take out everything between two marks, and put a gap in its place.

    A witness that begins with the first words of the text, or ends with the last, lacks nothing.
    """
    around = {end, *end.iterancestors()}
    missing = [_passage_of(start)]
    last = ""
    is_empty = True
    for above in (start, *start.iterancestors()):
        if above in around:
            break
        last = above.tail or ""
        is_empty = is_empty and not last.strip()
        above.tail = None
    node = _next(start)
    while node is not None and node is not end:
        if node in around:
            last = node.text or last
            is_empty = is_empty and not (node.text or "").strip()
            node.text = None
            missing.append(node.get(ANCHOR, "") if local(node.tag) in PASSAGES else "")
            node = node[0]
            continue
        missing += [e.get(ANCHOR, "") for e in node.iter(*map(tei, sorted(PASSAGES)))]
        after = _next(node)
        words = raw_text(node) if local(node.tag) else ""
        is_empty = (
            is_empty
            and not (words + (node.tail or "")).strip()
            and next(node.iter(*_SIGNS), None) is None
        )
        last = node.tail or words or last
        node.tail = None
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)
        node = after
    if is_empty and _EDGE in (start.tag, end.tag):
        return []
    gap = etree.Element(tei("gap"), reason="lacuna")
    # What follows is another word, if the last that is gone was a whole one.
    gap.tail = " " if last[-1:].isspace() else None
    if local(start.tag):
        start.addnext(gap)
    else:
        end.addprevious(gap)
    return [anchor for anchor in missing if anchor]


def _passage_of(element: etree._Element) -> str:
    for above in element.iterancestors():
        if local(above.tag) in PASSAGES:
            return above.get(ANCHOR, "")
    return ""
