"""Make a text of the transcription of a source, in a file that has no other.

Each surface with words begins as a page does (`pb`), and each zone is an `ab` with a `lb` for each
of its lines. Their words move there; the surfaces and zones stay, so that images lead to the text.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.source.anchors import stamp_anchors
from tei_edition.source.stamps import ANCHOR, FILE, POS, WRITTEN, locate
from tei_edition.tei import XML_ID, XML_LANG, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = frozenset({"line", "surface", "zone"})
# What describes a surface or zone, and is no writing on it.
_ABOUT = frozenset({"desc", "graphic", "label", "listTranspose", "media", "path"})
# What says how something else is to be read.
_ORDERS = frozenset({"redo", "undo"})
# What says how a zone or line looks.
_LOOKS = ("rend", "rendition", "style")


def list_transcriptions(root: etree._Element) -> list[etree._Element]:
    """Return the transcriptions of a file that has no text, if words are in them."""
    if next(root.iter(tei("text")), None) is not None:
        return []
    found = [e for e in root.iter(tei("sourceDoc")) if not _is_within(e)]
    return found if any(_has_words(element) for element in found) else []


def make_text(root: etree._Element) -> bool:
    """Give a file without a text the text of its transcription; whether it has got one."""
    found = list_transcriptions(root)
    if not found:
        return False
    holder = found[-1].getparent()
    if holder is None:
        return False
    text = etree.Element(tei("text"))
    _place(text, found[0])
    body = etree.SubElement(text, tei("body"))
    _place(body, found[0])
    maker = _Maker(root, body)
    for source in found:
        maker.visit(source, "0")
    holder.insert(holder.index(found[-1]) + 1, text)
    for _ in stamp_anchors(root):
        pass  # reported before
    return True


class _Maker:
    """Moves words to a text, in the order of the surfaces and zones that they are in."""

    def __init__(self, root: etree._Element, body: etree._Element) -> None:
        self.body = body
        self.block: etree._Element | None = None
        self.taken = {e.get(XML_ID, "") for e in root.iter(tei("*"))}
        self.counts = {name: count(1) for name in _PLACES}
        self.names: dict[etree._Element, str] = {}

    def visit(self, holder: etree._Element, turn: str) -> None:
        """Move the words of a surface, zone or group of them; they are turned by so much."""
        name = local(holder.tag)
        self.block = None
        if name == "surface" and _is_page(holder) and _has_words(holder):
            self._begin(holder, "pb", self.body)
        text, holder.text = holder.text, None
        self._add_words(text, holder, turn)
        for child in list(holder):
            part = local(child.tag) if isinstance(child.tag, str) else ""
            tail, child.tail = child.tail, None
            if part in {"surfaceGrp", "surface", "zone"}:
                self.visit(child, _add_turn(turn, child))
                self.block = None
            elif part == "line":
                self._add_line(child, turn)
            elif part in _ORDERS:
                self.body.append(child)
            elif part not in _ABOUT:
                self._open(holder, turn).append(child)
            self._add_words(tail, holder, turn)

    def _add_line(self, line: etree._Element, turn: str) -> None:
        own = _add_turn(turn, line)
        # One that is turned or looks otherwise than those around it has a block to itself.
        looks = {name: line.get(name, "") for name in _LOOKS if line.get(name)}
        is_apart = own != turn or bool(looks)
        if is_apart:
            self.block = None
        block = self._open(line.getparent(), own)
        for name, value in looks.items():
            block.set(name, value)
        start = self._begin(line, "lb", block)
        start.tail, line.text = line.text, None
        for child in list(line):
            block.append(child)
            for place in child.iter(*map(tei, _PLACES)):
                place.tag = tei("seg")  # a zone within a line, whose words are not those around it
                _separate(place)
        if is_apart:
            self.block = None

    def _add_words(self, text: str | None, holder: etree._Element, turn: str) -> None:
        if self.block is None and not (text or "").strip():
            return
        block = self._open(holder, turn)
        if len(block):
            block[-1].tail = (block[-1].tail or "") + (text or "")
        else:
            block.text = (block.text or "") + (text or "")

    def _open(self, holder: etree._Element | None, turn: str) -> etree._Element:
        """Return the block for what is written in a surface or zone."""
        if self.block is None:
            assert holder is not None
            zone = holder.getparent() if local(holder.tag) == "line" else holder
            assert zone is not None
            is_zone = local(zone.tag) == "zone"
            self.block = (
                self._begin(zone, "ab", self.body)
                if is_zone
                else _place(etree.SubElement(self.body, tei("ab")), zone)
            )
            self.block.set(WRITTEN, turn)
            for name in _LOOKS:
                if zone.get(name):
                    self.block.set(name, zone.get(name, ""))
        return self.block

    def _begin(self, place: etree._Element, name: str, above: etree._Element) -> etree._Element:
        """Add an element for a surface, zone or line, with a pointer to it."""
        made = _place(etree.SubElement(above, tei(name)), place)
        made.set("facs", f"#{self._name(place)}")
        label = words_of(place.find(tei("label"))) or " ".join(place.get("n", "").split())
        if name == "pb":
            label = label or _name_side(place)
        if label and name != "ab":
            made.set("n", label)
        return made

    def _name(self, place: etree._Element) -> str:
        """Return the identifier of a surface, zone or line, which gets one if it has none."""
        ident = self.names.get(place) or str(place.get(XML_ID, ""))
        if place in self.names or (ident and place.get(ANCHOR) == ident):
            return ident
        name = local(place.tag)
        made = next(n for i in self.counts[name] if (n := f"{name}.{i}") not in self.taken)
        self.taken.add(made)
        self.names[place] = made
        place.set(XML_ID, made)
        return made


def _name_side(surface: etree._Element) -> str:
    """Return what a surface without a number is called: its type, after the name of its leaf."""
    kind = str(surface.get("type", ""))
    leaf = surface.getparent()
    number = "" if leaf is None else " ".join(leaf.get("n", "").split())
    return ", ".join(filter(None, (number, kind))) if kind else ""


def _place(made: etree._Element, source: etree._Element) -> etree._Element:
    """Say that an element is where another is; a block is in its language."""
    where = locate(source)
    made.set(POS, f"{where.line}:{where.column}")
    made.set(FILE, where.file)
    if local(made.tag) not in {"ab", "text"}:
        return made
    language = next((e.get(XML_LANG) for e in _list_around(source) if e.get(XML_LANG)), None)
    if language:
        made.set(XML_LANG, language)
    return made


def _list_around(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and those around it in a transcription."""
    yield element
    for above in element.iterancestors():
        if local(above.tag) not in {"line", "sourceDoc", "surface", "surfaceGrp", "zone"}:
            return
        yield above


