"""Insert separators between elements of addresses, shelfmarks, references and dictionary entries.

White space between the elements of an address, a shelfmark, a structured reference or the entry of
a dictionary says nothing, and need not be there. What is between them for readers is made here,
the same for pages, books, exports, registers and citations; `strip_stamps` removes it again.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.reader.glued_parts import list_glued
from tei_edition.reader.reading_text import BLOCKS, ITEM_PHRASES
from tei_edition.source.stamps import BLANK, NUMBER, SEPARATOR
from tei_edition.tei import DIVISIONS, ENTRIES, NAMES, NOT_TEXT, is_unspaced, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMA, _SPACE, _TIMES, _SEMICOLON = ", ", " ", " × ", "; "
# What parts the children of elements that hold no words of their own, wherever they stand.
_DATA = {
    **dict.fromkeys(
        ("address", "altIdentifier", "analytic", "birth", "castItem", "death", "docImprint",
         "editionStmt", "residence", "titleStmt", "biblFull", "biblStruct", "correspAction",
         "imprint", "location", "locusGrp", "measureGrp", "monogr", "msIdentifier", "msItem",
         "msItemStruct", "objectIdentifier", "origin", "publicationStmt", "respStmt", "series",
         "seriesStmt"),
        _COMMA,
    ),
    **dict.fromkeys(("cit", "dateline", "entry", "entryFree", "form", "gramGrp", "hom", "measure",
                     "re", "sense", "etym", "xr", "superEntry"), _SPACE),
    "correspDesc": _SEMICOLON,
    "dimensions": _TIMES,
    "subst": "",
}  # fmt: skip
# The same where they are data, and no words of a text: in headers and registers.
_NAMES = {
    **dict.fromkeys(("author", "editor", "name", "persName"), _SPACE),
    **dict.fromkeys(ENTRIES, "; "),
    **dict.fromkeys(
        ("bloc", "country", "district", "geogName", "orgName", "placeName", "region", "settlement"),
        _COMMA,
    ),
    "list": _SEMICOLON,
    "note": _SPACE,
}
_HOLDERS = frozenset({
    "biblFull", "biblStruct", "listBibl", "listObject", "listOrg", "listPerson", "listPlace",
    "standOff", "teiHeader",
})  # fmt: skip
# These follow a name after a comma: Hugo II, Duke.
_APPOSED = frozenset({"addName", "affiliation", "occupation", "roleName"})
# Two of these side by side are alternatives: opactwo, klasztor.
_ALTERNATIVES = frozenset({"cit", "def", "orth", "pron", "usg", "gram", "pos"})
_BLOCK = BLOCKS | DIVISIONS | {"item", "row", "figure"}


class Rewritten(IntEnum):
    """The parts of a file that were rewritten and must be read again."""

    NOTHING = 0
    HEADER = 1
    TEXT = 2


def separate_data(root: etree._Element) -> Rewritten:
    """Put separators between the elements of data, in place, and return where that was."""
    rewritten = Rewritten.NOTHING
    for element, separator in list(_list_data(root)):
        if _separate(element, separator):
            rewritten = max(rewritten, _find_place(element))
    for element, separator, is_before in list(list_glued(root)):
        (_put_before if is_before else _put_after)(element, separator)
        rewritten = max(rewritten, _find_place(element))
    if _number_senses(root):
        rewritten = Rewritten.TEXT
    return rewritten


def _number_senses(root: etree._Element) -> bool:
    """Say the number of each homonym and sense, where the entry does not say it itself."""
    changed = False
    for element in root.iter(tei("hom"), tei("sense")):
        number = " ".join(element.get("n", "").split())
        if number and not raw_text(element).lstrip().startswith(number):
            made = etree.Element(SEPARATOR)
            made.text = f"{number.removesuffix('.')}. "
            made.set(NUMBER, "")
            made.tail, element.text = element.text, None
            element.insert(0, made)
            changed = True
    return changed


def _find_place(element: etree._Element) -> Rewritten:
    """Return the part of a file that an element is of; who sent a letter is read with the text."""
    above = {local(ancestor.tag) for ancestor in (element, *element.iterancestors())}
    is_header = "teiHeader" in above and not above & {"correspDesc", "teiCorpus"}
    return Rewritten.HEADER if is_header else Rewritten.TEXT


def _list_data(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(*map(tei, {**_DATA, **_NAMES, "bibl": ""})):
        name = local(element.tag)
        if not len(element) or (element.text or "").strip():
            continue
        if name == "bibl":
            # With a space between its elements it is as it is written; a line end says nothing.
            gaps = [element.text, *(child.tail for child in element)]
            if all(not gap or "\n" in gap for gap in gaps):
                yield element, _COMMA
        elif name in _DATA and not _is_part_of_header(element, name):
            yield element, _DATA[name]
        elif name in _NAMES:
            above = {local(ancestor.tag) for ancestor in element.iterancestors()}
            # A list that is a register has entries, and no sentences.
            if above & _HOLDERS and (name != "list" or above & {*ENTRIES, "note"}):
                yield element, _NAMES[name]


def _is_part_of_header(element: etree._Element, name: str) -> bool:
    """Whether an element is one of the file's own header, which is read part by part."""
    parent = element.getparent()
    is_own = name in {"editionStmt", "publicationStmt", "seriesStmt", "titleStmt"}
    return is_own and parent is not None and local(parent.tag) == "fileDesc"


