"""Add a witness to a text that already has an apparatus.

In each entry, the reading that makes the text most similar to the witness is chosen. If the witness
has exactly these words, it is added to the reading; otherwise the entry gets a new reading.
Differences between the entries become new entries.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.config.tables import TextTable
from tei_edition.editing.aligning import (
    WordMap,
    cut_like,
    map_places,
    measure_agreement,
    measure_distance,
    pair_paragraphs,
)
from tei_edition.editing.collate import (
    Collation,
    Witnessed,
    check_sigla,
    is_low,
    make_siglum,
    merge_spans,
    note_types,
    read_paragraphs,
    read_prolog,
    read_tree,
    unify_spellings,
)
from tei_edition.editing.collated_entries import (
    Variants,
    declare,
    find_bounds,
    list_words,
    widen,
    write_entry,
)
from tei_edition.editing.hyphens import HyphenJoiner
from tei_edition.editing.plain_texts import read_plain_text
from tei_edition.editing.supporting import name_support, names_support, point_printed_sigla
from tei_edition.editing.zones import Zone, is_plain, list_zones
from tei_edition.facts.apparatus import Method
from tei_edition.problems import EditionError
from tei_edition.reader.apparatus.elements import list_apps
from tei_edition.reader.reading_text import Runs, choose_lemma, declared_method, find_method
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tei_edition.editing.collated_entries import BaseWord
    from tei_edition.editing.sameness import Sameness

# So many words on either side show which reading of an entry a witness has.
_AROUND = 6
_SHOWN = TextTable()


def has_apparatus(path: Path) -> bool:
    """Whether a file of TEI has entries of an apparatus."""
    root = read_tree(path)
    return root is not None and bool(list_apps(root))


def add_files(paths: Sequence[Path], sigla: Sequence[str], sameness: Sameness) -> Collation:
    """Add the witnesses in further files to the text with an apparatus in the first.

    `sigla` are those of the further files; without them the file names are used. Raises
    EditionError for an apparatus that is not one of parallel segmentation.
    """
    base, *others = paths
    root = read_tree(base)
    assert root is not None
    names = [*(sigla or map(make_siglum, others))]
    check_sigla(names, len(others))
    _check_method(root, base)
    plain = [path for path in others if path.suffix.lower() == ".txt"]
    joiner = HyphenJoiner([read_plain_text(path) for path in plain])
    agreements = {}
    size = len(list(list_words(Runs(root, _SHOWN))))
    for name, path in zip(names, others, strict=True):
        witness = Witnessed(read_paragraphs(path, joiner), path.name)
        agreements[name] = add_witness(root, name, witness, sameness)
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    made = f"{read_prolog(base)}{etree.tostring(root, encoding='unicode')}\n"
    loose = tuple(name for name, share in agreements.items() if is_low(share, size))
    return Collation(made, agreements, loose, joined=tuple(joiner.guessed))


def _check_method(root: etree._Element, path: Path) -> None:
    declared = declared_method(root)
    for app in list_apps(root):
        if find_method(app, declared) is not Method.SEGMENTATION:
            raise EditionError(
                f'"{path}" has entries in other methods than parallel segmentation',
                hint="a witness can be added only to an apparatus in parallel segmentation",
            )


def add_witness(root: etree._Element, name: str, witness: Witnessed, sameness: Sameness) -> float:
    """Add a witness to a tree, and return how much it agrees with the text, from 0 to 1."""
    runs = Runs(root, _SHOWN)
    words = list(list_words(runs))
    zones = list_zones(root, runs, words, _SHOWN)
    point_printed_sigla(root)
    is_positive = names_support(root)
    witness = unify_spellings(root, {name: witness})[name]
    declare(root, {name: witness.name}, is_new=True)
    sections = _list_sections(words, zones)
    blocks = [[word.text for word in words[a:b]] for a, b in sections]
    folded = [sameness.fold_all(block) for block in blocks]
    other = [sameness.fold_all(part) for part in witness.paragraphs]
    agreement = measure_agreement(folded, other)
    is_loose = is_low(agreement, len(words))
    if is_loose:
        parts = pair_paragraphs(blocks, witness.paragraphs)
    else:
        spelt = [word for part in witness.paragraphs for word in part]
        parts = [spelt[a:b] for a, b in pairwise(cut_like(folded, other))]
    found: list[Variants] = []
    for (start, end), part in zip(sections, parts, strict=True):
        inside = [zone for zone in zones if _is_inside(zone, words, start, end)]
        section = _Section(words, start, end, inside, part, sameness)
        spans = section.list_spans(runs, is_loose=is_loose)
        swallowed = [zone for zones in spans.values() for zone in zones]
        for zone, text in section.list_zone_texts(swallowed):
            found += _join_zone(zone, text, name, sameness, is_positive=is_positive)
        found += section.list_variants(spans, name)
    found.sort(key=lambda variants: (variants.start, variants.end))
    spelt_base = [word.text for word in words]
    typed = [
        one
        for _, some in groupby(found, key=lambda variants: variants.block)
        for one in note_types(list(some), spelt_base, sameness)
    ]
    made = [
        write_entry(runs, words, variants, [], drops=sameness.drops, parts=sameness.parts)
        for variants in reversed(typed)
    ]
    if is_positive:
        name_support(root, {app[0] for app in made})
    return agreement


def _list_sections(words: Sequence[BaseWord], zones: Sequence[Zone]) -> list[tuple[int, int]]:
    """Return the stretches of words that are compared one by one: blocks, joined by entries."""
    inner = {place for zone in zones for place in range(zone.start + 1, zone.end)}
    edges = [
        place
        for place in range(1, len(words))
        if words[place].block != words[place - 1].block and place not in inner
    ]
    return list(pairwise([0, *edges, len(words)])) if words else [(0, 0)]


def _is_inside(zone: Zone, words: Sequence[BaseWord], start: int, end: int) -> bool:
    """Whether a zone is one of the words from `start` to `end`, also one without words."""
    if zone.start < zone.end or not words:
        return start <= zone.start and zone.end <= end
    blocks = range(words[start].block, words[end - 1].block + 1)
    return start <= zone.start <= end and zone.block in blocks


class _Section:
    """The words `first` to `last` of a text, with its zones, beside the words of a witness."""

    def __init__(
        self,
        words: Sequence[BaseWord],
        first: int,
        last: int,
        zones: Sequence[Zone],
        text: Sequence[str],
        sameness: Sameness,
    ) -> None:
        self.words, self.first, self.last = words, first, last
        self.zones, self.text, self.sameness = zones, text, sameness
        # Words that are in no zone, by their numbers, and zones, in order.
        self.items: list[int | Zone] = []
        done = first
        for zone in zones:
            self.items += [*range(done, zone.start), zone]
            done = zone.end
        self.items += range(done, last)
        self.tokens = [self._fold(item) for item in self.items]
        self.folded = sameness.fold_all(text)
        self._choose()
        self._measure()

    def _fold(self, item: int | Zone) -> list[str]:
        text = self.words[item].text if isinstance(item, int) else item.options[0].text
        return self.sameness.fold_all(text.split())

    def _align(self) -> tuple[list[int], WordMap]:
        """Return where each item begins among the words that are chosen, and their places."""
        edges = [0]
        for tokens in self.tokens:
            edges.append(edges[-1] + len(tokens))
        chosen = [token for tokens in self.tokens for token in tokens]
        return edges, map_places(chosen, self.folded)

    def _choose(self) -> None:
        """Take for each zone the words that are most like those of the witness."""
        edges, places = self._align()
        for number, item in enumerate(self.items):
            if isinstance(item, int) or len(item.options) == 1:
                continue
            start, end = edges[number], edges[number + 1]
            is_same = all(places.same[start:end]) and places.lows[start] == places.highs[start]
            if is_same and places.lows[end] == places.highs[end]:
                continue
            low, high = max(0, number - _AROUND), min(len(self.items), number + 1 + _AROUND)
            there = self.folded[places.lows[edges[low]] : places.highs[edges[high]]]
            before = [t for tokens in self.tokens[low:number] for t in tokens]
            after = [t for tokens in self.tokens[number + 1 : high] for t in tokens]
            choices = dict.fromkeys(
                tuple(self.sameness.fold_all(option.text.split()))
                for option in item.options
                if option is item.options[0] or all(map(is_plain, option.readings))
            )
            best = min(
                choices, key=lambda choice: measure_distance([*before, *choice, *after], there)
            )
            self.tokens[number] = list(best)

    def _measure(self) -> None:
        """Find where the words of the text begin and end among those that are chosen."""
        self.edges, self.places = self._align()
        self.begins, self.finishes = {self.last: self.edges[-1]}, {self.first: 0}
        self.edges_of: dict[Zone, tuple[int, int]] = {}
        for number, item in enumerate(self.items):
            start, end = (item, item + 1) if isinstance(item, int) else (item.start, item.end)
            if not isinstance(item, int):
                self.edges_of[item] = self.edges[number], self.edges[number + 1]
            if start < end:
                self.begins[start], self.finishes[end] = self.edges[number], self.edges[number + 1]

    def _give_zones(
        self, swallowed: Sequence[Zone]
    ) -> tuple[dict[Zone, tuple[int, int]], set[int]]:
        """Return which words of the witness each zone has, and the places that they fill.

        One without words in the text or in the reading that is chosen has what the witness has
        more there.
        """
        ranges: dict[Zone, tuple[int, int]] = {}
        filled: set[int] = set()
        for number, item in enumerate(self.items):
            if isinstance(item, int) or item in swallowed:
                continue
            start, end = self.edges[number], self.edges[number + 1]
            low, high = self.places.highs[start], self.places.lows[end]
            if item.start == item.end or start == end:
                low = low if start in filled else self.places.lows[start]
                high = self.places.highs[end]
                filled |= {start, end}
            ranges[item] = low, max(low, high)
        return ranges, filled

    def list_spans(self, runs: Runs, *, is_loose: bool) -> dict[tuple[int, int], list[Zone]]:
        """Return where entries must be made, and the zones that these hold."""
        spans = [(self.first, self.last)] if is_loose and self.last > self.first else []
        spans = sorted(spans or self._list_differing())
        while True:
            wider = [widen(runs, self.words, 0, span) for span in merge_spans(spans)]
            for zone in self.zones:
                wider = [
                    (min(a, zone.start), max(b, zone.end))
                    if self._overlaps(runs, zone, a, b)
                    else (a, b)
                    for a, b in wider
                ]
            if wider == spans:
                break
            spans = wider
        return {
            (a, b): [zone for zone in self.zones if self._overlaps(runs, zone, a, b)]
            for a, b in spans
        }

    def _overlaps(self, runs: Runs, zone: Zone, start: int, end: int) -> bool:
        """Whether a new entry about these words would hold something of a zone."""
        if start == end:
            return False
        if zone.start < zone.end:
            return zone.start < end and start < zone.end
        low, high = find_bounds(runs, self.words[start], self.words[end - 1])
        return any(low <= (runs.inside[app][0], 0) < high for app in zone.apps)

    def _list_differing(self) -> Iterator[tuple[int, int]]:
        _, filled = self._give_zones(())
        lows, highs, same = self.places
        for number, item in enumerate(self.items):
            place = self.edges[number]
            if lows[place] != highs[place] and place not in filled:
                start = item if isinstance(item, int) else item.start
                yield start, start
            if isinstance(item, int):
                text = self.text[highs[place]] if same[place] else ""
                is_spelt = self.sameness.drops or text == self.words[item].text
                if not (same[place] and is_spelt):
                    yield item, item + 1
        end = self.edges[-1]
        if lows[end] != highs[end] and end not in filled:
            yield self.last, self.last

    def list_zone_texts(self, swallowed: Sequence[Zone]) -> Iterator[tuple[Zone, str]]:
        """Yield what the witness has for each zone that is not held by a new entry."""
        for zone, (low, high) in self._give_zones(swallowed)[0].items():
            yield zone, " ".join(self.text[low:high])

    def list_variants(
        self, spans: Mapping[tuple[int, int], Sequence[Zone]], name: str
    ) -> Iterator[Variants]:
        """Yield the new entries."""
        _, filled = self._give_zones([zone for zones in spans.values() for zone in zones])
        for (start, end), zones in spans.items():
            held = [self.edges_of[zone] for zone in zones]
            first = self.begins[start] if start < end else self.finishes[start]
            # Entries about nothing, at an edge, may be held as well.
            first = min(first, *(edges[0] for edges in held), first)
            last = max(self.finishes[end], *(edges[1] for edges in held), first)
            low = self.places.highs[first] if first in filled else self.places.lows[first]
            high = self.places.lows[last] if last in filled else self.places.highs[last]
            text = " ".join(self.text[low:high])
            if text == " ".join(word.text for word in self.words[start:end]):
                continue
            block = self.words[start if start < self.last else start - 1].block
            yield Variants(block, start, end, {name: text})


def _join_zone(
    zone: Zone, text: str, name: str, sameness: Sameness, *, is_positive: bool
) -> Iterator[Variants]:
    """Say in the entries of a zone what a witness reads, or else in one around them."""
    folded = sameness.fold_all(text.split())
    fitting = [
        option
        for option in zone.options
        if sameness.fold_all(option.text.split()) == folded and all(map(is_plain, option.readings))
    ]
    exact = [option for option in fitting if option.text == text]
    found = exact or (fitting if sameness.drops else [])
    if found:
        for reading in found[0].readings:
            _name(reading, name, is_positive=is_positive)
        return
    apps = zone.apps
    cut = zone.cut(text)
    is_spelling = fitting[:1] == list(zone.options[:1])
    if cut is not None:
        _add_reading(apps[0], cut, name, is_spelling=is_spelling)
    elif zone.start < zone.end:
        yield Variants(0, zone.start, zone.end, {name: text})
    else:
        # Several entries about nothing are beside each other.
        _add_reading(apps[0], text, name, is_spelling=False)
        for app in apps[1:]:
            _add_reading(app, "", name, is_spelling=False)


def _name(reading: etree._Element, name: str, *, is_positive: bool) -> None:
    """Name a witness with a reading; not where a lemma names none of those that have it."""
    is_told = any(reading.get(key) for key in ("wit", "resp", "source", "type", "cause"))
    if local(reading.tag) == "lem" and not is_positive and not is_told:
        return
    reading.set("wit", f"{reading.get('wit', '')} #{name}".strip())


def _add_reading(app: etree._Element, text: str, name: str, *, is_spelling: bool) -> None:
    """Add a reading to an entry, behind those that it has."""
    reading = etree.Element(tei("rdg"), wit=f"#{name}")
    if is_spelling:
        reading.set("type", "orthographic")
    lemma = choose_lemma(app)
    blocks = [] if lemma is None else [c for c in lemma if local(c.tag) in {"p", "l", "ab"}]
    holder = etree.SubElement(reading, blocks[0].tag) if blocks and text else reading
    holder.text = text or None
    # As it is in a separate line where the others do.
    last = next((c for c in reversed(app) if local(c.tag) in {"lem", "rdg", "rdgGrp"}), None)
    if last is None:
        app.insert(0, reading)
        return
    place = app.index(last)
    between = app.text if place == 0 else app[place - 1].tail
    after, last.tail = last.tail, between
    app.insert(place + 1, reading)
    reading.tail = after
