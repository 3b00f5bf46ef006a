"""Pages with a text beside its translation: beside those with one text on a site.

They repeat what is on other pages, and so are in no list of contents, in no index and not in the
search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree
    from sphinx.environment import BuildEnvironment

# What makes a place an object of the domain, or an entry of the index.
_OBJECT = ("tei_object", "tei_see")


def set_apart(docname: str, root: etree._Element, env: BuildEnvironment) -> None:
    """Leave a page with two texts out of lists of contents, indices and the search.

    Called for every page before its nodes are made.
    """
    if not root.get("tei_parallel"):
        return
    env.metadata[docname] |= {"orphan": "", "nosearch": ""}
    for element in list(root.iter()):
        for name in _OBJECT:
            element.attrib.pop(name, "")
        if element.tag in {"index", "toctree"} and (parent := element.getparent()) is not None:
            tail, before = element.tail or "", element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)
