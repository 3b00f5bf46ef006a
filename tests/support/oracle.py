"""What a TEI file says and what a page of HTML says, each read by itself, to be compared.

Nothing here knows the package: both sides are computed from the words of the design ("Reading
text", "HTML contract") with lxml alone. A stream is the text of one place: the reading text, a
note, an entry of the apparatus with its lemma; each carries the sides that are not shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree, html

if TYPE_CHECKING:
    from pathlib import Path

TEI = "{http://www.tei-c.org/ns/1.0}"
MENTIONS = {
    "persName", "orgName", "placeName", "geogName", "eventName", "objectName", "name", "rs",
}  # fmt: skip
POINTERED = {"author", "editor", "event", "title"}
# These have anchors, whether or not they are mentions.
BY_REF = {"term", "settlement", "region", "country", "district", "bloc"}
# These only with a @ref.
WITH_REF = {
    "addName", "forename", "genName", "geogFeat", "institution", "origPlace", "pubPlace",
    "repository", "roleName", "surname",
}  # fmt: skip
NAMED = MENTIONS | POINTERED | BY_REF | {"date"}
ENTRIES = {"person", "personGrp", "org", "place", "event", "nym", "object"}
PROSE = {"note", "p", "ab", "desc"}
SIDES = (
    ("corrected", "corr", "sic"),
    ("regularised", "reg", "orig"),
    ("expanded", "expan", "abbr"),
    ("expanded", "ex", "am"),
)
BREAKS = {"pb", "cb", "gb", "lb", "milestone"}
# What says something of the text, or stands beside it, is not read in its sentences.
UNREAD = {
    "alt", "altGrp", "binaryObject", "certainty", "fLib", "figDesc", "fs", "fvLib", "fw", "index",
    "interp", "interpGrp", "join", "joinGrp", "link", "linkGrp", "listTranspose", "precision",
    "respons", "span", "spanGrp", "substJoin", "timeline", "transpose", "when",
}  # fmt: skip
# These are described instead of read.
DESCRIBED = {"gap", "graphic", "media", "space"}
# Parts of names and of places, which are separated where nothing is between them.
NAME_PARTS = {
    "addName", "bloc", "country", "district", "forename", "genName", "geogFeat", "geogName", "name",
    "nameLink", "orgName", "persName", "placeName", "region", "roleName", "settlement", "surname",
}  # fmt: skip
LISTED = "oracle-listed"  # a reference whose elements are separated by nothing that means anything
UNITS = {"address", "bibl", "biblFull", "biblStruct", "cit", "msIdentifier"}
WITH_DATES = {
    "bibl", "biblFull", "biblStruct", "birth", "death", "event", "floruit", "msDesc", "object",
    "org", "person", "personGrp", "place",
}  # fmt: skip
APART = {
    "annotation", "back", "body", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7",
    "front", "listAnnotation", "noteGrp", "standOff",
}  # fmt: skip

# Blocks that separate words wherever they stand. Phrases never do; of all else the place decides.
TEI_BLOCKS = {
    "body", "back", "div", "div1", "div2", "div3", "front", "group", "head", "item", "l", "lg",
    "list", "p", "row", "cell", "sp", "table", "text", "u",
}  # fmt: skip
TEI_PHRASES = MENTIONS | {
    "abbr", "add", "am", "app", "author", "c", "choice", "corr", "date", "del", "emph", "ex",
    "expan", "foreign", "forename", "g", "hi", "lem", "num", "orig", "pc", "rdg", "ref", "reg",
    "seg", "sic", "supplied", "surname", "surplus", "term", "title", "unclear", "w",
}  # fmt: skip
HTML_BLOCKS = {
    "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "nav", "ol", "p", "pre", "section",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# What a page adds to the text, or says a second time.
MARKS = {
    "tei-frame",
    "tei-generated",
    "headerlink",
    "footnote-reference",
    "tei-downloads",
    "tei-named",
    "tei-cite",
    "toctree-wrapper",
    "tei-fw",
    "tei-figDesc",
}
BREAK, MAYBE = "\n", "\x1f"


class Name(NamedTuple):
    """A name or a date: its TEI element, its words, and the node it was read from."""

    element: str
    words: str
    node: etree._Element


@dataclass
class Stream:
    """The text of one place, what is named in it, and the hidden sides that stand in it."""

    parts: list[str] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    sides: list[Stream] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text with the marks of its boundaries."""
        return "".join(self.parts)


