"""Tables in plain text, manual pages and Texinfo: what their writers cannot set loses no word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition

if TYPE_CHECKING:
    from pathlib import Path

TABLES = """<text><body><p>Before.</p><table><head>Outer</head><row><cell>alder<table>
<head>Inner</head><row><cell>beech</cell><cell cols="2">cedar <table><row><cell>dogwood</cell></row>
</table></cell></row></table></cell><cell rows="2">elder</cell></row><row><cell>fir</cell></row>
</table></body></text>"""


@pytest.mark.parametrize(
    ("builder", "suffix"), [("text", "txt"), ("man", "1"), ("texinfo", "texi")]
)
def test_tables_in_tables_keep_their_words(tmp_path: Path, builder: str, suffix: str) -> None:
    """The words of each cell stand in their order, also three tables deep."""
    root = make_edition(tmp_path / "edition", {"a": TABLES})
    out = build_site(root, builder).out
    pages = [path.read_text(encoding="utf-8") for path in sorted(out.rglob(f"*.{suffix}"))]
    (said,) = (page for page in pages if "Before." in page)

    # Side by side in the cells of a table of plain text; all else is in one order.
    places = [said.index(word) for word in ("Outer", "alder", "Inner", "beech", "cedar", "dogwood")]
    assert places == sorted(places)
    for word in ("alder", "beech", "cedar", "dogwood", "elder", "fir"):
        assert len(re.findall(rf"\b{word}\b", said)) == 1
