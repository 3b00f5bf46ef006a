"""Names of TEI: namespaces, and the sets of elements that the whole toolkit agrees on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES_NS = "http://www.tei-c.org/ns/Examples"
TEI_NS = "http://www.tei-c.org/ns/1.0"
SOURCE_NS = "urn:tei-edition:source"
XML_NS = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{XML_NS}}}id"
XML_LANG = f"{{{XML_NS}}}lang"
XML_BASE = f"{{{XML_NS}}}base"


def parse_again(data: bytes) -> etree._Element:
    """Return a tree that was read before and written out by lxml.

    Everything that the first reading accepted must be accepted here: otherwise duplicate
    identifiers, which `check` reports, would be an error of libxml2.
    """
    parser = etree.XMLParser(
        huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True
    )
    return etree.fromstring(data, parser)


def write_xml(root: etree._Element | etree._ElementTree) -> bytes:
    """Return a tree as a file in UTF-8, with its declaration and a line end behind it."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def tei(name: str) -> str:
    """Return a TEI element's name in Clark notation."""
    return f"{{{TEI_NS}}}{name}"


def src(name: str) -> str:
    """Return the name of a stamp in Clark notation."""
    return f"{{{SOURCE_NS}}}{name}"


@lru_cache(maxsize=4096)  # it is asked dozens of times for each element of a text
def local(tag: object) -> str:
    """Return the local name of a TEI element's tag; empty for any other node."""
    if isinstance(tag, str) and tag.startswith(_PREFIX):
        return tag[len(_PREFIX) :]
    return ""


def words_of(element: etree._Element | None) -> str:
    """All words of an element in one line, white space collapsed."""
    return "" if element is None else " ".join(raw_text(element).split())


def raw_text(element: etree._Element) -> str:
    """Return the string value of an element; that of a comment or an instruction is empty."""
    if not isinstance(element.tag, str):
        return ""
    return "".join(str(text) for text in element.itertext())


def split_mixed(element: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """Yield the texts of an element, each with the child that follows it, if one does.

    A break of the source separates words, unless it is in one (TEI Guidelines, section 3.11.3):
    then the white space beside it is not part of the text. `xslt/doctree/breaks.xsl` says the same.
    """
    children = list(element)
    text = element.text or ""
    if not children:
        yield text, None
        return
    if not any(local(child.tag) in BREAKS for child in children):
        for child in children:
            yield text, child
            text = child.tail or ""
        yield text, None
        return
    joins = False
    within = _find_breaks_in_words(children)
    for number, child in enumerate(children):
        is_break = local(child.tag) in BREAKS
        joins = is_break and number in within
        if joins:
            text = text.rstrip()
        elif is_break and not ends_in_hyphen(text):
            text += " "
        yield text, child
        text = (child.tail or "").lstrip() if joins else child.tail or ""
    yield text, None


def ends_in_hyphen(text: str) -> bool:
    """Whether a text ends in a hyphen that was kept at a line's end: the word goes on."""
    return _HYPHEN.search(text) is not None


def _find_breaks_in_words(children: list[etree._Element]) -> set[int]:
    """Find the children at which the word goes on: one of the breaks at their place says so."""
    within: set[int] = set()
    run: list[int] = []
    for number, child in enumerate(children):
        if not _is_break(child):
            run = []
            continue
        if run and (children[number - 1].tail or "").strip():
            run = []
        run.append(number)
        if run[0] in within:
            within.add(number)
        elif child.get("break") == "no":
            within.update(run)
    return within


def _is_break(element: etree._Element) -> bool:
    return local(element.tag) in BREAKS


_HYPHEN = re.compile(r"\S[-\u2010\u2e17\u00ac\u00ad]$")
_PREFIX = f"{{{TEI_NS}}}"
# What stands beside the text of a file: nothing in them is a passage.
HEADERS = frozenset({"teiHeader", "sourceDoc", "facsimile"})

# These sets are the stylesheets' as well: `make generated` writes them to xslt/shared.xsl.

DIVISIONS = frozenset({"div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"})

# Names are mentions wherever they stand; these others only with a pointer, the last with a @ref:
# the @key of a term is its own, and that of a settlement often one of a database.
NAMES = frozenset({
    "persName", "orgName", "placeName", "geogName", "eventName", "objectName", "name", "rs",
})  # fmt: skip
NAMED_BY_POINTER = frozenset({"author", "editor", "event", "title"})
NAMED_BY_REF = frozenset({"bloc", "country", "district", "region", "settlement", "term"})
# What else names somebody or something where it has a @ref (att.naming); without one it is a part
# of a name, or data, and cannot be cited.
NAMED_WITH_REF = frozenset({
    "addName", "forename", "genName", "geogFeat", "institution", "origPlace", "pubPlace",
    "repository", "roleName", "surname",
})  # fmt: skip

# What a reader may cite. A dating is a place to lead to as well.
PASSAGES = DIVISIONS | {
    "head", "p", "ab", "l", "lg", "sp", "u", "note", "item", "row", "app", "figure",
}  # fmt: skip

# Scripts that put no space between words, with their punctuation; Korean does.
UNSPACED = (
    "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u3190-\u31ff\u3220-\u325f\u3280-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\U00016fe0-\U00018cff\U0001b000-\U0001b2ff"
    "\U00020000-\U0003ffff"
)
# Letters of scripts in which spaces are between sentences, not words, so that the end of a line is
# none either: Thai, Lao, Tibetan (after a letter or tsheg), Burmese, Khmer, Tai Tham, Balinese and
# Javanese.
UNPARTED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u0f0b\u0f0c\u0f40-\u0fbc"
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u1a20-\u1a7c\u1b05-\u1b44\ua980-\ua9c0"
    "\uaa60-\uaa7f"
)
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")


