"""The agreement of witnesses as a tree: those join first that differ least."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from building import make_edition, run_command
from tei_edition.pages.dendrogram import draw_dendrogram
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

NAMES = "ABCD"
# A and B differ least, then C and D; the pairs from each other most.
DISTANCES = {
    ("A", "B"): 0.1, ("C", "D"): 0.2, ("A", "C"): 0.8, ("A", "D"): 0.8, ("B", "C"): 0.8,
    ("B", "D"): 0.8,
}  # fmt: skip


def draw(distances: dict[tuple[str, str], float], names: str = NAMES) -> etree._Element | None:
    """The tree of these witnesses."""
    both = {(b, a): value for (a, b), value in distances.items()} | distances
    return draw_dendrogram({name: f"{name}'" for name in names}, both)


def test_those_that_differ_least_join_first() -> None:
    """Pairs stand beside each other, and the more they differ, the further right they join."""
    pytest.importorskip("scipy")
    tree = draw(DISTANCES)

    assert tree is not None
    sigla = [shape.get("text") for shape in tree if shape.get("kind") == "text"]
    assert {frozenset(sigla[:2]), frozenset(sigla[2:])} == {
        frozenset({"A'", "B'"}), frozenset({"C'", "D'"})
    }  # fmt: skip
    # The upright lines of the three joints: their distances are as 1 to 2 to 8.
    upright = sorted(
        float(shape.get("x", ""))
        for shape in tree
        if shape.get("kind") != "text" and shape.get("width") == "1.5"
    )
    left = 8 + 9 * 2 - 0.75
    assert [round((x - left) / (upright[0] - left)) for x in upright] == [1, 2, 8]


@pytest.mark.parametrize(
    ("missing", "lacking"), [([("A", "B")], "1"), ([("A", "B"), ("C", "D")], None)]
)
def test_what_cannot_be_compared_is_left_out(
    missing: list[tuple[str, str]], lacking: str | None
) -> None:
    """A pair without common entries has no distance: one of them goes; two alone are no tree."""
    pytest.importorskip("scipy")
    tree = draw({pair: value for pair, value in DISTANCES.items() if pair not in missing})

    assert (None if tree is None else tree.get("lacking")) == lacking


def test_equal_witnesses_are_a_tree_too() -> None:
    """Nothing is divided by the largest difference, where that is none."""
    pytest.importorskip("scipy")

    assert draw(dict.fromkeys(DISTANCES, 0.0)) is not None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a tree without scipy learns how to get it."""
    for name in [name for name in sys.modules if name.split(".")[0] == "scipy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "scipy", None)

    with pytest.raises(EditionError, match="scipy") as caught:
        draw(DISTANCES)

    assert 'pip install "scipy>=' in caught.value.hint


def test_the_page_of_witnesses_shows_it_where_it_is_wanted(tmp_path: Path) -> None:
    """A second picture, with its words, which say that it is no stemma."""
    pytest.importorskip("scipy")
    entries = "".join(
        f'<app><lem wit="#A #B">a{n}</lem><rdg wit="#C">c{n}</rdg></app> ' for n in range(3)
    )
    witnesses = "".join(f'<witness xml:id="{name}">{name}</witness>' for name in "ABC")
    toml = "[apparatus]\ndendrogram = true\n"
    root = make_edition(
        tmp_path / "edition", {"one": f"<text><body><p>{entries}</p></body></text>"}, toml=toml
    )
    path = root / "tei/one.xml"
    path.write_text(path.read_text().replace("<p>None.</p>", f"<listWit>{witnesses}</listWit>"))
    done = run_command("build", "-b", "html", cwd=root)
    assert done.returncode == 0, done.stderr
    page = (root / "build/html/edition/witnesses.html").read_text(encoding="utf-8")

    assert page.count("<svg") == 2
    assert "Agreement as a tree" in page
    assert page.count("This is not a stemma") == 4
