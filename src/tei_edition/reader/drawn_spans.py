"""Spans between two points of a text become containers: `del` for a `delSpan`, and so on.

So do containers of blocks, such as a deleted stanza: the signs are at the words of each line.
"""

from __future__ import annotations

from lxml import etree

from tei_edition.reader.reading_text import is_block
from tei_edition.source.spans import CONTAINERS, list_spans
from tei_edition.source.stamps import MADE
from tei_edition.tei import XML_ID, local, raw_text, tei

# What has signs around its words, and may hold blocks.
_SIGNED = ("add", "damage", "del", "secl", "supplied", "surplus", "unclear")
# What identifies an element, or says its place in an order, is no quality of its parts.
_OWN = frozenset({"n", "next", "prev", "part", "corresp", "sameAs", "copyOf"})
# These hold alternatives or data: a span is not drawn inside them.
_WHOLE = frozenset({"app", "choice", "note", "subst", "rdgGrp", "listApp", "figure"})


def draw_spans(root: etree._Element) -> bool:
    """Put what stands between two points into containers; whether there was anything to do.

    Phrases within a container of blocks are put into containers like it.
    """
    spans = list_spans(root)
    signed = [e for e in root.iter(*map(tei, _SIGNED)) if _holds_block(e)]
    if not spans and not signed:
        return False
    pen = _Pen(root)
    changed = False
    for element in signed:
        changed = pen.repeat(element) or changed
    for span in spans:
        end = pen.ids.get(span.get("spanTo", "")[1:])
        if end is not None and not len(end) and not (end.text or "").strip():
            changed = pen.draw(span, end) or changed
    return changed


def _holds_block(element: etree._Element) -> bool:
    return any(is_block(inner) for inner in element.iterdescendants(tei("*")))


class _Pen:
    """Draws spans, and knows the order of all elements without walking through them again.

    The places of an element in the tree as it was: its own, and that of the last one in it. A
    container that was made lies between whole numbers.
    """

    def __init__(self, root: etree._Element) -> None:
        self.ids = {e.get(XML_ID): e for e in root.iter(tei("*")) if e.get(XML_ID)}
        self.first: dict[etree._Element, float] = {}
        self.last: dict[etree._Element, float] = {}
        self.phrases: dict[etree._Element, bool] = {}
        self.made = False
        for number, element in enumerate(root.iter()):
            self.first[element] = number
        for element in reversed(self.first):
            inner = element[-1] if len(element) else None
            self.last[element] = self.first[element] if inner is None else self.last[inner]

    def holds(self, element: etree._Element, place: float) -> bool:
        """Whether a place is that of an element, or in it."""
        return self.first[element] <= place <= self.last[element]

    def is_phrase(self, element: etree._Element) -> bool:
        """Whether an element is part of a line; what was made of such is so too."""
        if element not in self.phrases:
            is_line = local(element.tag) == "note" or is_block(element)
            self.phrases[element] = not (is_line or _holds_block(element))
        return self.phrases[element]

    def draw(self, start: etree._Element, end: etree._Element) -> bool:
        """Put what stands between two points into containers, each within one block."""
        begin, stop = self.first[start], self.first[end]
        common = next((e for e in start.iterancestors() if self.holds(e, stop)), None)
        if common is None or stop <= begin:
            return False
        if local(common.tag) not in _WHOLE - {"figure", "note"}:
            model = etree.Element(tei(CONTAINERS[local(start.tag)]))
            self.visit(common, start, stop, model)
        return True

    def repeat(self, element: etree._Element) -> bool:
        """Put the phrases within a container of blocks into containers like it."""
        given = {str(name): str(value) for name, value in element.attrib.items()}
        qualities = {k: v for k, v in given.items() if k not in _OWN and k[0] != "{"}
        self.made = False
        self.visit(
            element, element, self.last[element] + 0.25, etree.Element(element.tag, qualities)
        )
        return self.made

    def visit(
        self, parent: etree._Element, start: etree._Element, stop: float, model: etree._Element
    ) -> None:
        """Put what stands after a point and before a place, in an element, into containers."""
        begin = self.first[start]
        run: list[etree._Element] = []
        # The point or child before a run, whose tail begins it; None for the start of the parent.
        before: etree._Element | None = None
        child = parent[0] if len(parent) else None
        if begin > self.first[parent]:
            child = next(e for e in (start, *start.iterancestors()) if e.getparent() is parent)
        leading = begin <= self.first[parent] < stop
        while child is not None:
            place = self.first[child]
            if place > stop:
                break
            following = child.getnext()
            is_inside = begin < place < stop and not self.holds(child, stop)
            if is_inside and self.is_phrase(child):
                run.append(child)
            else:
                if leading:
                    self.wrap(parent, before, run, model)
                if isinstance(child.tag, str) and local(child.tag) not in _WHOLE:
                    self.visit(child, start, stop, model)
                leading = self.holds(child, begin) or is_inside
                leading = leading and not self.holds(child, stop)
                before, run = child, []
            child = following
        if leading:
            self.wrap(parent, before, run, model)

    def wrap(
        self,
        parent: etree._Element,
        before: etree._Element | None,
        run: list[etree._Element],
        model: etree._Element,
    ) -> None:
        """Put nodes into a container: the text after `before`, then elements with their tails."""
        text = (parent.text if before is None else before.tail) or ""
        is_empty = not text.strip() and not any(
            (e.tail or "").strip() or raw_text(e).strip() for e in run
        )
        if is_empty:
            return
        made = etree.Element(model.tag, {MADE: ""})
        for key, value in model.attrib.items():
            made.set(key, value)
        self.made = True
        made.text = text
        if before is None:
            parent.text = None
            parent.insert(0, made)
            place = self.first[parent]
        else:
            before.tail = None
            before.addnext(made)
            place = self.last[before]
        made.extend(run)
        self.first[made] = place + 0.5
        self.last[made] = self.last[run[-1]] if run else place + 0.5
        self.phrases[made] = True
