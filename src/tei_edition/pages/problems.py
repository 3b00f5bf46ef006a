"""The facts for the optional page of problems, as XML for `register.xsl`.

It is made for the editors: no page links to it, and the search does not find it.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.pages.addresses import PROBLEMS, entity_anchor
from tei_edition.pages.fact_xml import FACTS_NS
from tei_edition.problems import RULES
from tei_edition.report import Report, group_problems, sum_up, summarise
from tei_edition.report.lines import SourceLines, one_line
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.problems import Location, Problem


def _fact(name: str, text: str = "", /, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{FACTS_NS}}}{name}", attributes, {"x": FACTS_NS})
    element.text = text
    return element


class _Passages(NamedTuple):
    """Where the passages of a file begin, in order, and where on the site each is."""

    starts: list[tuple[int, int]]
    targets: list[str]

    def find(self, place: Location) -> str:
        """Return the passage that begins last before a place; empty if there is none."""
        at = bisect.bisect(self.starts, (place.line, place.column))
        return self.targets[at - 1] if at else ""


def problems_page(
    book: SitePlan, problems: Sequence[Problem], read_tree: Callable[[Text], etree._Element]
) -> etree._Element:
    """Return facts behind the page: sums by code, then every problem of each file with its line.

    `problems` are in order; `read_tree` gives the stamped tree of a text, for the passages.
    """
    root = book.config.root
    report = Report(tuple(problems), len(book.edition.files), root)
    page = _fact(
        "problems",
        docname=f"{book.folder}/{PROBLEMS}",
        title=book.words["Problems"],
        lang=book.language,
        sum=summarise(report),
    )
    for group in sum_up(problems):
        code, files = group[0].code, {problem.location.file for problem in group}
        page.append(
            _fact(
                "sum",
                RULES[code].summary,
                code=code,
                severity=group[0].severity,
                count=str(len(group)),
                files=str(len(files)),
            )
        )
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.location.file, []).append(problem)
    lines = SourceLines(root)
    for name, found in by_file.items():
        passages = _list_passages(book, name, read_tree)
        source = _fact("source", name=name)
        source.extend(_list_problems(found, passages, lines))
        page.append(source)
    return page


def _list_problems(
    problems: Sequence[Problem], passages: _Passages, lines: SourceLines
) -> list[etree._Element]:
    """Return the problems of one file.

    What is the same at several places once, with all of them.
    """
    listed = []
    for group in group_problems(problems):
        problem = group[0]
        fact = _fact("problem", severity=problem.severity, code=problem.code)
        fact.append(_fact("message", one_line(problem.message)))
        if cut := lines.cut(problem.location):
            before, token, after = cut
            fact.append(_fact("line", token, before=before, after=after))
        if problem.hint:
            fact.append(_fact("hint", one_line(problem.hint)))
        for each in group:
            place = each.location
            target = passages.find(place)
            fact.append(
                _fact("place", line=str(place.line), column=str(place.column), target=target)
            )
        listed.append(fact)
    return listed


def _list_passages(
    book: SitePlan, file: str, read_tree: Callable[[Text], etree._Element]
) -> _Passages:
    found: list[tuple[tuple[int, int], str]] = []
    text = next((text for text in book.texts if text.file == file), None)
    if text is not None:
        for element in read_tree(text).iterdescendants(tei("*")):
            anchor, place = element.get(ANCHOR), locate(element)
            if not anchor or place.file != file or not _is_shown(element):
                continue
            target = f"{book.find_page(file, anchor)}#{anchor}"
            found.append(((place.line, place.column), target))
    elif book.config.pages.registers:
        for entity in book.edition.entities:
            if entity.location.file == file:
                target = f"{book.register_page(entity.kind)}#{entity_anchor(entity.id)}"
                found.append(((entity.location.line, entity.location.column), target))
    found.sort()
    return _Passages([place for place, _ in found], [target for _, target in found])


def _is_shown(element: etree._Element) -> bool:
    """Whether an element is in a text, and so on a page."""
    return any(ancestor.tag == tei("text") for ancestor in element.iterancestors())
