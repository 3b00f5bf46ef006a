"""TEI tree to facts; no other module derives a fact from TEI's elements.

One walk over the text, in document order, keeps a stream of reading text and one more for each
note, reading and unshown side of a choice, so that every mention knows the words around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.apparatus import Seen, read_entries, split_sigla
from tei_edition.coordinates import read_coordinates
from tei_edition.datings import make_time_reader, read_acts, read_life_dates, read_origins
from tei_edition.entities import kind_of_type, read_entities, read_relations
from tei_edition.facts import (
    Dating,
    Declaration,
    Division,
    Kind,
    Mention,
    Method,
    Passage,
    Picture,
    Pointer,
    Prefix,
    Quotation,
    Stream,
    Text,
    Witness,
)
from tei_edition.headers import read_header
from tei_edition.problems import Location
from tei_edition.prose import list_capitals, read_prose
from tei_edition.runs import (
    BLOCKS,
    choose_lemma,
    choose_side,
    declared_method,
    find_method,
    find_other_text,
    top_texts,
)
from tei_edition.source import locate_attribute, split_lines
from tei_edition.stamps import ANCHOR, POS, REFERENCE, SHOWN, locate
from tei_edition.tei import (
    CHAINS,
    DIVISIONS,
    ENTRIES,
    NAMED_BY_POINTER,
    NAMED_BY_REF,
    NAMES,
    PASSAGES,
    POINTING,
    POINTING_ON,
    PROSE,
    XML_ID,
    local,
    raw_text,
    split_mixed,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from tei_edition.config import TextTable
    from tei_edition.facts import TimeSpan
    from tei_edition.source import Source

# How many characters of context a quotation has on each side, at most.
CONTEXT = 60

_KINDS = {
    "persName": Kind.PERSON,
    "author": Kind.PERSON,
    "editor": Kind.PERSON,
    "orgName": Kind.ORGANISATION,
    "placeName": Kind.PLACE,
    "geogName": Kind.PLACE,
    "event": Kind.EVENT,
    "eventName": Kind.EVENT,
    "title": Kind.WORK,
    "objectName": Kind.OBJECT,
    "term": Kind.TERM,
}
_SPACE = re.compile(r"\s+")
_BREAK = "\n"  # in a stream: where a block ends, and a quotation with it


class _Stream:
    """Words as a reader meets them: white space collapsed, blocks parted by a break."""

    __slots__ = ("kind", "parts", "size", "spaced", "witnesses")

    def __init__(self, kind: Stream, witnesses: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.witnesses = witnesses
        self.parts: list[str] = []
        self.size = 0
        self.spaced = True

    def add(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        if self.spaced and text.startswith(" "):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.size += len(text)
            self.spaced = text.endswith(" ")

    def end_block(self) -> None:
        if self.size and self.parts[-1] != _BREAK:
            self.parts.append(_BREAK)
            self.size += 1
            self.spaced = True


class _Span(NamedTuple):
    """A mention or dating before its quotation is cut: where it stands in its stream."""

    element: etree._Element
    stream: _Stream
    start: int
    end: int
    passage: str
    role: str = ""


class _Place(NamedTuple):
    """What the walk knows of the place where it is."""

    stream: _Stream
    passage: str
    counts: dict[str, int]  # of the passages of each name in this outermost division so far
    own: bool = False  # within a register entry, whose own names are no mentions
    divided: bool = False  # within a division


def read_text(source: Source, shown: TextTable, *, is_register: bool = False) -> Text:
    """Everything that the file says; `shown` tells which sides of its choices are read.

    `is_register` says that the edition names the file as a register. Raises ValueError for a
    source without a tree.
    """
    root = source.root
    if root is None:
        raise ValueError(f"{source.file} could not be read")
    witnesses = tuple(_read_witnesses(root))
    sigla = tuple(witness.siglum for witness in witnesses if " " in witness.siglum)
    walk = _Walk(shown, declared_method(root), sigla)
    for action in root.iter(tei("correspAction")):
        walk.visit_correspondent(action)
    for text in top_texts(root):
        walk.visit(text, _Place(walk.main, "", {}))
    for element in root.iter(tei("note"), tei("app")):
        above = {local(ancestor.tag) for ancestor in element.iterancestors()}
        if "text" not in above and "standOff" in above and not above & {"note", "app"}:
            walk.visit(element, _Place(walk.main, "", {}))
    read_time = make_time_reader(root, shown)
    joined: dict[int, str] = {}
    prose = tuple(read_prose(root, shown))
    return Text(
        file=source.file,
        header=read_header(root),
        ids={
            e.get(ANCHOR, ""): local(e.tag)
            for e in root.iter(tei("*"))
            if e.get(XML_ID) is not None and e.get(ANCHOR) == e.get(XML_ID)
        },
        division=_read_divisions(root, shown),
        passages=tuple(walk.passages),
        mentions=tuple(_mention(found, joined) for found in walk.names),
        datings=tuple(_dating(found, joined, read_time) for found in walk.dates),
        lives=(*read_origins(root, read_time), *read_life_dates(root, read_time)),
        acts=tuple(read_acts(root, read_time)),
        prose=prose,
        capitals=list_capitals(prose),
        coordinates=tuple(read_coordinates(root)),
        entries=read_entries(root, walk.apps, shown, sigla),
        witnesses=witnesses,
        entities=tuple(read_entities(root, is_register=is_register)),
        relations=tuple(read_relations(root)),
        pointers=tuple(_read_pointers(root, source)),
        prefixes=tuple(_read_patterns(root, "prefixDef")),
        ignored=source.ignored,
        declared_method=_read_declared_method(root),
        reference_patterns=tuple(_read_patterns(root, "cRefPattern")),
        apparatus_of=tuple(walk.apparatus_of.items()),
        declarations=tuple(_read_declarations(root)),
        pictures=tuple(_read_pictures(root)),
    )


def is_mention(element: etree._Element) -> bool:
    """Whether a TEI element of a text names somebody or something (DESIGN: "Pointers")."""
    name = local(element.tag)
    if name in NAMES:
        return True
    if name in NAMED_BY_REF:
        return bool(element.get("ref"))
    return name in NAMED_BY_POINTER and bool(element.get("ref") or element.get("key"))


class _Walk:
    """One walk over the texts of a file, and what it gathers."""

    def __init__(
        self, shown: TextTable, declared: Method | None = None, sigla: tuple[str, ...] = ()
    ) -> None:
        self.shown = shown
        self.declared = declared
        self.sigla = sigla
        self.main = _Stream(Stream.TEXT)
        self.names: list[_Span] = []
        self.dates: list[_Span] = []
        self.passages: list[Passage] = []
        self.apps: list[Seen] = []
        self.apparatus_of: dict[str, Location] = {}
        self.counts: dict[str, int] = {}
        self.handlers = {
            "app": self.visit_app,
            "choice": self.visit_choice,
            "note": self.visit_note,
        }

    def visit(self, element: etree._Element, place: _Place) -> None:
        name = local(element.tag)
        if handler := self.handlers.get(name):
            handler(element, place)
        elif name:
            self.visit_plain(element, place, name)
        elif isinstance(element.tag, str):  # another namespace: its words count
            self.visit_children(element, place)

    def visit_children(self, element: etree._Element, place: _Place) -> None:
        for text, child in split_mixed(element):
            if text:
                place.stream.add(text)
            if child is not None:
                self.visit(child, place)

    def visit_plain(self, element: etree._Element, place: _Place, name: str) -> None:
        stream = place.stream
        if name in PASSAGES or element.get(REFERENCE):
            place = self.enter_passage(element, place, name)
        spans = self.names if is_mention(element) and not place.own else None
        if name in ENTRIES and spans is None:
            place = place._replace(own=True)
        elif name in PROSE:
            place = place._replace(own=False)
        block = name in BLOCKS
        if block:
            stream.end_block()
        start = stream.size
        if name == "date":
            spans = self.dates
        if spans is None:
            self.visit_children(element, place)
        else:
            # A name before the names inside it, though its end is known only after them.
            index = len(spans)
            spans.append(_Span(element, stream, start, start, place.passage))
            self.visit_children(element, place)
            spans[index] = _Span(element, stream, start, stream.size, place.passage)
        if block:
            stream.end_block()

    def visit_correspondent(self, action: etree._Element) -> None:
        """Who sent a letter, who received it, and where, as its header says."""
        for name in action.iter(*map(tei, NAMES)):
            stream = _Stream(Stream.HEADER)
            stream.add(words_of(name))
            role = action.get("type", "")
            self.names.append(_Span(name, stream, 0, stream.size, "", role))

    def visit_note(self, element: etree._Element, place: _Place) -> None:
        inner = _Place(_Stream(Stream.NOTE), place.passage, {})
        self.visit_children(element, self.enter_passage(element, inner, "note"))

    def visit_choice(self, element: etree._Element, place: _Place) -> None:
        side = choose_side(element, self.shown)
        hidden = place._replace(stream=_Stream(Stream.READING, place.stream.witnesses))
        for child in element:
            if local(child.tag):
                self.visit(child, place if child is side else hidden)

    def visit_app(self, element: etree._Element, place: _Place) -> None:
        """Route what an entry holds to its streams; `apparatus` makes the record of it."""
        if file := find_other_text(element):
            self.apparatus_of.setdefault(file, locate(element))
            return
        place = self.enter_passage(element, place, "app")
        in_text = find_method(element, self.declared) is Method.SEGMENTATION
        words: dict[etree._Element, str] = {}
        self.apps.append(Seen(element, place.passage, words))
        lemma = choose_lemma(element) if in_text else None
        self.visit_readings(element, place, lemma, words)

    def visit_readings(
        self,
        group: etree._Element,
        place: _Place,
        lemma: etree._Element | None,
        words: dict[etree._Element, str],
    ) -> None:
        for child in group:
            name = local(child.tag)
            if name in {"lem", "rdg"}:
                witnesses = split_sigla(child.get("wit", ""), self.sigla)
                stream = place.stream if child is lemma else _Stream(Stream.READING, witnesses)
                start = len(stream.parts)
                self.visit_children(child, place._replace(stream=stream))
                words[child] = " ".join("".join(stream.parts[start:]).split())
            elif name == "rdgGrp":
                self.visit_readings(child, place, lemma, words)
            elif name:
                inner = place._replace(stream=_Stream(Stream.NOTE))
                self.visit(child, inner)

    def enter_passage(self, element: etree._Element, place: _Place, name: str) -> _Place:
        anchor = element.get(ANCHOR, "")
        label = inner = element.get("n", "")
        if not label and place.stream.kind is Stream.TEXT:
            label, inner = _count(self.counts, name), _count(place.counts, name)
        reference = element.get(REFERENCE, "")
        shown = element.get(SHOWN, reference)
        self.passages.append(Passage(anchor, name, label, inner, reference, shown))
        if name in DIVISIONS and not place.divided:
            place = place._replace(counts={}, divided=True)
        # An entry is a passage, but the words around it are told from the paragraph.
        is_whole = name in PASSAGES and name not in {"app", "figure"}
        return place._replace(passage=anchor) if is_whole else place


def _count(counts: dict[str, int], name: str) -> str:
    counts[name] = counts.get(name, 0) + 1
    return str(counts[name])


def _quote(found: _Span, joined: dict[int, str]) -> Quotation:
    text = joined.get(id(found.stream))
    if text is None:
        text = joined[id(found.stream)] = "".join(found.stream.parts)
    before = text[max(0, found.start - CONTEXT - 20) : found.start].rpartition(_BREAK)[2]
    after = text[found.end : found.end + CONTEXT + 20].partition(_BREAK)[0]
    # Where nothing parts words, as in Chinese, a cut anywhere is as good.
    if len(before) > CONTEXT:
        cut = before.find(" ", len(before) - CONTEXT - 1)
        before = "…" + before[cut if cut >= 0 else -CONTEXT :]
    if len(after) > CONTEXT:
        after = after[: after.rfind(" ", 0, CONTEXT + 1) + 1 or CONTEXT] + "…"
    surface = text[found.start : found.end].replace(_BREAK, " ")
    # Spaces at the edges of a name stand outside it.
    before += " " if surface.startswith(" ") else ""
    after = (" " if surface.endswith(" ") else "") + after
    return Quotation(before, surface.strip(), after)


def _mention(found: _Span, joined: dict[int, str]) -> Mention:
    element = found.element
    name = local(element.tag)
    kind = _KINDS.get(name) or kind_of_type(element.get("type", ""))
    return Mention(
        element=name,
        kind=str(kind or ""),
        pointers=_read_names_pointers(element),
        quotation=_quote(found, joined),
        # What stands in a header has no place on a page.
        anchor="" if found.stream.kind is Stream.HEADER else element.get(ANCHOR, ""),
        passage=found.passage,
        stream=found.stream.kind,
        location=locate(element),
        witnesses=found.stream.witnesses,
        certainty=element.get("cert", ""),
        role=found.role,
    )


def _read_names_pointers(element: etree._Element) -> tuple[str, ...]:
    """The pointers of a name: each of @ref, else @key, which may hold spaces; then @nymRef."""
    key = element.get("key", "").strip()
    pointers = element.get("ref", "").split() or ([key] if key else [])
    return (*pointers, *element.get("nymRef", "").split())


def _dating(
    found: _Span, joined: dict[int, str], read_time: Callable[[etree._Element], TimeSpan]
) -> Dating:
    element = found.element
    return Dating(
        quotation=_quote(found, joined),
        anchor=element.get(ANCHOR, ""),
        passage=found.passage,
        stream=found.stream.kind,
        location=locate(element),
        time=read_time(element),
        witnesses=found.stream.witnesses,
        calendar=element.get("calendar", ""),
    )


def _read_divisions(root: etree._Element, shown: TextTable) -> Division | None:
    texts = top_texts(root)
    if not texts:
        return None
    whole = texts[0] if len(texts) == 1 else root
    return _division(whole, shown)


def _division(element: etree._Element, shown: TextTable) -> Division:
    return Division(
        anchor=element.get(ANCHOR, ""),
        element=local(element.tag),
        title=_read_head(element, shown),
        length=sum(len(text) for text in element.itertext()),
        line=locate(element).line,
        children=tuple(_division(child, shown) for child in iter_divisions(element)),
    )


_TRANSPARENT = frozenset({"TEI", "teiCorpus", "text", "front", "body", "back", "group"}) | DIVISIONS
_LOOSE_TEXT = 2000


def iter_divisions(element: etree._Element) -> Iterator[etree._Element]:
    """The divisions next below an element that may become pages of their own.

    None where text stands between them for which no page would be the right one.
    """
    found: list[etree._Element] = []
    loose = _find_divisions(element, found)
    if loose <= _LOOSE_TEXT:
        yield from found


def _find_divisions(element: etree._Element, found: list[etree._Element]) -> int:
    """Gather the divisions below an element; the characters that follow one and are in none."""
    loose = 0
    if (element.text or "").strip():
        return _LOOSE_TEXT + 1
    for child in element:
        name = local(child.tag)
        if name in DIVISIONS or (name == "text" and local(element.tag) in {"group", "TEI"}):
            found.append(child)
        elif name in _TRANSPARENT:
            loose += _find_divisions(child, found)
        elif name and name not in {"teiHeader", "standOff"} and found:
            loose += sum(len(text) for text in child.itertext())
        if (child.tail or "").strip():
            return _LOOSE_TEXT + 1
    return loose


def _read_head(element: etree._Element, shown: TextTable) -> str:
    head = element.find(tei("head"))
    return read_words(head, shown) if head is not None else ""


def read_words(element: etree._Element, shown: TextTable) -> str:
    """The reading text of an element in one line, without notes."""
    walk = _Walk(shown)
    walk.visit_children(element, _Place(walk.main, "", {}))
    return "".join(walk.main.parts).replace(_BREAK, " ").strip()


def _read_declared_method(root: etree._Element) -> str:
    declaration = next(root.iter(tei("variantEncoding")), None)
    return "" if declaration is None else declaration.get("method", "")


def _read_witnesses(root: etree._Element) -> Iterator[Witness]:
    for witness in root.iter(tei("witness")):
        if ident := _witness_id(witness):
            yield Witness(
                id=ident,
                siglum=_read_siglum(witness) or witness.get("n") or ident,
                description=_words_besides(witness, "witness", "listWit", _find_siglum(witness)),
                location=locate(witness),
                group=_find_group(witness),
                dates=_read_origin(witness),
                repository=_read_repository(witness),
            )
    for group in root.iter(tei("listWit")):
        if ident := group.get(XML_ID, ""):
            siglum = group.get("n") or ident
            described = words_of(group.find(tei("head")))
            yield Witness(ident, siglum, described, locate(group), _find_group(group), True)


def _read_origin(witness: etree._Element) -> str:
    """When a witness was made: its `origDate`, else the date of the book that it is."""
    for date in (*witness.iter(tei("origDate")), *witness.iterfind(f"{tei('bibl')}/{tei('date')}")):
        if next(date.iterancestors(tei("witness"))) is witness:
            bounds = [date.get(name, "") for name in ("notBefore", "from", "notAfter", "to")]
            given = "–".join(dict.fromkeys(filter(None, bounds)))
            return words_of(date) or date.get("when", "") or given
    return ""


def _read_repository(witness: etree._Element) -> str:
    """Where a manuscript is kept, and by which shelfmark."""
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
    """The nearest witness or list around one that has an id."""
    around = element.iterancestors(tei("witness"), tei("listWit"))
    return next((ident for above in around if (ident := _witness_id(above))), "")


def _read_siglum(witness: etree._Element) -> str:
    return words_of(_find_siglum(witness))


def _find_siglum(witness: etree._Element) -> etree._Element | None:
    return next(
        (c for c in witness.iterchildren(tei("abbr"), tei("idno")) if c.get("type") == "siglum"),
        None,
    )


def _words_besides(element: etree._Element, *left_out: str | etree._Element | None) -> str:
    """The words of an element without those of these children, or of those of these names."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not {local(child.tag), child}.intersection(left_out):
            parts.append(words_of(child) if not child.text and not len(child) else raw_text(child))
        parts.append(child.tail or "")
    return _SPACE.sub(" ", "".join(parts)).strip()