def is_unspaced(character: str) -> bool:
    """Whether a character is of a script that puts no space between words."""
    return _IS_UNSPACED.match(character) is not None


# What is in a text to say something of it, and is not part of it.
NOT_TEXT = frozenset({
    "alt", "altGrp", "binary", "binaryObject", "certainty", "f", "fLib", "fs", "fvLib", "index",
    "interp", "interpGrp", "join", "joinGrp", "link", "linkGrp", "listTranspose", "numeric",
    "precision", "respons", "span", "spanGrp", "string", "substJoin", "symbol", "timeline",
    "transpose", "vColl", "when",
})  # fmt: skip

# Where a page, a column, a line or another unit of the source begins.
BREAKS = frozenset({"pb", "cb", "gb", "lb", "milestone"})

# Elements that never hold anything.
EMPTY = BREAKS | {
    "addSpan", "anchor", "damageSpan", "delSpan", "graphic", "handShift", "lacunaEnd",
    "lacunaStart", "ptr", "witEnd", "witStart",
}  # fmt: skip

# Lists of what a register describes, as they may be in a text.
REGISTERS = frozenset({
    "listBibl", "listEvent", "listNym", "listObject", "listOrg", "listPerson", "listPlace",
    "listWit",
})  # fmt: skip

# What is heard or seen in a transcript of speech besides words (TEI Guidelines, chapter 8).
SPOKEN_EVENTS = frozenset({"incident", "kinesic", "pause", "shift", "vocal", "writing"})

# What is a block of the page wherever it stands.
ALWAYS_BLOCKS = DIVISIONS | REGISTERS | {
    "ab", "annotationBlock", "argument", "back", "body", "castGroup", "castItem", "castList",
    "closer", "docImprint", "docTitle", "entry", "entryFree", "epigraph", "epilogue", "figure",
    "floatingText", "front", "group", "l", "lg", "list", "listApp", "msDesc", "notatedMusic",
    "opener", "p", "performance", "postscript", "prologue", "set", "sp", "spGrp", "superEntry",
    "table", "text", "titlePage", "u",
}  # fmt: skip

# A note in one of these may be about something elsewhere; one in running text is about its place.
NOTE_HOLDERS = DIVISIONS | {
    "annotation", "back", "body", "front", "listAnnotation", "noteGrp", "standOff",
}  # fmt: skip

