"""Rename, replace and find names in the XPath expressions of a schema.

Expressions are cut into tokens and never parsed: whether they are right is for Saxon to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = r"[^\W\d][\w.\-\u00b7]*"
_TOKEN = re.compile(
    rf"""(?P<comment>\(:.*?:\))
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<variable>\$\s*(?:Q\{{[^{{}}]*\}})?{_NAME}(?::{_NAME})?)
    | (?P<name>(?:Q\{{[^{{}}]*\}})?{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    | (?P<number>[\d.]+(?:[eE][+-]?\d+)?)
    | (?P<space>\s+)
    | (?P<sign>::|.)""",
    re.VERBOSE | re.DOTALL,
)
_GUARDED = {"doc": "doc", "doc-available": "doc-available", "document": "document"}
_LOOSE = re.compile(r"(?<![\w:$.\-])(?:fn:)?(doc-available|doc|document)(?=\s*\()")


class XPathToken(NamedTuple):
    """A piece of an expression and what kind it is of: the name of its group above."""

    kind: str
    text: str


def cut_tokens(expression: str) -> list[XPathToken]:
    """Return an expression as a list of tokens, which together are the expression."""
    return [XPathToken(found.lastgroup or "", found[0]) for found in _TOKEN.finditer(expression)]


def replace_parameters(text: str, values: Mapping[str, str]) -> str:
    """Return a text of an abstract pattern with each `$name` replaced by the instance's value.

    The replacement is textual (ISO/IEC 19757-3, 5.4.8): it also applies inside strings.
    """
    if not values or "$" not in text:
        return text
    names = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    return re.sub(rf"\$({names})(?![\w.\-])", lambda found: values[found[1]], text)


def rename_variables(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression with variables called by other names, those it binds itself included."""
    if not names or "$" not in expression:
        return expression
    return "".join(
        f"${names.get(name, name)}" if kind == "variable" and (name := text[1:].strip()) else text
        for kind, text in cut_tokens(expression)
    )


def rename_prefixes(expression: str, prefixes: Mapping[str, str]) -> str:
    """Return an expression with other prefixes in its names; what is in strings stays."""
    if not prefixes or ":" not in expression:
        return expression
    return "".join(
        _rename_prefix(text, prefixes) if kind in {"name", "variable"} else text
        for kind, text in cut_tokens(expression)
    )


def _rename_prefix(name: str, prefixes: Mapping[str, str]) -> str:
    sign = "$" if name.startswith("$") else ""
    prefix, colon, local = name.removeprefix("$").strip().partition(":")
    return f"{sign}{prefixes[prefix]}:{local}" if colon and prefix in prefixes else name


def guard_documents(expression: str, prefix: str) -> str:
    """Return an expression in which functions of our own, under the prefix, bring documents."""
    if "doc" not in expression:
        return expression
    tokens = cut_tokens(expression)
    found = []
    for number, (kind, text) in enumerate(tokens):
        name = text.removeprefix("fn:")
        following = next((t for t in tokens[number + 1 :] if t.kind not in _BLANK), None)
        is_call = kind == "name" and following is not None and following.text == "("
        found.append(f"{prefix}:{_GUARDED[name]}" if is_call and name in _GUARDED else text)
    return "".join(found)


def guard_stylesheet(attribute: str, prefix: str) -> str:
    """Do the same for an attribute of a stylesheet that mixes expressions and text."""
    return _LOOSE.sub(lambda found: f"{prefix}:{found[1]}", attribute)


_BLANK = {"space", "comment"}
_NODE_TESTS = {
    "attribute": "@*",
    "comment": "comment()",
    "processing-instruction": "processing-instruction()",
    "text": "text()",
}
# What these give may be of any kind.
_ANY_NODE = {"node", "key", "id", "element-with-id"}
_EVERY_STEP = frozenset(_NODE_TESTS.values())


def list_subjects(context: str) -> frozenset[str] | None:
    """Return the local names of the elements that a context may match.

    None if it may match anything else, or cannot be told.
    """
    names: set[str] = set()
    step: list[XPathToken] = []
    depth = 0
    tokens = [token for token in cut_tokens(context) if token.kind not in _BLANK]
    for token in (*tokens, XPathToken("sign", "|")):
        if token.text in {"[", "]"}:
            depth += 1 if token.text == "[" else -1
        elif depth:
            continue
        elif token.text in {"|", "union"}:
            if len(step) != 1 or step[0].kind != "name" or step[0].text.endswith("*"):
                return None
            names.add(re.split("[:}]", step[0].text)[-1])
            step = []
        elif token.text == "/":
            step = []
        else:
            step.append(token)
    return frozenset(names)


def list_steps(context: str) -> frozenset[str]:
    """Return steps that lead to all nodes, besides elements and roots, that a context may match.

    What is in predicates does not count. Too many cost time, too few would cost findings.
    """
    steps: set[str] = set()
    depth = 0
    tokens = [token for token in cut_tokens(context) if token.kind not in _BLANK]
    for number, (kind, text) in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else XPathToken("", "")
        if text in {"[", "]"}:
            if text == "[" and not depth and (not number or tokens[number - 1].text == "."):
                return _EVERY_STEP  # .[…] is a pattern of XSLT 3.0 for anything
            depth += 1 if text == "[" else -1
        elif depth:
            continue
        elif text == "@":
            is_named = following.kind == "name" and not following.text.startswith("Q{")
            steps.add(f"@{following.text}" if is_named else "@*")
        elif kind == "variable" or (text in _ANY_NODE and following.text == "("):
            return _EVERY_STEP
        elif text in _NODE_TESTS and following.text in {"(", "::"}:
            steps.add(_NODE_TESTS[text])
    if "@*" in steps:
        steps = {"@*", *(step for step in steps if not step.startswith("@"))}
    return frozenset(steps)
