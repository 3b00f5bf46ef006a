"""Where everything of an edition stands: the page of each text, division, entity and witness.

It is also what the stylesheets of a text are told about the edition around it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from tei_edition.calendars import GREGORIAN, JULIAN, format_day, from_number, parse_day
from tei_edition.catalogue import Catalogue
from tei_edition.config import glob_prefix
from tei_edition.facts import Kind, Standing
from tei_edition.pointers import ELEMENT, ENTITY, EXTERNAL, FILE, WITNESS, Resolver
from tei_edition.tei import DIVISIONS
from tei_edition.timespans import list_bounds
from tei_edition.witnesses import Certainty, Witnesses
from tei_edition.words import list_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.config import Config
    from tei_edition.facts import Edition, Entry, Text, TimeSpan
    from tei_edition.plan import Plan, Unit
    from tei_edition.witnessing import WitnessText

# Pages that the toolkit makes besides those of the texts.
CONTENTS, CHRONOLOGY, WITNESSES, DOWNLOADS = "index", "chronology", "witnesses", "downloads"
GAZETTEER = "gazetteer"
PROBLEMS = "problems"  # on request
REGISTERS = {
    Kind.PERSON: "persons",
    Kind.ORGANISATION: "organisations",
    Kind.PLACE: "places",
    Kind.EVENT: "events",
    Kind.WORK: "works",
    Kind.OBJECT: "objects",
    Kind.TERM: "terms",
    Kind.NAME: "names",
}
_LABELS = {"p": "¶ {}", "ab": "¶ {}", "l": "l. {}", "head": "", "note": "", "item": ""}
_RESERVED = {CONTENTS, CHRONOLOGY, GAZETTEER, WITNESSES, DOWNLOADS, *REGISTERS.values()}


# File names have at most 255 bytes, and a character up to four.
_LONGEST_SLUG = 48


def slugify(text: str) -> str:
    """A text as part of a page's address: letters and digits of any script, `.`, `-` and `_`."""
    slug = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text)).strip("-._")
    return slug[:_LONGEST_SLUG].rstrip("-._") or "x"


