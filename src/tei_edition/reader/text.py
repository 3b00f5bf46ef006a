"""Read all facts of a TEI tree; this combines the other modules of the package.

One walk over the text, in document order, keeps a stream of reading text and one more for each
note, reading and unshown side of a choice, so that every mention knows the words around it.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.facts.mentions import SPEAKS, Dating, Mention, Stream
from tei_edition.facts.registers import Kind
from tei_edition.facts.text import Text
from tei_edition.reader.apparatus.entries import read_entries
from tei_edition.reader.classes import read_categories, read_classes
from tei_edition.reader.coordinates import read_coordinates
from tei_edition.reader.corpora import read_part_headers
from tei_edition.reader.datings import make_time_reader, read_acts, read_life_dates, read_origins
from tei_edition.reader.divisions import read_divisions
from tei_edition.reader.entities import kind_of_type, read_entities, read_relations
from tei_edition.reader.facsimile import read_facsimile
from tei_edition.reader.header import read_header
from tei_edition.reader.letters import find_letters, read_letters, read_own_letter
from tei_edition.reader.parallels import read_correspondences
from tei_edition.reader.pointers import (
    read_declarations,
    read_failed_ids,
    read_patterns,
    read_pictures,
    read_pointers,
)
from tei_edition.reader.prose import list_capitals, read_prose
from tei_edition.reader.reading_text import (
    declared_method,
    top_texts,
)
from tei_edition.reader.unidentified import read_unidentified
from tei_edition.reader.utterances import find_speakers
from tei_edition.reader.walk import (
    SPEECHES,
    MentionSpan,
    Walk,
    WalkPlace,
    is_mention,
    quote,
    read_words,
)
from tei_edition.reader.witnesses import read_witnesses
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import (
    BREAKS,
    ENTRIES,
    NAMES,
    XML_ID,
    local,
    raw_text,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.facts.apparatus import Witness
    from tei_edition.facts.times import TimeSpan
    from tei_edition.reader.datings import ReadTime
    from tei_edition.source import Source

# What a name is of, by its element.
KINDS = {
    "persName": Kind.PERSON,
    "author": Kind.PERSON,
    "editor": Kind.PERSON,
    "orgName": Kind.ORGANISATION,
    "placeName": Kind.PLACE,
    "geogName": Kind.PLACE,
    **dict.fromkeys(("bloc", "country", "district", "region", "settlement"), Kind.PLACE),
    "event": Kind.EVENT,
    "eventName": Kind.EVENT,
    "title": Kind.WORK,
    "objectName": Kind.OBJECT,
    "term": Kind.TERM,
}


def read_text(source: Source, shown: TextTable, *, is_register: bool = False) -> Text:
    """Return all facts of a file; `shown` says which sides of its choices are read.

    `is_register` says that the edition names the file as a register. Raises ValueError for a
    source without a tree.
    """
    root = source.root
    if root is None:
        raise ValueError(f"{source.file} could not be read")
    read_time = make_time_reader(root, shown)
    described = _read_descriptions(root, read_time, shown, is_register=is_register)
    sigla = _list_spaced_sigla(described["witnesses"])
    walk = Walk(shown, declared_method(root), sigla)
    for action in root.iter(tei("correspAction")):
        walk.visit_correspondent(action)
    for text in top_texts(root):
        walk.visit(text, WalkPlace(walk.main, "", {}))
    has_text = next(root.iter(tei("text")), None) is not None
    for element in root.iter(tei("note"), tei("app")):
        above = {local(ancestor.tag) for ancestor in element.iterancestors()}
        if has_text and above & ENTRIES:
            continue  # what a register says of somebody is on its own pages
        if "text" not in above and "standOff" in above and not above & {"note", "app"}:
            walk.visit(element, WalkPlace(walk.main, "", {}))
    joined: dict[int, str] = {}
    named = [(f.element, _mention(f, joined)) for f in walk.names if not _is_said_again(f)]
    prose = tuple(read_prose(root, shown))
    return Text(
        file=source.file,
        ids={
            e.get(ANCHOR, ""): local(e.tag)
            for e in root.iter(tei("*"))
            if e.get(XML_ID) is not None and e.get(ANCHOR) == e.get(XML_ID)
        },
        division=read_divisions(root, shown),
        passages=tuple(walk.passages),
        mentions=tuple(mention for _, mention in named),
        datings=tuple(_dating(found, joined, read_time) for found in walk.dates),
        acts=tuple(read_acts(root, read_time)),
        prose=prose,
        capitals=list_capitals(prose),
        entries=read_entries(root, walk.apps, shown, sigla),
        pointers=tuple(read_pointers(root, source)),
        prefixes=tuple(read_patterns(root, "prefixDef")),
        ignored=source.ignored,
        declared_method=_read_declared_method(root),
        reference_patterns=tuple(read_patterns(root, "cRefPattern")),
        apparatus_of=tuple(walk.apparatus_of.items()),
        declarations=tuple(read_declarations(root)),
        pictures=tuple(read_pictures(root)),
        heads=_read_heads(root, shown),
        within=_read_within(root),
        failed_ids=read_failed_ids(root),
        letters=tuple(read_letters(root, read_time, named)),
        letter=read_own_letter(root, read_time),
        facsimile=read_facsimile(root),
        correspondences=read_correspondences(root),
        unidentified=tuple(read_unidentified(root)),
        **described,
    )


def _read_heads(root: etree._Element, shown: TextTable) -> dict[str, str]:
    """Return what figures, tables, lists and poems that can be pointed to are called."""
    return {
        ident: words
        for element in root.iter(*map(tei, ("castList", "figure", "lg", "list", "table")))
        if (ident := element.get(XML_ID))
        and (head := element.find(tei("head"))) is not None
        and (words := read_words(head, shown))
    } | _read_pointed_words(root, shown)


# What is called by its words where a pointer to it has none of its own.
_CALLED_BY_WORDS = frozenset({"cell", "hi", "item", "note", "seg", "term", "title", "w"}) | NAMES
_LONGEST = 60


def _read_pointed_words(root: etree._Element, shown: TextTable) -> dict[str, str]:
    """Return the words of names, items, notes and the like to which wordless pointers lead."""
    pointed = _list_pointed(root)
    found = (e for e in root.iter(*map(tei, _CALLED_BY_WORDS)) if e.get(XML_ID) in pointed)
    breaks = (e for e in root.iter(*map(tei, BREAKS)) if e.get(XML_ID) in pointed)
    formulas = (e for e in root.iter(tei("formula")) if e.get(XML_ID) in pointed)
    return (
        {e.get(XML_ID, ""): _call_break(e) for e in breaks if e.get("n")}
        | {e.get(XML_ID, ""): f"({n.strip('()')})" for e in formulas if (n := e.get("n"))}
        | {
            element.get(XML_ID, ""): textwrap.shorten(words, _LONGEST, placeholder=" …")
            for element in found
            if (words := read_words(element, shown))
        }
    )


def _list_pointed(root: etree._Element) -> set[str]:
    """Return the identifiers to which pointers without words lead in their own file."""
    pointers = (e for e in root.iter(tei("ptr"), tei("ref")) if not raw_text(e).strip())
    return {t[1:] for e in pointers for t in e.get("target", "").split() if t[:1] == "#"}


def _read_within(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return the anchors around what pointers without words lead to: these may have a name."""
    pointed = _list_pointed(root)
    return {
        ident: tuple(a for above in element.iterancestors() if (a := above.get(ANCHOR)))
        for element in (root.iter(tei("*")) if pointed else ())
        if (ident := element.get(XML_ID, "")) in pointed
    }


