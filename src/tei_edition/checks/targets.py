"""The allowed targets of each pointer attribute (TEI Guidelines, definitions of the attributes).

Only attributes are here whose targets the Guidelines name; `@corresp` or `@target` may lead to
anything. The sets are wide: what some editors do for a reason is no mistake.
"""

from __future__ import annotations

from typing import NamedTuple

from tei_edition.facts.pointers import ELEMENT, ENTITY, WITNESS, Target


class Wanted(NamedTuple):
    """The elements that a pointer may lead to (any if none are named), and what to call them.

    `place` is where in the header such an element is declared, for those that belong there.
    """

    elements: frozenset[str]
    words: str
    place: str = ""


def find_wanted(element: str, attribute: str) -> Wanted | None:
    """Return what an attribute of an element must lead to; None if that may be anything."""
    return _WANTED.get(f"{element}/@{attribute}") or _WANTED.get(attribute)


def list_wanted() -> frozenset[str]:
    """Return the elements to which some attribute must lead."""
    return frozenset().union(*(wanted.elements for wanted in _WANTED.values()))


_AGENTS = frozenset({
    "actor", "author", "castGroup", "castItem", "castList", "editor", "funder", "handNote",
    "listNym", "listOrg", "listPerson", "name", "nym", "org", "orgName", "persName", "person",
    "personGrp", "persona", "principal", "publisher", "resp", "respStmt", "role", "rs", "speaker",
    "sponsor",
})  # fmt: skip
_WORKS = frozenset({
    "bibl", "biblFull", "biblStruct", "edition", "listBibl", "listWit", "msDesc", "object",
    "sourceDesc", "witness",
})  # fmt: skip
_SCHEMES = Wanted(
    frozenset({"category", "classDecl", "interpGrp", "list", "taxonomy", *_WORKS}),
    "a taxonomy",
    "classDecl",
)
_FOLIATION = Wanted(frozenset({"foliation"}), "a foliation")
# The members of att.declarable.
_DECLARABLE = frozenset({
    "availability", "bibl", "biblFull", "biblStruct", "broadcast", "correction", "correspDesc",
    "editorialDecl", "equipment", "geoDecl", "hyphenation", "interpretation", "langUsage",
    "listApp", "listBibl", "listEvent", "listNym", "listObject", "listOrg", "listPerson",
    "listPlace", "metDecl", "normalization", "particDesc", "projectDesc", "punctuation",
    "quotation", "recording", "refsDecl", "samplingDecl", "scriptStmt", "segmentation",
    "seriesStmt", "settingDesc", "sourceDesc", "stdVals", "styleDefDecl", "textClass", "textDesc",
    "xenoData",
})  # fmt: skip
_PLACES = Wanted(
    frozenset({
        "bloc", "country", "district", "geogName", "listPlace", "location", "name", "place",
        "placeName", "pubPlace", "region", "rs", "settlement",
    }),
    "a place",
)  # fmt: skip
_PLACE_NAMES = ("bloc", "country", "district", "origPlace", "pubPlace", "region", "settlement")
_WANTED = {
    **{f"{name}/@ref": _PLACES for name in _PLACE_NAMES},
    "ana": Wanted(frozenset(), "an interpretation, such as a category or an interp", "classDecl"),
    "calendar": Wanted(frozenset({"calendar", "calendarDesc"}), "a calendar", "calendarDesc"),
    "catRef/@scheme": _SCHEMES,
    "catRef/@target": Wanted(frozenset({"category", "taxonomy"}), "a category", "taxonomy"),
    "change": Wanted(frozenset({"change", "listChange"}), "a change", "revisionDesc or listChange"),
    "classCode/@scheme": _SCHEMES,
    "datingMethod": Wanted(frozenset(), "a calendar", "calendarDesc"),
    "decls": Wanted(_DECLARABLE, "a declaration, such as an editorialDecl", "encodingDesc"),
    "edRef": Wanted(_WORKS, "an edition, such as a bibl or a witness"),
    "facs": Wanted(
        frozenset({
            "binaryObject", "facsimile", "figure", "graphic", "line", "media", "path", "sourceDoc",
            "surface", "surfaceGrp", "zone",
        }),
        "an image, or a surface or zone of the facsimile",
    ),
    "g/@ref": Wanted(frozenset({"char", "glyph"}), "a char or glyph", "charDecl"),
    "hand": Wanted(
        frozenset({"hand", "handDesc", "handNote", "typeDesc", "typeNote"}),
        "a handNote", "handNotes",
    ),
    "handShift/@new": Wanted(frozenset({"hand", "handNote"}), "a handNote", "handNotes"),
    "keywords/@scheme": _SCHEMES,
    "locus/@scheme": _FOLIATION,
    "locusGrp/@scheme": _FOLIATION,
    "perf": Wanted(frozenset({"performance"}), "a performance"),
    "rendition": Wanted(frozenset({"rendition"}), "a rendition", "tagsDecl"),
    "resp": Wanted(
        _AGENTS | _WORKS | {"application", "change", "editionStmt", "titleStmt"},
        "the person responsible: a person, an editor, a respStmt",
    ),
    "scribeRef": Wanted(_AGENTS, "a person"),
    "scriptRef": Wanted(frozenset({"scriptNote"}), "a scriptNote", "scriptDesc"),
    "toWhom": Wanted(_AGENTS | {"category"}, "a person or a role"),
    "unitRef": Wanted(frozenset({"unitDef"}), "a unitDef", "unitDecl"),
    "who": Wanted(_AGENTS | {"category"}, "a person or a role"),
}  # fmt: skip


def describe_target(target: Target) -> str:
    """Return what a pointer leads to, with its article."""
    if target.kind == ENTITY:
        return add_article(target.entity)
    if target.kind == WITNESS:
        return "a witness"
    return f"a <{target.element}>" if target.kind == ELEMENT else "a file"


def add_article(noun: str) -> str:
    """Return a noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def list_names(names: set[str]) -> str:
    """Return the first names of some, in order."""
    listed = sorted(names)
    return ", ".join(listed[:8]) + (" …" if len(listed) > 8 else "")