class Book:
    """Where everything of an edition stands: the docname of every page, the page of every anchor.

    `plans` gives the plan of each text by its file.
    """

    def __init__(self, config: Config, edition: Edition, plans: Mapping[str, Plan]) -> None:
        self.config = config
        self.edition = edition
        self.plans = plans
        self.resolver = Resolver(edition)
        self.folder = config.pages.folder.strip("/")
        first = edition.texts[0].header.language if edition.texts else ""
        self.language = config.edition.language or first or "en"
        self.words = list_words(self.language)
        self.texts = [text for text in edition.texts if text.division is not None]
        self.names = _name_texts([text.file for text in self.texts], config)
        # A division's page gives way to a text's: x.xml may have a division y, beside x/y.xml.
        self._taken = {f"{self.folder}/{name}".casefold() for name in self.names.values()}
        self._targets: dict[tuple[str, str], str] = {}
        self._cards: dict[str, str] = {}
        self._docnames: dict[tuple[str, str], str] = {}
        self._units: dict[tuple[str, str], Unit] = {}
        for text in self.texts:
            self._name_units(text)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything that the registers hold."""
        return Catalogue(self.config.registers, self.language, self.texts, self.resolver)

    def _name_units(self, text: Text) -> None:
        base = f"{self.folder}/{self.names[text.file]}"
        for unit in self.plans[text.file].units:
            name = (
                _find_free(f"{base}/{slugify(unit.anchor)}", self._taken) if unit.anchor else base
            )
            self._docnames[text.file, unit.anchor] = name
            self._units[text.file, unit.anchor] = unit

    def list_pages(self, text: Text) -> list[tuple[Unit, str]]:
        """The units of a text in order, each with its docname."""
        return [
            (unit, self._docnames[text.file, unit.anchor]) for unit in self.plans[text.file].units
        ]

    def find_page(self, file: str, anchor: str) -> str:
        """The docname of the page on which an anchor of a text stands; empty if on none."""
        plan = self.plans.get(file)
        if plan is None:
            return ""
        return self._docnames.get((file, plan.homes.get(anchor, "")), "")

    def page_title(self, text: Text, unit: Unit) -> str:
        """A page's title for readers: its head, or the text's title with its place in it."""
        title = text.header.title or PurePosixPath(text.file).stem
        if not unit.anchor:
            return title
        place = [u.anchor for u in self.plans[text.file].units].index(unit.anchor)
        return unit.title or f"{title} ({place})"

    def describe_entity(self, ident: str) -> str:
        """Who an entity is, in a few lines: name, dates, description; empty if not wanted."""
        if not self.config.registers.cards:
            return ""
        if ident not in self._cards:
            entity = self.catalogue.entities[ident]
            words = entity.description
            if len(words) > _LONGEST_CARD:
                words = words[:_LONGEST_CARD].rpartition(" ")[0] + " …"
            lines = (entity.name, self.format_dates(entity.dates), words)
            self._cards[ident] = "\n".join(filter(None, lines))
        return self._cards[ident]

    def format_dates(self, dates: str) -> str:
        """Dates of an entity as its page shows them: a single day in words."""
        day = parse_day(dates)
        return format_day(day, self.language) if day else dates

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every page of a text, by docname."""
        return {
            docname: self.page_title(text, unit)
            for text in self.texts
            for unit, docname in self.list_pages(text)
        }

    def list_above(self, docname: str) -> list[str]:
        """The pages that one stands below, the outermost first: contents, text, part."""
        above = self.bases.get(docname) or self._parents.get(docname)
        if above:
            return [*self.list_above(above), above]
        contents = f"{self.folder}/{CONTENTS}"
        return [] if docname == contents else [contents]

    @cached_property
    def _parents(self) -> dict[str, str]:
        """The page above each page of a part of a text."""
        return {
            self._docnames[text.file, part]: docname
            for text in self.texts
            for unit, docname in self.list_pages(text)
            for part in unit.parts
        }

    @cached_property
    def page_order(self) -> dict[str, int]:
        """The place of every page of a text in reading order."""
        return {docname: place for place, docname in enumerate(self.titles)}

    @cached_property
    def _passage_labels(self) -> dict[tuple[str, str], str]:
        numbers = self.config.pages.numbers
        found: dict[tuple[str, str], str] = {}
        for text in self.texts:
            for passage in text.passages:
                number = passage.label if numbers == "paragraph" else passage.inner
                cited = passage.shown if numbers in {"auto", "cite"} else ""
                if cited and not cited.isdecimal():
                    found[text.file, passage.anchor] = cited
                elif cited or number:
                    form = _LABELS.get(passage.element, "{}")
                    found[text.file, passage.anchor] = form.format(cited or number)
        return found

    def passage_label(self, text: Text, anchor: str) -> str:
        """What a reader calls a passage: `2.4` where the header says so, else `¶ 4`, `l. 12`.

        Empty where it has no number.
        """
        return self._passage_labels.get((text.file, anchor), "")

    def list_numbers(self, text: Text) -> dict[str, tuple[str, str]]:
        """The numbers beside passages, by anchor, each with what its link is called."""
        numbers = self.config.pages.numbers
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
                label = self.words[f"link to {kind}"].format(passage.shown)
                found[passage.anchor] = passage.shown, label
            elif counts and number and passage.element in {"p", "ab"}:
                found[passage.anchor] = number, self.words["link to paragraph"].format(number)
        return found

    def list_texts_of(self, ident: str) -> list[tuple[str, str]]:
        """The pages on which texts begin as a witness has them, with the titles of the texts."""
        return [
            (self.witness_page(self.list_pages(text)[0][1], ident), self.titles[docname])
            for text in self.texts
            if ident in self.readable.get(text.file, ())
            for docname in [self.list_pages(text)[0][1]]
        ]

    @cached_property
    def readable(self) -> dict[str, tuple[str, ...]]:
        """The witnesses that have pages of their own, by the file of the text that they have.

        They are those that its apparatus names, or a group of theirs; hands and groups are not.
        """
        if not self.config.apparatus.witness_pages:
            return {}
        single = [witness.id for witness in self.witnesses.list_single()]
        whole = [ident for ident in single if self.witnesses[ident].group not in set(single)]
        found: dict[str, tuple[str, ...]] = {}
        for text in self.texts:
            named = {
                name
                for entry in text.entries
                for name in self.witnesses.list_stated(entry, text.file)
            }
            found[text.file] = tuple(
                ident for ident in whole if {ident, *self.witnesses.list_around(ident)} & named
            )
        return found

    def witness_page(self, docname: str, ident: str) -> str:
        """The docname of a page of a text as a witness has it."""
        return self._witness_pages[docname, ident]

    @cached_property
    def bases(self) -> dict[str, str]:
        """The page of the text behind each page of a witness, by docname."""
        return {page: docname for (docname, _), page in self._witness_pages.items()}

    @cached_property
    def _witness_pages(self) -> dict[tuple[str, str], str]:
        slugs: dict[str, str] = {}
        taken: set[str] = set()
        for ident in sorted({name for names in self.readable.values() for name in names}):
            slugs[ident] = _find_free(slugify(ident), taken)
        used = set(self._taken)
        return {
            (docname, ident): _find_free(
                f"{self.folder}/{WITNESSES}/{slugs[ident]}/{docname.removeprefix(self.folder)[1:]}",
                used,
            )
            for text in self.texts
            for ident in self.readable.get(text.file, ())
            for _, docname in self.list_pages(text)
        }

    @cached_property
    def witnesses(self) -> Witnesses:
        """Every witness of the edition, declared or not."""
        return Witnesses(self.edition, self.resolver)

    def register_page(self, kind: Kind, path: str = "") -> str:
        """The docname of the register of a kind, or of a page below it."""
        return "/".join(filter(None, (self.folder, REGISTERS[kind], path)))

    def entity_target(self, ident: str) -> str:
        """Where an entity has its entry, "docname#anchor"; empty if it has none on any page."""
        page = self.catalogue.homes.get(ident) if self.config.pages.registers else None
        return f"{self.register_page(page.kind, page.path)}#{entity_anchor(ident)}" if page else ""

    def find_name(self, value: str, file: str) -> str:
        """The id of the entity that a name leads to, if it has an entry on a page."""
        ident = self.catalogue.find_entity(value, file) if self.config.pages.registers else ""
        return ident if ident in self.catalogue.homes else ""

    def find_target(self, value: str, file: str) -> str:
        """Where a pointer leads: "docname#anchor", an absolute address, or empty."""
        # What has a path leads all files of a folder to the same place: it is looked for once.
        scope = file.rpartition("/")[0] if value.find("#") > 0 and ":" not in value else file
        if (value, scope) not in self._targets:
            self._targets[value, scope] = self._find_target(value, file)
        return self._targets[value, scope]

    def find_reference(self, value: str, file: str) -> str:
        """Where a canonical reference leads, "docname#anchor"; empty where to nothing."""
        target = self.resolver.find_reference(value, file)
        page = self.find_page(target.file, target.id) if target else ""
        return f"{page}#{target.id}" if target and page else ""

    def _find_target(self, value: str, file: str) -> str:
        target = self.resolver.resolve(value, file)
        if target is None:
            return ""
        if target.kind == EXTERNAL:
            # Only what a browser may safely follow is ever a link.
            is_web = target.uri.split(":", 1)[0].lower() in {"http", "https", "mailto", "urn"}
            return target.uri if is_web else ""
        if target.kind == ENTITY and self.config.pages.registers:
            return self.entity_target(target.id)
        if target.kind == WITNESS:
            return f"{self.folder}/{WITNESSES}#{witness_anchor(target.id)}"
        if target.kind in {ELEMENT, ENTITY}:
            # Without registers an entity is found where a text describes it, if one does.
            plan = self.plans.get(target.file)
            if plan is None or target.id not in plan.homes:
                return ""  # what stands in a header has no place on a page
            return f"{self.find_page(target.file, target.id)}#{target.id}"
        if target.kind == FILE and (page := self.find_page(target.file, "")):
            return page
        return ""