def _read_patterns(root: etree._Element, name: str) -> Iterator[Prefix]:
    for element in root.iter(tei(name)):
        yield Prefix(
            element.get("ident", ""),
            element.get("matchPattern", ""),
            element.get("replacementPattern", ""),
        )


_DECLARED = ("calendar", "change", "char", "glyph", "handNote", "rendition", "taxonomy")


def _read_declarations(root: etree._Element) -> Iterator[Declaration]:
    """What the headers declare under an identifier, for pointers of the texts."""
    for header in root.iter(tei("teiHeader")):
        for element in header.iter(*(tei(name) for name in _DECLARED)):
            inner = element.iter(tei("*"))
            ids = tuple(ident for e in inner if (ident := e.get(XML_ID)) is not None)
            # A rendition with a selector holds without being pointed to.
            if element.get(XML_ID) is not None and element.get("selector") is None:
                yield Declaration(local(element.tag), ids, locate(element))
        for element in header.iter(tei("prefixDef")):
            yield Declaration("prefixDef", (element.get("ident", ""),), locate(element))


def _read_pictures(root: etree._Element) -> Iterator[Picture]:
    """The pictures in the texts of a file, in order, each once."""
    seen = set()
    for text in top_texts(root):
        for graphic in text.iter(tei("graphic")):
            url = " ".join(graphic.get("url", "").split())
            if url not in seen:
                seen.add(url)
                yield Picture(url, locate(graphic))


def _read_pointers(root: etree._Element, source: Source) -> Iterator[Pointer]:
    lines = split_lines(source.text)
    for element in root.iter(tei("*")):
        names = [
            str(key)
            for key in element.keys()  # noqa: SIM118 - lxml
            if key in POINTING or key == "cRef"
        ]
        if not names:
            continue
        tag = local(element.tag)
        start = locate(element) if source.included else _locate_in(element, source.file)
        for name in names:
            if name in POINTING_ON and tag not in POINTING_ON[name]:
                continue
            value = element.get(name, "")
            where = start
            if start.file == source.file:
                where = locate_attribute(start, name, lines)
            ident = element.get(XML_ID, "") if name in CHAINS else ""
            # A key may hold spaces, and so may a canonical reference.
            for token in [value.strip()] if name in {"key", "cRef"} else value.split():
                yield Pointer(tag, name, token, where, ident)


def _locate_in(element: etree._Element, file: str) -> Location:
    """`locate` for a file that has no other in it: far fewer steps, for far more elements."""
    line, _, column = element.get(POS, "1:1").partition(":")
    return Location(file, int(line), int(column))
