"""The parameters with which the stylesheets make the pages of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.dating.calendars import GREGORIAN, JULIAN, format_day, from_number
from tei_edition.facts.apparatus import Standing
from tei_edition.facts.witnesses import Certainty
from tei_edition.language.abbreviations import choose_abbreviations
from tei_edition.pages.addresses import WITNESSES, witness_anchor
from tei_edition.pages.chronology import find_time
from tei_edition.pages.letters import describe_heads, list_days
from tei_edition.pages.parallel_plan import list_choices
from tei_edition.tei import DIVISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.facts.apparatus import Entry
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.reader.apparatus.witness_text import WitnessText

# What the stylesheets of a text are given.


def witness_parameters(
    book: SitePlan, text: Text, parameters: Mapping[str, str], ident: str, found: WitnessText
) -> dict[str, str]:
    """Return the parameters for the text of a witness, from the `parameters` of the text itself."""
    pages = [
        {
            **page,
            "base": page["docname"],
            "docname": book.witness_page(page["docname"], ident),
            "parts": [book.witness_page(part, ident) for part in page["parts"]],
            "downloads": [],
            "parallels": [],
        }
        for page in msgspec.json.decode(parameters["pages"])
    ]
    witness = {
        "siglum": book.witnesses[ident].siglum,
        "target": f"{book.folder}/{WITNESSES}#{witness_anchor(ident)}",
        "remarks": _list_remarks(book, text, ident, found),
    }
    return {**parameters, "pages": _json(pages), "witness": _json(witness)}


def _list_remarks(book: SitePlan, text: Text, ident: str, found: WitnessText) -> list[str]:
    """Return remarks for readers on the text of a witness, in sentences."""
    known = [book.witnesses.choose(entry, ident, text.file).certainty for entry in text.entries]
    stated = known.count(Certainty.STATED) + known.count(Certainty.LACUNOSE)
    numbers = {
        "inferred": known.count(Certainty.INFERRED),
        "unrecorded": len(found.unrecorded),
        "lacunae": len(found.lacunae),
        "unplaced": len(found.unplaced),
    }
    return [
        book.words["of witness"],
        book.witnesses[ident].description,
        book.words.say("stated", number=stated, all=len(known)),
        *(book.words.say(key, number=number) for key, number in numbers.items() if number),
    ]


def text_parameters(
    book: SitePlan,
    text: Text,
    downloads: Mapping[str, list[tuple[str, str]]],
    pictures: Mapping[str, str],
) -> dict[str, str]:
    """Return the parameters of `xslt/edition.xsl` for one text (see `xslt/environment.xsl`).

    `downloads` gives the files that a page offers, by its docname: address and label of each;
    `pictures` the addresses of the pictures that the text shows, by what it calls them.
    """
    shown = book.config.text
    values = {
        pointer.value
        for pointer in text.pointers
        if pointer.attribute in _LINKING
        or (pointer.attribute in _SPEAKING and pointer.element != "sp")
    }
    targets = {v: target for v in sorted(values) if (target := book.find_target(v, text.file))}
    references = {p.value for p in text.pointers if p.attribute == "cRef"}
    targets |= {
        f"cRef {value}": target
        for value in sorted(references)
        if (target := book.find_reference(value, text.file))
    }
    found = {value: book.witnesses.find(value, text.file) for value in _list_sigla(book, text)}
    if book.config.apparatus.form == "positive":
        found |= {f"#{witness.id}": witness.id for witness in book.witnesses.list_single()}
    sigla = {value: book.witnesses[ident].siglum for value, ident in found.items()}
    page = f"{book.folder}/{WITNESSES}"
    targets |= {value: f"{page}#{witness_anchor(ident)}" for value, ident in found.items()}
    has_days = book.config.pages.registers and "texts" in book.config.chronology.include
    datings = ((d.anchor, find_time(book, d.time)) for d in text.datings if has_days)
    days = {anchor: target for anchor, target in datings if target}
    named = _list_named(book, text) if book.config.registers.named else {}
    sent = list_days(book, text)
    pages = [
        {
            "anchor": unit.anchor,
            "docname": docname,
            "title": book.page_title(text, unit),
            "text": book.names[text.file],
            "file": text.file,
            "line": unit.line,
            "parts": [
                part_name
                for part, part_name in book.list_pages(text)
                if part.anchor in unit.parts and part.anchor
            ],
            "downloads": [
                {"file": address, "label": label} for address, label in downloads.get(docname, ())
            ],
            "witnesses": [
                {
                    "siglum": book.witnesses[ident].siglum,
                    "docname": book.witness_page(docname, ident),
                }
                for ident in book.readable.get(text.file, ())
            ],
            "parallels": [
                [{"label": choice.label, "docname": choice.target} for choice in choices]
                for choices in list_choices(book, docname)
            ],
            "named": named.get(docname, []),
            "letters": describe_heads(book, text, docname) if book.config.pages.header else [],
            "days": sent,
        }
        for place, (unit, docname) in enumerate(book.list_pages(text))
    ]
    return {
        "corrected": _boolean(shown.corrected),
        "regularised": _boolean(shown.regularised),
        "expanded": _boolean(shown.expanded),
        "stage": shown.stage,
        "lines": shown.lines,
        "renditions": _json(book.config.rendition),
        "line-numbers": str(shown.line_numbers),
        "numbers": _json(_list_numbers(book, text)),
        "pictures": _json(dict(pictures)),
        "calendars": _json(_list_other_days(text, book.wording_language)),
        "targets": _json(targets),
        "pointer-words": _json(book.list_pointer_words(text)),
        "names": _json(_describe_names(book, text)),
        "sigla": _json(sigla),
        "days": _json(days),
        "pages": _json(pages),
        "words": book.words.to_json(more=_list_abbreviations(book)),
        "apparatus": _json(_describe_apparatus(book, text, found)) if text.entries else "{}",
    }


def _list_numbers(book: SitePlan, text: Text) -> dict[str, tuple[str, str]]:
    """Return the numbers beside passages, by anchor, each with what its link is called."""
    numbers = book.config.pages.numbers
    cites = numbers in {"auto", "cite"}
    counts = numbers in {"paragraph", "division"} or (
        numbers == "auto"
        and not any(p.reference for p in text.passages if p.element not in DIVISIONS)
    )
    found: dict[str, tuple[str, str]] = {}
    for passage in text.passages:
        number = passage.label if numbers == "paragraph" else passage.inner
        if cites and passage.shown:
            is_number = passage.shown.isdecimal() and passage.element in {"p", "ab"}
            kind = "paragraph" if is_number else "passage"
            label = book.words.say(f"link to {kind}", label=passage.shown)
            found[passage.anchor] = passage.shown, label
        elif counts and number and not passage.continues and passage.element in {"p", "ab"}:
            found[passage.anchor] = number, book.words.say("link to paragraph", label=number)
    return found


def _list_sigla(book: SitePlan, text: Text) -> list[str]:
    """Every value by which a text names witnesses, unchanged."""
    pointers = {p.value for p in text.pointers if p.attribute == "wit"}
    values = {value for value in pointers if book.resolver.find_witness(value, text.file)}
    for entry in text.entries:
        values.update(value for reading in entry.readings for value in reading.witnesses)
        values.update(value for detail in entry.details for value in detail.witnesses)
    return sorted(values)


def _describe_apparatus(book: SitePlan, text: Text, found: Mapping[str, str]) -> dict[str, object]:
    """Return what `xslt/doctree/entries.xsl` is given; `found` has the witness of each pointer."""
    settings = book.config.apparatus
    places = {witness.id: place for place, witness in enumerate(book.witnesses)}
    counted = {p.anchor for p in text.passages if p.element in _COUNTED_PASSAGES or p.shown}
    labels = {entry.anchor: _label_entry(book, text, entry, counted) for entry in text.entries}
    return {
        "place": settings.place,
        "form": settings.form,
        "order": settings.order,
        "layout": settings.layout,
        "sigla": settings.sigla,
        "bracket": settings.bracket,
        "longest": settings.longest,
        "marks": settings.marks,
        "lines": settings.lines,
        "printed": book.config.print.marked,
        "headings": settings.headings,
        "types": list(settings.headings),
        "labels": {anchor: label for anchor, label in labels.items() if label},
        "ranks": {value: places[ident] for value, ident in found.items()},
        "forms": {
            value: [(phrase.text, " ".join(phrase.looks)) for phrase in phrases]
            for value, ident in found.items()
            if (phrases := book.witnesses[ident].siglum_phrases)
        },
        "people": _list_people(book, text),
        "spaced": [value for value in found if " " in value],
        "support": _list_support(book, text) if settings.form == "positive" else {},
    }


def _list_people(book: SitePlan, text: Text) -> dict[str, str]:
    """Return names in the registers of those whom entries name as answerable, by their pointers."""
    readings = [reading for entry in text.entries for reading in entry.readings]
    pointers = {p for r in readings for p in (*r.responsible, *r.sources)}
    found = {pointer: book.find_name(pointer, text.file) for pointer in sorted(pointers)}
    return {p: book.catalogue.entities[ident].name for p, ident in found.items() if ident}


def _list_abbreviations(book: SitePlan) -> dict[str, str]:
    """Return the words of the apparatus by the keys by which the stylesheets ask for them."""
    settings = book.config.apparatus
    found = choose_abbreviations(settings.abbreviations, book.language, settings.words)
    extents = {f"extent {mark}": found[key] for mark, key in _EXTENTS.items()}
    return (
        {f"app {key}": word for key, word in found.items()}
        | extents
        | {
            "omitted": found["om"],
            "lacuna": found["lac"],
        }
    )


_EXTENTS = {
    "witStart": "begins", "witEnd": "ends", "lacunaStart": "breaks-off", "lacunaEnd": "resumes",
}  # fmt: skip


def _label_entry(book: SitePlan, text: Text, entry: Entry, counted: set[str]) -> str:
    """Return the passage of an entry.

    What the entry itself says of its place if that was not found.
    """
    if entry.standing in {Standing.FOUND, Standing.IN_PLACE, Standing.NO_LEMMA}:
        first, last = (
            book.passage_label(text, anchor) if anchor in counted else ""
            for anchor in (entry.passage, entry.last_passage)
        )
        found = join_range(first, last) if first and last else first
        return found or (entry.place if entry.standing is Standing.NO_LEMMA else "")
    return entry.place


def join_range(first: str, last: str) -> str:
    """Two places as a range, what they share once: `¶ 3–4`, `2.4–6`, `l. 9–12`."""
    one, other = _COUNTED.fullmatch(first), _COUNTED.fullmatch(last)
    if first == last:
        return first
    if one and other and one[1] == other[1]:
        return f"{first}–{other[2]}"
    return f"{first}–{last}"


# The numbers of other passages, as of rows and speeches, are counted and seen by nobody.
_COUNTED_PASSAGES = frozenset({"p", "ab", "l"})
# A place that ends in a number, and what is before that.
_COUNTED = re.compile(r"(.*?)(\d+[^\W\d_]?)", re.DOTALL)


def _list_support(book: SitePlan, text: Text) -> dict[str, list[str]]:
    """Of each entry that names those witnesses alone that differ, all others, as pointers."""
    single = [w.id for w in book.witnesses.list_single() if book.witnesses.is_declared(w.id)]
    support: dict[str, list[str]] = {}
    for entry in text.entries:
        agreeing = [
            f"#{ident}"
            for ident in single
            if book.witnesses.choose(entry, ident, text.file).certainty is Certainty.INFERRED
        ]
        if agreeing:
            support[entry.anchor] = agreeing
    return support


# How many of one kind a page lists, and how long the description of a name is.
_MOST_NAMED = 40


def _describe_names(book: SitePlan, text: Text) -> dict[str, dict[str, str]]:
    """Return the target of each name's pointer, and the text of its card."""
    pointers = {pointer for mention in text.mentions for pointer in mention.pointers}
    found = ((pointer, book.find_name(pointer, text.file)) for pointer in sorted(pointers))
    return {
        pointer: {
            "target": book.entity_target(ident),
            "card": book.describe_entity(ident),
            "name": book.catalogue.entities[ident].name,
        }
        for pointer, ident in found
        if ident
    }