def entity_anchor(ident: str) -> str:
    """The anchor of an entity on its register page, apart from those of the page itself."""
    taken = ident in _RESERVED or ident.startswith("letter-")
    return f"{ident}-entry" if taken else ident


def witness_anchor(ident: str) -> str:
    """The anchor of a witness on its page; one that has only an @n may have spaces in it."""
    return "-".join(ident.split())


def _name_texts(files: list[str], config: Config) -> dict[str, str]:
    """A name for each text: its path below the folder that all files of its entry share."""
    prefixes = sorted((glob_prefix(entry) for entry in config.edition.texts), key=len)
    names: dict[str, str] = {}
    taken = {name.casefold() for name in _RESERVED}
    if config.pages.report:
        taken.add(PROBLEMS)
    for file in files:
        prefix = next((p for p in reversed(prefixes) if p and file.startswith(p)), "")
        path = PurePosixPath(file[len(prefix) :]).with_suffix("")
        wish = "/".join(slugify(part) for part in path.parts if part != "..") or "text"
        names[file] = _find_free(wish, taken)
    return names


def _find_free(wish: str, taken: set[str]) -> str:
    """The wish, or the wish with a number: no two names differ in case alone."""
    name, number = wish, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wish}-{number}"
    taken.add(name.casefold())
    return name