def _separate(element: etree._Element, separator: str) -> bool:
    children = [child for child in element if isinstance(child.tag, str)]
    if any((child.tail or "").strip() for child in element):
        return False  # it has words of its own, and with them what parts its elements
    shown = [child for child in children if _is_shown(child)]
    changed = False
    asides = {child for child in shown[:-1] if _is_aside(child)}
    for before, after in pairwise(shown):
        mark = _choose(before, after, separator)
        mark = (")" if before in asides else "") + mark + ("(" if after in asides else "")
        if mark:
            _put_after(before, mark)
            changed = True
    if shown and shown[0] in asides:
        _put_before(shown[0], "(")
        changed = True
    for child in list(element)[:-1]:
        if child.tail and child.tag != SEPARATOR:
            _put_after(child, "")
            changed = True
    if local(element.tag) == "dimensions" and changed:
        _add_unit(element, shown)
    return _blank(element) or changed


def _is_aside(element: etree._Element) -> bool:
    """Whether an element is a reference to another entry, which is in parentheses."""
    return local(element.tag) == "xr" and not raw_text(element).lstrip().startswith(("(", "["))


def _put_after(element: etree._Element, mark: str) -> None:
    """Put a separator after an element, in place of white space there, before any words."""
    made = etree.Element(SEPARATOR)
    made.text = mark
    if (element.tail or "").strip():
        made.tail = element.tail
    else:
        made.set(BLANK, element.tail or "")
    element.tail = None
    element.addnext(made)


def _put_before(element: etree._Element, mark: str) -> None:
    """Put a separator before an element."""
    made = etree.Element(SEPARATOR)
    made.text = mark
    element.addprevious(made)


def _blank(element: etree._Element) -> bool:
    """Take out the white space at the edges of an element, which would part it from its point."""
    changed = False
    if element.text:
        made = etree.Element(SEPARATOR)
        made.set(BLANK, element.text)
        element.text = None
        element.insert(0, made)
        changed = True
    if element[-1].tail:
        _put_after(element[-1], "")
        changed = True
    return changed


def _add_unit(element: etree._Element, shown: list[etree._Element]) -> None:
    """Say the unit that all measures share behind the last, where they do not say it themselves."""
    units = {child.get("unit") or element.get("unit") or "" for child in shown}
    unit = units.pop() if len(units) == 1 else ""
    if unit and unit not in raw_text(element):
        _put_after(shown[-1], f" {unit}")


def _is_shown(element: etree._Element) -> bool:
    name = local(element.tag)
    return name not in NOT_TEXT | {"note", "desc"} and bool(_words_of(element))


def _words_of(element: etree._Element) -> str:
    """Return the words of an element; a pointer gets some later, whatever they are."""
    words = raw_text(element).strip()
    is_pointer = local(element.tag) in {"ptr", "ref"} and bool(
        {"cRef", "target"} & {*element.attrib}
    )
    return words or ("x" if is_pointer else "")


def _choose(before: etree._Element, after: etree._Element, separator: str) -> str:
    """Return the separator between two elements; empty if each is on a separate line."""
    names = local(before.tag), local(after.tag)
    above = before.getparent()
    if above is not None and local(above.tag) in {"list", "note"}:
        # Of a register, where a note is one paragraph.
        return _SPACE if _words_of(before).endswith((".", "!", "?", ";", ",", ":")) else separator
    is_imprint = above is not None and local(above.tag) == "docImprint"
    if any(name in _BLOCK - {"quote", "bibl"} for name in names) and not is_imprint:
        return ""
    if not separator or not _run_on(names, "" if above is None else local(above.tag)):
        return ""
    left, right = _words_of(before), _words_of(after)
    if names[0] == "resp" and names[1] != "resp":
        separator = _SPACE  # translated by Ann
    if names == ("sense", "sense") and not after.get("n"):
        separator = _SEMICOLON
    if names == ("geogFeat", "name"):
        separator = _SPACE
    if separator == _SPACE and names[1] in _APPOSED and not _is_epithet(before, after):
        return _COMMA
    if separator == _SPACE and names[0] == names[1] and names[0] in _ALTERNATIVES:
        # An example is no further translation.
        separator = _COMMA if before.get("type") == after.get("type") else _SEMICOLON
    if separator == _SPACE and is_unspaced(left[-1]) and is_unspaced(right[0]):
        return ""
    # What was given with its punctuation needs no other.
    if right[0] in ",;:.)" or (separator != _TIMES and left[-1] in ",;:("):
        return _SPACE if left[-1] in ",;:" else ""
    return _SPACE if left.endswith(".") and separator == _SEMICOLON else separator


def _is_epithet(before: etree._Element, after: etree._Element) -> bool:
    """Whether an added name follows the only name of somebody: Thomas Aquinas."""
    above = after.getparent()
    has_family = above is not None and above.find(tei("surname")) is not None
    return (local(before.tag), local(after.tag)) == ("forename", "addName") and not has_family


def _run_on(names: tuple[str, str], above: str) -> bool:
    """Whether two elements are in one line of what describes a person, a place or a manuscript."""
    if above in ENTRIES:
        return NAMES.issuperset(names)
    return above not in {"msItem", "msItemStruct"} or ITEM_PHRASES.issuperset(names)