def _list_named(book: SitePlan, text: Text) -> dict[str, list[dict[str, object]]]:
    """Return the entities mentioned on each page of a text, by kind, in register order."""
    pages: dict[str, dict[str, None]] = {}
    for mention in text.mentions if book.config.pages.registers else ():
        for ident in book.catalogue.list_named(mention, text.file):
            if ident in book.catalogue.homes:
                pages.setdefault(book.find_page(text.file, mention.anchor), {})[ident] = None
    found: dict[str, list[dict[str, object]]] = {}
    for docname, idents in pages.items():
        order = sorted(idents, key=book.catalogue.ranks.__getitem__)
        entities = [book.catalogue.entities[ident] for ident in order]
        for kind in dict.fromkeys(entity.kind for entity in entities):
            same = [entity for entity in entities if entity.kind is kind]
            entries = [
                {
                    "target": book.entity_target(e.id),
                    "name": e.name,
                    "dates": book.format_dates(e),
                }
                for e in same[:_MOST_NAMED]
            ]
            rest = {"register": book.register_page(kind), "more": len(same) - len(entries)}
            title = {"title": book.words[kind], "entries": entries}
            found.setdefault(docname, []).append({**title, **rest})
    return found


def _list_other_days(text: Text, language: str) -> dict[str, dict[str, str]]:
    """For each day that is given in one calendar, the same day in the other, by its anchor.

    Only of a text that has days of the Julian calendar: elsewhere there is nothing to compare.
    """
    given = (term.calendar for dating in text.datings for term in dating.time.given)
    if JULIAN not in given:
        return {}
    found = {}
    for dating in text.datings:
        calendar, day = dating.calendar.casefold(), dating.time.first
        if day is None or day != dating.time.last:
            continue
        if JULIAN in calendar or GREGORIAN in calendar:
            style, other = ("new", GREGORIAN) if JULIAN in calendar else ("old", JULIAN)
            words = format_day(from_number(day, other), language, other)
            found[dating.anchor] = {"style": style, "words": words}
    return found


_LINKING = frozenset({"ref", "key", "target", "wit"})
# What leads from a transcript of speech to those who speak.
_SPEAKING = frozenset({"who", "toWhom"})


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
