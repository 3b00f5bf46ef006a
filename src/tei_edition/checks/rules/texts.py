"""A published file must have a text (TEI Guidelines, chapter 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem
from tei_edition.reader.source_text import list_transcriptions
from tei_edition.source.stamps import locate
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


@check("file", "missing-text")
def check_text(source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for a file without a text whose `sourceDoc` has no words: it has no page."""
    root = source.root
    if root is None:
        return
    found = next(root.iter(tei("sourceDoc")), None)
    if found is not None and text.division is None and not list_transcriptions(root):
        yield problem(
            "missing-text",
            "the file has a sourceDoc without words and no text, and so no page",
            locate(found),
            hint="transcribe its lines, or add a text",
        )