def time_anchor(time: TimeSpan) -> str:
    """The anchor of a time in the chronology; empty where it is no time that can be placed."""
    start, end = list_bounds(time)
    if not start and not end:
        return ""
    # What lasted is told apart from what lies somewhere between, the exact from the approximate.
    marks = "".join(bound[0] for bound in time.uncertain) + "c" * (time.precision == "low")
    return f"d{start}{f'_{end}' if end != start else ''}{f'-{marks}' if marks else ''}"


# What the stylesheets of a text are told.


def witness_parameters(
    book: Book, text: Text, parameters: Mapping[str, str], ident: str, found: WitnessText
) -> dict[str, str]:
    """The parameters for a text as a witness has it; `parameters` are those of the text itself."""
    pages = [
        {
            **page,
            "base": page["docname"],
            "docname": book.witness_page(page["docname"], ident),
            "parts": [book.witness_page(part, ident) for part in page["parts"]],
            "downloads": [],
        }
        for page in msgspec.json.decode(parameters["pages"])
    ]
    witness = {
        "siglum": book.witnesses[ident].siglum,
        "target": f"{book.folder}/{WITNESSES}#{witness_anchor(ident)}",
        "remarks": _list_remarks(book, text, ident, found),
    }
    return {**parameters, "pages": _json(pages), "witness": _json(witness)}


def _list_remarks(book: Book, text: Text, ident: str, found: WitnessText) -> list[str]:
    """What readers must know of the text of a witness, in sentences."""
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
        book.words["stated"].format(number=stated, all=len(known)),
        *(book.words[key].format(number=number) for key, number in numbers.items() if number),
    ]


