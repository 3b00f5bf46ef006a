"""The witnesses that a listWit declares (TEI Guidelines, chapter 13.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.apparatus import Witness
from tei_edition.facts.phrases import Phrase, is_styled, write_plain
from tei_edition.facts.placeholders import is_instruction
from tei_edition.reader.corpora import find_part
from tei_edition.reader.empty_data import say_date
from tei_edition.reader.phrases import read_phrases
from tei_edition.reader.walk import _SPACE
from tei_edition.source.stamps import locate
from tei_edition.tei import (
    XML_ID,
    local,
    raw_text,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# A longer head describes a group of witnesses rather than naming it.
_LONGEST_NAME = 24


def read_witnesses(root: etree._Element) -> Iterator[Witness]:
    """Yield the witnesses that the file declares."""
    for witness in root.iter(tei("witness")):
        if ident := _witness_id(witness):
            named = _find_siglum(witness)
            siglum = read_phrases(named)
            described = _read_description(witness, named)
            words = _words_besides(witness, "witness", "listWit", named)
            if witness.find(tei("msDesc")) is not None:
                words = write_plain(described)  # its parts are separated there
            if is_instruction(words):
                described, words = (), ""
            letters = "".join(phrase.text for phrase in described).strip()
            if not siglum and letters == (witness.get("n") or ident):
                # The siglum is all that is said of it.
                siglum = described
            yield Witness(
                id=ident,
                siglum=write_plain(siglum) or witness.get("n") or ident,
                description=words,
                location=locate(witness),
                group=_find_group(witness),
                dates=_read_origin(witness),
                repository=_read_repository(witness),
                siglum_phrases=siglum if is_styled(siglum) else (),
                description_phrases=described if is_styled(described) else (),
                part=find_part(witness),
                headings=tuple(_list_headings(witness)),
            )
    for group in root.iter(tei("listWit")):
        if ident := group.get(XML_ID, ""):
            yield _read_group(group, ident)


def _read_group(group: etree._Element, ident: str) -> Witness:
    """Read a list of witnesses: its siglum is its @n, one in its head, or a short head."""
    head = group.find(tei("head"))
    named = None if head is None else _find_siglum(head)
    siglum = read_phrases(named)
    described = read_phrases(head, frozenset([named]) if named is not None else frozenset())
    plain = group.get("n") or write_plain(siglum)
    if not plain and 0 < len(words := write_plain(described)) <= _LONGEST_NAME:
        plain, siglum, described = words, described, ()
    return Witness(
        ident,
        plain or ident,
        write_plain(described),
        locate(group),
        _find_group(group),
        True,
        siglum_phrases=siglum if is_styled(siglum) and not group.get("n") else (),
        description_phrases=described if is_styled(described) else (),
        headings=tuple(_list_headings(group)),
    )


def _read_description(witness: etree._Element, named: etree._Element | None) -> tuple[Phrase, ...]:
    inner = {c for c in witness if local(c.tag) in {"witness", "listWit"} or c is named}
    return read_phrases(witness, frozenset(inner))


def _read_origin(witness: etree._Element) -> str:
    """When a witness was made: its `origDate`, else the date of the book that it is."""
    for date in (*witness.iter(tei("origDate")), *witness.iterfind(f"{tei('bibl')}/{tei('date')}")):
        if next(date.iterancestors(tei("witness"))) is witness:
            return words_of(date) or say_date(date)
    return ""


def _read_repository(witness: etree._Element) -> str:
    """Return the repository and shelfmark of a manuscript."""
    found = witness.find(f"{tei('msDesc')}/{tei('msIdentifier')}")
    if found is None:
        found = witness.find(tei("msIdentifier"))
    if found is None:
        return ""
    parts = (words_of(child) for child in found if local(child.tag) in _KEEPING)
    return ", ".join(part for part in parts if part)


_KEEPING = {"country", "settlement", "institution", "repository", "collection", "idno"}


def _witness_id(element: etree._Element) -> str:
    number = element.get("n", "") if local(element.tag) == "witness" else ""
    return element.get(XML_ID) or number


def _find_group(element: etree._Element) -> str:
    """Return the nearest witness or list around one that has an id."""
    around = element.iterancestors(tei("witness"), tei("listWit"))
    return next((ident for above in around if (ident := _witness_id(above))), "")


def _list_headings(element: etree._Element) -> Iterator[str]:
    """Yield the heads of the lists around a witness, up to the first that has an id."""
    for above in element.iterancestors(tei("witness"), tei("listWit")):
        if _witness_id(above):
            return
        if heading := write_plain(read_phrases(above.find(tei("head")))):
            yield heading


def _find_siglum(witness: etree._Element) -> etree._Element | None:
    return next(
        (c for c in witness.iterchildren(tei("abbr"), tei("idno")) if c.get("type") == "siglum"),
        None,
    )


def _words_besides(element: etree._Element, *left_out: str | etree._Element | None) -> str:
    """Return words of an element without those of these children, or of those of these names."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not {local(child.tag), child}.intersection(left_out):
            parts.append(" " * (local(child.tag) == "note"))
            parts.append(words_of(child) if not child.text and not len(child) else raw_text(child))
        parts.append(child.tail or "")
    return _SPACE.sub(" ", "".join(parts)).strip()