@dataclass
class Streams:
    """All streams of a text: one main text, then notes and entries in their order."""

    text: Stream = field(default_factory=Stream)
    notes: list[Stream] = field(default_factory=list)
    entries: list[Stream] = field(default_factory=list)
    # Whether entries stand elsewhere than their words: the page has its own order of them.
    is_located: bool = False

    def named(self) -> dict[str, list[Stream]]:
        """The streams by what they are, the sides apart from those they stand in."""
        found = {"text": [self.text], "notes": self.notes, "entries": self.entries}
        return found | {
            f"sides of {name}": [side for stream in streams for side in stream.sides]
            for name, streams in found.items()
        }


def name_of(node: etree._Element) -> str:
    """The local name of a TEI element, empty for anything else."""
    tag = node.tag
    return tag.removeprefix(TEI) if isinstance(tag, str) and tag.startswith(TEI) else ""


def find_all(node: Any, path: str, **values: str) -> list[Any]:
    """What an XPath finds; `t:` stands for TEI."""
    found: list[Any] = node.xpath(path, namespaces={"t": TEI[1:-1]}, **values)
    return found


# The side of TEI.


def read_tei(path: Path, shown: dict[str, bool] | None = None) -> Streams:
    """The streams of a TEI file, by the sides of its choices that are `shown` (default: on)."""
    root = etree.parse(path, etree.XMLParser(load_dtd=False, huge_tree=True)).getroot()
    name_characters(root)
    pair_signs(root)
    write_out_data(root)
    trim_references(root)
    bring_notes_home(root)
    join_notes(root)
    mend_broken_words(root)
    join_tokens(root)
    streams = Streams()
    reader = _Tei(streams, shown or {})
    for text in root.iter(f"{TEI}text"):
        if not any(name_of(above) == "text" for above in text.iterancestors()):
            reader.walk(text, streams.text)
    for note in root.iterfind(f".//{TEI}standOff//{TEI}note"):
        # What a register says of somebody is on its pages.
        if not {name_of(above) for above in note.iterancestors()} & {"note", "app", *ENTRIES}:
            reader.walk(note, streams.text)
    for listed in root.iterfind(f".//{TEI}standOff//{TEI}listApp"):
        reader.walk_list(listed)
    return streams


def name_characters(root: etree._Element) -> None:
    """Put into each empty `g` what its character is mapped to, or else its name in brackets."""
    for g in find_all(root, "//t:g[not(normalize-space())][not(*)]"):
        ref = (g.get("ref") or "").strip()
        name = re.split("[#:]", ref)[-1] or g.get("type") or ""
        kinds = ("'standard'", "'modern'", "'normalized'", "'simplified'")
        where = "//*[self::t:char or self::t:glyph][@xml:id = $name]"
        paths = [f"{where}/t:mapping[@type = {kind}]" for kind in kinds] + [f"{where}/t:mapping"]
        paths += [f"{where}/t:{kind}" for kind in ("charName", "glyphName", "desc")]
        paths += [f"{where}/t:{kind}[@name='Name' or @name='name']/@value"
                  for kind in ("localProp", "unicodeProp")]  # fmt: skip
        found = [
            words if "mapping" in path else f"[{words}]"
            for path in (paths if ref.startswith("#") else ())
            for node in find_all(root, path, name=name)
            if (
                words := " ".join(
                    (node if isinstance(node, str) else "".join(node.itertext())).split()
                )
            )
        ]
        g.text = found[0] if found else f"[{name}]" if name else "\ufffd"


def pair_signs(root: etree._Element) -> None:
    """Make a choice of a sign of abbreviation and the letters right beside it."""
    for ex in find_all(root, "//t:ex[not(parent::t:choice)]"):
        for am, first in ((ex.getprevious(), True), (ex.getnext(), False)):
            if am is None or name_of(am) != "am" or (am if first else ex).tail:
                continue
            choice = etree.Element(f"{TEI}choice")
            last = ex if first else am
            choice.tail, last.tail = last.tail, None
            (am if first else ex).addprevious(choice)
            choice.extend([am, ex] if first else [ex, am])
            break


def join_tokens(root: etree._Element) -> None:
    """Take out the space between tokens that @join ties together, where both are siblings."""
    for node in find_all(root, "//t:w | //t:pc | //t:c | //t:m"):
        after, before, side = node.getnext(), node.getprevious(), node.get("join")
        if side in {"right", "both"} and after is not None:
            node.tail = (node.tail or "").lstrip()
        if side in {"left", "both"} and before is not None:
            before.tail = (before.tail or "").rstrip()


