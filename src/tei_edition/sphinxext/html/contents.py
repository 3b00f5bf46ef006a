"""The table of contents of a site for navigation: a page's ancestors, neighbours and children."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx import addnodes
from sphinx.util import url_re

from tei_edition.pages.addresses import LETTERS, REGISTERS
from tei_edition.sphinxext.upstream import find_virtual_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# How many entries of one list are shown, and how long their titles are.
LIMIT = 20
_LONGEST = 60
# Pages whose own text leads to those below them: these would fill the navigation with letters.
_CLOSED = (*REGISTERS.values(), LETTERS)


class NavigationEntry(NamedTuple):
    """An entry of a list of contents: the document or address, and its title."""

    target: str
    title: str
    is_page: bool = True


class SiteContents(NamedTuple):
    """One list of contents of a page, with its caption; `hidden` in the page's own text."""

    caption: str
    hidden: bool
    entries: list[NavigationEntry]


class SiteTree:
    """What navigation needs of the environment, gathered once per build.

    `folder` is that of the pages of the edition.
    """

    def __init__(self, env: BuildEnvironment, folder: str) -> None:
        self.root = env.config.root_doc
        self.closed = frozenset(f"{folder}/{name}" for name in _CLOSED)
        self.titles = {page: title.astext() for page, title in sorted(env.titles.items())}
        self.contents = {page: _list_contents(env, page, self.titles) for page in env.titles}
        self.relations = env.collect_relations()

    def find_path(self, page: str) -> list[str]:
        """Return the page and its ancestors, the root first.

        The root alone if it is nowhere.
        """
        path: list[str] = []
        current: str | None = page if page in self.relations else self.root
        while current is not None and current not in path:
            path.append(current)
            current = self.relations[current][0]
        return path[::-1]

    def list_below(self, page: str, *, includehidden: bool = True) -> list[NavigationEntry]:
        """All entries of a page's lists; none below a register, which is one entry."""
        if page in self.closed:
            return []
        return [
            entry
            for contents in self.contents.get(page, ())
            if includehidden or not contents.hidden
            for entry in contents.entries
        ]

    def describe(self, page: str) -> str:
        """All that the page says of others around it, apart from its own text."""
        path = self.find_path(page)
        related = self.relations.get(page, ())
        parts = [self.titles.get(name, "") for name in (*path, *related) if name]
        lists = [contents.entries for contents in self.contents.get(self.root, ())]
        for level, entries in (
            *((1, entries) for entries in lists),
            *((level, self.list_below(path[level - 1])) for level in range(2, len(path) + 1)),
        ):
            shown = select(path, level, entries)
            parts.append(str(len(entries)))
            parts.extend([part for entry in shown for part in entry[:2]])
        return "\n".join(parts)


def shorten(title: str) -> str:
    """Return a title fit for navigation: a long one is cut between words."""
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]} …"


def select(path: list[str], level: int, entries: list[NavigationEntry]) -> list[NavigationEntry]:
    """Those of the entries below `path[level - 1]` that are shown to the page at its end.

    At most `LIMIT`, around the current one; of a longer list between the root's own and the
    neighbours of the page, just the way down.
    """
    if len(entries) <= LIMIT:
        return entries
    below = path[level] if level < len(path) else None
    here = next((i for i, entry in enumerate(entries) if entry.target == below), 0)
    if 1 < level < len(path) - 1:
        return entries[here : here + 1]
    start = max(0, min(here - LIMIT // 2, len(entries) - LIMIT))
    return entries[start : start + LIMIT]


def _list_contents(env: BuildEnvironment, page: str, titles: dict[str, str]) -> list[SiteContents]:
    if page not in env.toctree_includes:
        return []
    return [
        SiteContents(
            toctree.get("caption") or toctree.get("label") or "",
            bool(toctree.get("hidden")),
            [_make_entry(env, page, titles, *entry) for entry in toctree["entries"]],
        )
        for toctree in env.tocs[page].findall(addnodes.toctree)
    ]


def _make_entry(
    env: BuildEnvironment, page: str, titles: dict[str, str], title: str | None, target: str
) -> NavigationEntry:
    if url_re.match(target):
        return NavigationEntry(target, title or target, is_page=False)
    if target == "self":
        target = page
    elif virtual := find_virtual_page(target):
        return NavigationEntry(virtual[0], title or virtual[1])
    number = env.toc_secnumbers.get(target, {}).get("")
    prefix = ".".join(map(str, number)) + env.config.html_secnumber_suffix if number else ""
    return NavigationEntry(target, prefix + (title or titles.get(target, target)))
