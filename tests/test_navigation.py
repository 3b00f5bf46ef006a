"""The navigation beside a page, and the path above it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from docutils import nodes
from lxml import html
from sphinx import addnodes

from tei_edition.language.wording import list_words
from tei_edition.sphinxext.html.contents import SiteTree
from tei_edition.sphinxext.html.navigation import render, render_path

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

LONG = "Of all that happened in the autumn of the year in which nobody wrote a letter to anybody"
BELOW = {
    "edition/index": ["edition/text", "edition/persons"],
    "edition/text": ["edition/text/one"],
    "edition/persons": ["edition/persons/A", "edition/persons/B"],
}
TITLES = {
    "edition/index": "Contents", "edition/text": "The Ferry", "edition/text/one": LONG,
    "edition/persons": "Persons", "edition/persons/A": "A", "edition/persons/B": "B",
}  # fmt: skip


def make_tree() -> SiteTree:
    """The tree of a site with a text in parts and a register in letters."""
    tocs = {name: nodes.bullet_list() for name in TITLES}
    for name, pages in BELOW.items():
        entries = [(None, page) for page in pages]
        tocs[name] += addnodes.toctree(entries=entries, includefiles=pages)
    parents = {page: name for name, pages in BELOW.items() for page in pages}
    env = SimpleNamespace(
        config=SimpleNamespace(root_doc="edition/index", html_secnumber_suffix=". "),
        titles={name: nodes.title("", title) for name, title in TITLES.items()},
        toctree_includes=BELOW, tocs=tocs, toc_secnumbers={},
        collect_relations=lambda: {n: [parents.get(n), None, None] for n in TITLES},
    )  # fmt: skip
    return SiteTree(cast("BuildEnvironment", env), "edition")


def list_shown(page: str) -> list[str]:
    """The titles that the navigation shows to a page."""
    shown = render(make_tree(), page, lambda name: f"{name}.html", list_words("en"))
    return [str(link.text) for link in html.fromstring(f"<div>{shown}</div>").iter("a")]


def test_the_letters_of_a_register_are_not_listed() -> None:
    """The register is one entry; it is the current one on each of its pages."""
    assert list_shown("edition/persons/A") == ["The Ferry", "Persons"]


def test_the_text_that_one_reads_is_open_and_long_titles_are_cut() -> None:
    """The whole title is that of the link."""
    assert list_shown("edition/text") == [
        "The Ferry", "Of all that happened in the autumn of the year in which …", "Persons",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("site", "page", "path"),
    [
        ("Poems", "edition/text", ["Poems", "Contents"]),
        ("The Ferry", "edition/text", ["Contents"]),
        ("The Ferry", "edition/text/one", ["Contents", "The Ferry"]),
        ("The Ferry", "edition/persons/A", ["The Ferry", "Contents", "Persons"]),
    ],
)
def test_the_path_says_nothing_twice(site: str, page: str, path: list[str]) -> None:
    """An edition of one text is called as the text is; neither is the page itself in its path."""
    shown = render_path(make_tree(), page, lambda name: f"{name}.html", "Path", ("index", site))

    assert [link.text for link in html.fromstring(shown).iter("a")] == path
