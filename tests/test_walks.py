"""How nodes are found in a page: in the order of docutils, and while it is being changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx import addnodes

from tei_edition.sphinxext import upstream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = (nodes.paragraph, nodes.emphasis, nodes.section, addnodes.index)


def make_tree(shape: list[object]) -> nodes.Element:
    """Return a tree of a shape: lists are elements, numbers their kinds, strings text."""
    root: nodes.Element = KINDS[len(shape) % len(KINDS)]()
    for part in shape:
        root.append(make_tree(part) if isinstance(part, list) else nodes.Text(str(part)))
    return root


SHAPES = st.recursive(st.text(max_size=3), lambda inner: st.lists(inner, max_size=4), max_leaves=30)


def find_as_docutils(node: nodes.Node, kind: type) -> Iterator[nodes.Node]:
    """Yield what docutils' own recursive search yields."""
    if isinstance(node, kind):
        yield node
    for child in node.children:
        yield from find_as_docutils(child, kind)


@given(st.lists(SHAPES, max_size=5))
def test_nodes_are_found_in_the_order_of_docutils(shape: list[object]) -> None:
    """Each class of nodes, and all nodes, come in the order in which docutils yields them."""
    tree = make_tree(shape)
    for kind in (*KINDS, nodes.Text, nodes.Element, object):
        assert list(upstream.find_nodes(tree, kind)) == list(find_as_docutils(tree, kind))


def replace(node: nodes.Node) -> None:
    """Put an index in the place of a node."""
    node.parent.replace(node, addnodes.index())


def fill(node: nodes.Node) -> None:
    """Put something into the node that was just found."""
    if isinstance(node, nodes.Element) and not any(isinstance(c, nodes.strong) for c in node):
        node.append(nodes.strong("", "", nodes.emphasis()))


@pytest.mark.parametrize("change", [replace, fill], ids=lambda change: change.__name__)
def test_a_tree_that_changes_meanwhile_is_walked_as_docutils_walks_it(
    change: Callable[[nodes.Node], None],
) -> None:
    """What is replaced or filled while it is found leads to the same finds."""
    found = []
    for find in (upstream.find_nodes, find_as_docutils):
        tree = make_tree(["a", [["b"], "c", [["d"], []]], [], [["e", ["f"]]]])
        names: list[str] = []
        for node in find(tree, nodes.Element):
            if node.parent is not None and len(names) < 20:
                change(node)
            names.append(repr(node))
        found.append(names)
    assert found[0] == found[1]


def test_docutils_finds_nodes_without_recursion_once_the_extension_is_loaded() -> None:
    """A tree deeper than Python's stack is searched to its bottom."""
    upstream.walk_without_recursion()
    tree = bottom = nodes.container()
    for _ in range(5000):
        bottom.children.append(deeper := nodes.container())
        bottom = deeper
    bottom.children.append(nodes.emphasis())
    assert sum(1 for _ in tree.findall(nodes.emphasis)) == 1
    assert sum(1 for _ in tree.findall()) == 5002
