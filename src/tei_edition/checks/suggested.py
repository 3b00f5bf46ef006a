"""Values that the TEI Guidelines suggest for attributes that may have others as well.

The table is data: an attribute of some elements, and the values suggested for it. Only those are
here of which a misspelt one would be read by nobody.
"""

from __future__ import annotations

from tei_edition.config import find_nearest

_BREAKS = "lb pb cb gb milestone"
_UNITS = "page column line book poem canto speaker stanza act scene section absent unnumbered"
_STATES = (
    "approved candidate cleared deprecated draft embargoed expired frozen galley proposed"
    " published recommendation submitted unfinished withdrawn"
)
_SUGGESTED = (
    (_BREAKS, "break", "yes no maybe"),
    ("correspAction", "type", "sent received transmitted redirected forwarded"),
    (
        "note add label head noteGrp trailer stage figure",
        "place",
        "top bottom margin opposite overleaf above right below left end inline inspace",
    ),
    ("fw", "type", "header footer pageNum lineNum sig catch"),
    ("gap", "reason", "cancelled deleted editorial illegible inaudible irrelevant sampling"),
    ("unclear", "reason", "illegible inaudible faded background_noise eccentric_ductus"),
    ("row cell", "role", "label data"),
    ("biblScope citedRange", "unit", "volume issue page line chapter part column entry"),
    ("milestone", "unit", _UNITS),
    ("abbr", "type", "suspension contraction brevigraph superscription acronym"),
    ("num", "type", "cardinal ordinal fraction percentage"),
    ("l", "enjamb", "no yes weak strong"),
    ("stage", "type", "setting entrance exit business novelistic delivery modifier location mixed"),
    ("lem rdg rdgGrp", "type", "substantive orthographic"),
    (
        "revisionDesc change bibl biblFull biblStruct",
        "status",
        _STATES,
    ),
)
SUGGESTED: dict[str, dict[str, frozenset[str]]] = {}
for _elements, _attribute, _values in _SUGGESTED:
    for _element in _elements.split():
        SUGGESTED.setdefault(_element, {})[_attribute] = frozenset(_values.split())
# What else editors write for an act of correspondence.
_ACTS = {
    "sent": ("send", "sender", "sending", "written", "from", "dispatched"),
    "received": ("receive", "receiver", "recipient", "addressee", "addressed", "to"),
}
_NO, _YES = ("0", "false", "n", "none"), ("1", "true", "y")
_BREAK = {**dict.fromkeys(_NO, "no"), **dict.fromkeys(_YES, "yes")}
_MEANT = {
    ("correspAction", "type"): {other: act for act, o in _ACTS.items() for other in o},
    **{(name, "break"): _BREAK for name in _BREAKS.split()},
}
_SURELY = 0.8


def find_suggested(element: str, attribute: str, value: str) -> str:
    """Return the suggested value that an unknown value probably misspells.

    Empty if it may be right.
    """
    suggested = SUGGESTED.get(element, {}).get(attribute)
    if not suggested or value in suggested:
        return ""
    if meant := _MEANT.get((element, attribute), {}).get(value.casefold()):
        return meant
    same = [other for other in suggested if other.casefold() == value.casefold()]
    if same:
        return same[0]
    # Short words are like each other by chance: "and" is no slip for "end".
    return find_nearest(value, suggested, _SURELY) if len(value) > 4 else ""
