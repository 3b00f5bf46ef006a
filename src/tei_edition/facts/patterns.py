"""Regular expressions that editions bring: matched if that takes no long time, else explained."""

from __future__ import annotations

import math
import re
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# What a prefixDef is matched against is never long, and a pattern that could match it in more ways
# than this (`(a+)+b`) is not tried: it might keep Python busy for ever.
_LONGEST = 200
_USUAL = 30
_MOST_WAYS = 3_000_000
_CATEGORIES = {
    f"CATEGORY_{'NOT_' * is_not}{name}": letter.upper() if is_not else letter
    for name, letter in (("DIGIT", r"\d"), ("WORD", r"\w"), ("SPACE", r"\s"))
    for is_not in (False, True)
}
# What stands for one character, or for a place, in a parsed pattern.
_SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY", "AT", "RANGE"})


def match_pattern(pattern: str, text: str) -> re.Match[str] | None:
    """Return the match of a whole text; None too for a faulty or endless pattern."""
    if len(text) > _LONGEST:
        return None
    try:
        if _count_ways(_parser.parse(pattern), len(text)) > _MOST_WAYS:
            return None
        return re.fullmatch(pattern, text)
    except (re.error, OverflowError, RecursionError):
        return None


def explain_pattern(pattern: str) -> str:
    """Return why a pattern is not used, as the end of a sentence; empty if it is used."""
    try:
        if _count_ways(_parser.parse(pattern), _USUAL) > _MOST_WAYS:
            return "could be matched in so many ways that it might never end, and is not used"
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        reason = error.msg if isinstance(error, re.error) else "it is too large"
        return f"is not a regular expression: {reason}"
    return ""


def _count_ways(pattern: Any, length: int) -> int:
    """In how many ways, at most, a parsed pattern can match a text: what matching may cost.

    Repeats beside each other share the text: so many of them can part it only in so many ways. A
    repeat of what can itself match in several ways multiplies them.
    """
    ways, repeats = 1, 0
    for name, value in pattern:
        match str(name), value:
            case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (low, high, body)):
                most = min(high, length)
                if _is_parted(body):
                    repeats += 1
                    continue
                inner = _count_ways(body, length) ** min(most, 64)
                if inner == 1 and most - low > 1:
                    repeats += 1
                else:
                    ways *= max(1, most - low + 1) * inner
            case "BRANCH", (_, bodies):
                ways *= sum(_count_ways(body, length) for body in bodies)
            case (("SUBPATTERN" | "ASSERT" | "ASSERT_NOT"), (*_, body)):
                found = _count_repeats(body)
                if found is None:
                    ways *= _count_ways(body, length)
                else:
                    repeats += found
            case "ATOMIC_GROUP", body:
                ways *= _count_ways(body, length)
            case "GROUPREF_EXISTS", (_, yes, no):
                ways *= _count_ways(yes, length) + _count_ways(no or (), length)
        ways = min(ways, _MOST_WAYS + 1)
    return min(ways * math.comb(length + repeats, repeats), _MOST_WAYS + 1)


def _count_repeats(pattern: Any) -> int | None:
    """How many repeats of single characters a row has; None if it has anything else in it."""
    count = 0
    for name, value in pattern:
        match str(name), value:
            case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (_, _, body)):
                if any(str(inner) not in _SINGLE for inner, _ in body):
                    return None
                count += 1
            case (single, _) if single not in _SINGLE:
                return None
    return count


def _is_parted(pattern: Any) -> bool:
    """Whether what is repeated begins with a character that nothing else in it can be.

    Then the text itself says where each turn begins: `(?:[.][0-9]+)*`.
    """
    (first, value), *rest = _list_single(pattern) or [("", None)]
    if str(first) == "IN" and len(value) == 1:
        first, value = value[0]
    return str(first) == "LITERAL" and not any(
        accepts(name, inner, chr(value)) for name, inner in rest
    )


def _list_single(pattern: Any, *, is_first: bool = True) -> list[tuple[Any, Any]] | None:
    """Return what a row matches by character, without groups and repeats; None if it cannot.

    The first is no repeat, which may match nothing.
    """
    found: list[tuple[Any, Any]] = []
    for name, value in pattern:
        inner: list[tuple[Any, Any]] | None
        match str(name), value:
            case "SUBPATTERN", (*_, body):
                inner = _list_single(body, is_first=is_first and not found)
            case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (_, _, body)) if (
                found or not is_first
            ):
                inner = _list_single(body, is_first=False) if len(body) == 1 else None
            case (single, _) if single in _SINGLE:
                inner = [(name, value)]
            case _:
                inner = None
        if inner is None:
            return None
        found += inner
    return found


def accepts(name: Any, value: Any, char: str) -> bool:
    """Whether an item of a parsed pattern matches a character; True where it is not looked into."""
    match str(name):
        case "LITERAL":
            return bool(value == ord(char))
        case "RANGE":
            return bool(value[0] <= ord(char) <= value[1])
        case "NOT_LITERAL":
            return bool(value != ord(char))
        case "CATEGORY":
            return re.match(_CATEGORIES.get(str(value), "."), char) is not None
        case "IN":
            is_negated = str(value[0][0]) == "NEGATE"
            items = value[1:] if is_negated else value
            return is_negated != any(accepts(kind, inner, char) for kind, inner in items)
        case "AT":
            return False
        case _:
            return True
