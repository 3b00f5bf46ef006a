"""Turn words of pandoc's tree into TEI: renditions, links, notes, pictures, tracked changes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from lxml import etree

from tei_edition.editing.importing.inline_styles import choose_inline
from tei_edition.editing.importing.pandoc_nodes import clean, get_value, is_language
from tei_edition.tei import XML_ID, XML_LANG, raw_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tei_edition.editing.importing.pandoc_nodes import Node

_RENDITIONS = {
    "Emph": "italic", "Strong": "bold", "Underline": "underline", "Strikeout": "strikethrough",
    "Superscript": "sup", "Subscript": "sub", "SmallCaps": "smallcaps",
}  # fmt: skip
_SCHEMES = re.compile(r"(?:https?|ftp|mailto|tel|doi|urn):\S", re.IGNORECASE)
_PAGE_COMMANDS = frozenset({"\\newpage", "\\pagebreak", "\\clearpage"})
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?([A-Za-z]\w*)")


class PageMarks(NamedTuple):
    """Characters that stand for what pandoc would drop: page breaks, and notes at the end."""

    page: str = "\ue000"
    endnote: str = "\ue001"


class InlineWriter(ABC):
    """Writes the words of one document; the counts of what was met are kept for the report.

    `find_image` gives the address at which a picture of the document will be, or nothing.
    """

    def __init__(self, find_image: Callable[[str], str], marks: PageMarks | None = None) -> None:
        self._find_image = find_image
        self._marks = marks or PageMarks()
        self.counts: Counter[str] = Counter()
        self.told: dict[str, None] = {}
        self._links: list[tuple[etree._Element, str]] = []
        self._anchors: dict[str, etree._Element] = {}

    @abstractmethod
    def _write_cell(self, cell: etree._Element, blocks: Sequence[Node]) -> None:
        """Write the content of a note."""

    def _write_inlines(self, parent: etree._Element, inlines: Sequence[Node]) -> None:
        for node in inlines:
            self._write_inline(parent, node["t"], node.get("c"))

    def _write_inline(self, parent: etree._Element, kind: str, content: Any) -> None:
        writers: dict[str, Callable[[etree._Element, Any], None]] = {
            "Str": self._write_words, "Quoted": self._write_quoted, "RawInline": self._write_raw,
            "Link": self._write_link, "Image": self._write_image, "Note": self._write_note,
            "Span": self._write_span,
        }  # fmt: skip
        if kind in writers:
            writers[kind](parent, content)
        elif kind in {"Space", "SoftBreak"}:
            self._add_text(parent, " ")
        elif kind == "LineBreak":
            etree.SubElement(parent, "lb")
        elif kind in _RENDITIONS:
            self._wrap(parent, "hi", {"rend": _RENDITIONS[kind]}, content)
        elif kind == "Cite":
            self._write_inlines(parent, content[1])
        elif kind == "Code":
            etree.SubElement(parent, "code").text = clean(content[1])
        elif kind == "Math":
            formula = etree.SubElement(parent, "formula", notation="tex")
            formula.text = clean(content[1])
        else:
            self._tell(f"a part that pandoc calls {kind} was left out")

    def _write_quoted(self, parent: etree._Element, content: Any) -> None:
        opening, closing = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
        self._add_text(parent, opening)
        self._write_inlines(parent, content[1])
        self._add_text(parent, closing)

    def _write_words(self, parent: etree._Element, text: str) -> None:
        pieces = re.split(f"([{self._marks.page}{self._marks.endnote}])", text)
        for piece in pieces:
            if piece == self._marks.page:
                etree.SubElement(parent, "pb")
                self.counts["page break"] += 1
            elif piece != self._marks.endnote:
                self._add_text(parent, piece)

    def _wrap(
        self, parent: etree._Element, name: str, attributes: Mapping[str, str], inlines: Any
    ) -> None:
        element = etree.SubElement(parent, name, dict(attributes))
        self._write_inlines(element, inlines)
        if not len(element) and not element.text:
            parent.remove(element)

    def _write_link(self, parent: etree._Element, content: Any) -> None:
        attributes, inlines, (address, _) = content
        ref = etree.Element("ref")
        self._write_inlines(ref, inlines)
        if not len(ref) and not ref.text:
            return
        if address.startswith("#"):
            self._links.append((ref, address[1:]))
        elif _SCHEMES.match(address):
            ref.set("target", quote(address, safe="/:?#[]@!$&'()*+,;=%~"))
        else:
            self._tell(f'the link to "{address}" was left out, not its words')
            self._write_inlines(parent, inlines)
            return
        self._note_anchor(attributes, ref)
        parent.append(ref)

    def _write_image(self, parent: etree._Element, content: Any) -> None:
        _, inlines, (address, title) = content
        figure = etree.SubElement(parent, "figure")
        if found := self._find_image(address):
            etree.SubElement(figure, "graphic", url=found)
        is_captioned = title.startswith("fig:")
        words = etree.SubElement(figure, "head" if is_captioned else "figDesc")
        self._write_inlines(words, inlines)
        if not len(words) and not words.text:
            figure.remove(words)
        if not len(figure):
            parent.remove(figure)
        self.counts["picture"] += 1

    def _write_note(self, parent: etree._Element, blocks: Sequence[Node]) -> None:
        self.counts["note"] += 1
        number = str(self.counts["note"])
        note = etree.SubElement(parent, "note", place="foot", n=number)
        self._write_cell(note, blocks)
        before = note if len(note) == 0 or note.text else note[0]
        before.text = (before.text or "").lstrip() or None

    def _write_span(self, parent: etree._Element, content: Any) -> None:
        attributes, inlines = content
        classes = set(attributes[1])
        if classes & {"insertion", "deletion"}:
            name = "add" if "insertion" in classes else "del"
            self._wrap(parent, name, {"rend": "tracked"}, inlines)
            words = "insertions" if name == "add" else "deletions"
            self.counts[f"tracked {words}"] += 1
        elif "comment-start" in classes:
            self._write_comment(parent, attributes, inlines)
        elif language := get_value(attributes, "lang"):
            known = {XML_LANG: language} if is_language(language) else {}
            self._wrap(parent, "foreign" if known else "hi", known, inlines)
        else:
            style = get_value(attributes, "custom-style")
            name, rend = choose_inline(style or next(iter(sorted(classes)), ""))
            if rend and any(node["t"] != "Space" for node in inlines):
                self._wrap(parent, name, {"rend": rend}, inlines)
            else:
                first = len(parent)
                self._write_inlines(parent, inlines)
                if attributes[0] and len(parent) == first:
                    self._note_anchor(attributes, parent)
        if attributes[0]:
            self._note_anchor(attributes, parent[-1] if len(parent) else parent)

    def _write_comment(self, parent: etree._Element, attributes: Any, inlines: Any) -> None:
        """Write a comment of a word processor as one of XML: it is not published."""
        aside = etree.Element("note")
        self._write_inlines(aside, inlines)
        words = " ".join(raw_text(aside).split())
        author = get_value(attributes, "author") or "?"
        told = f" comment by {author}: {words} ".replace("--", "- -").replace("--", "- -")
        parent.append(etree.Comment(clean(told)))
        self.counts["comment (kept as a comment of XML)"] += 1

    def _write_raw(self, parent: etree._Element, content: Any) -> None:
        form, raw = content
        if _BREAK.fullmatch(raw.strip()):
            etree.SubElement(parent, "lb")
        elif raw.strip() in _PAGE_COMMANDS:
            etree.SubElement(parent, "pb")
            self.counts["page break"] += 1
        elif form == "html" and raw.startswith("<!--"):
            self._tell("a comment in HTML was left out")
        elif form == "html" and (tag := _TAG.fullmatch(raw.rstrip(">").partition(" ")[0])):
            self._tell(f"the tag <{tag[1]}> was left out, not its words")
        else:
            self._tell(f"a passage in {form} was left out: {' '.join(raw.split())[:80]}")

    def _add_text(self, parent: etree._Element, text: str) -> None:
        text = clean(text)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    # Links within the document.

    def _note_anchor(self, attributes: Any, element: etree._Element) -> None:
        if attributes[0]:
            self._anchors.setdefault(attributes[0], element)

    def _settle_links(self, body: etree._Element) -> None:
        taken = {element.get(XML_ID) for element in body.iter()}
        named: dict[str, str] = {}
        for ref, anchor in self._links:
            target = self._anchors.get(anchor)
            if target is None or target is body or not _is_below(target, body):
                self._tell(f'a link within the document, to "{anchor}", leads nowhere')
                ref.tag = "seg"
                continue
            if target.get(XML_ID) is None and anchor not in named:
                ident = _make_id(anchor, taken)
                taken.add(ident)
                target.set(XML_ID, ident)
            named[anchor] = target.get(XML_ID) or ""
            ref.set("target", f"#{named[anchor]}")

    def _tell(self, words: str) -> None:
        self.told[words] = None


def _is_below(element: etree._Element, root: etree._Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _make_id(anchor: str, taken: set[str | None]) -> str:
    ident = re.sub(r"[^\w.-]+", "-", anchor).strip("-.") or "a"
    ident = ident if ident[0].isalpha() or ident[0] == "_" else f"a-{ident}"
    number = 2
    made = ident
    while made in taken or re.fullmatch(r"[pdn]\d+", made):
        made = f"{ident}-{number}"
        number += 1
    return made
