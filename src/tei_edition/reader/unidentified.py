"""Read the entries of registers and lists of witnesses to which no pointer can lead."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tei_edition.facts.text import Unidentified
from tei_edition.source.stamps import locate
from tei_edition.tei import XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_LISTS = ("listEvent", "listObject", "listOrg", "listPerson", "listPlace", "listWit")
_ENTRIES = frozenset({"event", "object", "org", "person", "personGrp", "place", "witness"})
# An entry with one of these is identified otherwise, or by an attribute that is reported.
_OTHERS = frozenset({"ID", "copyOf", "corresp", "id", "n", "ref", "sameAs", "xmlid", "xml_id"})
_LENGTH = 40
# A list in which so many have no identifier does without.
_MOST = 20


def read_unidentified(root: etree._Element) -> Iterator[Unidentified]:
    """Yield the entries without `xml:id` of lists in which others have one, or which are alone."""
    for held in root.iter(*map(tei, _LISTS)):
        entries = [child for child in held if local(child.tag) in _ENTRIES]
        bare = [e for e in entries if XML_ID not in e.attrib and _OTHERS.isdisjoint(e.attrib)]
        if len(bare) <= min(_MOST, max(1, len(entries) - 1)):
            for entry in bare:
                yield Unidentified(local(entry.tag), _name(entry), locate(entry))


def _name(entry: etree._Element) -> str:
    """Return what an entry is called, or how it begins."""
    names = (c for c in entry if local(c.tag).endswith(("Name", "label", "head")))
    words = words_of(next(names, entry))
    return textwrap.shorten(words, _LENGTH, placeholder=" …")
