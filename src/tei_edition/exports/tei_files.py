"""Complete texts as TEI: the sources, the established text without apparatus, and each witness."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.exports.cutting import find_base
from tei_edition.facts.apparatus import Method
from tei_edition.pages.addresses import find_free, slugify
from tei_edition.reader.apparatus.witness_text import read_witness
from tei_edition.reader.reading_text import choose_lemma, declared_method, find_method
from tei_edition.source.stamps import READING, strip_stamps
from tei_edition.tei import EXTENTS, XML_BASE, local, tei, write_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text
    from tei_edition.runtime.kept_files import FileContent


def list_sources(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the edition byte for byte."""
    for file, data in sorted(holdings.sources.items()):
        yield holdings.addresses[file], data


def write_established(holdings: Holdings) -> Iterator[tuple[str, bytes | FileContent]]:
    """Yield the text of each file that has an apparatus as the edition reads it, without that."""
    for text in holdings.book.texts:
        if text.entries:
            path = f"tei/established/{_name_file(holdings, text)}"
            around = (path, holdings.addresses.get(text.file), holdings.url)
            make = partial(_establish, holdings, text, path)
            yield from holdings.recall_files("established", text, around, make)


def _establish(holdings: Holdings, text: Text, path: str) -> Iterator[tuple[str, bytes]]:
    root = holdings.read_tree(text.file)
    drop_apparatus(root)
    note = "The established text, without its apparatus"
    yield path, _write_whole(holdings, root, text, path, note)


def write_witnesses(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield each text as each witness has it that its apparatus names."""
    book = holdings.book
    folders = name_witnesses(holdings)
    for text in book.texts:
        idents = list_readable(holdings, text)
        tree = holdings.read_tree(text.file) if idents else None
        for ident in idents:
            if tree is None:
                continue
            found = read_witness(tree, text, book.witnesses, ident)
            path = f"tei/{folders[ident]}/{_name_file(holdings, text)}"
            note = f"The text as the witness {book.witnesses[ident].siglum} has it"
            if found.unrecorded:
                note += f"; {len(found.unrecorded)} entries do not record its reading"
            yield path, _write_whole(holdings, found.root, text, path, note)


def list_readable(holdings: Holdings, text: Text) -> tuple[str, ...]:
    """Return the witnesses whose text can be read through: those that the apparatus names.

    No groups, and no hands of a manuscript.
    """
    if not holdings.with_witnesses:
        return ()
    witnesses = holdings.book.witnesses
    single = [witness.id for witness in witnesses.list_single()]
    whole = [ident for ident in single if witnesses[ident].group not in set(single)]
    named = {name for entry in text.entries for name in witnesses.list_stated(entry, text.file)}
    return tuple(i for i in whole if {i, *witnesses.list_around(i)} & named)


def name_witnesses(holdings: Holdings) -> dict[str, str]:
    """Return a name for each witness that no other folder or file has, by its id."""
    taken = {"established"}
    taken |= {p.split("/")[1].casefold() for p in holdings.addresses.values() if "/" in p}
    idents = sorted(witness.id for witness in holdings.book.witnesses)
    return {ident: find_free(slugify(ident), taken) for ident in idents}


def drop_apparatus(root: etree._Element) -> None:
    """Take all entries out of a stamped tree, in place: the text stays as the edition reads it."""
    declared = declared_method(root)
    for app in list(root.iter(tei("app"))):
        if any(local(above.tag) == "teiHeader" for above in app.iterancestors()):
            continue
        lemma = choose_lemma(app)
        if find_method(app, declared) is not Method.SEGMENTATION or lemma is None:
            _remove(app)
            continue
        for mark in [m for name in EXTENTS for m in lemma.iter(tei(name))]:
            _remove(mark)
        lemma.tail = None
        app[:] = [lemma]
        app.text = None
        app.attrib.clear()
        # Both are taken away with the stamps, and what they hold stays.
        app.tag = lemma.tag = READING
    for listed in list(root.iter(tei("listApp"))):
        holder = listed.getparent()
        _remove(listed)
        while holder is not None and _is_bare(holder):
            above = holder.getparent()
            _remove(holder)
            holder = above


def _is_bare(element: etree._Element) -> bool:
    """Whether nothing but a heading is left of what held an apparatus."""
    if local(element.tag) not in {"div", "div1", "div2", "div3", "back", "standOff"}:
        return False
    return not (element.text or "").strip() and all(
        local(child.tag) == "head" and not (child.tail or "").strip() for child in element
    )


def _remove(element: etree._Element) -> None:
    """Remove an element, and keep the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _name_file(holdings: Holdings, text: Text) -> str:
    return f"{holdings.text_ids[text.file]}.xml"


def _write_whole(
    holdings: Holdings, root: etree._Element, text: Text, path: str, note: str
) -> bytes:
    """Return a whole text as a file at another path: its pointers count from the source."""
    strip_stamps(root)
    source = holdings.addresses.get(text.file, text.file)
    if root.get(XML_BASE) is None:
        root.set(XML_BASE, find_base(path, source, holdings.url))
    etree.cleanup_namespaces(root)
    root.addprevious(etree.Comment(f" {note.replace('--', '- -')}; made of {source} "))
    return write_xml(root.getroottree())
