"""Write formulas for each builder: MathML in HTML, TeX in LaTeX, otherwise a line of text.

TeX of a file is only ever handed to LaTeX if it is mathematics and nothing else: TeX can read and
write files.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NoReturn

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from docutils.utils.math.unichar2tex import uni2tex_table
from lxml import etree

from tei_edition.language.mathematics.cleaning import read_mathml, write_mathml
from tei_edition.language.mathematics.linear import write_linear
from tei_edition.sphinxext import nodes as own

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

# Words within a formula may hold no commands, and nothing else may end the formula or leave it.
_UNSAFE = re.compile(
    r"\\(?:text\w*|mbox|hbox|intertext)\s*\{[^{}]*\\[A-Za-z]"
    r"|(?<!\\)[$#%]|\^\^|\\[()\[\]]"
    r"|\\(?:input|include\w*|openin|openout|read|write\d*|immediate|special|catcode|[gex]?def"
    r"|let|csname|expandafter|directlua|newcommand|renewcommand|usepackage|verb|loop|href|url)\b"
)


_OPENING = re.compile(
    r"\\[\\{}]|([{}])|\\(begin|end|left(?![a-z])|right(?![a-z]))(?:\{([a-z*]+)\})?"
)


# What docutils knows by another name; in LaTeX each of the first may be within a formula too.
_ALIGNED = re.compile(
    r"\\(begin|end)\{(?:align|eqnarray|flalign|gather|gathered|multline|split)\*?\}"
    r"|\\(begin|end)\{alignat(?:ed)?\*?\}(?:\{\d+\})?"
)
_KNOWN = (
    (re.compile(r"\\[dtc]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\begin\{array\}(?:\[[a-z]\])?\{[^{}]*\}"), r"\\begin{matrix}"),
    (re.compile(r"\\end\{array\}"), r"\\end{matrix}"),
)


def align_rows(tex: str) -> str:
    """Return TeX whose rows are aligned within a formula, whatever environment has them."""
    return _ALIGNED.sub(lambda found: rf"\{found[1] or found[2]}{{aligned}}", tex)


def convert_tex(tex: str, *, is_block: bool = False) -> str:
    """TeX as MathML in one line; empty for what is not, or not only, mathematics."""
    if _UNSAFE.search(tex) or not _is_balanced(tex):
        return ""
    tex = align_rows(tex)
    for pattern, known in _KNOWN:
        tex = pattern.sub(known, tex)
    try:
        found = tex2mathml(tex.translate(uni2tex_table), as_block=is_block)
    except (MathError, ValueError, IndexError, AttributeError, RecursionError):  # "&" alone
        return ""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    try:
        clean = read_mathml(etree.tostring(etree.fromstring(found, parser), encoding="unicode"))
    except etree.XMLSyntaxError:
        return ""
    return "" if clean is None else write_mathml(clean)


def _is_balanced(tex: str) -> bool:
    """Whether all that a formula opens is closed in it: LaTeX would go no further."""
    open_now: list[str] = []
    for sign, command, name in _OPENING.findall(tex):
        if not sign and not command:
            continue  # an escaped sign
        if sign == "{" or command in {"begin", "left"}:
            open_now.append(name or command or sign)
        elif not open_now or open_now.pop() != (name or {"right": "left"}.get(command, "{")):
            return False
    return not open_now


def _visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    """Write a formula as MathML, or as the renderer has it that conf.py names."""
    is_block = isinstance(node, nodes.math_block)
    given = node.get("mathml", "")
    is_sphinx = not given and self.builder.name in {"html", "dirhtml", "singlehtml"}
    if is_sphinx and self.config.html_math_renderer:
        _use_sphinx(self, node)
    found = read_mathml(given or convert_tex(node["tex"], is_block=is_block) or "?")
    if found is None and is_sphinx:
        _use_sphinx(self, node)
    words = node.astext() if given or found is None else write_linear(found)
    if found is None or self.builder.name == "weasyprint":
        shown = escape(words)  # WeasyPrint knows no MathML
    else:
        found.set("alttext", node.astext())
        shown = write_mathml(found)
    number = node.get("number", "")
    if number:
        shown += f' <span class="tei-equation-number tei-generated">({escape(number)})</span>'
    tag = "div" if is_block else "span"
    self.body.append(self.starttag(node, tag, "", CLASS="tei-formula") + f"{shown}</{tag}>")
    raise nodes.SkipNode


def _use_sphinx(self: HTML5Translator, node: nodes.Element) -> NoReturn:
    """Write a formula of TeX by the renderer that Sphinx has."""
    if isinstance(node, nodes.math_block):
        self.visit_math_block(_plain_block(node, align_rows(node["tex"])))
    else:
        plain = nodes.math(node["tex"], node["tex"], classes=node["classes"], ids=node["ids"])
        self.visit_math(plain)
    raise nodes.SkipNode


def _plain_block(node: nodes.Element, tex: str) -> nodes.math_block:
    more = {"no-wrap": False, "classes": node["classes"], "ids": node["ids"]}
    return nodes.math_block(tex, tex, number=None, label=None, docname="", **more)


def _visit_latex(self: LaTeXTranslator, node: nodes.Element) -> None:
    tex = align_rows(node["tex"])
    is_block = isinstance(node, nodes.math_block)
    if "mathml" not in node and not convert_tex(tex, is_block=is_block):
        self.body.append(self.encode(node.astext()))
        raise nodes.SkipNode
    tex = tex.translate(uni2tex_table)
    if not is_block:
        self.visit_math(nodes.math(tex, tex))
    if number := node.get("number", ""):
        tex += rf"\tag{{{_encode_tag(self, number)}}}"
        self.body.append(f"\n\\begin{{equation*}}\n{tex}\n\\end{{equation*}}\n")
        raise nodes.SkipNode
    self.visit_math_block(_plain_block(node, tex))


def _encode_tag(self: LaTeXTranslator, number: str) -> str:
    return str(self.encode(number))


def setup(app: Sphinx) -> None:
    """Register how formulas are written; what is not said here is as Sphinx has it."""
    for kind in (own.tei_math, own.tei_equation):
        app.add_node(kind, override=True, html=(_visit_html, None), latex=(_visit_latex, None))
