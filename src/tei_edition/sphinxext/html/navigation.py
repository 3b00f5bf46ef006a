"""The navigation beside a page: its surroundings, never the whole contents of a large edition.

Sphinx and its themes put the whole tree of contents on each page, so that time and size grow
with the square of the number of pages. Here a page has its ancestors, its neighbours and its
children, each in bounded number.
"""

from __future__ import annotations

from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.util import url_re

from tei_edition.sphinxext.domain import get_domain
from tei_edition.sphinxext.staging import get_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from tei_edition.language.wording import Words

# How many entries of one list are shown.
LIMIT = 20


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


class Tree:
    """What navigation needs of the environment, gathered once a build."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.root = env.config.root_doc
        self.titles = {page: title.astext() for page, title in sorted(env.titles.items())}
        self.contents = {page: _list_contents(env, page, self.titles) for page in env.titles}
        self.relations = env.collect_relations()

    def find_path(self, page: str) -> list[str]:
        """The page and its ancestors, the root first; the root alone if it stands nowhere."""
        path: list[str] = []
        current: str | None = page if page in self.relations else self.root
        while current is not None and current not in path:
            path.append(current)
            current = self.relations[current][0]
        return path[::-1]

    def list_below(self, page: str, *, includehidden: bool = True) -> list[NavigationEntry]:
        """All entries of a page's lists."""
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


def render(
    tree: Tree,
    page: str,
    link: Callable[[str], str],
    words: Words,
    *,
    includehidden: bool = True,
) -> str:
    """The navigation of a page as HTML; `link` gives the address of a document from there.

    The markup is that of Sphinx, whose themes read it: lists of `toctree-lN` items, in which
    `current` marks the way to the page.
    """
    return _Renderer(tree, page, link, words, includehidden).render()


def render_path(tree: Tree, page: str, link: Callable[[str], str], label: str) -> str:
    """Where a page stands, as HTML: links to its ancestors; empty for what stands below none."""
    above = tree.find_path(page)[:-1]
    if page not in tree.relations or not above:
        return ""
    items = (
        f'<li><a href="{escape(link(name))}">{escape(tree.titles.get(name, name))}</a></li>'
        for name in above
    )
    return (
        f'<nav class="tei-breadcrumbs tei-generated" aria-label="{escape(label)}">\n<ol>\n'
        + "\n".join(items)
        + "\n</ol></nav>\n"
    )


class _Renderer(NamedTuple):
    tree: Tree
    page: str
    link: Callable[[str], str]
    words: Words
    includehidden: bool

    def render(self) -> str:
        """The lists of the root, each under its caption."""
        path = self.tree.find_path(self.page)
        parts = []
        for contents in self.tree.contents.get(self.tree.root, ()):
            if contents.hidden and not self.includehidden:
                continue
            if contents.caption:
                parts.append(
                    '<p class="caption" role="heading" aria-level="2"><span class="caption-text">'
                    f"{escape(contents.caption)}</span></p>\n"
                )
            parts.append(self._list(path, 1, contents.entries))
        return "".join(parts)

    def _list(self, path: list[str], level: int, entries: list[NavigationEntry]) -> str:
        """Entries below the page `path[level - 1]`, with what lies below the current one."""
        shown = select(path, level, entries)
        items = [self._item(path, level, entry) for entry in shown]
        if LIMIT <= len(shown) < len(entries):
            every = NavigationEntry(path[level - 1], self.words.say("all entries", number=len(entries)))
            items.append(f'<li class="toctree-l{level} tei-all">{self._anchor(every)}</li>')
        is_current = level < len(path) and any(entry.target == path[level] for entry in shown)
        mark = ' class="current"' if is_current else ""
        return f"<ul{mark}>\n" + "\n".join(items) + "\n</ul>\n" if items else ""

    def _item(self, path: list[str], level: int, entry: NavigationEntry) -> str:
        if level >= len(path) or entry.target != path[level]:
            return f'<li class="toctree-l{level}">{self._anchor(entry)}</li>'
        inner = self.tree.list_below(entry.target, includehidden=self.includehidden)
        below = self._list(path, level + 1, inner)
        anchor = self._anchor(entry, "current ")
        return f'<li class="toctree-l{level} current">{anchor}{below}</li>'

    def _anchor(self, entry: NavigationEntry, mark: str = "") -> str:
        kind, href = "external", entry.target
        if entry.is_page:
            kind = "internal"
            href = "#" if entry.target == self.page else self.link(entry.target)
        return f'<a class="{mark}reference {kind}" href="{escape(href)}">{escape(entry.title)}</a>'


