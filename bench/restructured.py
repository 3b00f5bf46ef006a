"""The pages of an edition as reStructuredText: the same text, with the same links between pages.

What is written is drawn from the staged pages, so that both sides say the same. Labels are only
where a link leads; an id inside a paragraph, to which reStructuredText cannot give a label, counts
as that paragraph's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIX = ".teipage.xml"
_INLINE = {"emphasis": "*", "strong": "**"}
_BLOCKS = {"section", "container", "bullet_list", "list_item", "footnote", "block_quote"}
_DROPPED = {"tei_downloads", "tei_alternative"}


def convert(pages: Path, folder: Path) -> None:
    """Write each staged page below `pages` as a reStructuredText file below `folder`."""
    trees = {path: etree.parse(path).getroot() for path in sorted(pages.rglob(f"*{SUFFIX}"))}
    targets = {link.get("target", "") for tree in trees.values() for link in tree.iter("tei_link")}
    listed = {
        entry
        for tree in trees.values()
        for toctree in tree.iter("toctree")
        for entry in toctree.get("entries", "").split()
    }
    for path, tree in trees.items():
        name = path.relative_to(pages.parent).as_posix().removesuffix(SUFFIX)
        out = folder / path.relative_to(pages).with_name(path.name.replace(SUFFIX, ".rst"))
        out.parent.mkdir(parents=True, exist_ok=True)
        text = _Writer(name, targets).write(tree)
        # The first page is in the list of the project; parts of a long list of texts are in none.
        is_listed = name in listed or out == folder / "index.rst"
        out.write_text(text if is_listed else f":orphan:\n\n{text}", encoding="utf-8")


class _Writer:
    def __init__(self, docname: str, targets: set[str]) -> None:
        self.docname = docname
        self.targets = targets
        self.lines: list[str] = []

    def write(self, document: etree._Element) -> str:
        self.blocks(document, "")
        return "\n".join(self.lines) + "\n"

    def blocks(self, element: etree._Element, indent: str, depth: int = 0) -> None:
        for child in element:
            self.block(child, indent, depth)

    def block(self, element: etree._Element, indent: str, depth: int) -> None:
        name = element.tag
        if name in _DROPPED or name == "label":
            return
        if name == "toctree":
            entries = [f"   /{entry}" for entry in element.get("entries", "").split()]
            self.add("", ".. toctree::", "   :maxdepth: 1", "", *entries, "")
            return
        if name == "footnote":
            number = element.findtext("label")
            self.add("", f".. [{number}] {self.inline(element[1]) if len(element) > 1 else ''}")
            for paragraph in list(element)[2:]:
                self.block(paragraph, "   ", depth)
            return
        if name in {"section", "container", "bullet_list", "block_quote", "list_item"}:
            ids = element.get("ids", "").split()
            if name == "list_item":
                self.add("", f"{indent}*", "")
                indent += "  "
            self.labels(ids, indent)
            self.blocks(element, indent, depth + (name == "section"))
            return
        ids = [i for e in element.iter() for i in e.get("ids", "").split()]
        self.labels(ids, indent)
        text = self.inline(element)
        if name == "title":
            self.add("", text, "=-~^"[depth - 1] * max(4, len(text)), "")
        elif text:
            self.add("", f"{indent}{text}", "")

    def labels(self, ids: Iterable[str], indent: str) -> None:
        for ident in ids:
            if f"{self.docname}#{ident}" in self.targets:
                self.add("", f"{indent}.. _{name_label(self.docname, ident)}:", "")

    def add(self, *lines: str) -> None:
        self.lines.extend(lines)

    def inline(self, element: etree._Element) -> str:
        text = "".join(self.runs(element))
        return re.sub(r"\s+", " ", text).strip()

    def runs(self, element: etree._Element) -> Iterable[str]:
        yield escape(element.text)
        for child in element:
            if child.tag not in _DROPPED:
                yield from self.run(child)
            yield escape(child.tail)

    def run(self, element: etree._Element) -> Iterable[str]:
        words = " ".join("".join(_visible(element)).split())
        if element.tag == "footnote_reference":
            yield rf"\ [{words}]_\ "
        elif element.tag == "tei_link" and "#" in element.get("target", "") and words:
            docname, _, ident = element.get("target", "").partition("#")
            yield rf"\ :ref:`{escape(words)} <{name_label(docname, ident)}>`\ "
        elif element.tag in _INLINE and words and not len(element):
            mark = _INLINE[element.tag]
            yield rf"\ {mark}{escape(words)}{mark}\ "
        else:
            yield from self.runs(element)


def _visible(element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _DROPPED:
            yield from _visible(child)
        yield child.tail or ""


def name_label(docname: str, ident: str) -> str:
    """The label of an anchor, unique in the whole project."""
    return f"{docname}-{ident}".replace("/", "-").lower()


def escape(text: str | None) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\*`_|<>])", r"\\\1", text or "")