def bring_notes_home(root: etree._Element) -> None:
    """Put each note that stands apart into what it is about, or after that if it holds nothing."""
    places: dict[str, etree._Element] = {}
    for node in find_all(root, "//t:text//*[@xml:id]"):
        places.setdefault(node.get("{http://www.w3.org/XML/1998/namespace}id"), node)
    for note in find_all(root, "//t:note"):
        holder = note.getparent()
        if holder is None or name_of(holder) not in APART:
            continue
        pointers = note.get("targetEnd") or note.get("target")
        if pointers is None and name_of(holder) == "annotation":
            pointers = holder.get("target")
        ids = [p[1:] for p in (pointers or "").split() if p[0] == "#"]
        place = places.get(ids[-1]) if ids else None
        if not ids and note.get("target") is None:
            mark = f"#{note.get('{http://www.w3.org/XML/1998/namespace}id')}"
            marks = [
                p for p in find_all(root, "//t:text//t:ptr") if mark in p.get("target", "").split()
            ]
            place = marks[0] if marks else None
        if place is None or find_all(place, "ancestor-or-self::t:note"):
            continue
        hosts = find_all(
            place,
            "self::t:div/t:head[1] | self::t:list/t:head[1] | self::t:table/t:head[1]"
            " | self::t:figure/t:head[1] | self::t:lg/t:head[1]",
        ) or find_all(
            place,
            "(self::t:lg | self::t:sp)/descendant::*[self::t:l or self::t:p or self::t:ab][last()]"
            " | self::t:row/t:cell[last()]",
        )
        place = hosts[0] if hosts else place
        drop(note)
        is_point = not len(place) and not place.text
        if is_point or name_of(place) in {*BREAKS, "anchor", "app", "choice", "gap", "space"}:
            note.tail, place.tail = place.tail, None
            place.addnext(note)
        else:
            place.append(note)


def drop(node: etree._Element) -> None:
    """Take an element out of its parent, but not the text after it."""
    before, parent = node.getprevious(), node.getparent()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    node.tail = None
    parent.remove(node)


def join_notes(root: etree._Element) -> None:
    """Make one note of those that @next and @prev tie together."""
    for note in find_all(root, "//t:note[@prev][not(parent::t:app)]"):
        ident = note.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        found = find_all(root, "//t:note[@xml:id = $id]", id=note.get("prev")[1:])
        first = found or find_all(root, "//t:note[@next = $id]", id=f"#{ident}")
        if first and first[0] is not note:
            drop(note)
            if len(first[0]):
                first[0][-1].tail = (first[0][-1].tail or "") + (note.text or "")
            else:
                first[0].text = (first[0].text or "") + (note.text or "")
            first[0].extend(list(note))


def mend_broken_words(root: etree._Element) -> None:
    """Take out the white space at breaks in words; mark with a space where a break parts two."""
    for node in find_all(root, "//t:w//*"):
        if name_of(node) in BREAKS:
            node.set("break", "no")
    for node in root.iter(*(TEI + name for name in BREAKS)):
        run = [node]
        while (before := run[0].getprevious()) is not None and is_beside(before, before.tail):
            run.insert(0, before)
        while (after := run[-1].getnext()) is not None and is_beside(after, run[-1].tail):
            run.append(after)
        before, parent = node.getprevious(), node.getparent()
        assert parent is not None
        text = (parent.text if before is None else before.tail) or ""
        if any(other.get("break") == "no" for other in run):
            # The hyphen at the line's end is no part of the word.
            text = re.sub(r"(?<=\S)[-=\u2010\u2e17\u00ac\u00ad]$", "", text.rstrip())
            node.tail = (node.tail or "").lstrip()
        elif not re.search(r"\S[-\u2010\u2e17\u00ac\u00ad]$", text):
            text += BREAK
        if before is None:
            parent.text = text
        else:
            before.tail = text


def trim_references(root: etree._Element) -> None:
    """Take out the white space at the edges of references that are elements on separate lines."""
    for bibl in find_all(root, "//t:bibl[*]"):
        gaps = [bibl.text or "", *(child.tail or "" for child in bibl)]
        if all(not gap.strip() and (not gap or "\n" in gap) for gap in gaps):
            bibl.text = bibl[-1].tail = None
            bibl.set(LISTED, "")


