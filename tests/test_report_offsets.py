"""Offsets of places in a file, exactly at its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tei_edition.problems import Location
from tei_edition.report.lines import File

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [
        (1, 1, 0), (1, 2, 1), (1, 3, -1), (1, 0, -1), (0, 1, -1), (2, 1, 3), (2, 3, 5),
        (2, 4, -1), (3, 1, -1), (4, 1, -1),
    ],
)  # fmt: skip
def test_places_at_the_edges_of_a_file(tmp_path: Path, line: int, column: int, offset: int) -> None:
    """The first and last character of a line are places in it; what is beyond them is none."""
    (tmp_path / "a.xml").write_text("ab\ncde\n")
    assert File(tmp_path / "a.xml").find_offset(Location("a.xml", line, column)) == offset
