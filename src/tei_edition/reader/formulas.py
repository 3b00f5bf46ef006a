"""Prepare the formulas of a tree: as a line of text, MathML and TeX.

What a `math` or a `formula` held is kept in a stamp, from which `strip_stamps` takes it back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.language.mathematics.cleaning import clean_mathml, write_mathml
from tei_edition.language.mathematics.linear import write_linear
from tei_edition.language.mathematics.tex import write_tex
from tei_edition.language.mathematics.vocabulary import mathml
from tei_edition.source.stamps import DISPLAYED, MATHML, TEX, keep
from tei_edition.tei import local, raw_text, tei

if TYPE_CHECKING:
    from lxml import etree

_IS_TEX = re.compile(r"(la)?tex\b|mathjax|katex|amsmath", re.IGNORECASE)
# What TeX puts around a formula: in the line, and displayed.
_INLINE = re.compile(r"\s*(?:\$(?!\$)(.*)\$|\\\((.*)\\\)|\\ensuremath\{(.*)\})\s*", re.DOTALL)
_BLOCK = re.compile(
    r"\s*(?:\$\$(.*)\$\$|\\\[(.*)\\\]"
    r"|\\begin\{(equation\*?|displaymath|math)\}(.*)\\end\{\3\})\s*",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(r"\s*\\begin\{(align|alignat|eqnarray|flalign|gather|multline)")
_DISPLAYED = re.compile(r"(^|\s)(block|display|displayed|displaymath|display-?style)(\s|$)")


def read_formulas(root: etree._Element) -> bool:
    """Bring each formula of a tree into one line of text, in place; whether there is any."""
    # Content MathML may hold a `math` in an annotation: the outermost is the formula.
    found = [
        math
        for math in root.iter(mathml("math"))
        if next(math.iterancestors(mathml("math")), None) is None
        and local(getattr(math.getparent(), "tag", None))
    ]
    for math in found:
        _flatten(math)
    formulas = [f for f in root.iter(tei("formula")) if not len(f) and (f.text or "").strip()]
    is_changed = [_read_tex(formula) for formula in formulas]
    return bool(found) or any(is_changed)


def _flatten(math: etree._Element) -> None:
    formula = math.getparent()
    clean = clean_mathml(math)
    words = write_linear(math) or clean.get("alttext", "") or math.get("alttext", "")
    tex = write_tex(math)
    keep(math)
    if math.get("display") == "block" or (formula is not None and _is_displayed(formula)):
        clean.set("display", "block")
        if formula is not None and formula.tag == tei("formula") and _is_alone(math):
            formula.set(DISPLAYED, "")
    math.set(MATHML, write_mathml(clean))
    math.set(TEX, tex)
    for child in list(math):
        math.remove(child)
    math.text = words


def _is_displayed(formula: etree._Element) -> bool:
    return bool(_DISPLAYED.search(f"{formula.get('rend', '')} {formula.get('type', '')}"))


def _is_alone(math: etree._Element) -> bool:
    """Whether a formula is nothing but this `math`."""
    formula = math.getparent()
    if formula is None:
        return False
    others = [c for c in formula if c is not math and isinstance(c.tag, str)]
    texts = [formula.text or "", *(child.tail or "" for child in formula)]
    return not others and not "".join(texts).strip()


def _read_tex(formula: etree._Element) -> bool:
    text = raw_text(formula)
    given = formula.get("notation", "")
    block, inline = _BLOCK.fullmatch(text), _INLINE.fullmatch(text)
    if not _IS_TEX.search(given) and (given or not (block or inline)):
        return False
    if block is not None:
        tex = block[1] or block[2] or block[4] or ""
    elif inline is not None:
        tex = inline[1] or inline[2] or inline[3] or ""
    else:
        tex = text
    tex = " ".join(tex.split())
    if tex != text:
        keep(formula)
        formula.text = tex
    formula.set(TEX, tex)
    if block is not None or _ENVIRONMENT.match(text) or _is_displayed(formula):
        formula.set(DISPLAYED, "")
    return True