# In a reading of the apparatus: what says something though it holds no words, and what says where
# a witness begins, ends, breaks off or resumes.
WORDLESS = frozenset({
    "binaryObject", "c", "cb", "damage", "damageSpan", "ellipsis", "figure", "formula", "g",
    "gap", "gb", "graphic", "media", "metamark", "milestone", "notatedMusic", "pb", "pc", "ptr",
    "ref", "space", "supplied", "unclear",
})  # fmt: skip
EXTENTS = frozenset({"witStart", "witEnd", "lacunaStart", "lacunaEnd"})
# The types that editors give to a reading that says that the witness has no text there.
LACUNA_TYPES = frozenset({"lac", "lacuna", "lacunose", "lacunosus"})
# The types of a reading without words that say that the witness has something there, or had it,
# which nobody reads: that is no omission.
UNREAD_TYPES = frozenset({
    "blank", "damage", "damaged", "erased", "erasure", "illegible", "rasura", "unclear",
    "unreadable", "vac", "vacat",
})  # fmt: skip

# Attributes whose values are pointers (teidata.pointer), one or several; @key alone, which holds a
# single one, is ours. On elements that `POINTING_ON` does not list, some of them mean other things.
POINTING = frozenset({
    "active", "adj", "adjFrom", "adjTo", "ana", "calendar", "change", "children", "class", "code",
    "copyOf", "corresp", "datcat", "datingMethod", "datingPoint", "decls", "domains", "edRef",
    "end", "exclude", "fVal", "facs", "feats", "filter", "follow", "from", "fromUnit", "given",
    "hand", "inst", "key", "lemmaRef", "location", "mergedIn", "mutual", "new", "next", "nymRef",
    "origin", "parent", "parts", "passive", "perf", "period", "prev", "property", "ref",
    "rendition", "replyTo", "require", "resp", "sameAs", "scheme", "scribeRef", "scriptRef",
    "select", "since", "source", "spanTo", "start", "synch", "target", "targetDatcat", "targetEnd",
    "to", "toUnit", "toWhom", "unitRef", "uri", "url", "value", "valueDatcat", "where", "who",
    "wit",
})  # fmt: skip
_SPANS = frozenset({"app", "arc", "rt", "span"})
POINTING_ON = {
    "active": frozenset({"relation"}),
    "class": frozenset({"msContents", "msItem", "msItemStruct"}),
    "from": _SPANS,
    "location": frozenset({
        "case", "colloc", "def", "entryFree", "etym", "form", "gen", "gram", "gramGrp", "hom",
        "hyph", "iType", "lang", "lbl", "mood", "number", "oRef", "orth", "pRef", "per", "pos",
        "pron", "re", "sense", "subc", "syll", "tns", "usg", "xr",
    }),
    "new": frozenset({"handShift"}),
    "passive": frozenset({"relation"}),
    "require": frozenset({"lem", "rdg", "rdgGrp"}),
    "scheme": frozenset({
        "catRef", "classCode", "keywords", "locus", "locusGrp", "occupation", "socecStatus",
    }),
    "start": frozenset({
        "annotationBlock", "binaryObject", "ellipsis", "gap", "incident", "kinesic", "line",
        "media", "path", "pause", "post", "surface", "u", "vocal", "writing", "zone",
    }),
    "to": _SPANS,
    "value": frozenset({"eLeaf", "eTree", "iNode", "leaf", "node", "root", "triangle"}),
    "where": frozenset({"conversion", "event"}),
}  # fmt: skip


# Pointers by which an element refers to another in its place, or before or after it.
CHAINS = frozenset({"copyOf", "next", "prev", "sameAs"})


def is_pointing(element: str, attribute: str) -> bool:
    """Whether an attribute of a TEI element holds pointers."""
    return attribute in POINTING and (
        attribute not in POINTING_ON or element in POINTING_ON[attribute]
    )


# The entries of registers, and the elements in them whose names are text again.
ENTRIES = frozenset({"person", "personGrp", "org", "place", "event", "nym", "object"})
PROSE = frozenset({"note", "p", "ab", "desc"})