def _call_break(element: etree._Element) -> str:
    """Return the number of a page, column or line as the text shows it: `[7]`, `12`."""
    number = element.get("n", "").strip()
    is_bare = local(element.tag) in {"lb", "milestone"} or number.startswith("[")
    return number if is_bare else f"[{number}]"


def read_header_again(
    text: Text, source: Source, shown: TextTable, *, is_register: bool = False
) -> Text:
    """Read anew what the words of the header say, where only these were rewritten since `text`.

    Gives what `read_text` would, without another walk through the text.
    """
    root = source.root
    if root is None:
        raise ValueError(f"{source.file} could not be read")
    read_time = make_time_reader(root, shown)
    described = _read_descriptions(root, read_time, shown, is_register=is_register)
    if _list_spaced_sigla(described["witnesses"]) != _list_spaced_sigla(text.witnesses):
        return read_text(source, shown, is_register=is_register)
    return msgspec.structs.replace(text, **described)


def _read_descriptions(
    root: etree._Element, read_time: ReadTime, shown: TextTable, *, is_register: bool
) -> dict[str, Any]:
    """Read the facts that headers and registers describe in words, by the names of `Text`."""
    return {
        "header": read_header(root, shown),
        "part_headers": tuple(read_part_headers(root, shown)),
        "classes": read_classes(root),
        "categories": tuple(read_categories(root)),
        "lives": (
            *read_origins(root, read_time, find_letters(root)),
            *read_life_dates(root, read_time),
        ),
        "coordinates": tuple(read_coordinates(root)),
        "witnesses": tuple(read_witnesses(root)),
        "entities": tuple(read_entities(root, read_time, is_register=is_register)),
        "relations": tuple(read_relations(root, read_time)),
    }


