"""Attributes from HTML and word processors, with their TEI equivalents.

The tables are data: a line per name.
"""

from __future__ import annotations

from tei_edition.checks.equivalents import LINK
from tei_edition.tei import NAMED_BY_POINTER, NAMES

ATTRIBUTES = {
    "after": "@notBefore",
    "align": "@rend",
    "alt": "a <figDesc> in the <figure>",
    "author": "@resp",
    "before": "@notAfter",
    "begin": "@from",
    "bgcolor": "@rend",
    "border": "@rend",
    "cite": "@source",
    "class": "@rend",
    "color": "@rend",
    "colour": "@rend",
    "colspan": "@cols",
    "cols": "@cols",
    "date": "@when",
    "datetime": "@when",
    "dir": "@rend, or the script in @xml:lang",
    "editor": "@resp",
    "end": "@to",
    "face": "@rend",
    "font": "@rend",
    "from-to": "@from and @to",
    "gnd": '@ref="https://d-nb.info/gnd/…"',
    "href": "@target; on a name, @ref",
    "hreflang": "@targetLang",
    "iso": "@when",
    "iso-date": "@when",
    "lang": "@xml:lang",
    "language": "@xml:lang",
    "link": "@target; on a name, @ref",
    "no": "@n",
    "nr": "@n",
    "num": "@n",
    "number": "@n",
    "page": "@n",
    "place": "@rend",
    "pos": "@place",
    "position": "@place",
    "rel": "@ref",
    "responsibility": "@resp",
    "responsible": "@resp",
    "rowspan": "@rows",
    "size": "@rend",
    "src": "@url",
    "start": "@from",
    "style": "@rend",
    "till": "@to",
    "title": "a <note>, or nothing",
    "until": "@to",
    "uri": "@ref",
    "url": "@target; on a name, @ref",
    "valign": "@rend",
    "viaf": '@ref="https://viaf.org/viaf/…"',
    "wikidata": '@ref="https://www.wikidata.org/entity/…"',
    "witness": "@wit",
    "witnesses": "@wit",
    "year": "@when",
}
# What a name has in place of @ref.
_NAMED = frozenset({
    "entity", "idref", "name", "org", "person", "place", "pointer", "register", "target", "who",
})  # fmt: skip
# Days, which are those of a <date> where an element is not dated itself.
DAYS = frozenset({"from", "notAfter", "notBefore", "to", "when", "when-iso"})
# What an attribute is on one element only.
_REFERS = 'an element of its own: <persName ref="…"> or <rs ref="…"> for a name, else ' + LINK
ON_ELEMENT = {
    ("date", "value"): "@when",
    ("birth", "place"): "a <placeName> in the <birth>",
    ("death", "place"): "a <placeName> in the <death>",
    ("emph", "type"): "@rend",
    ("geo", "lat"): "the text of <geo>: latitude and longitude, with a space between them",
    ("geo", "latitude"): "the text of <geo>: latitude and longitude, with a space between them",
    ("geo", "lng"): "the second number in the text of <geo>",
    ("geo", "lon"): "the second number in the text of <geo>",
    ("geo", "long"): "the second number in the text of <geo>",
    ("geo", "longitude"): "the second number in the text of <geo>",
    ("abbr", "expan"): "an <expan> beside it, both in a <choice>",
    ("anchor", "name"): "@xml:id",
    ("corr", "sic"): "a <sic> beside it, both in a <choice>",
    ("expan", "abbr"): "an <abbr> beside it, both in a <choice>",
    ("language", "id"): "@ident",
    ("orig", "reg"): "a <reg> beside it, both in a <choice>",
    ("availability", "target"): "@target of a <licence> in it",
    ("availability", "url"): "@target of a <licence> in it",
    ("rdg", "lem"): "a <lem> before the <rdg>, with the words between its tags",
    ("rdg", "sigil"): "@wit",
    ("reg", "orig"): "an <orig> beside it, both in a <choice>",
    ("sic", "corr"): "a <corr> beside it, both in a <choice>",
    ("app", "lem"): "a <lem> in the <app>, with the words between its tags",
    ("app", "rdg"): "a <rdg> in the <app>, with the words between its tags",
    ("app", "wit"): "@wit of the <lem> and <rdg> in it",
    ("emph", "ref"): _REFERS,
    ("foreign", "ref"): _REFERS,
    ("handShift", "hand"): "@new",
    ("handShift", "resp"): "@new for the hand",
    **{("extent", a): f"@{a} of a <measure> in it" for a in ("quantity", "unit")},
    ("measure", "amount"): "@quantity",
    **{("sp", a): "@who" for a in ("character", "name", "ref", "speaker")},
    ("speaker", "who"): "@who of the <sp> around it",
    ("speaker", "ref"): "@who of the <sp> around it",
    ("measure", "value"): "@quantity",
    ("hi", "ref"): _REFERS,
    ("hi", "target"): _REFERS,
    ("hi", "type"): "@rend",
    ("seg", "ref"): _REFERS,
    ("revisionDesc", "when"): "@when of a <change> in it",
    ("revisionDesc", "who"): "@who of a <change> in it",
    ("l", "type"): "@rend; <lg> has @type",
    ("note", "text"): "the words between <note> and </note>",
    ("p", "type"): "@rend; <ab> has @type",
    ("rdg", "siglum"): "@wit",
    ("rdgGrp", "wit"): "@wit of each <rdg> in it; a single reading is <rdg>",
    ("witness", "siglum"): "@xml:id",
    ("graphic", "entity"): "@url",
    ("catRef", "ref"): "@target",
    **dict.fromkeys(
        (("figure", a) for a in ("facs", "file", "href", "src", "target", "url")),
        'a <graphic url="…"/> in it',
    ),
    ("ptr", "ref"): "@target",
    ("ref", "ref"): "@target",
    ("variantEncoding", "place"): "@location",
    **dict.fromkeys(((name, "class") for name in ("div", "lg", "list", "note", "seg")), "@type"),
    **{("hi", look): f'rend="{look}"' for look in ("bold", "italic", "sub", "sup", "underline")},
    **dict.fromkeys(
        (
            (entry, name)
            for entry in ("event", "org", "person", "place", "witness")
            for name in ("ident", "key", "name", "ref")
        ),
        "@xml:id, without #",
    ),
    **dict.fromkeys((("graphic", a) for a in ("file", "href", "link", "ref", "target")), "@url"),
    **dict.fromkeys((("media", a) for a in ("file", "href", "link", "ref", "target")), "@url"),
    **dict.fromkeys(
        (("idno", a) for a in ("href", "id", "ref", "target", "url", "value")),
        "the text of <idno>, between its tags",
    ),
    ("figure", "entity"): 'a <graphic url="…"/> in it',
    ("lb", "type"): "@unit of a <milestone>",
    ("pb", "id"): "@xml:id, or @n for its number",
    ("text", "id"): "@xml:id",
}


def find_attribute(attribute: str, element: str = "") -> str:
    """Return what an attribute of HTML is in TEI, on an element; empty if it is not known."""
    found = ON_ELEMENT.get((element, attribute)) or ATTRIBUTES.get(attribute.lower(), "")
    if not found and element in NAMES and attribute.lower() in _NAMED:
        return "@ref"
    if not found and attribute.startswith("data-"):
        return "@n, @type or @ana"
    if "; on a name, " not in found:
        return found
    link, _, name = found.partition("; on a name, ")
    return name if element in NAMES | NAMED_BY_POINTER else link