def _list_contents(env: BuildEnvironment, page: str, titles: dict[str, str]) -> list[SiteContents]:
    if page not in env.toctree_includes:
        return []
    return [
        SiteContents(
            toctree.get("caption") or "",
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
    elif target in StandardDomain._virtual_doc_names:
        target, name = StandardDomain._virtual_doc_names[target]
        return NavigationEntry(target, title or str(name))
    number = env.toc_secnumbers.get(target, {}).get("")
    prefix = ".".join(map(str, number)) + env.config.html_secnumber_suffix if number else ""
    return NavigationEntry(target, prefix + (title or titles.get(target, target)))


# In the life of a build ----------------------------------------------------------------------

_TREES: WeakKeyDictionary[Sphinx, Tree] = WeakKeyDictionary()
_CHANGED: WeakSet[Sphinx] = WeakSet()


def _note_change(app: Sphinx, env: BuildEnvironment, docname: str) -> None:  # noqa: ARG001
    _CHANGED.add(app)


def _find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages whose surroundings have changed: Sphinx would leave them with old titles."""
    if app not in _CHANGED:
        return []
    tree = _TREES[app] = Tree(env)
    data = get_domain(env).data
    whole = _digest(
        f"{tree.contents}{tree.titles}{sorted((p, toc.astext()) for p, toc in env.tocs.items())}"
    )
    if data["surroundings"].get("") == whole:
        return []
    old: dict[str, str] = data["surroundings"]
    digests = _Digests(env, tree)
    new = {page: digests.of_page(page) for page in tree.titles}
    data["surroundings"] = {"": whole, **new}
    return [page for page, digest in new.items() if page in old and old[page] != digest]


class _Digests:
    """Fingerprints of what pages show of others: the navigation, and lists in their own text."""

    def __init__(self, env: BuildEnvironment, tree: Tree) -> None:
        self.env = env
        self.tree = tree
        self.below: dict[str, str] = {}

    def of_page(self, page: str) -> str:
        """The fingerprint of the page's surroundings."""
        return _digest(self.tree.describe(page) + self.of_contents(page))

    def of_contents(self, page: str) -> str:
        """The fingerprint of all titles below a page."""
        if page not in self.below:
            self.below[page] = ""  # Toctrees may run in circles; Sphinx warns of it.
            pages = self.env.toctree_includes.get(page, ())
            titles = [
                self.env.tocs[inner].astext() + self.of_contents(inner)
                for inner in pages
                if inner in self.env.tocs
            ]
            self.below[page] = _digest("\n".join(titles)) if titles else ""
        return self.below[page]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _replace(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the bounded navigation in place of Sphinx's, which themes call with many wishes.

    Before a page it says where that stands, of which many themes say nothing.
    """
    builder = app.builder
    if builder.name == "singlehtml":
        return
    if app not in _TREES:
        _TREES[app] = Tree(app.env)
    tree = _TREES[app]
    words = get_words(app)

    def toctree(*, includehidden: bool = False, **_: Any) -> str:
        return render(
            tree,
            pagename,
            lambda target: builder.get_relative_uri(pagename, target),
            words,
            includehidden=includehidden,
        )

    context["toctree"] = toctree
    if doctree is not None and builder.name != "epub":
        path = render_path(
            tree,
            pagename,
            lambda name: builder.get_relative_uri(pagename, name),
            words["breadcrumbs"],
        )
        context["body"] = path + context["body"]


def setup(app: Sphinx) -> None:
    """Come before the themes (500), which make their sidebars of what they are given."""
    app.connect("env-purge-doc", _note_change)
    app.connect("env-updated", _find_stale)
    app.connect("html-page-context", _replace, priority=400)