def _list_spaced_sigla(witnesses: Iterable[Witness]) -> tuple[str, ...]:
    """List the sigla that hold spaces, which a list of witnesses cannot tell from several."""
    return tuple(witness.siglum for witness in witnesses if " " in witness.siglum)


def _is_said_again(found: MentionSpan) -> bool:
    """Whether a name is all of another of the same entity, as a settlement in a placeName."""
    element = found.element
    parent = element.getparent()
    return (
        parent is not None
        and is_mention(parent)
        and _read_names_pointers(element) == _read_names_pointers(parent) != ()
        and words_of(element) == words_of(parent)
    )


def _mention(found: MentionSpan, joined: dict[int, str]) -> Mention:
    element = found.element
    name = local(element.tag)
    kind = KINDS.get(name) or kind_of_type(element.get("type", ""))
    return Mention(
        element=name,
        kind=str(kind or ""),
        pointers=(
            find_speakers(element)
            if found.role == SPEAKS and name in SPEECHES
            else _read_names_pointers(element)
        ),
        quotation=quote(found, joined),
        # What is in a header has no place on a page; a speech may be no place of its own.
        anchor=(
            "" if found.stream.kind is Stream.HEADER else element.get(ANCHOR, "") or found.passage
        ),
        passage=found.passage,
        stream=found.stream.kind,
        location=locate(element),
        witnesses=found.stream.witnesses,
        certainty=element.get("cert", ""),
        role=found.role,
    )


def _read_names_pointers(element: etree._Element) -> tuple[str, ...]:
    """Return the pointers of a name: each of @ref, else @key, which may hold spaces.

    Then @nymRef.
    """
    key = element.get("key", "").strip()
    pointers = element.get("ref", "").split() or ([key] if key else [])
    return (*pointers, *element.get("nymRef", "").split())


def _dating(
    found: MentionSpan, joined: dict[int, str], read_time: Callable[[etree._Element], TimeSpan]
) -> Dating:
    element = found.element
    return Dating(
        quotation=quote(found, joined),
        anchor=element.get(ANCHOR, ""),
        passage=found.passage,
        stream=found.stream.kind,
        location=locate(element),
        time=read_time(element),
        witnesses=found.stream.witnesses,
        calendar=element.get("calendar", ""),
    )


def _read_declared_method(root: etree._Element) -> str:
    declaration = next(root.iter(tei("variantEncoding")), None)
    return "" if declaration is None else declaration.get("method", "")
