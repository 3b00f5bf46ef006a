"""LaTeX: how paragraphs run that are no prose, and numbers of the lines of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.latex.scripts import is_rtl
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder

# A line of verse that is a paragraph; what does not fit in it hangs.
VERSE = "tei-verse-alone"
# How paragraphs of these run.
_RUNS = {
    VERSE: r"\parindent=0pt \hangafter1 \hangindent=4em\relax ",
    "tei-dateline": r"\raggedleft ",
    "tei-signed": r"\raggedleft ",
    "tei-rend-right": r"\raggedleft ",
    "tei-rend-center": r"\centering ",
    "tei-trailer": r"\centering\itshape ",
    "tei-titlePart": r"\centering\Large ",
    "tei-byline": r"\centering ",
    "tei-dedication": r"\centering ",
    "tei-stage": r"\itshape ",
    "tei-speaker": r"\parindent=0pt ",
    "tei-salute": r"\parindent=0pt ",
    "tei-u": r"\parindent=0pt\hangindent=1.5em\hangafter=1 ",
    "tei-incident": r"\parindent=1.5em ",
    "tei-kinesic": r"\parindent=1.5em ",
    "tei-pause": r"\parindent=1.5em ",
    "tei-shift": r"\parindent=1.5em ",
    "tei-vocal": r"\parindent=1.5em ",
    "tei-writing": r"\parindent=1.5em ",
}
_RTL_NOTES = r"\teirtlnotes{}"
# With these the text is at its end.
ENDS = frozenset({"tei-apparatus", "tei-key-to-signs", "toctree-wrapper"})


class SetParagraphs(SphinxPostTransform):
    """Has paragraphs run, and lines be counted, as a printer would have it."""

    # Before `latex_scripts.MarkScripts`, and after references are resolved.
    default_priority = 980
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the paragraphs and the texts of a book."""
        for details in list(self.document.findall(own.tei_details)):
            if "tei-key-to-signs" in details["classes"]:
                _shorten_key(details)
            _write_summary(details)
        has_notes = False
        for block in _list_blocks(self.document):
            has_notes = _set_paragraph(block) or has_notes
        if has_notes:
            builder = cast("LaTeXBuilder", find_app(self.env).builder)
            if _RTL_NOTES not in builder.context["preamble"]:
                builder.context["preamble"] += f"\n{_RTL_NOTES}\n"
        for element in [e for e in self.document.findall(nodes.Element) if is_rtl(e)]:
            if isinstance(element, (nodes.bullet_list, nodes.enumerated_list)):
                _turn_list(element)
            elif isinstance(element, nodes.definition_list):
                _frame(element, r"\teirtldefinitionsbegin{}", r"\endgroup{}")
            elif isinstance(element, (nodes.title, nodes.rubric)) and not _is_of_book(element):
                element.insert(0, nodes.raw("", r"\teititleright{}", format="latex"))
        settings = get_state(find_app(self.env)).config.print
        if settings.line_numbers and settings.apparatus != "reledmac":
            for section in list_texts(self.document):
                frame_text(section, r"\linenumbers[1]", r"\nolinenumbers")


def _set_paragraph(block: nodes.Element) -> bool:
    """Have a paragraph run as its classes ask; return whether it is a note from right to left."""
    classes = _list_classes(block)
    command = next((c for name, c in _RUNS.items() if name in classes), "")
    if not is_rtl(block):
        if command:
            _frame(block, rf"\teibegin{{{command}}}", r"\teiend{}")
        return False
    if isinstance(block.parent, nodes.footnote):
        _turn_note(block, command)
        return True
    before = rf"\teibegin{{{command}\teirtlbegin}}"
    _frame(block, before, r"\teirtlend\teiend{}", is_inside=True)
    return False


def _is_of_book(title: nodes.Element) -> bool:
    """Whether a title is that of the whole book, which Sphinx takes as plain words."""
    return title.parent is None or isinstance(title.parent.parent, nodes.document)


def _list_blocks(document: nodes.document) -> list[nodes.Element]:
    return [
        n for n in document.findall(nodes.Element) if isinstance(n, (nodes.paragraph, nodes.line))
    ]