def gap_between(node: etree._Element) -> str:
    """What is after an element, and whether something may be made there.

    That is between two parts of a name or of a reference, or two references, with nothing between.
    """
    after, parent = node.getnext(), node.getparent()
    if parent is not None and parent.get(LISTED) is not None:
        return f"{node.tail or ''}{MAYBE}"
    if node.tail:
        return node.tail
    both = {name_of(node), "" if after is None else name_of(after)}
    return MAYBE if both <= NAME_PARTS or both <= UNITS else ""


def write_out_data(root: etree._Element) -> None:
    """Write out what elements of references and descriptions say in attributes alone."""
    for node in find_all(root, "//t:text//*[not(node())]"):
        name, above = name_of(node), {name_of(a) for a in (node, *node.iterancestors())}
        get = node.get
        if name in {"date", "docDate", "origDate", "birth", "death", "floruit"}:
            if above & WITH_DATES:
                node.text = get("when") or get("when-custom") or (
                    f"{get('from')}–{get('to')}" if get("from") and get("to") else
                    f"{get('notBefore')}/{get('notAfter')}" if get("notBefore") and get("notAfter")
                    else None
                )  # fmt: skip
        elif name == "locus" and get("from"):
            node.text = "–".join(dict.fromkeys(filter(None, (get("from"), get("to")))))
        elif name in {"depth", "dim", "height", "measure", "num", "width"} and (
            number := get("quantity") or get("value")
        ):
            node.text = " ".join(filter(None, (number, get("unit"), get("commodity"))))


def is_beside(node: etree._Element, between: str | None) -> bool:
    """Whether an element is a break with nothing but white space between it and the next."""
    return name_of(node) in {*BREAKS, "fw"} and not (between or "").strip()


class _Tei:
    def __init__(self, streams: Streams, shown: dict[str, bool]) -> None:
        self.streams = streams
        self.shown = shown

    def walk(self, node: etree._Element, stream: Stream) -> None:
        name, parent = name_of(node), node.getparent()
        holder = "" if parent is None else name_of(parent)
        if name in UNREAD or (name == "desc" and holder in DESCRIBED):
            return
        if name == "note" and is_remark(node):
            return  # said after its reading
        if name == "app":
            self.walk_app(node, stream)
            return
        if name == "listApp":
            self.walk_list(node)
            return
        if parent is not None and holder == "choice" and node not in self.sides(parent):
            stream.sides.append(stream := Stream())
        elif name == "note" and holder not in {"app", "rdgGrp"}:
            self.streams.notes.append(stream := Stream())
        edge = BREAK if name in TEI_BLOCKS else "" if name in TEI_PHRASES else MAYBE
        stream.parts.append(edge)
        start, place = len(stream.parts), len(stream.names)
        self.walk_content(node, stream)
        if name in NAMED or (name in WITH_REF and node.get("ref")):
            stream.names.insert(place, Name(name, squeeze("".join(stream.parts[start:])), node))
        stream.parts.append(edge)

    def walk_content(self, node: etree._Element, stream: Stream) -> None:
        # White space between the elements of these means nothing.
        holds_text = name_of(node) not in {"choice", "subst"}
        if holds_text:
            # What stands for the word of a dictionary's entry is a tilde where it is empty.
            is_sign = name_of(node) in {"oRef", "pRef"} and not len(node)
            stream.parts.append(node.text or ("~" if is_sign else ""))
        for child in node:
            if isinstance(child.tag, str):
                self.walk(child, stream)
            if holds_text:
                stream.parts.append(gap_between(child))

    def walk_list(self, listed: etree._Element) -> None:
        """What a list of entries holds besides them is no text."""
        for app in listed.iterfind(f"{TEI}app"):
            self.walk_app(app, Stream())

    def walk_app(self, app: etree._Element, stream: Stream) -> None:
        """The lemma is text, which the entry quotes; all else it says is a stream of its own."""
        self.streams.entries.append(entry := Stream())
        if is_located(app):
            self.streams.is_located = True
            self.walk_readings(app, None, stream, entry)
            return
        lemma = next(iter(app.iterfind(f"{TEI}lem")), None)
        if lemma is None:
            lemma = next(app.iter(f"{TEI}rdg"), None)
        blocks = {"p", "l", "lg", "div"}
        if lemma is not None and not any(name_of(part) in blocks for part in lemma.iter()):
            quoted = Stream()
            _Tei(Streams(), self.shown).walk(lemma, quoted)
            entry.parts += [*quoted.parts, BREAK]
        self.walk_readings(app, lemma, stream, entry)

    def walk_readings(
        self, group: etree._Element, lemma: etree._Element | None, stream: Stream, entry: Stream
    ) -> None:
        for part in group:
            if name_of(part) == "rdgGrp":
                self.walk_readings(part, lemma, stream, entry)
            elif isinstance(part.tag, str) and find_described(part) is None:
                self.walk(part, stream if part is lemma else entry)
                entry.parts.append(BREAK)
                said = (
                    d for d in group.iterchildren(f"{TEI}witDetail") if find_described(d) is part
                )
                for remark in (*filter(is_remark, part.iterchildren(f"{TEI}note")), *said):
                    self.walk_content(remark, entry)
                    entry.parts.append(BREAK)

    def sides(self, choice: etree._Element) -> list[etree._Element]:
        """The children of a choice that the reading text has."""
        children = [child for child in choice if name_of(child)]
        for setting, on, off in SIDES:
            if {on, off} <= {name_of(child) for child in children}:
                side = on if self.shown.get(setting, True) else off
                if off in {"sic", "orig"} and is_in_other_reading(choice):
                    side = off  # what the witness has
                return [child for child in children if name_of(child) == side][:1]
        return children[:1]


