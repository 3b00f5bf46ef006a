"""Turn pandoc's tree of a document into the body of a text in TEI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from tei_edition.editing.importing.inline_styles import choose_paragraph, name_style
from tei_edition.editing.importing.inlines import InlineWriter
from tei_edition.editing.importing.pandoc_nodes import (
    flatten,
    get_value,
    is_caption_of,
    is_language,
    list_inlines,
)
from tei_edition.tei import XML_LANG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tei_edition.editing.importing.inlines import PageMarks
    from tei_edition.editing.importing.pandoc_nodes import Node

# Metadata that are paragraphs of the document, which pandoc takes out of it.
_TITLES = (("title", "head"), ("subtitle", "head"), ("author", "byline"), ("date", "dateline"))
_TOP = frozenset({"argument", "byline", "dateline", "epigraph", "head", "opener", "salute"})
_BOTTOM = frozenset({"byline", "closer", "dateline", "postscript", "salute", "signed"})


class DocumentWriter(InlineWriter):
    """Writes one document; `styles` are elements for styles of its paragraphs.

    `is_word` says that it is of a word processor, where what is indented need not be a quotation.
    """

    def __init__(
        self,
        find_image: Callable[[str], str],
        styles: Mapping[str, str] | None = None,
        marks: PageMarks | None = None,
        *,
        is_word: bool = False,
    ) -> None:
        super().__init__(find_image, marks)
        self._styles = {name.casefold(): element for name, element in (styles or {}).items()}
        self._is_word = is_word

    def write(self, document: Node, *, with_titles: bool) -> etree._Element:
        """Return the body; its titles are part of it if they are paragraphs of the document."""
        body = etree.Element("body")
        if with_titles:
            self._write_titles(body, document["meta"])
        self._write_sections(body, document["blocks"])
        if not any(child.tag == "div" for child in body):
            div = etree.Element("div")
            div.extend(list(body))
            body.append(div)
        self._wrap_beginning(body)
        for place in body.iter("div", "body"):
            _check_places(place)
        self._settle_links(body)
        return body

    def _write_titles(self, body: etree._Element, meta: Node) -> None:
        for key, element in _TITLES:
            for inlines in list_inlines(meta.get(key)):
                title = etree.SubElement(body, element)
                if key == "subtitle":
                    title.set("type", "sub")
                self._write_inlines(title, inlines)
        abstract = meta.get("abstract")
        if abstract is not None and abstract["t"] == "MetaBlocks":
            self._write_blocks(etree.SubElement(body, "argument"), abstract["c"])

    # Sections.

    def _write_sections(self, body: etree._Element, blocks: Sequence[Node]) -> None:
        """Write blocks, with a division for each heading, in that of the higher heading before."""
        opened: list[tuple[int, etree._Element]] = [(0, body)]
        for block in flatten(blocks, self._choose_element):
            if block["t"] != "Header":
                self._write_block(opened[-1][1], block)
                continue
            level, attributes, inlines = block["c"]
            while opened[-1][0] >= level:
                opened.pop()
            div = etree.SubElement(opened[-1][1], "div")
            opened.append((level, div))
            head = etree.SubElement(div, "head")
            self._note_anchor(attributes, head)
            self._write_inlines(head, inlines)
            self.counts["heading"] += 1

    def _wrap_beginning(self, body: etree._Element) -> None:
        """Put what comes before the first division into a division, but for titles."""
        first = next(i for i, child in enumerate(body) if child.tag == "div")
        start = next((i for i in range(first) if body[i].tag not in _TOP), first)
        if start < first:
            div = etree.Element("div")
            div.extend(list(body)[start:first])
            body.insert(start, div)

    # Blocks.

    def _choose_element(self, style: str) -> str:
        return self._styles.get(style.casefold(), "") or choose_paragraph(style)

    def _write_blocks(self, parent: etree._Element, blocks: Sequence[Node]) -> None:
        for place, block in enumerate(blocks):
            following = blocks[place + 1] if place + 1 < len(blocks) else {"t": ""}
            if is_caption_of(block, following):
                continue  # the table has it as well
            self._write_block(parent, block)

    def _write_block(self, parent: etree._Element, block: Node, style: str = "") -> None:
        kind, content = block["t"], block.get("c", [])
        styled: dict[str, Callable[[etree._Element, Any, str], None]] = {
            "Para": self._write_paragraph, "Plain": self._write_paragraph, "Div": self._write_div,
            "BlockQuote": self._write_quotation,
        }  # fmt: skip
        writers: dict[str, Callable[[etree._Element, Any], None]] = {
            "Header": self._write_inner_heading, "LineBlock": self._write_verse,
            "BulletList": self._write_bullets, "OrderedList": self._write_numbered,
            "DefinitionList": self._write_definitions, "CodeBlock": self._write_code,
            "Table": self._write_table, "Figure": self._write_figure, "RawBlock": self._write_raw,
        }  # fmt: skip
        if kind in styled:
            styled[kind](parent, content, style)
        elif kind in writers:
            writers[kind](parent, content)
        elif kind == "HorizontalRule":
            etree.SubElement(parent, "milestone", unit="section", rend="rule")
        elif kind != "Null":
            self._tell(f"a part that pandoc calls {kind} was left out")

    def _write_inner_heading(self, parent: etree._Element, content: Any) -> None:
        """Write a heading that is within a cell, a note or a quotation."""
        self._write_inlines(etree.SubElement(parent, "p", rend="heading"), content[2])

    def _write_verse(self, parent: etree._Element, lines: Any) -> None:
        group = etree.SubElement(parent, "lg")
        for line in lines:
            self._write_inlines(etree.SubElement(group, "l"), line)

    def _write_div(self, parent: etree._Element, content: Any, style: str) -> None:
        attributes, blocks = content
        style = get_value(attributes, "custom-style") or style
        language = get_value(attributes, "lang")
        first = len(parent)
        for place, block in enumerate(blocks):
            if not is_caption_of(block, blocks[place + 1] if place + 1 < len(blocks) else {}):
                self._write_block(parent, block, style)
        for child in list(parent)[first:]:
            if language and child.get(XML_LANG) is None and is_language(language):
                child.set(XML_LANG, language)
        if first < len(parent):
            self._note_anchor(attributes, parent[first])

    def _write_paragraph(self, parent: etree._Element, inlines: Sequence[Node], style: str) -> None:
        if inlines and all(node["t"] in {"Image", "Space", "SoftBreak"} for node in inlines):
            self._write_inlines(parent, [node for node in inlines if node["t"] == "Image"])
            return
        name = self._choose_element(style) or "p"
        element = etree.Element("p" if name == "head" else name)
        if style and name == "p" and (rend := name_style(style)):
            element.set("rend", rend)
        self._write_inlines(element, inlines)
        if len(element) or (element.text or "").strip():
            parent.append(element)
            self.counts["paragraph"] += 1
            if all(child.tag == "pb" and not (child.tail or "").strip() for child in element) and (
                not (element.text or "").strip()
            ):
                parent.remove(element)  # nothing but a page break
                parent.extend(list(element))

    def _write_quotation(self, parent: etree._Element, blocks: Sequence[Node], style: str) -> None:
        """Write a quotation; what a word processor only indents is a paragraph that is indented."""
        if self._is_word and self._choose_element(style) != "quote":
            first = len(parent)
            for block in blocks:
                self._write_block(parent, block, style)
            for child in list(parent)[first:]:
                if child.tag == "p" and child.get("rend") is None:
                    child.set("rend", "indent")
            return
        target = etree.SubElement(parent, "quote")
        for block in blocks:
            self._write_block(target, block)

    def _write_bullets(self, parent: etree._Element, items: Any) -> None:
        self._write_list(parent, "bulleted", items, 1)

    def _write_numbered(self, parent: etree._Element, content: Any) -> None:
        self._write_list(parent, "numbered", content[1], content[0][0])

    def _write_list(self, parent: etree._Element, rend: str, items: Any, start: int) -> None:
        made = etree.SubElement(parent, "list", rend=rend)
        for number, blocks in enumerate(items, start):
            item = etree.SubElement(made, "item")
            if start != 1:
                item.set("n", str(number))
            self._write_cell(item, blocks)
        self.counts["list"] += 1

    def _write_definitions(self, parent: etree._Element, content: Any) -> None:
        made = etree.SubElement(parent, "list", type="gloss")
        for term, definitions in content:
            self._write_inlines(etree.SubElement(made, "label"), term)
            item = etree.SubElement(made, "item")
            self._write_cell(item, [block for blocks in definitions for block in blocks])
        self.counts["list"] += 1

    def _write_cell(self, cell: etree._Element, blocks: Sequence[Node]) -> None:
        """Write the content of an item, a cell or a note: a single paragraph without its `p`."""
        inner = blocks
        while len(inner) == 1 and inner[0]["t"] == "Div":
            style = get_value(inner[0]["c"][0], "custom-style")
            if self._choose_element(style) not in {"", "p"} or name_style(style):
                break
            inner = inner[0]["c"][1]
        if len(inner) == 1 and inner[0]["t"] in {"Para", "Plain"}:
            self._write_inlines(cell, inner[0]["c"])
        else:
            self._write_blocks(cell, blocks)

    def _write_code(self, parent: etree._Element, content: Any) -> None:
        block = etree.SubElement(parent, "ab", rend="code")
        for number, line in enumerate(content[1].split("\n")):
            if number:
                etree.SubElement(block, "lb")
            self._add_text(block, line)

    def _write_table(self, parent: etree._Element, content: Any) -> None:
        _, caption, _, head, bodies, foot = content
        table = etree.SubElement(parent, "table")
        if caption[1]:
            self._write_cell(etree.SubElement(table, "head"), caption[1])
        for row in head[1]:
            self._write_row(table, row, is_label=True)
        for _, _, inner_head, rows in bodies:
            for row in inner_head:
                self._write_row(table, row, is_label=True)
            for row in rows:
                self._write_row(table, row)
        for row in foot[1]:
            self._write_row(table, row)
        if table.find("row") is None:
            parent.remove(table)
            return
        self.counts["table"] += 1

    def _write_row(self, table: etree._Element, row: Any, *, is_label: bool = False) -> None:
        if not row[1]:
            return
        made = etree.SubElement(table, "row")
        if is_label:
            made.set("role", "label")
        for _, _, rows, columns, blocks in row[1]:
            cell = etree.SubElement(made, "cell")
            if rows > 1:
                cell.set("rows", str(rows))
            if columns > 1:
                cell.set("cols", str(columns))
            self._write_cell(cell, blocks)

    def _write_figure(self, parent: etree._Element, content: Any) -> None:
        """Write a figure with its caption, as pandoc 3 has it."""
        _, caption, blocks = content
        first = len(parent)
        for block in blocks:
            self._write_block(parent, block)
        figures = [child for child in list(parent)[first:] if child.tag == "figure"]
        if caption[1]:
            target = figures[0] if figures else parent
            head = etree.SubElement(target, "head" if figures else "p")
            for described in target.findall("figDesc") if figures else ():
                target.remove(described)
            self._write_cell(head, caption[1])


def _check_places(place: etree._Element) -> None:
    """Make paragraphs of openers in the middle of a division, and of closers before its end."""
    children = [child for child in place if isinstance(child.tag, str)]
    start = next((i for i, c in enumerate(children) if c.tag not in {*_TOP, "pb"}), len(children))
    end = len(children)
    while end > start and children[end - 1].tag in {*_BOTTOM, "pb"}:
        end -= 1
    for number, child in enumerate(children):
        is_right = (number < start and child.tag in _TOP) or (
            number >= end and child.tag in _BOTTOM
        )
        if child.tag in _TOP | _BOTTOM and not is_right and place.tag in {"div", "body"}:
            child.set("rend", child.tag)
            child.tag = "p"
