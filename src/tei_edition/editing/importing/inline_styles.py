"""What the styles of word processors mean as elements and renditions of TEI."""

from __future__ import annotations

import re

# Styles that say nothing: those of ordinary paragraphs and of what is an element anyway.
_PLAIN = frozenset({
    "annotation reference", "annotation text", "authors", "body text", "caption",
    "comment reference", "comment text", "compact", "default", "default paragraph font",
    "definition",
    "definition term", "endnote", "endnote anchor", "endnote characters", "endnote reference",
    "endnote symbol", "endnote text", "first paragraph", "followedhyperlink", "footer", "footnote",
    "footnote anchor", "footnote characters", "footnote reference", "footnote symbol",
    "footnote text", "header", "hyperlink", "image caption", "internet link", "list",
    "list bullet", "list number", "list paragraph", "no spacing", "normal", "normal (web)",
    "paragraph", "plain text", "source code", "standard", "table caption", "table contents",
    "table heading", "text body", "verbatim char", "visited internet link",
})  # fmt: skip
_PARAGRAPHS = {
    "block text": "quote", "intense quote": "quote", "quotations": "quote", "quote": "quote",
    "salutation": "salute", "closing": "closer", "complimentary close": "closer",
    "signature": "signed", "date": "dateline",
}  # fmt: skip
_INLINE = {
    "emphasis": "italic", "intense emphasis": "italic bold", "strong": "bold",
    "strong emphasis": "bold", "subtle emphasis": "italic", "underline": "underline",
    "smallcaps": "smallcaps", "mark": "highlight",
}  # fmt: skip


def choose_paragraph(style: str) -> str:
    """Return the element for a style of paragraphs; empty if it is only a paragraph."""
    return _PARAGRAPHS.get(style.casefold(), "")


def choose_inline(style: str) -> tuple[str, str]:
    """Return the element and the rendition for a style of words; without one it says nothing."""
    known = style.casefold()
    if not style or known in _PLAIN or known in {"paragraph-insertion", "paragraph-deletion",
                                                 "comment-end", "anchor"}:  # fmt: skip
        return "hi", ""
    return "hi", _INLINE.get(known) or name_style(style)


def name_style(style: str) -> str:
    """Return a style as a value of `@rend`; empty for one that says nothing."""
    if style.casefold() in _PLAIN:
        return ""
    return re.sub(r"[^\w]+", "-", style).strip("-").lower()
