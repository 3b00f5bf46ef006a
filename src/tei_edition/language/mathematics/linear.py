"""MathML in one line of text, for exports, the search, and all that shows no formulas: 10³, a/b."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.language.mathematics.vocabulary import (
    LEAST_PARTS,
    ROWS,
    TOKENS,
    name_of,
    parts_of,
    words_apart,
    words_of_token,
)

if TYPE_CHECKING:
    from lxml import etree

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_CAN_BE_RAISED = re.compile(r"[0-9+\-−=()n]+")
_CAN_BE_LOWERED = re.compile(r"[0-9+\-−=()]+")
# Operators that words of a line are apart from, where something is before them.
_SPACED = frozenset("=<>≤≥≠≈≡∼≅∝→←↔⇒⇐⇔∈∉⊂⊆∪∩∧∨+-−±∓×·÷∗")
_INVISIBLE = "\u2061\u2062\u2063\u2064"
_SIMPLE = re.compile(r"[^\W_]+(?:[.,]\d+)?|.")
_ACCENTS = {
    "¯": "\u0305", "‾": "\u0305", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
}  # fmt: skip


def write_linear(element: etree._Element) -> str:
    """Write an expression in one line: what is raised, lowered or divided stays so."""
    return " ".join(_write(element).split())


def raise_signs(text: str) -> str:
    """Return figures and signs as raised ones; other words are returned unchanged."""
    return text.translate(_RAISED) if _CAN_BE_RAISED.fullmatch(text) else text


def lower_signs(text: str) -> str:
    """Return figures and signs as lowered ones; other words are returned unchanged."""
    return text.translate(_LOWERED) if _CAN_BE_LOWERED.fullmatch(text) else text


def _write(element: etree._Element) -> str:
    name = name_of(element)
    if name in TOKENS:
        return _write_token(element, name)
    parts = [_write(part) for part in parts_of(element)]
    if name in ROWS or name in {"semantics", "mtable"}:
        joiner = "; " if name == "mtable" else ""
        return _join_row(parts) if not joiner else f"({joiner.join(parts)})"
    if name == "mtr":
        return ", ".join(parts)
    if name in {"mspace", "none", "mprescripts", "mphantom"}:
        return " " if name == "mspace" else ""
    handler = _SCHEMATA.get(name)
    if handler is not None and len(parts) >= LEAST_PARTS.get(name, 1):
        return handler(element, parts)
    return words_apart(element)  # content MathML, and what is not as MathML has it


def _write_token(element: etree._Element, name: str) -> str:
    words = words_of_token(element).strip(_INVISIBLE)
    if name == "mo" and words in _SPACED and not _is_sign(element):
        return f" {words} "
    if name == "ms":
        return f'"{words}"'
    return f" {words} " if name == "mtext" and " " in words else words


def _is_sign(element: etree._Element) -> bool:
    """Whether an operator is before what it belongs to alone, as the minus of a number."""
    before = element.getprevious()
    parent = element.getparent()
    is_first = before is None or (name_of(before) == "mo" and words_of_token(before) != ")")
    return is_first or element.get("form") == "prefix" or (
        parent is not None and name_of(parent) not in ROWS | {"msqrt"}
    )  # fmt: skip


def _join_row(parts: list[str]) -> str:
    joined = ""
    for part in parts:
        # Two names side by side are two names: sin x, not sinx.
        is_function = len(joined) > 1 and joined[-2:].isalpha() and part[:1].isalnum()
        # A number beside a fraction is not part of its numerator: 1 1/2.
        is_mixed = bool(re.search(r"\d$", joined)) and part[:1].isdigit()
        joined += (" " if is_function or is_mixed else "") + part
    return joined


def _group(text: str) -> str:
    """Bracket what is to read as one, unless it is one already."""
    text = text.strip()
    is_bracketed = text.startswith("(") and text.endswith(")") and text.count("(") == 1
    return text if _SIMPLE.fullmatch(text) or is_bracketed else f"({text})"


def _base(text: str) -> str:
    return _group(text) if " " in text.strip() or "/" in text else text.strip()


def _raise(text: str) -> str:
    text = "".join(text.split())
    if set(text) <= set("′″‴*†°'"):
        return text
    return text.translate(_RAISED) if _CAN_BE_RAISED.fullmatch(text) else f"^{_group(text)}"


def _lower(text: str) -> str:
    text = "".join(text.split())
    if not text:
        return ""
    return text.translate(_LOWERED) if _CAN_BE_LOWERED.fullmatch(text) else f"_{_group(text)}"


def _fraction(element: etree._Element, parts: list[str]) -> str:
    if re.fullmatch(r"0[a-z%]*", element.get("linethickness", "")):
        return f"({parts[0].strip()} over {parts[1].strip()})"
    return f"{_group(parts[0])}/{_group(parts[1])}"


def _root(element: etree._Element, parts: list[str]) -> str:
    if name_of(element) == "msqrt":
        return f"√{_group(_join_row(parts))}"
    index = "".join(parts[1].split())
    signs = {"2": "√", "3": "∛", "4": "∜"}
    return f"{signs.get(index) or _raise(index) + '√'}{_group(parts[0])}"


def _over(element: etree._Element, parts: list[str]) -> str:  # noqa: ARG001
    mark = parts[1].strip()
    if mark in _ACCENTS and len(parts[0].strip()) == 1:
        return parts[0].strip() + _ACCENTS[mark]
    return f"{_base(parts[0])}{_raise(mark)}"


def _fenced(element: etree._Element, parts: list[str]) -> str:
    marks = "".join(element.get("separators", ",").split())
    joined = ""
    for number, part in enumerate(parts):
        mark = marks[min(number - 1, len(marks) - 1)] + " " if number and marks else ""
        joined += mark + part.strip()
    return f"{element.get('open', '(')}{joined}{element.get('close', ')')}"


def _scripts(element: etree._Element, parts: list[str]) -> str:
    """Write a base with scripts after it, and before it behind `mprescripts`."""
    names = [name_of(part) for part in parts_of(element)]
    cut = names.index("mprescripts") if "mprescripts" in names else len(names)
    before = _pair(parts[cut + 1 :])
    return f"{before}{_base(parts[0])}{_pair(parts[1:cut])}"


def _pair(parts: list[str]) -> str:
    return "".join(
        _raise(part) if number % 2 and part else _lower(part) for number, part in enumerate(parts)
    )


def _enclose(element: etree._Element, parts: list[str]) -> str:
    inner = _join_row(parts).strip()
    return f"√{_group(inner)}" if element.get("notation") == "radical" else f"[{inner}]"


_SCHEMATA = {
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "msup": lambda _, parts: f"{_base(parts[0])}{_raise(parts[1])}",
    "msub": lambda _, parts: f"{_base(parts[0])}{_lower(parts[1])}",
    "msubsup": lambda _, parts: f"{_base(parts[0])}{_lower(parts[1])}{_raise(parts[2])}",
    "munder": lambda _, parts: f"{_base(parts[0])}{_lower(parts[1])} ",
    "mover": _over,
    "munderover": lambda _, parts: f"{_base(parts[0])}{_lower(parts[1])}{_raise(parts[2])} ",
    "mfenced": _fenced,
    "mmultiscripts": _scripts,
    "menclose": _enclose,
}
