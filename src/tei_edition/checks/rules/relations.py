"""A relation has two sides (TEI Guidelines, section 14.3.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem
from tei_edition.source.stamps import locate
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


@check("file", "relation-one-sided")
def check_relations(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each relation with one side only: it is not shown."""
    assert source.root is not None
    for relation in source.root.iter(tei("relation")):
        active, passive, mutual = (
            relation.get(side, "").split() for side in ("active", "passive", "mutual")
        )
        if len(mutual) > 1 or (active and passive) or not (active or passive or mutual):
            continue
        side, lacks = ("active", "passive") if active else ("passive", "active")
        if mutual:
            message = "@mutual of <relation> names one side only"
            hint = f'name both: mutual="{mutual[0]} #…"'
        else:
            message = f"<relation> has @{side}, but no @{lacks}"
            hint = f'add {lacks}="#…" for the other side, or write both into @mutual'
        yield problem("relation-one-sided", message, locate(relation), hint=hint)
