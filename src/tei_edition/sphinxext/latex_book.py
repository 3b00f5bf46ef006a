"""LaTeX: what makes the manual that Sphinx knows a book: title page, heads, margins, typefaces."""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import icu
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import texescape

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.staging import get_config, get_imprint, set_default
from tei_edition.sphinxext.title_page import format_latex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.config import Config as SphinxConfig
    from sphinx.writers.latex import LaTeXTranslator

_STYLE = Path(__file__).with_name("assets") / "teiedition.sty"
_PAPERS = {"a4": "a4paper", "a5": "a5paper", "b5": "b5paper", "letter": "letterpaper"}
_ELEMENTS = {
    "pointsize": "11pt",
    "fncychap": "",
    "extraclassoptions": "openany",
    "sphinxsetup": r"HeaderFamily=\rmfamily\bfseries, TitleColor={rgb}{0,0,0},"
    " InnerLinkColor={rgb}{0,0,0}, OuterLinkColor={rgb}{0,0,0}",
}
# Scripts that any typeface for texts has.
_COMMON = frozenset({"Latn", "Grek", "Cyrl"})
_NEUTRAL = frozenset({"Zyyy", "Zinh"})
_FROM_RIGHT = frozenset({
    "Adlm", "Arab", "Armi", "Avst", "Hebr", "Mand", "Nkoo", "Palm", "Phnx", "Samr", "Sarb", "Syrc",
    "Thaa",
})  # fmt: skip
# Where the name of a script in OpenType, or in names of typefaces, is not that of Unicode.
_EASTERN = {"Hans": "CJK", "Hani": "CJK", "Hira": "Kana", "Kana": "Kana", "Hang": "Hangul"}
_FAMILIES = {
    "Hani": "Noto Serif CJK SC,Noto Sans CJK SC,Source Han Serif SC,Droid Sans Fallback",
    "Hira": "Noto Serif CJK JP,Noto Sans CJK JP,Source Han Serif,Droid Sans Fallback",
    "Kana": "Noto Serif CJK JP,Noto Sans CJK JP,Source Han Serif,Droid Sans Fallback",
    "Hang": "Noto Serif CJK KR,Noto Sans CJK KR,Source Han Serif K,Droid Sans Fallback",
    "Arab": "Amiri,Scheherazade New,Noto Naskh Arabic,Noto Sans Arabic,FreeSerif,DejaVu Sans",
}


# Spaces and signs that belong to no direction.
_EDGES = " \t\r\n\u00a0.,;:!?"
# Figures and signs of the European kind.
_FIGURES = re.compile(r"([!-~\u00a0-\u00bf\u2010-\u206f]+)")


# How paragraphs of these run.
_RUNS = {
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
}
# With these the text is at its end.
_ENDS = frozenset({"tei-apparatus", "tei-key-to-signs", "toctree-wrapper"})


class Run(NamedTuple):
    """Characters on end of one script, with the neutral ones between them."""

    script: str
    text: str


@lru_cache(maxsize=4096)
def find_script(sign: str) -> str:
    """The script of a character, as four letters (ISO 15924)."""
    return str(icu.Script.getScript(sign).getShortName())


def split_runs(text: str) -> list[Run]:
    """A text by its scripts; neutral characters belong to those before them.

    A text that has none but Latin, Greek and Cyrillic letters is one run of no script.
    """
    if not text or max(text) < "\u0530":
        return [Run("", text)]
    runs: list[Run] = []
    for sign in text:
        script = find_script(sign)
        last = runs[-1] if runs else None
        if script in _NEUTRAL and last is not None:
            script = last.script
        elif script in _COMMON or script in _NEUTRAL:
            script = ""
        if last is not None and last.script == script:
            runs[-1] = Run(script, last.text + sign)
        else:
            runs.append(Run(script, sign))
    return [part for run in runs for part in _part_spaces(run)]


def _part_spaces(run: Run) -> Iterator[Run]:
    """The spaces after a script of its own are the text's."""
    plain = run.text.rstrip()
    if not run.script or plain == run.text:
        yield run
    else:
        yield Run(run.script, plain)
        yield Run("", run.text[len(plain) :])


