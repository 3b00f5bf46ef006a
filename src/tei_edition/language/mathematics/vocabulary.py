"""The elements of MathML, and which of them and of their attributes a page may have.

Only presentation that shows something is among them: no links, no actions, no scripts, no HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

MATHML_NS = "http://www.w3.org/1998/Math/MathML"
_PREFIX = f"{{{MATHML_NS}}}"

# Elements that hold words, and those that hold one expression, whatever the number of its parts.
TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
ROWS = frozenset({"math", "mrow", "mstyle", "mpadded", "merror", "mtd"})
_SCHEMATA = frozenset({
    "menclose", "mfenced", "mfrac", "mmultiscripts", "mover", "mphantom", "mprescripts", "mroot",
    "mspace", "msqrt", "msub", "msubsup", "msup", "mtable", "mtr", "munder", "munderover", "none",
})  # fmt: skip
KNOWN = TOKENS | ROWS | _SCHEMATA
# How many parts an element must have; with fewer it is shown as a row.
LEAST_PARTS = {
    "mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2,
    "munderover": 3,
}  # fmt: skip
ATTRIBUTES = frozenset({
    "accent", "accentunder", "alttext", "close", "columnalign", "columnlines", "columnspacing",
    "columnspan", "depth", "dir", "display", "displaystyle", "fence", "form", "frame", "height",
    "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "open", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel",
    "separator", "separators", "stretchy", "symmetric", "voffset", "width",
})  # fmt: skip


def name_of(element: etree._Element) -> str:
    """Return the local name of an element of MathML; empty for any other node."""
    tag = element.tag
    return tag[len(_PREFIX) :] if isinstance(tag, str) and tag.startswith(_PREFIX) else ""


def mathml(name: str) -> str:
    """Return an element's name in Clark notation."""
    return _PREFIX + name


def parts_of(element: etree._Element) -> list[etree._Element]:
    """List the parts of an expression: its elements, that of a `semantics` alone."""
    children = [child for child in element if isinstance(child.tag, str)]
    return children[:1] if name_of(element) == "semantics" else children


def words_of_token(element: etree._Element) -> str:
    """Return the words of a token, white space collapsed as MathML has it."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def words_apart(element: etree._Element) -> str:
    """All words of an expression that cannot be read, kept apart."""
    words = (" ".join(str(text).split()) for text in element.itertext())
    return " ".join(filter(None, words))


def is_presentation(element: etree._Element) -> bool:
    """Whether all of an expression says how it looks: content MathML has no look of its own."""
    name = name_of(element)
    if name == "semantics":
        return all(map(is_presentation, parts_of(element)))
    if name in TOKENS:
        return all(not isinstance(inner.tag, str) or name_of(inner) for inner in element)
    return name in KNOWN and all(map(is_presentation, parts_of(element)))
