"""Remove links and ids from titles that Sphinx copies (contents, navigation, `<title>`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.parser import is_staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

_SPACES = re.compile(" {2,}")
_OWN = (own.tei_link, own.tei_span, own.tei_time)
_DROPPED = (own.tei_alternative, own.tei_downloads, own.tei_margin, nodes.footnote_reference)
# What the edition adds to the words.
_SIGNS = frozenset({"tei-break-number", "tei-sign"})


def make_plain(node: nodes.Element) -> None:
    """Replace our nodes below `node` by their content; drop what is not part of a title."""
    node.children = [_set_parent(child, node) for child in _join(_list_plain(node))]


def _list_plain(node: nodes.Element) -> Iterator[nodes.Node]:
    for child in node.children:
        if not isinstance(child, nodes.Element):
            yield child
        elif _SIGNS & set(child["classes"]):
            continue
        elif isinstance(child, _OWN) and "tei-app-mark" not in child["classes"]:
            yield from _list_plain(child)
        elif not isinstance(child, (*_OWN, *_DROPPED)):
            make_plain(child)
            child["ids"] = []
            # The mark of an apparatus entry is alone in its superscript.
            if child.children or not isinstance(child, nodes.superscript):
                yield child


def _join(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Texts that now meet, as one; the spaces around what was dropped, as one."""
    joined: list[nodes.Node] = []
    for child in children:
        if isinstance(child, nodes.Text) and joined and isinstance(joined[-1], nodes.Text):
            joined[-1] = nodes.Text(_SPACES.sub(" ", joined[-1] + child))
        else:
            joined.append(child)
    return joined


def _strip(title: nodes.Element) -> None:
    """Take away the spaces that dropped marks leave at the end of a title."""
    if title.children and isinstance(last := title.children[-1], nodes.Text):
        title.children[-1] = _set_parent(nodes.Text(last.rstrip(" ")), title)


def _set_parent(child: nodes.Node, parent: nodes.Element) -> nodes.Node:
    child.parent = parent
    return child


def clean_titles(app: Sphinx, document: nodes.document) -> None:  # noqa: ARG001
    """Make the copies of titles plain as soon as Sphinx has made them."""
    env = app.env
    docname = env.current_document.docname
    if not is_staged(env, docname):
        return
    for title in (env.titles[docname], *env.tocs[docname].findall(nodes.reference)):
        make_plain(title)
        _strip(title)
