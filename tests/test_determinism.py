"""The same source gives the same bytes, wherever and whenever it is built."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from building import (
    build_site,
    copy_shipped,
    describe_differences,
    list_files,
    run_command,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second copy of the shipped edition, in a folder of another name and depth."""
    return copy_shipped(tmp_path_factory.mktemp("somewhere") / "quite" / "else")


def test_sites_built_in_two_folders_are_equal(elsewhere: Path, site: Path) -> None:
    """Two builds in different folders have the same files with the same bytes."""
    second = build_site(elsewhere, options=["-n"]).out

    assert describe_differences(list_files(site), list_files(second)) == []


def test_plain_pages_made_in_two_folders_are_equal(elsewhere: Path, plain: Path) -> None:
    """So have the pages of `tei-edition html`."""
    out = elsewhere / "plain"
    run_command("html", "-o", out, cwd=elsewhere)

    assert describe_differences(list_files(plain), list_files(out)) == []


def test_staged_pages_are_equal(elsewhere: Path, shipped: Path, site: Path) -> None:
    """So have the staged pages and the facts behind them."""
    build_site(elsewhere, "text")

    first, second = (list_files(root / "docs/edition") for root in (shipped, elsewhere))

    assert first
    assert describe_differences(first, second) == []


def test_books_are_equal_but_for_their_stamp(elsewhere: Path, shipped: Path) -> None:
    """Of two EPUBs nothing differs but the time of building, which Sphinx writes into one file."""
    books = []
    for root in (shipped, elsewhere):
        path = next(build_site(root, "epub").out.glob("*.epub"))
        with zipfile.ZipFile(path) as book:
            books.append({name: book.read(name) for name in book.namelist()})

    assert set(describe_differences(*books)) <= {"content.opf"}