def list_texts(document: nodes.document) -> list[nodes.section]:
    """Return the sections whose lines can be counted: pages of texts, each of one text."""
    texts = {"tei-text", "tei-page"}
    return [
        section
        for section in document.findall(nodes.section)
        if texts <= set(section["classes"]) and section.next_node(own.tei_pairs) is None
    ]


def _list_classes(block: nodes.Element) -> set[str]:
    """Return the classes of a paragraph, with those of the line of a letter that it is all of."""
    parent = block.parent
    above = parent["classes"] if len(parent.children) == 1 else []
    return {*block["classes"], *above}


def _turn_note(block: nodes.Element, command: str) -> None:
    """Have a paragraph of a footnote run from right to left, the first with the note's number.

    The last is in no group: LaTeX ends it itself, and would begin another line after a group.
    """
    siblings = [n for n in block.parent.children if isinstance(n, nodes.paragraph)]
    is_last = block is siblings[-1]
    before = rf"{command}\teirtlbegin{{}}" if is_last else rf"\teibegin{{{command}\teirtlbegin}}"
    if block is siblings[0]:
        before = rf"\teirtlnote{{{before}}}"
    _frame(block, before, r"\teirtlend{}" if is_last else r"\teirtlend\teiend{}", is_inside=True)


def _turn_list(listed: nodes.Element) -> None:
    """Have a list from right to left indented there, with the signs of its items."""
    first = int(listed.get("start", 1))
    for number, item in enumerate(listed.children, first):
        paragraph = next(iter(item.children), None)
        if isinstance(paragraph, nodes.paragraph):
            is_counted = isinstance(listed, nodes.enumerated_list)
            # In a box, which is set from left to right.
            is_own = not is_rtl(paragraph)
            counted = f"{number}." if is_own else f".{number}"
            sign = counted if is_counted else r"\textbullet"
            # After what turns the paragraph.
            paragraph.insert(1, nodes.raw("", rf"\teirtlitem{{{sign}}}", format="latex"))
    _frame(listed, r"\teirtllistbegin{}", r"\teirtllistend{}")


def _frame(block: nodes.Element, before: str, after: str, *, is_inside: bool = False) -> None:
    """Put commands around a paragraph, which settle how it begins, or into it."""
    opening = nodes.raw("", f"{before}%\n", format="latex")
    closing = nodes.raw("", after, format="latex")
    if is_inside or isinstance(block, nodes.line):
        block.insert(0, opening)
        block.append(closing)
    else:
        parent = block.parent
        place = parent.index(block)
        parent.insert(place, opening)
        parent.insert(place + 2, closing)


def _write_summary(details: own.tei_details) -> None:
    """Make a paragraph of a summary, so that it has its direction and its typeface."""
    if summary := details.attributes.pop("summary", ""):
        details.insert(0, nodes.paragraph(summary, summary))


def _shorten_key(details: own.tei_details) -> None:
    """Make a key to signs one paragraph: a list of them would fill a page."""
    paragraph = nodes.paragraph("")
    for item in details.findall(nodes.definition_list_item):
        sign, meaning = item[0], item[-1]
        paragraph += [*sign.children, nodes.Text("\u2002"), nodes.inline("", meaning.astext())]
        paragraph += nodes.raw("", r"\quad{} ", format="latex")
    details.children = []
    if paragraph.children:
        details += [nodes.raw("", r"\teibegin{\footnotesize\raggedright}%", format="latex"),
                    paragraph, nodes.raw("", r"\teiend{}", format="latex")]  # fmt: skip


def find_text(section: nodes.section) -> tuple[int, int]:
    """Return the places between which a section has its text, without its title and apparatus."""
    title = next((n for n, c in enumerate(section.children) if isinstance(c, nodes.title)), -1)
    last = next(
        (n for n, c in enumerate(section.children) if n > title and ENDS & set(_get_classes(c))),
        len(section.children),
    )
    return title + 1, last


def frame_text(section: nodes.section, before: str, after: str) -> None:
    """Put commands before a text, and after it where its apparatus and notes begin."""
    first, last = find_text(section)
    section.insert(last, nodes.raw("", f"\n\n{after}\n", format="latex"))
    section.insert(first, nodes.raw("", f"\n{before}\n\n", format="latex"))


def _get_classes(node: nodes.Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def setup(app: Sphinx) -> None:
    """Set paragraphs when all is in its place."""
    app.add_post_transform(SetParagraphs)
