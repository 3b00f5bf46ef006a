"""Pages of a transcription program, whatever its format, and the TEI that is made of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.serialising import number_parts
from tei_edition.editing.importing.word_proof import DocumentWords, split_words
from tei_edition.tei import XML_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Signs with which only a divided word ends, and the hyphen, which also joins words.
_DIVIDED = ("¬", "⸗", "\u00ad")
_HYPHENS = ("-", "‐")


class LineMark(NamedTuple):
    """Markup of a part of a line: the characters `start` to `end`, the element, its attributes.

    `added` is an element beside it in a `choice`: its name, and its words.
    """

    start: int
    end: int
    element: str
    attributes: tuple[tuple[str, str], ...] = ()
    added: tuple[str, str] = ("", "")


class TranscribedLine(NamedTuple):
    """A line: its words, where it is in the picture, and its markup."""

    text: str
    points: str = ""
    marks: tuple[LineMark, ...] = ()


class TranscribedRegion(NamedTuple):
    """A part of a page: what it is (paragraph, heading, …), where, and its lines.

    A table has `cells` in place of lines: row, column and lines of each.
    """

    kind: str
    lines: tuple[TranscribedLine, ...]
    points: str = ""
    cells: tuple[tuple[int, int, tuple[TranscribedLine, ...]], ...] = ()


class TranscribedPage(NamedTuple):
    """A page: its picture, its size in pixels, its number, and its regions in reading order."""

    picture: str
    width: str
    height: str
    number: str
    regions: tuple[TranscribedRegion, ...]


# Forms of work on a page, which are not part of the text: headers, numbers, signatures.
_FORMS = {
    "header": "header", "footer": "footer", "page-number": "pageNum",
    "signature-mark": "sig", "catch-word": "catch",
}  # fmt: skip
_NOTES = {"marginalia": "margin", "footnote": "foot", "footnote-continued": "foot",
          "endnote": "end"}  # fmt: skip
_PARAGRAPHS = frozenset({"", "paragraph", "text", "textblock", "floating", "other"})


class PageWriter:
    """Writes pages as one text, and their zones as facsimile."""

    def __init__(self) -> None:
        self.body = etree.Element("body")
        self.facsimile = etree.Element("facsimile")
        self.told: dict[str, None] = {}
        self.counts: Counter[str] = Counter()
        self._div = etree.SubElement(self.body, "div")
        self._zone: etree._Element | None = None

    def write(self, pages: Sequence[TranscribedPage]) -> None:
        """Write all pages; each call continues the text."""
        for page in pages:
            self._write_page(page)
        for div in self.body.findall("div"):
            if not len(div):
                self.body.remove(div)
        number_parts(self.body)

    def _write_page(self, page: TranscribedPage) -> None:
        self.counts["page"] += 1
        number = self.counts["page"]
        surface = etree.SubElement(self.facsimile, "surface")
        surface.set(XML_ID, f"s{number}")
        if page.width and page.height:
            for name, value in zip(("ulx", "uly", "lrx", "lry"),
                                   ("0", "0", page.width, page.height), strict=True):  # fmt: skip
                surface.set(name, value)
        if page.picture:
            etree.SubElement(surface, "graphic", url=page.picture)
        self._zone = surface
        begin = etree.Element("pb", facs=f"#s{number}")
        if page.number:
            begin.set("n", page.number)
        heads = page.regions and page.regions[0].kind == "heading"
        target = self._start_division() if heads and len(self._div) else self._div
        target.append(begin)
        for region in page.regions:
            self._write_region(region)

    def _start_division(self) -> etree._Element:
        self._div = etree.SubElement(self.body, "div")
        return self._div

    def _write_region(self, region: TranscribedRegion) -> None:
        if region.cells:
            self._write_table(region)
            return
        if not any(line.text.strip() for line in region.lines):
            return
        kind = region.kind.casefold()
        self.counts["region"] += 1
        if kind in {"heading", "title"}:
            if any(child.tag not in {"pb", "fw"} for child in self._div):
                self._start_division()
            # A head follows nothing but page breaks and heads.
            block = etree.SubElement(self._div, "head")
        elif kind in _FORMS:
            block = etree.SubElement(self._div, "fw", type=_FORMS[kind])
        elif kind in _NOTES:
            block = etree.SubElement(self._div, "note", place=_NOTES[kind])
        elif kind in _PARAGRAPHS:
            block = etree.SubElement(self._div, "p")
        else:
            block = etree.SubElement(self._div, "p", rend=re.sub(r"\W+", "-", kind).strip("-"))
        self._locate(block, region.points)
        self._write_lines(block, region.lines)

    def _write_table(self, region: TranscribedRegion) -> None:
        table = etree.SubElement(self._div, "table")
        self._locate(table, region.points)
        rows = sorted({row for row, _, _ in region.cells})
        for number in rows:
            row = etree.SubElement(table, "row")
            for _, _, lines in sorted(
                (cell for cell in region.cells if cell[0] == number), key=lambda cell: cell[1]
            ):
                self._write_lines(etree.SubElement(row, "cell"), lines)
        self.counts["table"] += 1

    def _locate(self, element: etree._Element, points: str) -> str:
        """Write a zone for an element, if it is known where it is."""
        if not points or self._zone is None:
            return ""
        self.counts["zone"] += 1
        ident = f"z{self.counts['zone']}"
        zone = etree.SubElement(self._zone, "zone", points=points)
        zone.set(XML_ID, ident)
        element.set("facs", f"#{ident}")
        return ident

    def _write_lines(self, block: etree._Element, lines: Sequence[TranscribedLine]) -> None:
        divided = False
        for number, line in enumerate(lines):
            self.counts["line"] += 1
            begin = etree.SubElement(block, "lb")
            self._locate(begin, line.points)
            if divided:
                begin.set("break", "no")
            self._write_line(block, line)
            following = lines[number + 1].text.lstrip() if number + 1 < len(lines) else ""
            text = line.text.rstrip()
            divided = bool(following) and (
                text.endswith(_DIVIDED)
                or (
                    text.endswith(_HYPHENS)
                    and len(text) > 1
                    and text[-2].isalpha()
                    and following[0].islower()
                )
            )

    def _write_line(self, block: etree._Element, line: TranscribedLine) -> None:
        """Write the words of a line with its markup, as far as it nests."""
        kept: list[LineMark] = []
        for mark in sorted(line.marks, key=lambda mark: (mark.start, -mark.end)):
            if not 0 <= mark.start < mark.end <= len(line.text):
                self._tell(f"markup ({mark.element}) is outside its line: {line.text[:40]}")
            elif any(one.start < mark.start < one.end < mark.end for one in kept):
                self._tell(f"markup ({mark.element}) crosses other markup, and was left out:"
                           f' "{line.text[mark.start : mark.end]}"')  # fmt: skip
            else:
                kept.append(mark)
        self._write_span(block, line.text, 0, len(line.text), kept)

    def _write_span(
        self, parent: etree._Element, text: str, start: int, end: int, marks: Sequence[LineMark]
    ) -> None:
        done = start
        inner = list(marks)
        while inner:
            mark = inner.pop(0)
            add_text(parent, text[done : mark.start])
            within = [one for one in inner if one.end <= mark.end]
            inner = [one for one in inner if one.end > mark.end]
            target = parent
            if mark.added[0]:
                target = etree.SubElement(parent, "choice")
            element = etree.SubElement(target, mark.element, dict(mark.attributes))
            self._write_span(element, text, mark.start, mark.end, within)
            if mark.added[0]:
                etree.SubElement(target, mark.added[0]).text = mark.added[1]
            self.counts[mark.element] += 1
            done = mark.end
        add_text(parent, text[done:end])

    def _tell(self, words: str) -> None:
        self.told[words] = None


def add_text(parent: etree._Element, text: str) -> None:
    """Add words at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def list_page_words(pages: Iterable[TranscribedPage]) -> DocumentWords:
    """Return the words of pages as lines have them; those of notes are apart."""
    text: list[str] = []
    notes: list[str] = []
    for page in pages:
        for region in page.regions:
            target = notes if region.kind.casefold() in _NOTES else text
            parts = [region.lines, *(lines for _, _, lines in sorted(region.cells))]
            for lines in parts:
                target += [word for line in lines for word in split_words(line.text)]
    return DocumentWords(text, notes)
