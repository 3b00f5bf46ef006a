"""The words of an ODD in reStructuredText: descriptions with their markup, examples, tables.

Whatever an author writes comes out as it is: every character that means something to docutils is
escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_xml

from lxml import etree

from tei_edition.tei import EXAMPLES_NS, SOURCE_NS, XML_NS, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # A reference to an element by its name, None if it has no place of its own.
    Link = Callable[[str], str | None]

_MARKS = re.compile(r"([\\*`|_<>\[\]])")
_LITERALS = {"att": "@{}", "tag": "<{}>", "val": "{}", "code": "{}", "ident": "{}", "eg": "{}"}
_EMPHASES = frozenset({"emph", "hi", "term", "title", "foreign", "mentioned"})
# What may be beside inline markup (docutils, inline markup recognition rules).
_BEFORE = re.compile(r"""[\s'"(\[{<\-/:‘“’«¡¿]$""")
_AFTER = re.compile(r"""[\s'")\]}>\-/:.,;!?\\’”»]""")


def escape(text: str) -> str:
    """Text that means nothing but itself."""
    return _MARKS.sub(r"\\\1", text)


def literal(text: str) -> str:
    """Text as code."""
    text = " ".join(text.split())
    if not text:
        return ""
    return f":literal:`{escape(text)}`" if "`" in text or "\\" in text else f"``{text}``"


def title(text: str, line: str) -> list[str]:
    """Return a heading with its underline."""
    return [text, line * (len(text) + 2), ""]


def write_inline(element: etree._Element, link: Link) -> str:
    """Return the words of an element in a line; elements that are named are links."""
    return "".join(_join(_pieces(element, link))).strip()


def write_table(
    head: tuple[str, ...], widths: tuple[int, ...], rows: Iterable[tuple[str, ...]]
) -> list[str]:
    """Return a table, as a list of rows of paragraphs."""
    lines = [".. list-table::"]
    if any(head):
        lines.append("   :header-rows: 1")
    lines += ["   :width: 100%", f"   :widths: {' '.join(map(str, widths))}", ""]
    for row in (head, *rows) if any(head) else rows:
        for number, cell in enumerate(row):
            first, *others = cell.split("\n") if cell else [""]
            lines.append(f"   {'*' if number == 0 else ' '} - {first}".rstrip())
            lines += [f"       {line}".rstrip() for line in others]
    return [*lines, ""]


def write_example(element: etree._Element) -> list[str]:
    """Return an example of XML as code, without the indentation that it has in the ODD."""
    text = escape_xml(element.text or "") + "".join(
        _serialise(child) + escape_xml(child.tail or "") for child in element
    )
    lines = text.expandtabs().strip("\n").rstrip().split("\n")
    deep = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    # The first line may be after the start tag, and have lost its place.
    margin = min(deep[1:] if len(deep) > 1 and not deep[0] else deep, default=0)
    shown = [line[margin:] if not line[:margin].strip() else line.lstrip() for line in lines]
    return [".. code-block:: xml", "", *(f"   {line}".rstrip() for line in shown), ""]


def _pieces(element: etree._Element, link: Link) -> Iterator[tuple[str, bool]]:
    """Pieces of text, and whether each is markup."""
    yield escape(" ".join(_spaced(element.text))), False
    for child in element:
        if isinstance(child.tag, str):
            yield from _piece(child, link)
        yield escape(" ".join(_spaced(child.tail))), False


def _piece(child: etree._Element, link: Link) -> Iterator[tuple[str, bool]]:
    name = local(child.tag)
    words = " ".join("".join(map(str, child.itertext())).split())
    if name == "gi":
        yield link(words) or literal(f"<{words}>"), True
    elif name in _LITERALS:
        yield literal(_LITERALS[name].format(words)), True
    elif name in _EMPHASES and words:
        yield f"*{escape(words)}*", True
    elif name == "ref" and child.get("target", "").startswith(("http://", "https://")) and words:
        yield f"`{escape(words)} <{child.get('target')}>`__", True
    elif name == "list":
        items = [write_inline(item, link) for item in child]
        yield "; ".join(item for item in items if item), False
    elif name in {"q", "soCalled"}:
        yield f"“{escape(words)}”", False
    else:
        yield from _pieces(child, link)


def _spaced(text: str | None) -> list[str]:
    """Return the words of a text, with an empty one at each end that has white space."""
    return re.split(r"\s+", text or "")


def _join(pieces: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Pieces with what parts markup from a letter beside it."""
    before, was_markup = "", False
    for text, is_markup in pieces:
        if not text:
            continue
        is_tight = (is_markup and before and not _BEFORE.search(before)) or (
            was_markup and not _AFTER.match(text)
        )
        if is_tight:
            yield "\\ "
        yield text
        before, was_markup = text, is_markup


def _serialise(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return f"<!--{element.text}-->" if element.tag is etree.Comment else ""
    name = etree.QName(element)
    prefix = f"{element.prefix}:" if element.prefix and name.namespace != EXAMPLES_NS else ""
    attributes = ""
    parent = element.getparent()
    space = None if prefix or parent is None else name.namespace
    if space and space != EXAMPLES_NS and space != etree.QName(parent).namespace:
        attributes = f' xmlns="{space}"'
    for key, value in element.attrib.items():
        attribute = etree.QName(str(key))
        if attribute.namespace != SOURCE_NS:
            kind = "xml:" if attribute.namespace == XML_NS else ""
            quoted = escape_xml(str(value), {'"': "&quot;"})
            attributes += f' {kind}{attribute.localname}="{quoted}"'
    inner = escape_xml(element.text or "") + "".join(
        _serialise(child) + escape_xml(child.tail or "") for child in element
    )
    tag = f"{prefix}{name.localname}"
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"
