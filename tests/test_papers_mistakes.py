"""Slips of editors in a diary, a charter, a play, a poem and an index: each is one problem.

The table is `mistakes/papers.txt`; it is read and judged as that of `test_beginners_mistakes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from test_beginners_mistakes import FOLDER, Slip, check, judge_slip, read_table, write_files

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = FOLDER / "papers"
NAMES = sorted(path.name for path in PAPERS.glob("*.xml"))


def test_the_papers_are_sound(desk: Path) -> None:
    """Without slips nothing is reported."""
    write_files(PAPERS, NAMES, desk, None)

    assert check(desk) == []


@pytest.mark.parametrize("slip", [*read_table("papers.txt")], ids=lambda slip: slip.new[:40])
def test_a_slip_of_an_editor_is_one_problem(slip: Slip, desk: Path) -> None:
    """One slip is one problem, at its place, and its words have the remedy."""
    file, text = write_files(PAPERS, NAMES, desk, slip)

    judge_slip(desk, slip, file, text)
