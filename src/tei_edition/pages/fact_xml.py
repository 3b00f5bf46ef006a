"""Facts as XML for the stylesheets that make a page of them: elements, pages, quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.facts.mentions import SPEAKS, Stream
from tei_edition.pages.parallel_plan import name_translation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.facts.mentions import Dating, Mention
    from tei_edition.facts.registers import ReferenceRun
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

FACTS_NS = "urn:tei-edition:facts"


def make_element(
    name: str, parent: etree._Element | None = None, /, **attributes: str
) -> etree._Element:
    """Return an element for a fact, inside its parent or as the root of a page."""
    tag = f"{{{FACTS_NS}}}{name}"
    if parent is None:
        return etree.Element(tag, attributes, {"x": FACTS_NS})
    return etree.SubElement(parent, tag, attributes)


def make_page(
    book: SitePlan, name: str, docname: str, title: str, /, **more: str
) -> etree._Element:
    """Return the root element of the facts for a page."""
    return make_element(name, docname=docname, title=title, lang=book.language, **more)


def add_runs(parent: etree._Element, runs: Iterable[ReferenceRun]) -> None:
    """Add words to an empty element, those in italics as `em`."""
    last: etree._Element | None = None
    for run in runs:
        if run.is_italic:
            last = make_element("em", parent)
            last.text = run.text
        elif last is None:
            parent.text = (parent.text or "") + run.text
        else:
            last.tail = (last.tail or "") + run.text


def add_shape(
    parent: etree._Element, kind: str, *, class_name: str, label: str = "", text: str = "",
    target: str = "", d: str = "", **numbers: float,
) -> None:  # fmt: skip
    """Add a part of a drawing (`tei_shape`), its measures to a tenth of a unit."""
    attributes = {name: f"{number:.1f}".removesuffix(".0") for name, number in numbers.items()}
    words = {"class": class_name, "label": label, "text": text, "target": target, "d": d}
    attributes |= {name: value for name, value in words.items() if value}
    make_element("shape", parent, kind=kind, **attributes)


def quote(
    book: SitePlan, parent: etree._Element, text: Text, found: Mention | Dating, **more: str
) -> None:
    """Quote the words of a text around a mention or dating, with their place."""
    # Who is named in a letter's header may be there without a word.
    idents = (book.find_name(p, text.file) for p in getattr(found, "pointers", ()))
    names = (book.catalogue.entities[ident].name for ident in idents if ident)
    sigla = (book.resolver.find_witness(wit, text.file) for wit in found.witnesses)
    is_speech = getattr(found, "role", "") == SPEAKS
    scene = book.name_scene(text.file, found.passage) if is_speech else ""
    if text.header.language and text.header.language != book.language:
        more["lang"] = text.header.language
    if side := name_translation(book, text.file, found):
        more["side"] = side
    make_element(
        "mention",
        parent,
        target="#".join(filter(None, (book.find_page(text.file, found.anchor), found.anchor))),
        stream=found.stream if found.stream is not Stream.READING or found.witnesses else "choice",
        sigla=" ".join(witness.siglum for witness in sigla if witness),
        passage=scene or book.passage_label(text, found.passage),
        before=found.quotation.before,
        surface=found.quotation.surface or next(names, "↗"),
        after=found.quotation.after,
        **more,
    )
