"""The patterns and paths of a header must be valid, and must not refer to themselves.

A `prefixDef` resolves private pointers such as `person:kerensky` with a regular expression and a
replacement (TEI Guidelines, section 17.2.3); a `refsDecl` defines how passages are cited (section
16.2.5).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.frame import check
from tei_edition.facts.patterns import explain_pattern
from tei_edition.problems import Severity, problem
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.references import stamp_references
from tei_edition.source.stamps import locate
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Location, Problem
    from tei_edition.source import Source

_GROUP = re.compile(r"\$(\d)")


@check("file", "faulty-pattern", "circular-pointer")
def check_patterns(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each pattern of a header that cannot be used."""
    assert source.root is not None
    prefixes = list(source.root.iter(tei("prefixDef")))
    for element in (*prefixes, *source.root.iter(tei("cRefPattern"))):
        pattern = element.get("matchPattern", "")
        if reason := explain_pattern(pattern):
            told = problem(
                "faulty-pattern",
                f'the pattern "{pattern[:60]}" {reason}',
                _place(element, "matchPattern", source),
                hint="use one group for each part, and the separators between them:"
                " ([A-Za-z0-9_-]+), or ([^:]+):([0-9]+)",
            )
            # A pattern of references that is not tried may be right: only their links are lacking.
            is_faulty = reason.startswith("is no") or element.tag == tei("prefixDef")
            yield told if is_faulty else msgspec.structs.replace(told, severity=Severity.WARNING)
        elif fault := _count_groups(element, pattern):
            yield problem(
                "faulty-pattern",
                fault,
                _place(element, "replacementPattern", source),
                hint="$1 stands for what the first group ( ) of the pattern matched",
            )
    for element, attribute, reason in stamp_references(source.root):
        yield problem(
            "faulty-pattern",
            f'"{element.get(attribute, "")[:60]}" {reason}',
            _place(element, attribute, source),
            hint="@match is an XPath 1.0 path such as //body/div, @use one such as @n",
        )
    yield from _check_circles(prefixes, source)


def _count_groups(element: etree._Element, pattern: str) -> str:
    """Return what is wrong with the numbers of groups in a replacement."""
    groups = re.compile(pattern).groups
    wanted = max(map(int, _GROUP.findall(element.get("replacementPattern", ""))), default=0)
    if wanted <= groups:
        return ""
    has = {0: "no groups", 1: "one group"}.get(groups, f"{groups} groups")
    return f"the replacement has ${wanted}, but the pattern has {has}"


def _check_circles(prefixes: list[etree._Element], source: Source) -> Iterator[Problem]:
    """Yield a problem for each prefix that is defined by itself, perhaps through others."""
    ways = {
        element.get("ident", ""): element.get("replacementPattern", "").partition(":")[0]
        for element in prefixes
        if ":" in element.get("replacementPattern", "")
    }
    for element in prefixes:
        ident = element.get("ident", "")
        chain = [ident]
        while (following := ways.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        if following == ident:
            yield problem(
                "circular-pointer",
                f'the prefix "{ident}" is defined by itself',
                _place(element, "replacementPattern", source),
                hint="begin replacementPattern with the path of a file or a web address,"
                " followed by $1",
            )


def _place(element: etree._Element, attribute: str, source: Source) -> Location:
    start = locate(element)
    if start.file != source.file:
        return start
    return locate_attribute(start, attribute, split_lines(source.text))
