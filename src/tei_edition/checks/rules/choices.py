"""A correction stands beside what it corrects, not in it (TEI Guidelines, section 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import About, problem
from tei_edition.source.stamps import locate
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source

# What replaces the words of an element, and what they replace; an expan may hold its abbr.
_SIDES = {"abbr": "expan", "corr": "sic", "orig": "reg", "reg": "orig", "sic": "corr"}


@check("file", "nested-correction")
def check_choices(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each word whose correction or other form is in its own element."""
    assert source.root is not None
    for outer in source.root.iter(*map(tei, _SIDES)):
        name, parent = local(outer.tag), outer.getparent()
        inner = outer.find(tei(_SIDES[name]))
        if inner is None or (parent is not None and local(parent.tag) == "choice"):
            continue
        other = _SIDES[name]
        yield problem(
            "nested-correction",
            f"<{other}> is inside <{name}>: readers see the words of both, one after the other",
            locate(inner),
            hint=f"end the <{name}> before it, and wrap both in <choice>:"
            f" <choice><{name}>…</{name}><{other}>…</{other}></choice>",
            about=About(other, parent=name),
        )
