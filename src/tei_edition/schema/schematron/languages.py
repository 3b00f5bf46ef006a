"""Assertions that say the same in several languages, made one (ISO/IEC 19757-3:2020, 5.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.schema.schematron.model import Assertion, Let

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.schema.schematron.model import SchematronPattern, SchematronRule

Parts = tuple[Let | Assertion, ...]


def merge_assertions(parts: Parts) -> Parts:
    """Merge assertions that follow each other and differ in language alone."""
    merged: list[Let | Assertion] = []
    for part in parts:
        last = merged[-1] if merged else None
        if (
            isinstance(part, Assertion)
            and isinstance(last, Assertion)
            and (part.kind, part.test) == (last.kind, last.test)
            and part.texts[0].language not in {text.language for text in last.texts}
        ):
            merged[-1] = _join(last, part)
        else:
            merged.append(part)
    return tuple(merged)


def merge_patterns(patterns: Iterable[SchematronPattern]) -> tuple[SchematronPattern, ...]:
    """Patterns that differ in the language of their messages alone become one.

    The TEI has a constraintSpec for each language, each of which is a pattern.
    """
    merged: dict[object, SchematronPattern] = {}
    for pattern in patterns:
        key: object = _describe(pattern)
        old = merged.get(key)
        if old is None:
            merged[key] = pattern
        elif _list_languages(old) & _list_languages(pattern):
            merged[object()] = pattern  # the same rule twice, and no translation
        else:
            rules = zip(old.rules, pattern.rules, strict=True)
            merged[key] = old._replace(rules=tuple(_join_rules(*pair) for pair in rules))
    return tuple(merged.values())


def _join_rules(one: SchematronRule, other: SchematronRule) -> SchematronRule:
    parts = zip(one.parts, other.parts, strict=True)
    return one._replace(
        parts=tuple(
            _join(a, b) if isinstance(a, Assertion) and isinstance(b, Assertion) else a
            for a, b in parts
        )
    )


def _join(one: Assertion, other: Assertion) -> Assertion:
    return one._replace(
        texts=(*one.texts, *other.texts),
        diagnostics=tuple(dict.fromkeys((*one.diagnostics, *other.diagnostics))),
    )


def _list_languages(pattern: SchematronPattern) -> set[str]:
    return {
        text.language
        for rule in pattern.rules
        for part in rule.parts
        if isinstance(part, Assertion)
        for text in part.texts
    }


def _describe(pattern: SchematronPattern) -> object:
    """Return what a pattern judges, without the words that it says."""
    return (
        pattern.documents,
        tuple(map(_describe_let, pattern.lets)),
        tuple((rule.context, tuple(map(_describe_part, rule.parts))) for rule in pattern.rules),
    )


def _describe_part(part: Let | Assertion) -> object:
    if isinstance(part, Let):
        return _describe_let(part)
    return part.kind, _squeeze(part.test), part.subject, part.role


def _describe_let(let: Let) -> object:
    # Of a value that is content, two are never held to be the same.
    return let.name, let.element if let.value is None else _squeeze(let.value)


def _squeeze(expression: str) -> str:
    return " ".join(expression.split())
