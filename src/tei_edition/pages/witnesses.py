"""The facts for the page of the witnesses: their descriptions, gaps and agreement.

The page is made of them by `xslt/facts/witnesses.xsl`; the table of agreement is a file as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tei_edition.facts.witnesses import Certainty
from tei_edition.pages.addresses import WITNESSES, witness_anchor
from tei_edition.pages.dendrogram import draw_dendrogram
from tei_edition.pages.fact_xml import make_element, make_page
from tei_edition.pages.variants import NEXUS, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from tei_edition.facts.apparatus import Entry, Witness
    from tei_edition.facts.phrases import Phrase
    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import Witnesses
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.pages.variants import Agreement

AGREEMENT = "agreement.csv"
# A wider table fits no page: it is offered as a file alone.
WIDEST = 24
# A picture of more would be too fine to see; each pair is a square of so many units.
_MOST_DRAWN = 60
_FILES = {"file": AGREEMENT, "variants": VARIANTS, "nexus": NEXUS}
_SQUARE, _NARROWEST = 18, 720
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BREAKS = {
    "lacunaStart": "breaks-off", "witEnd": "ends", "lacunaEnd": "resumes", "witStart": "begins",
}  # fmt: skip


def list_witness_pages(
    book: SitePlan, agreements: Sequence[Agreement]
) -> dict[str, etree._Element]:
    """Return the facts behind the page of the witnesses, by its docname.

    None if there are none.
    """
    witnesses = list(book.witnesses)
    if not witnesses:
        return {}
    docname = f"{book.folder}/{WITNESSES}"
    page = make_page(book, "witnesses", docname, book.words["Witnesses"])
    counts, gaps = _count_entries(book), _list_gaps(book)
    for witness in witnesses:
        page.append(_describe(book, witness, counts[witness.id], gaps[witness.id]))
    if agreements:
        page.append(_tabulate(book, agreements))
    return {docname: page}


def _describe(
    book: SitePlan, witness: Witness, counts: Mapping[str, int], gaps: list[etree._Element]
) -> etree._Element:
    element = make_element(
        "witness",
        id=witness.id,
        anchor=witness_anchor(witness.id),
        siglum=witness.siglum,
        dates=witness.dates,
        # A description that consists of it says it already.
        repository="" if witness.repository in witness.description else witness.repository,
        entries=str(counts[Certainty.STATED] + counts[Certainty.LACUNOSE]),
        inferred=str(counts[Certainty.INFERRED]),
        unrecorded=str(counts[Certainty.UNRECORDED]),
    )
    _add_siglum(element, witness)
    if witness.description_phrases:
        described = make_element("description", element)
        _add_phrases(book, described, witness.description_phrases, witness.location.file)
    else:
        element.text = witness.description
    groups = [book.witnesses[name] for name in book.witnesses.list_around(witness.id)]
    members = [book.witnesses[name] for name in book.witnesses.list_members(witness.id)]
    for kind, others in (("group", groups), ("member", members)):
        for other in others:
            if other.location.line:
                _add_named(element, kind, other)
    for heading in witness.headings:
        make_element("group", element, siglum=heading)
    element.extend(gaps)
    element.extend(
        make_element("text", target=page, title=title)
        for page, title in _list_texts_of(book, witness.id)
    )
    return element


def _list_texts_of(book: SitePlan, ident: str) -> list[tuple[str, str]]:
    """Return pages on which texts begin as a witness has them, with the titles of the texts."""
    return [
        (book.witness_page(book.list_pages(text)[0][1], ident), book.titles[docname])
        for text in book.texts
        if ident in book.readable.get(text.file, ())
        for docname in [book.list_pages(text)[0][1]]
    ]


def _add_named(parent: etree._Element, name: str, witness: Witness) -> etree._Element:
    """Return an element that names a witness, with the typography of its siglum."""
    element = make_element(name, parent, anchor=witness_anchor(witness.id), siglum=witness.siglum)
    _add_siglum(element, witness)
    return element


def _add_siglum(element: etree._Element, witness: Witness) -> None:
    if witness.siglum_phrases:
        siglum = make_element("siglum", element)
        for phrase in witness.siglum_phrases:
            make_element("phrase", siglum, looks=" ".join(phrase.looks)).text = phrase.text


def _add_phrases(
    book: SitePlan, parent: etree._Element, phrases: Sequence[Phrase], file: str
) -> None:
    """Words with their typography, and links where their pointers lead somewhere."""
    for phrase in phrases:
        target = book.find_target(phrase.target, file) if phrase.target else ""
        kind = {} if not target else {"uri" if _URI.match(target) else "target": target}
        if not target and phrase.text == "↗":
            continue
        made = make_element("phrase", parent, looks=" ".join(phrase.looks), **kind)
        other = book.resolver.find_witness(phrase.target, file) if phrase.text == "↗" else None
        made.text = phrase.text if other is None else other.siglum


def _count_entries(book: SitePlan) -> dict[str, Counter[str]]:
    """Count, for each witness, the entries whose reading is stated, inferred or unknown."""
    witnesses = book.witnesses
    counts: dict[str, Counter[str]] = {witness.id: Counter() for witness in witnesses}
    for text in book.texts:
        for ident in _list_concerned(text, witnesses):
            found = Counter(
                str(choice.certainty)
                for entry in text.entries
                for choice in [witnesses.choose(entry, ident, text.file)]
                if not (entry.is_extent and choice.certainty is Certainty.UNRECORDED)
            )
            if found[Certainty.STATED]:
                counts[ident] += found
    return counts


def _list_concerned(text: Text, witnesses: Witnesses) -> set[str]:
    """Return the witnesses about which a text says something, by their groups or members too."""
    named = {name for entry in text.entries for name in witnesses.list_stated(entry, text.file)}
    around = (witnesses.list_around(name) for name in named)
    members = (witnesses.list_members(name) for name in named)
    return named.union(*around, *members)


def _list_gaps(book: SitePlan) -> defaultdict[str, list[etree._Element]]:
    """Return where each witness breaks off, resumes, or has no text, in reading order."""
    gaps: defaultdict[str, list[etree._Element]] = defaultdict(list)
    several = sum(1 for text in book.texts if text.entries) > 1
    for text in book.texts:
        for entry in text.entries:
            stated = book.witnesses.list_stated(entry, text.file)
            breaks = [
                (book.witnesses.find(value, text.file), _BREAKS[mark.element])
                for reading in entry.readings
                for mark in reading.marks
                for value in mark.witnesses
            ]
            broken = {name for name, _ in breaks}
            lacking = [
                (name, "lacks")
                for name, choice in stated.items()
                if choice.certainty == "lacunose" and name not in broken
            ]
            for name, kind in dict.fromkeys([*lacking, *breaks]):
                gap = _locate(book, text, entry, kind)
                if several:
                    gap.set("text", text.header.title or text.file)
                gaps[name].append(gap)
    return gaps


def _locate(book: SitePlan, text: Text, entry: Entry, kind: str) -> etree._Element:
    docname = book.find_page(text.file, entry.anchor)
    return make_element(
        "gap",
        kind=kind,
        target=f"{docname}#{entry.anchor}",
        label=book.passage_label(text, entry.passage) or entry.place or book.full_titles[docname],
    )


# Agreement.


def write_agreements(book: SitePlan, agreements: Sequence[Agreement]) -> bytes:
    """Return the table of agreement as CSV (UTF-8): two sigla, entries alike, entries compared.

    Nothing where no two witnesses can be compared.
    """
    if not agreements:
        return b""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("witness", "other", "same", "compared"))
    for pair in agreements:
        first, second = (book.witnesses[name].siglum for name in (pair.first, pair.second))
        writer.writerow((first, second, pair.same, pair.compared))
    return out.getvalue().encode()


def _draw(
    book: SitePlan, names: Sequence[str], cells: Mapping[tuple[str, str], Agreement]
) -> etree._Element:
    """Return the matrix as a picture: the darker a square, the more readings are equal."""
    picture = make_element("matrix")
    left = 8 + 9 * max(len(book.witnesses[name].siglum) for name in names)
    size = left + _SQUARE * len(names)
    # A picture is as wide as its page: few witnesses would have huge squares.
    picture.set("width", str(max(size, _NARROWEST)))
    picture.set("height", str(_SQUARE * (len(names) + 1)))
    for row, name in enumerate(names):
        y = _SQUARE * (row + 1)
        siglum = book.witnesses[name].siglum
        for x, height in ((0, y + _SQUARE - 5), (left + _SQUARE * row, _SQUARE - 5)):
            make_element("shape", picture, kind="text", x=str(x), y=str(height), text=siglum)
        for column, other in enumerate(names):
            if pair := cells.get((name, other)):
                make_element(
                    "shape", picture, x=str(left + _SQUARE * column), y=str(y),
                    width=str(_SQUARE - 1), height=str(_SQUARE - 1),
                    **{"class": f"agree-{10 * pair.same // pair.compared}"},
                    label=f"{siglum}, {book.witnesses[other].siglum}: {pair.same}/{pair.compared}",
                )  # fmt: skip
    return picture


def _tabulate(book: SitePlan, agreements: Sequence[Agreement]) -> etree._Element:
    """Return the matrix; without rows where it is too wide."""
    cells = {(pair.first, pair.second): pair for pair in agreements}
    cells |= {(pair.second, pair.first): pair for pair in agreements}
    compared = {name for pair in cells for name in pair}
    names = [w.id for w in book.witnesses if w.id in compared]
    table = make_element(
        "agreement",
        size=str(len(names)),
        **(_FILES if book.config.pages.downloads else {}),
    )
    if 2 < len(names) <= _MOST_DRAWN:
        table.append(_draw(book, names, cells))
    if book.config.apparatus.dendrogram:
        sigla = {name: book.witnesses[name].siglum for name in names}
        tree = draw_dendrogram(sigla, {pair: 1 - a.same / a.compared for pair, a in cells.items()})
        table.extend([] if tree is None else [tree])
    for name in names if len(names) <= WIDEST else ():
        row = _add_named(table, "row", book.witnesses[name])
        for other in names:
            pair = cells.get((name, other))
            row.append(
                make_element("cell", same=str(pair.same), compared=str(pair.compared))
                if pair
                else make_element("cell")
            )
    return table