class SetParagraphs(SphinxPostTransform):
    """Has paragraphs run, and lines be counted, as a printer would have it."""

    # Before `MarkScripts`, and after references are resolved.
    default_priority = 980
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the paragraphs and the texts of a book."""
        for details in list(self.document.findall(own.tei_details)):
            if "tei-key-to-signs" in details["classes"]:
                _shorten_key(details)
        for block in _list_blocks(self.document):
            classes = _list_classes(block)
            command = next((c for name, c in _RUNS.items() if name in classes), "")
            if _is_rtl(block):
                before = rf"\teibegin{{{command}\teirtlbegin}}"
                _frame(block, before, r"\teirtlend\teiend{}", is_inside=True)
            elif command:
                _frame(block, rf"\teibegin{{{command}}}", r"\teiend{}")
        if get_config(self.env._app).print.line_numbers:
            for section in _list_texts(self.document):
                _number_lines(section)


def _list_blocks(document: nodes.document) -> list[nodes.Element]:
    return [
        n for n in document.findall(nodes.Element) if isinstance(n, (nodes.paragraph, nodes.line))
    ]


def _list_texts(document: nodes.document) -> list[nodes.section]:
    texts = {"tei-text", "tei-page"}
    return [s for s in document.findall(nodes.section) if texts <= set(s["classes"])]


def _list_classes(block: nodes.Element) -> set[str]:
    """The classes of a paragraph, with those of the line of a letter that it is all of."""
    parent = block.parent
    above = parent["classes"] if len(parent.children) == 1 else []
    return {*block["classes"], *above}


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


def _number_lines(section: nodes.section) -> None:
    """Number the lines of a text from its first to where its apparatus and notes begin."""
    title = next((n for n, c in enumerate(section.children) if isinstance(c, nodes.title)), -1)
    last = next(
        (n for n, c in enumerate(section.children) if n > title and _ENDS & set(_get_classes(c))),
        len(section.children),
    )
    section.insert(last, nodes.raw("", "\n\n\\nolinenumbers\n", format="latex"))
    section.insert(title + 1, nodes.raw("", "\n\\linenumbers[1]\n\n", format="latex"))


def _get_classes(node: nodes.Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


class MarkScripts(SphinxPostTransform):
    """Marks what needs a typeface or a direction of its own."""

    # When no other transform adds words.
    default_priority = 990
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at all the words of a book."""
        if self.env.config.latex_engine not in {"xelatex", "lualatex"}:
            return
        scripts: dict[str, str] = {}
        for leaf in list(self.document.findall(nodes.Text)):
            text = leaf.astext()
            if isinstance(leaf.parent, nodes.FixedTextElement):
                continue
            is_rtl = _is_rtl(leaf.parent)
            if max(text, default="") < "\u0530" and not is_rtl:
                continue
            parts: list[nodes.Node] = []
            for script, words in split_runs(text):
                # What stands around words from left to right belongs to what runs from the right.
                before, within, after = (
                    _part_edges(words) if is_rtl and not script else ("", words, "")
                )
                parts.append(nodes.Text(before))
                if script or is_rtl:
                    run = own.tei_script("", script=script, is_rtl=is_rtl)
                    run += _part_neutral(within) if script else [nodes.Text(within)]
                    parts.append(run)
                    scripts.setdefault(script, words)
                else:
                    parts.append(nodes.Text(within))
                parts.append(nodes.Text(after))
            leaf.parent.replace(leaf, parts)
        builder = cast("LaTeXBuilder", self.env._app.builder)
        fonts = "\n".join(_declare(script, words) for script, words in scripts.items() if script)
        builder.context["preamble"] += f"\n{fonts}\n" if fonts else ""


def _part_edges(words: str) -> tuple[str, str, str]:
    inner = words.strip(_EDGES)
    start = words.find(inner) if inner else len(words)
    return words[:start], inner, words[start + len(inner) :]


def _part_neutral(words: str) -> list[nodes.Node]:
    """The words of a script; signs and figures among them keep the typeface of the text."""
    return [
        own.tei_script("", part) if number % 2 else nodes.Text(part)
        for number, part in enumerate(_FIGURES.split(words))
        if part
    ]