def text_parameters(
    book: Book,
    text: Text,
    downloads: Mapping[str, list[tuple[str, str]]],
    pictures: Mapping[str, str],
) -> dict[str, str]:
    """The parameters of `xslt/edition.xsl` for one text (see `xslt/environment.xsl`).

    `downloads` gives the files that a page offers, by its docname: address and label of each;
    `pictures` the addresses of the pictures that the text shows, by what it calls them.
    """
    shown = book.config.text
    values = {pointer.value for pointer in text.pointers if pointer.attribute in _LINKING}
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
    chronology = f"{book.folder}/{CHRONOLOGY}"
    has_days = book.config.pages.registers and "texts" in book.config.chronology.include
    datings = ((d.anchor, time_anchor(d.time)) for d in text.datings if has_days)
    days = {anchor: f"{chronology}#{time}" for anchor, time in datings if time}
    named = _list_named(book, text) if book.config.registers.named else {}
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
            "named": named.get(docname, []),
        }
        for unit, docname in book.list_pages(text)
    ]
    return {
        "corrected": _boolean(shown.corrected),
        "regularised": _boolean(shown.regularised),
        "expanded": _boolean(shown.expanded),
        "lines": shown.lines,
        "line-numbers": str(shown.line_numbers),
        "numbers": _json(book.list_numbers(text)),
        "pictures": _json(dict(pictures)),
        "calendars": _json(_list_other_days(text, book.language)),
        "targets": _json(targets),
        "names": _json(_describe_names(book, text)),
        "sigla": _json(sigla),
        "days": _json(days),
        "pages": _json(pages),
        "words": _json(book.words),
        "apparatus": _json(_describe_apparatus(book, text, found)) if text.entries else "{}",
    }


def _list_sigla(book: Book, text: Text) -> list[str]:
    """Every value by which a text names witnesses, as it stands."""
    pointers = {p.value for p in text.pointers if p.attribute == "wit"}
    values = {value for value in pointers if book.resolver.find_witness(value, text.file)}
    for entry in text.entries:
        values.update(value for reading in entry.readings for value in reading.witnesses)
        values.update(value for detail in entry.details for value in detail.witnesses)
    return sorted(values)


def _describe_apparatus(book: Book, text: Text, found: Mapping[str, str]) -> dict[str, object]:
    """What `xslt/doctree/entries.xsl` is told; `found` has the witness of each pointer."""
    settings = book.config.apparatus
    places = {witness.id: place for place, witness in enumerate(book.witnesses)}
    labels = {entry.anchor: _label_entry(book, text, entry) for entry in text.entries}
    return {
        "place": settings.place,
        "form": settings.form,
        "order": settings.order,
        "headings": settings.headings,
        "types": list(settings.headings),
        "labels": {anchor: label for anchor, label in labels.items() if label},
        "ranks": {value: places[ident] for value, ident in found.items()},
        "spaced": [value for value in found if " " in value],
        "support": _list_support(book, text) if settings.form == "positive" else {},
    }


def _label_entry(book: Book, text: Text, entry: Entry) -> str:
    """The passage of an entry; what the entry itself says of its place if that was not found."""
    if entry.standing in {Standing.FOUND, Standing.IN_PLACE}:
        return book.passage_label(text, entry.passage)
    return entry.place


def _list_support(book: Book, text: Text) -> dict[str, list[str]]:
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


# How many of one kind a page lists, and how much a name tells of who it is.
_MOST_NAMED = 40
_LONGEST_CARD = 140


def _describe_names(book: Book, text: Text) -> dict[str, dict[str, str]]:
    """Where the pointer of each name leads, and what its card says."""
    pointers = {pointer for mention in text.mentions for pointer in mention.pointers}
    found = ((pointer, book.find_name(pointer, text.file)) for pointer in sorted(pointers))
    return {
        pointer: {"target": book.entity_target(ident), "card": book.describe_entity(ident)}
        for pointer, ident in found
        if ident
    }


def _list_named(book: Book, text: Text) -> dict[str, list[dict[str, object]]]:
    """Who and what is named on each page of a text, by kind, each in the order of its register."""
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
                    "dates": book.format_dates(e.dates),
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


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
