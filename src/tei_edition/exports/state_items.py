"""What an edition says, as items that can be compared with those of another state of it.

White space, the order of attributes and the lines of a file are in no item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tei_edition.exports.address_list import digest_words, read_words_of
from tei_edition.exports.state_markup import list_marks
from tei_edition.facts.mentions import Stream
from tei_edition.facts.text import Passage
from tei_edition.reader.reading_text import Runs
from tei_edition.source.stamps import ANCHOR, strip_stamps
from tei_edition.tei import local, parse_again, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.apparatus import Reading
    from tei_edition.facts.text import Text

KINDS = ("text", "readings", "names", "notes", "dates", "markup", "header", "register")
# Blocks whose words are compared as a whole, with everything in them.
_BLOCKS = frozenset({"ab", "head", "item", "l", "p", "row"})


class StateItem(NamedTuple):
    """Something that can change: of which kind, in which text, where.

    `ident` is an id that the file gives, else empty; `words` are what it is known by, `facts` all
    that may differ, by name. `passage` is the anchor of the passage that contains it.
    """

    kind: str
    text: str
    anchor: str
    ident: str
    reference: str
    words: str
    facts: dict[str, Any]
    passage: str = ""

    @property
    def digest(self) -> str:
        """What is the same for two items that say the same."""
        return digest_words(f"{self.words} {sorted(map(str, self.facts.items()))}")

    @property
    def address(self) -> str:
        """Where it is found: `TEXT#ANCHOR`."""
        return f"{self.text}#{self.anchor}" if self.anchor else self.text


def list_items(holdings: Holdings, kinds: tuple[str, ...] = KINDS) -> dict[str, list[StateItem]]:
    """Return the items of some kinds in order, by `KIND TEXT`."""
    found: dict[str, list[StateItem]] = {}
    for text in holdings.book.texts:
        name = holdings.book.names[text.file]
        for item in _list_of_text(holdings, text, name, kinds):
            found.setdefault(f"{item.kind} {name}", []).append(item)
    if "register" in kinds:
        entities = list(_list_entities(holdings))
        if entities:
            found["register"] = entities
    if "header" in kinds:
        for register in holdings.book.edition.registers:
            if register.file not in holdings.book.names:
                items = list(_list_header(holdings, register, register.file))
                found[f"header {register.file}"] = items
    return found


def list_texts(holdings: Holdings) -> Iterator[tuple[str, StateItem]]:
    """Yield each text as a whole by its name: its words are its title."""
    for text in holdings.book.texts:
        name = holdings.book.names[text.file]
        title = holdings.book.text_titles[text.file]
        yield name, StateItem("text", name, "", name, "", title, {})


def _list_of_text(
    holdings: Holdings, text: Text, name: str, kinds: tuple[str, ...]
) -> Iterator[StateItem]:
    root = holdings.read_tree(text.file)
    if "text" in kinds or "notes" in kinds:
        yield from (i for i in _list_passages(holdings, text, name, root) if i.kind in kinds)
    if "readings" in kinds:
        yield from _list_entries(text, name)
        yield from _list_choices(name, root)
    if "names" in kinds:
        yield from _list_names(holdings, text, name)
    if "dates" in kinds:
        yield from _list_dates(text, name)
    if "markup" in kinds:
        yield from _list_markup(holdings, text, name)
    if "header" in kinds:
        yield from _list_header(holdings, text, name)


def _list_passages(
    holdings: Holdings, text: Text, name: str, root: etree._Element
) -> Iterator[StateItem]:
    """Yield each block with its words, notes, and the text of a division outside its blocks."""
    runs = Runs(root, holdings.config.text)
    passages = {passage.anchor: passage for passage in text.passages}
    covered = [False] * len(runs.slots)
    for element in root.iter("{*}*"):
        anchor = element.get(ANCHOR, "")
        passage = passages.get(anchor)
        if passage is None:
            continue
        if passage.element == "note":
            words = " ".join(runs.shown_text(element).split())
            around = (a for e in element.iterancestors() if (a := e.get(ANCHOR)) in passages)
            yield _make_passage("notes", text, name, passage, words)._replace(
                passage=next((a for a in around if passages[a].element in _BLOCKS), "")
            )
        elif passage.element in _BLOCKS and element in runs.inside:
            start, end = runs.inside[element]
            if start == end or covered[start]:
                continue
            covered[start:end] = [True] * (end - start)
            words = " ".join("".join(s.text for s in runs.slots[start:end]).split())
            yield _make_passage("text", text, name, passage, words)
    rest: dict[str, list[str]] = {}
    for slot, is_covered in zip(runs.slots, covered, strict=True):
        if not is_covered and slot.text.strip():
            above = [slot.element, *slot.element.iterancestors()]
            holder = next((a for e in above if (a := e.get(ANCHOR)) in passages), "")
            rest.setdefault(holder, []).append(slot.text)
    for anchor, parts in rest.items():
        passage = passages.get(anchor, Passage("", "text", ""))
        words = " ".join(" ".join(parts).split())
        made = _make_passage("text", text, name, passage, words)
        yield made._replace(ident=f"{made.ident or anchor} beside", reference="")


def _make_passage(kind: str, text: Text, name: str, passage: Passage, words: str) -> StateItem:
    ident = passage.anchor if passage.anchor in text.ids else ""
    return StateItem(kind, name, passage.anchor, ident, passage.reference, words, {})


def _list_entries(text: Text, name: str) -> Iterator[StateItem]:
    for entry in text.entries:
        readings = [_write_reading(reading) for reading in entry.readings]
        details = [
            f"{d.element} {' '.join(sorted(d.witnesses))}: {d.text}".replace(" :", ":")
            for d in entry.details
        ]
        ident = entry.anchor if entry.anchor in text.ids else ""
        facts = {"readings": readings, "details": details, "type": entry.type, "place": entry.place}
        words = entry.lemma or " ".join(reading.text for reading in entry.readings)
        yield StateItem("readings", name, entry.anchor, ident, "", words, facts)


def _write_reading(reading: Reading) -> str:
    """Return all that a reading says in a line."""
    name = "lem" if reading.is_lemma else "rdg"
    more = (
        reading.type, reading.cause, reading.hand, *reading.groups, *reading.responsible,
        *reading.sources,
    )  # fmt: skip
    about = f" ({', '.join(filter(None, more))})" if any(more) else ""
    sigla = " ".join(("", *sorted(reading.witnesses)))
    return f"{name}{sigla}: {' '.join(reading.text.split())}{about}"


def _list_choices(name: str, root: etree._Element) -> Iterator[StateItem]:
    """Yield what a choice offers: the sides that are not shown are in no passage."""
    for choice in root.iter(tei("choice")):
        if any(local(above.tag) == "teiHeader" for above in choice.iterancestors()):
            continue
        sides = [(local(child.tag), words_of(child)) for child in choice if local(child.tag)]
        anchor = next((a for e in choice.iterancestors() if (a := e.get(ANCHOR))), "")
        words = " ".join(side[1] for side in sides)
        yield StateItem("readings", name, anchor, "", "", words, {"sides": sides})


def _list_names(holdings: Holdings, text: Text, name: str) -> Iterator[StateItem]:
    catalogue = holdings.book.catalogue
    for mention in text.mentions:
        ident = mention.anchor if mention.anchor in text.ids else ""
        facts = {
            "entities": tuple(sorted(catalogue.list_named(mention, text.file)))
            or tuple(sorted(mention.pointers)),
            "element": mention.element,
            "kind": mention.kind,
            "certainty": mention.certainty,
            "role": mention.role,
        }
        is_in = mention.stream is not Stream.HEADER
        words = mention.quotation.surface
        yield StateItem("names", name, mention.anchor if is_in else "", ident, "", words, facts)


def _list_dates(text: Text, name: str) -> Iterator[StateItem]:
    for dating in text.datings:
        ident = dating.anchor if dating.anchor in text.ids else ""
        facts = {"time": msgspec.to_builtins(dating.time), "calendar": dating.calendar}
        words = dating.quotation.surface
        yield StateItem("dates", name, dating.anchor, ident, "", words, facts)


def _list_markup(holdings: Holdings, text: Text, name: str) -> Iterator[StateItem]:
    """Yield the tags of each block and note, and of what is outside of all of them."""
    root, shown = (holdings.read_tree(text.file) for _ in range(2))
    kinds = _BLOCKS | {"note"}
    blocks = {p.anchor: p for p in text.passages if p.anchor and p.element in kinds}
    marks = list_marks(root, blocks)
    yield StateItem("markup", name, "", "beside", "", "", {"marks": marks.pop(""), "said": ""})
    runs = Runs(shown, holdings.config.text)
    words = {
        anchor: " ".join(read_words_of(runs, element).split())
        for element in shown.iter("{*}*")
        if (anchor := element.get(ANCHOR, "")) in blocks
    }
    for element in root.iter("{*}*"):
        anchor = element.get(ANCHOR, "")
        if anchor in words:
            facts = {"marks": marks[anchor], "said": words_of(element)}
            made = _make_passage("markup", text, name, blocks[anchor], words[anchor])
            yield made._replace(facts=facts)


def _list_header(holdings: Holdings, text: Text, name: str) -> Iterator[StateItem]:
    """Yield each statement of the header: its place, its words and attributes."""
    if text.division is not None:
        root = holdings.read_tree(text.file)
        strip_stamps(root)
    else:
        root = parse_again(holdings.sources[text.file])
    for header in root.iter(tei("teiHeader")):
        stack: list[tuple[etree._Element, str]] = [(header, "")]
        while stack:
            element, above = stack.pop()
            path = f"{above}/{local(element.tag)}".lstrip("/")
            is_mixed = bool((element.text or "").strip()) or any(
                (child.tail or "").strip() for child in element
            )
            given = {str(key): str(value) for key, value in sorted(element.attrib.items())}
            if is_mixed or given or not len(element):
                words = words_of(element) if is_mixed else ""
                facts: dict[str, Any] = {"words": words, "attributes": given}
                if is_mixed:
                    facts["inside"] = _list_attributes(element)
                yield StateItem("header", name, "", "", path, f"{path} {words}", facts)
            if not is_mixed:
                stack.extend((c, path) for c in reversed(element) if isinstance(c.tag, str))


def _list_attributes(element: etree._Element) -> list[Any]:
    """Return the content of an element of the header: words, elements and attributes."""
    return [
        (local(inner.tag), sorted((str(k), str(v)) for k, v in inner.attrib.items()))
        for inner in element.iterdescendants("{*}*")
    ]


def _list_entities(holdings: Holdings) -> Iterator[StateItem]:
    relations = holdings.book.catalogue.relations
    known = holdings.book.catalogue.resolver.entities
    for entity in sorted(known.values(), key=lambda e: e.id):
        facts = {
            field: msgspec.to_builtins(getattr(entity, field))
            for field in entity.__struct_fields__
            if field not in {"id", "location"}
        }
        # Each is said once: of who is active, or comes first, or has an entry.
        facts["relations"] = [
            (relation.name, is_active, sorted(others), relation.description,
             msgspec.to_builtins(relation.time))
            for relation, is_active, others in relations.get(entity.id, ())
            if is_active or known.keys().isdisjoint(others)
            or (not relation.active and entity.id < min(others))
        ]  # fmt: skip
        words = entity.name
        yield StateItem("register", "", entity.id, entity.id, "", words, facts)