def find_lemma(app: etree._Element) -> etree._Element | None:
    """The reading of an entry that is in the text."""
    if is_located(app):
        return None
    lemma = next(app.iterchildren(f"{TEI}lem"), None)
    return next(app.iter(f"{TEI}rdg"), None) if lemma is None else lemma


def is_in_other_reading(node: etree._Element) -> bool:
    """Whether an element is in a reading of witnesses that is not in the text."""
    return any(
        reading.get("wit") and reading is not find_lemma(next(reading.iterancestors(f"{TEI}app")))
        for reading in node.iterancestors(f"{TEI}rdg")
    )


def find_described(detail: etree._Element) -> etree._Element | None:
    """The one reading of the witness that a `witDetail` after another reading is about."""
    if name_of(detail) != "witDetail":
        return None
    sigla = set((detail.get("wit") or "").split())
    group = detail.getparent()
    before = next(detail.itersiblings(f"{TEI}rdg", f"{TEI}lem", preceding=True), None)
    if group is None or before is None or sigla & set((before.get("wit") or "").split()):
        return None
    if any(target.startswith("#") for target in (detail.get("target") or "").split()):
        return None
    readings = group.iterchildren(f"{TEI}rdg", f"{TEI}lem")
    found = [one for one in readings if sigla & set((one.get("wit") or "").split())]
    return found[0] if len(found) == 1 else None


def is_remark(note: etree._Element) -> bool:
    """Whether a note in a reading is said of it in its entry, and is no footnote."""
    reading = note.getparent()
    if reading is None or name_of(reading) != "rdg" or note.get("place"):
        return False
    if any(name_of(child) in TEI_BLOCKS for child in note):
        return False
    return reading is not find_lemma(next(reading.iterancestors(f"{TEI}app")))


def is_located(app: etree._Element) -> bool:
    """Whether an entry is about words that stand elsewhere than in itself."""
    if app.get("from") or app.get("loc"):
        return True
    above = {name_of(node) for node in app.iterancestors()}
    return bool(above & {"listApp", "standOff"}) and "app" not in above


def is_mention(node: etree._Element) -> bool:
    """Whether an element of a text is a mention: names always, some others with a pointer."""
    name = name_of(node)
    is_pointed = name in POINTERED and (node.get("ref") or node.get("key"))
    if name not in MENTIONS and not is_pointed and not (name == "term" and node.get("ref")):
        return False
    around = (name_of(above) for above in node.iterancestors())
    return next((above in PROSE for above in around if above in ENTRIES | PROSE), True)


# The side of HTML.


def read_html(pages: list[Path]) -> Streams:
    """The streams that some pages have together, in this order."""
    streams = Streams()
    for page in pages:
        walk_html(find_article(parse_page(page)), streams.text, streams)
        streams.text.parts.append(BREAK)
    return streams


