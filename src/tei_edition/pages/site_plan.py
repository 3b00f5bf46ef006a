"""Which pages an edition has: their names and titles, and the page of each anchor and entity.

The stylesheets of a text get their knowledge of the rest of the edition from it.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from tei_edition.config import find_locale
from tei_edition.dating.shortforms import format_lifetime
from tei_edition.facts.pointers import ELEMENT, ENTITY, EXTERNAL, FILE, WITNESS, Resolver
from tei_edition.facts.registers import ReferenceRun, write_reference
from tei_edition.facts.witnesses import Witnesses
from tei_edition.language.tags import is_language
from tei_edition.language.wording import list_words
from tei_edition.pages.addresses import (
    CONTENTS,
    REGISTERS,
    SAFE_SCHEMES,
    WITNESSES,
    entity_anchor,
    find_free,
    name_texts,
    slugify,
    witness_anchor,
)
from tei_edition.pages.catalogue import Catalogue
from tei_edition.pages.chronology import choose_period
from tei_edition.pages.letters import list_letters, list_neighbours
from tei_edition.pages.parallel_plan import list_parallel_pages, list_translated
from tei_edition.pages.titles import map_paths, name_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tei_edition.config import Config
    from tei_edition.facts.registers import Entity, Kind, ReferencePart
    from tei_edition.facts.text import Edition, Text
    from tei_edition.facts.times import EntityTime
    from tei_edition.language.wording import Wording
    from tei_edition.pages.letters import Letter
    from tei_edition.pages.parallel_plan import ParallelPage
    from tei_edition.problems import Location
    from tei_edition.reader.units import TextUnits, Unit

    WriteWork = Callable[[tuple[ReferencePart, ...], Wording, str], tuple[ReferenceRun, ...]]

_UNNUMBERED = frozenset({"head", "note", "item"})


class SitePlan:
    """The pages of an edition: the docname of every page, and the page of every anchor.

    `plans` gives the plan of each text by its file. `write_work` writes the reference of a work in
    a style of citations, in words and language of the edition; without it references are written
    as the registers have them.
    """

    def __init__(
        self,
        config: Config,
        edition: Edition,
        plans: Mapping[str, TextUnits],
        write_work: WriteWork | None = None,
    ) -> None:
        self.config = config
        self.edition = edition
        self.plans = plans
        self.resolver = Resolver(edition)
        self.folder = config.pages.folder.strip("/")
        first = edition.texts[0].header.language if edition.texts else ""
        self.language = config.edition.language or (first if is_language(first) else "en")
        self.words = list_words(self.language, find_locale(config))
        self.wording_language = self.words.language
        self._write_work = write_work
        self.texts = [text for text in edition.texts if text.division is not None]
        self.names = name_texts([text.file for text in self.texts], config)
        # A division's page gives way to a text's: x.xml may have a division y, beside x/y.xml.
        self._taken = {f"{self.folder}/{name}".casefold() for name in self.names.values()}
        self._targets: dict[tuple[str, str], str] = {}
        self._cards: dict[str, str] = {}
        self._dates: dict[tuple[EntityTime, ...], str] = {(): ""}
        self._docnames: dict[tuple[str, str], str] = {}
        self._units: dict[tuple[str, str], Unit] = {}
        for text in self.texts:
            self._name_units(text)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The registers with all entities and mentions."""
        return Catalogue(self.config.registers, self.language, self.texts, self.resolver)

    def _name_units(self, text: Text) -> None:
        base = f"{self.folder}/{self.names[text.file]}"
        for unit in self.plans[text.file].units:
            name = find_free(f"{base}/{slugify(unit.anchor)}", self._taken) if unit.anchor else base
            self._docnames[text.file, unit.anchor] = name
            self._units[text.file, unit.anchor] = unit

    def list_pages(self, text: Text) -> list[tuple[Unit, str]]:
        """Return the units of a text in order, each with its docname."""
        return [
            (unit, self._docnames[text.file, unit.anchor]) for unit in self.plans[text.file].units
        ]

    def find_page(self, file: str, anchor: str) -> str:
        """Return the docname of the page with an anchor of a text; empty if there is none."""
        plan = self.plans.get(file)
        return "" if plan is None else self._docnames.get((file, plan.homes.get(anchor, "")), "")

    @cached_property
    def text_titles(self) -> dict[str, str]:
        """The title of each text by its file; no two are called the same."""
        return name_apart(self.texts)

    def page_title(self, text: Text, unit: Unit) -> str:
        """Return a page's title: its head, or that of the page above with its position there."""
        if not unit.anchor:
            return self.text_titles[text.file]
        if unit.title:
            return unit.title
        above = next(u for u in self.plans[text.file].units if unit.anchor in u.parts)
        title = self.page_title(text, above)
        place = above.parts.index(unit.anchor) + 1
        return f"{title}, {unit.name}" if unit.name else f"{title} ({place})"

    def describe_entity(self, ident: str) -> str:
        """Return the card of an entity: name, dates, description; empty if cards are turned off."""
        if not self.config.registers.cards:
            return ""
        if ident not in self._cards:
            entity = self.catalogue.entities[ident]
            words = "".join(run.text for run in self.cite_work(entity.reference))
            words = words or entity.description
            if len(words) > LONGEST_CARD:
                words = words[:LONGEST_CARD].rpartition(" ")[0] + " …"
            lines = (entity.name, self.format_dates(entity), words)
            self._cards[ident] = "\n".join(filter(None, lines))
        return self._cards[ident]

    def cite_work(self, reference: tuple[ReferencePart, ...]) -> tuple[ReferenceRun, ...]:
        """Return the reference of a work for readers; empty if there is none."""
        if not reference:
            return ()
        if self._write_work is None:
            return (ReferenceRun(write_reference(reference, self.words)),)
        return self._write_work(reference, self.words, self.language)

    def format_dates(self, entity: Entity) -> str:
        """When an entity lived, lasted or happened, in short and in the reader's language."""
        # Asked on each page that names it.
        if entity.times not in self._dates:
            said = format_lifetime(entity.times, self.words, self.wording_language)
            self._dates[entity.times] = said
        return self._dates[entity.times]

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every page of a text, by docname."""
        return {
            docname: self.page_title(text, unit)
            for text in self.texts
            for unit, docname in self.list_pages(text)
        }

    @cached_property
    def letter_neighbours(self) -> dict[str, dict[str, Letter]]:
        """The letters before and after that of each file in its correspondence."""
        return list_neighbours([*self.letters])

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The letters of the edition in the order of their dates."""
        return tuple(list_letters(self))

    @cached_property
    def letters_of(self) -> dict[str, list[Letter]]:
        """The letters in each file."""
        found: dict[str, list[Letter]] = {}
        for letter in self.letters:
            found.setdefault(letter.text.file, []).append(letter)
        return found

    @cached_property
    def full_titles(self) -> dict[str, str]:
        """The unique titles of pages, for use outside their context.

        If several pages have the same title, those of the pages above are added.
        """
        counts = Counter(map(str.casefold, self.titles.values()))
        full = {
            docname: self._extend_title(docname) if counts[title.casefold()] > 1 else title
            for docname, title in self.titles.items()
        }
        alike: dict[str, list[str]] = {}
        for docname, title in full.items():
            alike.setdefault(title.casefold(), []).append(docname)
        for same in alike.values():
            # One part may well be called as the text is.
            apart = [d for d in same if not set(same).intersection(self.list_above(d))]
            for docname in apart if len(apart) > 1 else ():
                full[docname] += f" ({docname.rpartition('/')[2]})"
        return full

    def _extend_title(self, docname: str) -> str:
        """Return the title of a page after those of the pages that it is below."""
        steps = [*self.list_above(docname)[1:], docname]
        return ", ".join(dict.fromkeys(self.titles[step] for step in steps))

    def list_above(self, docname: str) -> list[str]:
        """Return the pages above a page, the outermost first: contents, text, part."""
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
    def chronology_period(self) -> int:
        """Of how many years a page of the chronology has the datings; 0 if one page has all."""
        return choose_period(self)

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
                    label = self._label(passage.element, cited or number)
                    found[text.file, passage.anchor] = label
        return found

    def _label(self, element: str, number: str) -> str:
        """Return what readers call a passage by its number, by what it is."""
        if element in _UNNUMBERED:
            return ""
        if element == "l":
            return self.words.say("passage line", number=number)
        before = {"p": "¶ ", "ab": "¶ ", "figure": f"{self.words['picture']} "}
        return before.get(element, "") + number

    def passage_label(self, text: Text, anchor: str) -> str:
        """Name a passage for readers: `2.4` where the header says so, else `¶ 4`, `l. 12`.

        Empty where it has no number.
        """
        return self._passage_labels.get((text.file, anchor), "")

    @cached_property
    def readable(self) -> dict[str, tuple[str, ...]]:
        """The witnesses with pages of their own, by the file of their text.

        These are the witnesses that its apparatus names, directly or by their group, without hands
        and groups.
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
        """Return the docname of a page of a text as a witness has it."""
        return self._witness_pages[docname, ident]

    @cached_property
    def bases(self) -> dict[str, str]:
        """The page of the text behind each page of a witness or beside a translation."""
        witnesses = {page: docname for (docname, _), page in self._witness_pages.items()}
        return witnesses | {page.docname: page.base for page in self.parallel_pages}

    @cached_property
    def parallel_pages(self) -> tuple[ParallelPage, ...]:
        """The pages that show a text beside its translation."""
        taken = {page.casefold() for page in self._witness_pages.values()}
        return list_parallel_pages(self, self._taken | taken)

    @cached_property
    def translated(self) -> dict[str, list[tuple[Location, Location, str]]]:
        """Where translations begin and end, with what they are called, by their files."""
        return list_translated(self)

    @cached_property
    def _witness_pages(self) -> dict[tuple[str, str], str]:
        slugs: dict[str, str] = {}
        taken: set[str] = set()
        for ident in sorted({name for names in self.readable.values() for name in names}):
            slugs[ident] = find_free(slugify(ident), taken)
        used = set(self._taken)
        return {
            (docname, ident): find_free(
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
        """Return the docname of the register of a kind, or of a page below it."""
        return "/".join(filter(None, (self.folder, REGISTERS[kind], path)))

    def entity_target(self, ident: str) -> str:
        """Return the place of an entity's entry, "docname#anchor"; empty if it has none."""
        page = self.catalogue.homes.get(ident) if self.config.pages.registers else None
        return f"{self.register_page(page.kind, page.path)}#{entity_anchor(ident)}" if page else ""

    def find_name(self, value: str, file: str) -> str:
        """Return the id of the entity that a name leads to, if it has an entry on a page."""
        ident = self.catalogue.find_entity(value, file) if self.config.pages.registers else ""
        return ident if ident in self.catalogue.homes else ""

    def find_target(self, value: str, file: str) -> str:
        """Return the target of a pointer: "docname#anchor", an absolute address, or empty."""
        # What has a path leads all files of a folder to the same place: it is looked for once.
        scope = file.rpartition("/")[0] if value.find("#") > 0 and ":" not in value else file
        if (value, scope) not in self._targets:
            self._targets[value, scope] = self._find_target(value, file)
        return self._targets[value, scope]

    def find_reference(self, value: str, file: str) -> str:
        """Return the target of a canonical reference, "docname#anchor"; empty if there is none."""
        target = self.resolver.find_reference(value, file)
        if target is not None and target.kind == EXTERNAL:
            return self._find_address(target.uri)
        page = self.find_page(target.file, target.id) if target else ""
        return f"{page}#{target.id}" if target and page else ""

    @staticmethod
    def _find_address(uri: str) -> str:
        """Return an address if a browser may safely follow it: only that is ever a link."""
        return uri if uri.split(":", 1)[0].lower() in SAFE_SCHEMES else ""

    def describe_target(self, value: str, file: str) -> str:
        """Return words for a pointer that has none: a title, a number or a name."""
        target = self.resolver.resolve(value, file)
        if target is None or target.kind == EXTERNAL:
            return ""
        if target.kind == ENTITY and target.id in self.catalogue.entities:
            return self.catalogue.entities[target.id].name
        if target.kind == WITNESS:
            return self.witnesses[target.id].siglum
        text = next((text for text in self.texts if text.file == target.file), None)
        if text is None:
            return ""
        names = (
            self.division_title(text.file, a) or text.heads.get(a) or self.passage_label(text, a)
            for a in (target.id, *text.within.get(target.id, ()))
        )
        label = next(filter(None, names), "")
        if text.file == file and label:
            return label
        return ", ".join(dict.fromkeys(filter(None, (self.text_titles[text.file], label))))

    def list_pointer_words(self, text: Text) -> dict[str, str]:
        """Return what the pointers and references of a text lead to, in words, by what they say."""
        values = {p.value for p in text.pointers if p.lacks_words}
        # A name without words has that of its entry.
        values |= {p for m in text.mentions if not m.quotation.surface for p in m.pointers}
        found = ((value, self.describe_target(value, text.file)) for value in sorted(values))
        return {value: words for value, words in found if words}

    @cached_property
    def _division_titles(self) -> dict[tuple[str, str], str]:
        """What each division is called, by file and anchor."""
        return {place: titles[-1] for place, titles in self._division_paths.items() if titles[-1]}

    def division_title(self, file: str, anchor: str) -> str:
        """Return what a division of a text is called; empty if it has no head."""
        return self._division_titles.get((file, anchor), "")

    def name_scene(self, file: str, anchor: str) -> str:
        """Return what a division and those around it are called: `Act 1, Scene 2`."""
        titles = self._division_paths.get((file, anchor), ())
        return ", ".join(dict.fromkeys(filter(None, titles[1:])))

    @cached_property
    def _division_paths(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The titles of each division and those around it, the outermost first."""
        return map_paths(self.texts)

    def _find_target(self, value: str, file: str) -> str:
        target = self.resolver.resolve(value, file)
        if target is None:
            return ""
        if target.kind == EXTERNAL:
            return self._find_address(target.uri)
        if target.kind == ENTITY and self.config.pages.registers:
            return self.entity_target(target.id)
        if target.kind == WITNESS:
            return f"{self.folder}/{WITNESSES}#{witness_anchor(target.id)}"
        if target.kind in {ELEMENT, ENTITY}:
            # Without registers an entity is found where a text describes it, if one does.
            plan = self.plans.get(target.file)
            if plan is None or target.id not in plan.homes:
                return ""  # what is in a header has no place on a page
            page = self.find_page(target.file, target.id)
            # What a page or several are made of has no place on them.
            is_holder = target.element in _HOLDERS and len(plan.units) > 1
            is_whole = is_holder or target.element in _WHOLE
            return page if is_whole else f"{page}#{target.id}"
        if target.kind == FILE and (page := self.find_page(target.file, "")):
            return page
        return ""


# What is a separate page, or all of them: it is found at the top.
_WHOLE = frozenset({"TEI", "teiCorpus", "text", "body"})
_HOLDERS = frozenset({"back", "body", "front", "group", "text"})
LONGEST_CARD = 140