def _is_rtl(node: nodes.Element | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and "rtl" in node["classes"]:
            return True
        node = node.parent
    return False


def _declare(script: str, words: str) -> str:
    """The declaration of typefaces for a script, of which there are some words."""
    sign = next(sign for sign in words if find_script(sign) == script)
    name = str(icu.Script.getScript(sign).getName()).replace("_", " ")
    by_default = f"Noto Serif {name},Noto Sans {name},FreeSerif,DejaVu Sans"
    families = _FAMILIES.get(script, by_default)
    return rf"\teifont{{{script}}}{{{_EASTERN.get(script, name)}}}{{{families}}}"


def visit_script(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a run of a script, in its direction if that is not the paragraph's.

    In a title it stands twice: bookmarks know plain words only.
    """
    if "script" not in node:
        self.body.append(r"\teimain{")
        self.context.append("}")
        return
    script, is_rtl = node["script"], node["is_rtl"] and not self.in_title
    turns = (script in _FROM_RIGHT) != is_rtl
    opening, closing = "", ""
    if turns:
        opening, closing = (r"\teirtl{" if script in _FROM_RIGHT else r"\teiltr{"), "}"
    if script:
        opening, closing = rf"{opening}\teiscript{{{script}}}{{", f"}}{closing}"
    if self.in_title and opening:
        plain = self.encode(node.astext())
        opening, closing = rf"\texorpdfstring{{{opening}", f"{closing}}}{{{plain}}}"
    self.body.append(opening)
    self.context.append(closing)


def depart_script(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Close it."""
    self.body.append(self.context.pop())


def visit_pages(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the pages of places that the book has."""
    labels = self.document.get("tei_labels", ())
    self.body.append(r"\teipagesbegin")
    for target in node["targets"]:
        docname, _, anchor = target.partition("#")
        label = f"{docname}:{anchor or ':doc'}"
        if label in labels:
            self.body.append(rf"\teipage{{{self.idescape(label)}}}")
    self.body.append(r"\teipagesend{}")
    raise nodes.SkipNode


def _fill_settings(app: Sphinx, settings: SphinxConfig) -> None:
    """Give what conf.py leaves open: one book of all, by an engine that knows all scripts."""
    config, imprint = get_config(app), get_imprint(app)
    names = " \\and ".join(
        texescape_name(name) for name in (imprint.authors or imprint.editors or ("",))
    )
    start = config.print.start or settings.root_doc
    set_default(settings, "latex_engine", "xelatex")
    set_default(settings, "latex_domain_indices", False)
    name = f"{settings.epub_basename}.tex"
    document = (start, name, settings.project, names, "manual", False)
    set_default(settings, "latex_documents", [document])
    own_elements = {**_ELEMENTS, "papersize": _PAPERS[config.print.paper]}
    settings.latex_elements = {**own_elements, **settings.latex_elements}


def texescape_name(name: str) -> str:
    """A name as LaTeX shows it; Sphinx takes authors as they are."""
    return "".join(f"\\{c}" if c in "#$%&_{}" else c for c in name)


def _prepare(app: Sphinx) -> None:
    """Load the style, and set the title page."""
    if app.builder.name != "latex":
        return
    context = cast("LaTeXBuilder", app.builder).context
    imprint = get_imprint(app)

    def encode(text: str) -> str:
        return texescape.escape(text, app.config.latex_engine)

    if "maketitle" not in app.config.latex_elements:
        page = format_latex(imprint, app.config, encode)
        context["maketitle"] = f"{_INFORMATION}\n{page}\n"
    lines = get_config(app).print.line_numbers
    numbers = rf"\teicountlines{{{lines}}}" if lines else ""
    language = imprint.language or app.config.language or "en"
    context["preamble"] = "\n".join((
        r"\usepackage{teiedition}", numbers, rf"\hypersetup{{pdflang={{{language}}}}}",
        context["preamble"],
    ))  # fmt: skip


# What the file says of itself; Sphinx's own title page does the same.
_INFORMATION = r"""\begingroup\makeatletter\def\and{, }\def\\{, }%
\hypersetup{pdfauthor={\@author},pdftitle={\@title}}\makeatother\endgroup"""


def _copy_style(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name == "latex":
        shutil.copyfile(_STYLE, Path(app.outdir) / _STYLE.name)


def setup(app: Sphinx) -> None:
    """Register the style, and the nodes that only books of LaTeX have."""
    app.add_node(own.tei_script, override=True, latex=(visit_script, depart_script))
    app.add_node(own.tei_pages, override=True, latex=(visit_pages, None))
    app.add_post_transform(SetParagraphs)
    app.add_post_transform(MarkScripts)
    app.connect("config-inited", _fill_settings, priority=920)
    app.connect("builder-inited", _prepare)
    app.connect("build-finished", _copy_style)