def parse_page(page: Path) -> html.HtmlElement:
    """The tree of a page of HTML."""
    return html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def find_article(page: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that is its own: neither head nor navigation."""
    return page.xpath("(//*[@role='main'] | //main[not(.//*[@role='main'])])[1]")[0]


def walk_html(node: html.HtmlElement, stream: Stream, streams: Streams) -> None:
    """Add an element of a page to a stream, and what it holds of others to theirs."""
    classes = set(node.get("class", "").split())
    if "tei-separator" in classes:
        stream.parts.append(" ")  # made between elements of data, whose edges say nothing
        return
    if classes & MARKS or (node.tag == "span" and "label" in classes):
        return
    if node.get("hidden") is not None:
        stream.sides.append(stream := Stream())
    elif node.tag == "aside" and "footnote" in classes:
        streams.notes.append(stream := Stream())
    elif "tei-entry" in classes:
        streams.entries.append(stream := Stream())
    edge = BREAK if node.tag in HTML_BLOCKS else ""
    stream.parts.append(edge)
    start, place = len(stream.parts), len(stream.names)
    stream.parts.append(node.text or "")
    for child in node:
        if isinstance(child.tag, str):
            walk_html(child, stream, streams)
        stream.parts.append(child.tail or "")
    element = find_mention(node)
    if element:
        stream.names.insert(place, Name(element, squeeze("".join(stream.parts[start:])), node))
    stream.parts.append(edge)


def find_mention(node: html.HtmlElement) -> str:
    """The TEI name of the name or date that an element of a page is the anchor of."""
    if not node.get("id"):
        return ""
    names = [c.removeprefix("tei-") for c in node.get("class", "").split() if c[:4] == "tei-"]
    return names[0] if names and names[0] in NAMED | WITH_REF else ""


# Comparing.


def squeeze(text: str) -> str:
    """A text without any white space or mark of a boundary."""
    return re.sub(r"[\s\x1f]+", "", text)


def compare(tei: Streams, page: Streams) -> list[str]:
    """Where the page differs from the text; empty where nothing is lost, doubled or moved."""
    faults: list[str] = []
    for (name, wanted), found in zip(tei.named().items(), page.named().values(), strict=True):
        if len(wanted) != len(found):
            faults.append(f"{name}: {len(wanted)} in the TEI, {len(found)} in the page")
        if tei.is_located:
            wanted, found = (sorted(s, key=lambda x: squeeze(x.text)) for s in (wanted, found))
        for said, shown in zip(wanted, found, strict=False):
            faults += _compare_words(name, said.text, shown.text)
        named = [(n.element, n.words) for stream in wanted for n in stream.names]
        anchored = [(n.element, n.words) for stream in found for n in stream.names]
        if named != anchored:
            faults.append(f"mentions of {name}: {_first_difference(named, anchored)}")
    return faults


def _compare_words(name: str, tei: str, page: str) -> list[str]:
    wanted, found = squeeze(tei), squeeze(page)
    if wanted != found:
        at = len(_shared(wanted, found))
        around = slice(max(0, at - 40), at + 40)
        return [f"{name}: {wanted[around]!r} in the TEI, {found[around]!r} in the page"]
    must, may = _boundaries(tei)
    seen, _ = _boundaries(page)
    # Some scripts put no space between words: a line end between their characters is none.
    must = {
        at
        for at in must
        if not (is_unspaced(wanted[at - 1 : at]) and is_unspaced(wanted[at : at + 1]))
    }
    inner = {0, len(wanted)}
    return [
        f"{name}: {what} at {wanted[max(0, at - 20) : at]!r}, {wanted[at : at + 20]!r}"
        for what, places in (("run together", must - seen), ("cut apart", seen - must - may))
        for at in sorted(places - inner)[:3]
    ]


def is_unspaced(character: str) -> bool:
    """Whether a character is of a script that puts no space between words, as Chinese."""
    return bool(character) and (
        unicodedata.east_asian_width(character) in "WF"
        and not unicodedata.name(character, "").startswith("HANGUL")
    )


def _boundaries(text: str) -> tuple[set[int], set[int]]:
    """Where white space must stand, and where it may, counted in characters that are none."""
    must: set[int] = set()
    may: set[int] = set()
    length = 0
    for gap in re.finditer(r"[\s\x1f]+|[^\s\x1f]+", text):
        if not squeeze(gap[0]):
            (must if gap[0].strip(MAYBE) else may).add(length)
        else:
            length += len(gap[0])
    return must, may


def _shared(one: str, two: str) -> str:
    """What two texts begin with alike."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == two[:middle] else (low, middle - 1)
    return one[:low]


def _first_difference(wanted: list[tuple[str, str]], found: list[tuple[str, str]]) -> str:
    for number, (one, two) in enumerate(zip(wanted, found, strict=False)):
        if one != two:
            return f"no. {number + 1} is {one} in the TEI, {two} in the page"
    return f"{len(wanted)} in the TEI, {len(found)} in the page"
