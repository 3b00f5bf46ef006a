"""MathML to TeX, for print; only commands that LaTeX and amsmath have are ever written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.language.mathematics.linear import write_linear
from tei_edition.language.mathematics.vocabulary import (
    LEAST_PARTS,
    ROWS,
    TOKENS,
    is_presentation,
    name_of,
    parts_of,
    words_of_token,
)

if TYPE_CHECKING:
    from lxml import etree

_GREEK_NAMES = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho varsigma"
    " sigma tau upsilon varphi chi psi omega vartheta phi varpi varrho epsilon"
    " Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK = dict(zip("αβγδεζηθικλμνξπρςστυφχψωϑϕϖϱϵΓΔΘΛΞΠΣΥΦΨΩ", _GREEK_NAMES.split(), strict=True))
_SIGN_NAMES = (
    "times cdot div pm mp ast circ leq geq neq approx equiv sim cong propto to leftarrow"
    " leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto in notin ni subset subseteq supset"
    " supseteq cup cap wedge vee neg forall exists emptyset infty partial nabla sum prod int iint"
    " iiint oint surd ldots cdots vdots ddots angle perp parallel triangle langle rangle lfloor"
    " rfloor lceil rceil ell hbar Re Im aleph dagger ddagger oplus otimes mathbb{R} mathbb{Z}"
    " mathbb{N} mathbb{Q} mathbb{C}"
)
_SIGN_LIST = "×·÷±∓∗∘≤≥≠≈≡∼≅∝→←↔⇒⇐⇔↦∈∉∋⊂⊆⊃⊇∪∩∧∨¬∀∃∅∞∂∇∑∏∫∬∭∮√…⋯⋮⋱∠⊥∥△⟨⟩⌊⌋⌈⌉ℓℏℜℑℵ†‡⊕⊗ℝℤℕℚℂ"
_SIGNS = dict(zip(_SIGN_LIST, _SIGN_NAMES.split(), strict=True))
_ESCAPES = {
    "\\": r"\backslash ", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "#": r"\#", "&": r"\&",
    "_": r"\_", "^": r"\hat{}", "~": r"\sim ", "−": "-", "′": "'", "″": "''", "‴": "'''",
    "\u00a0": "~", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "|": "|", "∣": r"\mid ",
    "‖": r"\|", "°": r"{}^{\circ}", "½": r"\tfrac{1}{2}", "¼": r"\tfrac{1}{4}",
    "¾": r"\tfrac{3}{4}",
}  # fmt: skip
# What is in text, within a formula.
_IN_TEXT = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "#": r"\#",
    "&": r"\&", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_FUNCTION_NAMES = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lim liminf"
    " limsup lg ln log max min sec sin sinh sup tan tanh Pr"
)
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
_ACCENTS = {
    "¯": "overline", "‾": "overline", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde",
    "→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "ˇ": "check", "⏞": "overbrace",
}  # fmt: skip
_BELOW = {"_": "underline", "¯": "underline", "̲": "underline", "⏟": "underbrace"}
_VARIANTS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "script": "mathcal",
    "double-struck": "mathbb", "fraktur": "mathfrak", "sans-serif": "mathsf",
    "monospace": "mathtt",
}  # fmt: skip
_LARGE = frozenset("∑∏∫∬∭∮")


def write_tex(element: etree._Element) -> str:
    """Write an expression in TeX, or its line of text where there is no TeX that says the same."""
    if not is_presentation(element):
        return _write_text(write_linear(element))
    return " ".join(_write(element).split())


def _write(element: etree._Element) -> str:
    name = name_of(element)
    if name in TOKENS:
        return _write_token(element, name)
    parts = [_write(part) for part in parts_of(element)]
    if name in ROWS or name == "semantics":
        return "".join(parts)
    if name in {"none", "mprescripts"}:
        return ""
    if name == "mspace":
        return r"\;"
    if name == "mphantom":
        return rf"\phantom{{{''.join(parts)}}}"
    if name == "mtr":
        return " & ".join(parts)
    if name == "mtable":
        return r"\begin{matrix}" + r" \\ ".join(parts) + r"\end{matrix}"
    handler = _SCHEMATA.get(name)
    if handler is not None and len(parts) >= LEAST_PARTS.get(name, 1):
        return handler(element, parts)
    return _write_text(write_linear(element))


def _write_token(element: etree._Element, name: str) -> str:
    words = words_of_token(element)
    if name in {"mtext", "ms"}:
        return _write_text(f" {words} " if name == "mtext" and " " in words else words)
    if words in _FUNCTIONS:
        return rf"\{words} "
    if any(_write_sign(sign) is None for sign in words):
        return _write_text(words)
    written = "".join(_write_sign(sign) or "" for sign in words)
    if name == "mi":
        is_word = len(words) > 1 and words.isalpha()
        variant = _VARIANTS.get(element.get("mathvariant", "normal" if is_word else ""))
        return rf"\{variant}{{{written}}}" if variant else f"{written}"
    return written


def _write_sign(sign: str) -> str | None:
    """Write a sign as TeX has it, or return None if it has none."""
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if command := _GREEK.get(sign) or _SIGNS.get(sign):
        return rf"\{command} "
    return sign if sign.isascii() and sign.isprintable() else None


def _write_text(words: str) -> str:
    return r"\text{" + "".join(_IN_TEXT.get(sign, sign) for sign in words) + "}"


def _script(base: str, below: str, above: str) -> str:
    scripts = (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    return (
        f"{{{base}}}{scripts}" if not base.strip().startswith("\\") else f"{base.strip()}{scripts}"
    )


def _limits(element: etree._Element, parts: list[str]) -> str:
    name, base = name_of(element), parts[0].strip()
    below = parts[1] if name != "mover" else ""
    above = parts[-1] if name != "munder" else ""
    sign = words_of_token(parts_of(element)[0])
    if sign in _LARGE or sign in _FUNCTIONS:
        return rf"{base}\limits" + (f"_{{{below}}}" if below else "") + (
            f"^{{{above}}}" if above else "") + " "  # fmt: skip
    marks = [words_of_token(part) for part in parts_of(element)[1:]]
    if name == "mover" and marks[0] in _ACCENTS:
        return rf"\{_ACCENTS[marks[0]]}{{{base}}}"
    if name == "munder" and marks[0] in _BELOW:
        return rf"\{_BELOW[marks[0]]}{{{base}}}"
    written = rf"\overset{{{above}}}{{{base}}}" if above else base
    return rf"\underset{{{below}}}{{{written}}}" if below else written


def _fraction(element: etree._Element, parts: list[str]) -> str:
    is_bare = element.get("linethickness", "").rstrip("abcdefghijklmnopqrstuvwxyz%") == "0"
    if is_bare:
        return rf"\genfrac{{}}{{}}{{0pt}}{{}}{{{parts[0]}}}{{{parts[1]}}}"
    return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"


def _fenced(element: etree._Element, parts: list[str]) -> str:
    marks = "".join(element.get("separators", ",").split())
    joined = ""
    for number, part in enumerate(parts):
        sign = marks[min(number - 1, len(marks) - 1)] if number and marks else ""
        joined += "".join(_write_sign(s) or "" for s in sign) + part
    left, right = (
        _delimit(element.get(side, sign)) for side, sign in (("open", "("), ("close", ")"))
    )
    return rf"\left{left}{joined}\right{right}"


def _delimit(sign: str) -> str:
    sign = sign.strip()
    return (_write_sign(sign) or ".").strip() if sign and sign in "()[]{}|‖⟨⟩⌊⌋⌈⌉/" else "."


def _scripts(element: etree._Element, parts: list[str]) -> str:
    names = [name_of(part) for part in parts_of(element)]
    cut = names.index("mprescripts") if "mprescripts" in names else len(names)
    before = "".join(_script("{}", *pair) for pair in _pairs(parts[cut + 1 :]))
    pairs = _pairs(parts[1:cut])
    after = "".join(_script("{}", *pair) for pair in pairs[1:])
    return before + (_script(parts[0], *pairs[0]) if pairs else parts[0]) + after


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    padded = [*parts, ""] if len(parts) % 2 else parts
    return list(zip(padded[::2], padded[1::2], strict=True))


def _enclose(element: etree._Element, parts: list[str]) -> str:
    inner = "".join(parts)
    return rf"\sqrt{{{inner}}}" if element.get("notation") == "radical" else rf"\boxed{{{inner}}}"


_SCHEMATA = {
    "mfrac": _fraction,
    "msqrt": lambda _, parts: rf"\sqrt{{{''.join(parts)}}}",
    "mroot": lambda _, parts: rf"\sqrt[{{{parts[1]}}}]{{{parts[0]}}}",
    "msup": lambda _, parts: _script(parts[0], "", parts[1]),
    "msub": lambda _, parts: _script(parts[0], parts[1], ""),
    "msubsup": lambda _, parts: _script(parts[0], parts[1], parts[2]),
    "munder": _limits,
    "mover": _limits,
    "munderover": _limits,
    "mfenced": _fenced,
    "mmultiscripts": _scripts,
    "menclose": _enclose,
}
