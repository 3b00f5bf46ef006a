"""White space and hyphens that markup has brought into the words.

Only what no editor means is reported, once per file: a space before a comma after an indented tag,
a hyphen before a line break that does not say that it divides a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem
from tei_edition.reader.broken_words import find_hyphenated
from tei_edition.source.stamps import locate
from tei_edition.tei import BREAKS, NAMES, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source

# Elements within a line of text, which punctuation follows without a space.
_INLINE = NAMES | {
    "abbr", "add", "corr", "date", "emph", "expan", "foreign", "forename", "hi", "lem", "measure",
    "mentioned", "num", "orig", "q", "quote", "rdg", "ref", "reg", "seg", "sic", "soCalled",
    "surname", "term", "time", "title", "w",
}  # fmt: skip
_PUNCTUATION = re.compile(r"[,.)](?![.…])(?! \.)")
# What is written instead of punctuation, or apart from the text around it.
_APART = frozenset({"app", "choice", "note", "rdg", "teiHeader"})


@check("file", "stray-space")
def check_spaces(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for the spaces before punctuation that indentation has made."""
    assert source.root is not None
    found: list[etree._Element] = []
    for element in source.root.iter(*(tei(name) for name in sorted(_INLINE))):
        if "\n" not in (before := _text_at_end(element)) and "\n" not in (element.tail or ""):
            continue
        after = element.tail or ""
        inside = "\n" in before[len(before.rstrip()) :] and bool(_PUNCTUATION.match(after))
        has_words = bool(before.strip() or len(element))
        if has_words and (inside or _follows(after)) and _is_running(element):
            found.append(element)
    if found:
        name, many = local(found[0].tag), _count(len(found), "places")
        yield problem(
            "stray-space",
            f"indentation makes a space between <{name}> and the punctuation after it{many}",
            locate(found[0]),
            hint=f"put the end tag </{name}> directly after the last word, and the comma"
            " directly after the tag",
        )


def _text_at_end(element: etree._Element) -> str:
    return (element[-1].tail if len(element) else element.text) or ""


def _follows(after: str) -> bool:
    """Whether a line end comes first, and punctuation next."""
    space = len(after) - len(after.lstrip())
    return "\n" in after[:space] and bool(_PUNCTUATION.match(after, space))


def _is_running(element: etree._Element) -> bool:
    """Whether an element is in running text."""
    parent = element.getparent()
    return parent is not None and not any(
        local(above.tag) in _APART for above in (parent, *parent.iterancestors())
    )


@check("file", "broken-word")
def check_breaks(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """Yield a problem for breaks after a hyphen that do not say whether a word goes on."""
    assert source.root is not None
    if config.text.join_hyphens:
        return
    found = [
        (element, word)
        for element in source.root.iter(*map(tei, BREAKS))
        if (word := find_hyphenated(element)) and not _is_between_breaks(element)
    ]
    if found:
        element, word = found[0]
        many = _count(len(found), "breaks")
        yield problem(
            "broken-word",
            f'the break within "{word}" does not say that it divides a word{many}',
            locate(element),
            hint=f'write <{local(element.tag)} break="no"/>: the word is then found as a whole; '
            "or set join_hyphens in [text] of edition.toml",
        )


def _is_between_breaks(element: etree._Element) -> bool:
    """Whether another break comes right before one: the word is counted there."""
    before = element.getprevious()
    return before is not None and local(before.tag) in BREAKS and not before.tail


def _count(number: int, noun: str) -> str:
    return f"; there are {number} such {noun}" if number > 1 else ""
