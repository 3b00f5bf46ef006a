"""The navigation beside a page: only nearby pages in a large edition.

Sphinx and its themes put the whole tree of contents on each page, so that time and size grow
with the square of the number of pages. Here a page has its ancestors, its neighbours and its
children, each in bounded number.
"""

from __future__ import annotations

from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.sphinxext.domain import get_domain
from tei_edition.sphinxext.html import start
from tei_edition.sphinxext.html.contents import LIMIT, NavigationEntry, SiteTree, select, shorten
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from tei_edition.language.wording import Wording


# Themes that show where a page stands themselves.
_WITH_PATH = frozenset({
    "pydata_sphinx_theme", "shibuya", "sphinx_immaterial", "sphinx_rtd_theme",
})  # fmt: skip


def render(
    tree: SiteTree,
    page: str,
    link: Callable[[str], str],
    words: Wording,
    *,
    includehidden: bool = True,
) -> str:
    """Return the navigation of a page as HTML; `link` gives the address of a document from there.

    The markup is that of Sphinx, whose themes read it: lists of `toctree-lN` items, in which
    `current` marks the way to the page.
    """
    return _Renderer(tree, page, link, words, includehidden).render()


def render_path(
    tree: SiteTree, page: str, link: Callable[[str], str], label: str, start: tuple[str, str] | None
) -> str:
    """Where a page stands, as HTML: links to its ancestors; empty for what is below none.

    `start` are the name and the title of a start page that is no document.
    """
    path = [(name, tree.titles.get(name, name)) for name in tree.find_path(page)]
    above = path[:-1]
    # An edition of one text is called as the text is.
    if start and all(title != start[1] for _, title in path):
        above = [start, *above]
    if page not in tree.relations or not above:
        return ""
    items = (
        f'<li><a href="{escape(link(name))}">{escape(shorten(title))}</a></li>'
        for name, title in above
    )
    return (
        f'<nav class="tei-breadcrumbs tei-generated" aria-label="{escape(label)}">\n<ol>\n'
        + "\n".join(items)
        + "\n</ol></nav>\n"
    )


class _Renderer(NamedTuple):
    tree: SiteTree
    page: str
    link: Callable[[str], str]
    words: Wording
    includehidden: bool

    def render(self) -> str:
        """Return the lists of the root, each under its caption."""
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
            every = NavigationEntry(
                path[level - 1], self.words.say("all entries", number=len(entries))
            )
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
        title = shorten(entry.title)
        whole = f' title="{escape(entry.title)}"' if title != entry.title else ""
        return f'<a class="{mark}reference {kind}" href="{escape(href)}"{whole}>{escape(title)}</a>'


# Sphinx event handlers ---------------------------------------------------------------------------


def note_change(app: Sphinx, env: BuildEnvironment, docname: str) -> None:  # noqa: ARG001
    """Note that a page is read anew."""
    get_state(app).has_new_pages = True


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages whose surroundings have changed: Sphinx would leave them with old titles."""
    state = get_state(app)
    if not state.has_new_pages:
        return []
    tree = state.tree = SiteTree(env, _find_folder(app))
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


def _find_folder(app: Sphinx) -> str:
    """Return the folder of the pages of the edition."""
    return get_state(app).config.pages.folder.strip("/")


class _Digests:
    """Fingerprints of what pages show of others: the navigation, and lists in their own text."""

    def __init__(self, env: BuildEnvironment, tree: SiteTree) -> None:
        self.env = env
        self.tree = tree
        self.below: dict[str, str] = {}

    def of_page(self, page: str) -> str:
        """Return the fingerprint of the page's surroundings."""
        return _digest(self.tree.describe(page) + self.of_contents(page))

    def of_contents(self, page: str) -> str:
        """Return the fingerprint of all titles below a page."""
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


def put_navigation(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Replace Sphinx's navigation, which themes call with many options, by the bounded one.

    Also put the path of a page before it, because many themes do not show it. Come before the
    themes (500), which make their sidebars of what they are given.
    """
    builder = app.builder
    if builder.name == "singlehtml":
        return
    state = get_state(app)
    tree = state.tree = state.tree or SiteTree(app.env, _find_folder(app))
    words = get_state(app).words

    def toctree(*, includehidden: bool = False, **_: Any) -> str:
        return render(
            tree,
            pagename,
            lambda target: builder.get_relative_uri(pagename, target),
            words,
            includehidden=includehidden,
        )

    context["toctree"] = toctree
    is_shown = app.config.html_theme in _WITH_PATH
    if doctree is not None and builder.name != "epub" and not is_shown:
        path = render_path(
            tree,
            pagename,
            lambda name: builder.get_relative_uri(pagename, name),
            words["breadcrumbs"],
            (start.PAGE, start.name_site(app)) if start.has_start(app) else None,
        )
        context["body"] = path + context["body"]
