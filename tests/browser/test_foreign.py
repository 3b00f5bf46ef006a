"""Editions by others, as sites in a real browser: one page of each kind, judged by axe.

A few texts of each will do: how many pages of a kind there are makes no difference to axe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.driver import Browser
from browser.serving import serve
from browser.test_way import judge
from building import build_site, copy_edition
from test_corpora import EDITIONS, Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.corpora, pytest.mark.program("axe.min.js")]

NAMES = ("balex", "bellini", "rusdracor", "tei-publisher")
TEXTS = 2
# What is larger takes axe minutes, and holds what others of its kind hold.
LARGEST = 80_000


@pytest.fixture(
    scope="module",
    params=[edition for edition in EDITIONS if edition.name in NAMES],
    ids=lambda edition: edition.name,
)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of some texts of an edition, with its registers."""
    corpus: Corpus = request.param
    root = tmp_path_factory.mktemp(corpus.name) / "edition"
    texts = corpus.list_texts()[:TEXTS]
    more = 'suppress_warnings = ["tei", "image"]'
    copy_edition(root, corpus.name, texts, corpus.list_registers(), conf=more, theme="furo")
    return build_site(root).out


def list_kinds(site: Path) -> list[str]:
    """A page of each kind: those by themselves in the folder, and one of each folder below it."""
    files = [file for file in sorted(site.rglob("*.html")) if file.stat().st_size < LARGEST]
    pages = [file.relative_to(site).as_posix() for file in files]
    alone = [page for page in pages if page.count("/") < 2]
    folders = {page.rpartition("/")[0]: page for page in pages if page.count("/") > 1}
    return [*alone, *folders.values()]


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    yield from serve(site)


def test_axe_finds_nothing(site: Path, address: str, tmp_path: Path) -> None:
    """No rule of axe is broken: wide, narrow and in the dark."""
    browser = Browser(tmp_path / "profile")
    try:
        pages = list_kinds(site)
        found = {page: judge(browser, f"{address}/{page}") for page in pages}
    finally:
        browser.close()

    assert len(pages) >= 8
    assert {page: violations for page, violations in found.items() if violations} == {}