def _separate(element: etree._Element) -> None:
    """Put white space before and after an element."""
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = f"{before.tail or ''} "
    elif above is not None:
        above.text = f"{above.text or ''} "
    element.tail = f" {element.tail or ''}"


def _is_page(surface: etree._Element) -> bool:
    """Whether a surface is not on another, as a slip is, or has a picture."""
    is_on_another = next(surface.iterancestors(tei("surface")), None) is not None
    return not is_on_another or surface.find(tei("graphic")) is not None


def _has_words(element: etree._Element) -> bool:
    """Whether anything is written in a surface or zone, besides what describes it."""
    if (element.text or "").strip():
        return True
    return any(
        (child.tail or "").strip()
        or (
            isinstance(child.tag, str)
            and local(child.tag) not in _ABOUT
            and (local(child.tag) not in _PLACES | {"surfaceGrp", ""} or _has_words(child))
        )
        for child in element
    )


def _is_within(element: etree._Element) -> bool:
    return any(local(e.tag) in {"teiHeader", "standOff"} for e in element.iterancestors())


def _add_turn(turn: str, element: etree._Element) -> str:
    """Return by how many degrees writing is turned in what may be turned itself."""
    try:
        return f"{(float(turn) + float(element.get('rotate', '0'))) % 360:g}"
    except ValueError:
        return turn
