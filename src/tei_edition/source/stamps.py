"""The stamps on the elements of a source: position and anchor."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from tei_edition.problems import Location
from tei_edition.tei import SOURCE_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Callable

POS = f"{{{SOURCE_NS}}}pos"
FILE = f"{{{SOURCE_NS}}}file"
ANCHOR = f"{{{SOURCE_NS}}}anchor"
METHOD = f"{{{SOURCE_NS}}}method"
FOUND = f"{{{SOURCE_NS}}}standing"
# How the edition's own system cites a passage; how readers are shown it, if otherwise.
REFERENCE = f"{{{SOURCE_NS}}}reference"
SHOWN = f"{{{SOURCE_NS}}}shown"
# A character that a `g` points to; a container, or a @break, that the file itself does not have.
FILLED = f"{{{SOURCE_NS}}}filled"
MADE = f"{{{SOURCE_NS}}}made"
# An element as it was before it was changed for readers; in its place, if it went elsewhere.
KEPT = f"{{{SOURCE_NS}}}kept"
MOVED = f"{{{SOURCE_NS}}}moved"
# Where the picture of a character is that another file draws.
DRAWN = f"{{{SOURCE_NS}}}drawn"
# What pages make of a formula, MathML and TeX; whether it is in a separate line.
MATHML = f"{{{SOURCE_NS}}}mathml"
TEX = f"{{{SOURCE_NS}}}tex"
DISPLAYED = f"{{{SOURCE_NS}}}displayed"
# What an `index` in the text says: entries, one per line, of terms separated by tabs.
ENTRY = f"{{{SOURCE_NS}}}entry"
# What parts the elements of data, made for readers; the white space that stood there.
SEPARATOR = f"{{{SOURCE_NS}}}separator"
BLANK = f"{{{SOURCE_NS}}}blank"
# On a separator: it is the number of what it begins.
NUMBER = f"{{{SOURCE_NS}}}number"
# Where a transcript says who speaks; its attributes are @who, to (whom) and @trans.
SPEAKER = f"{{{SOURCE_NS}}}speaker"
# Where transposed words end; its attribute `words` says them as they were written.
TRANSPOSED = f"{{{SOURCE_NS}}}transposed"
# The attributes whose pointers counted from an xml:base, as they stood: "name=value", one per line.
BASED = f"{{{SOURCE_NS}}}based"
# What an element of another namespace is that no page shows: music, or a picture.
FOREIGN = f"{{{SOURCE_NS}}}foreign"
# An @xml:lang that the file has further up.
LANGUAGE = f"{{{SOURCE_NS}}}language"
# Elements of ours in a tree: words that an entry is about, and a reading in a witness's text.
LEMMA = f"{{{SOURCE_NS}}}lemma"
READING = f"{{{SOURCE_NS}}}reading"
# On a part of a text that is made of the transcription of a source: by how much it is turned.
WRITTEN = f"{{{SOURCE_NS}}}written"
_ATTRIBUTES = (
    POS, FILE, ANCHOR, METHOD, FOUND, REFERENCE, SHOWN, FILLED, MADE, KEPT, MOVED, MATHML, TEX,
    DISPLAYED, ENTRY, BLANK, NUMBER, BASED, FOREIGN, LANGUAGE, WRITTEN,
)  # fmt: skip


def locate(element: etree._Element) -> Location:
    """Return the place of the start tag of a stamped element."""
    line, _, column = element.get(POS, "1:1").partition(":")
    # Asked for nearly every element: a loop costs less than a generator.
    holder: etree._Element | None = element
    while holder is not None:
        if (file := holder.get(FILE)) is not None:
            return Location(file, int(line), int(column))
        holder = holder.getparent()
    return Location("", int(line), int(column))


def strip_stamps(root: etree._Element, *, kept: tuple[str, ...] = ()) -> None:
    """Take every stamp off a tree but those `kept`, in place, and all that was made for readers."""
    _restore(root)
    for element in _find_changed(root):
        if element.get(FILLED) is not None:
            element.text = None
        for line in element.get(BASED, "").splitlines():
            attribute, _, pointers = line.partition("=")
            element.set(attribute, pointers)
        if element.tag == SPEAKER:
            element.text = None
        if element.tag == SEPARATOR:
            element.text = element.get(BLANK) or None
        if element.get(LANGUAGE) is not None:
            del element.attrib[XML_LANG]
        if element.get(MADE) == "break":
            del element.attrib["break"]
        elif element.get(MADE) is not None:
            element.tag = READING
    etree.strip_tags(root, LEMMA, READING, SEPARATOR, SPEAKER)
    # All by a pattern, so that none can be forgotten, and in C: there is one on every element.
    if kept:
        etree.strip_attributes(root, *(name for name in _ATTRIBUTES if name not in kept))
    else:
        drop_stamps(root)


def drop_stamps(root: etree._Element) -> None:
    """Take all stamps off a tree, in place; what was made for readers stays."""
    etree.strip_attributes(root, f"{{{SOURCE_NS}}}*")


def keep(element: etree._Element) -> None:
    """Keep an element as it is now, so that `strip_stamps` can take it back."""
    if element.get(KEPT) is None:
        element.set(KEPT, etree.tostring(element, encoding="unicode", with_tail=False))


def _restore(root: etree._Element) -> None:
    """Bring back all elements that were kept, the outermost first: what they hold is kept too."""
    for changed in _find_kept(root):
        kept = etree.fromstring(changed.get(KEPT, ""), _parser())
        for child in list(changed):
            changed.remove(child)
        tail = changed.tail
        changed.tag = kept.tag
        changed.attrib.clear()
        for name, value in kept.attrib.items():
            changed.set(name, value)
        changed.text, changed.tail = kept.text, tail
        changed.extend(list(kept))
        _restore(changed)


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, collect_ids=False
    )


def _find_changed(root: etree._Element) -> list[etree._Element]:
    """Return the elements that were changed for readers and can be changed back by their stamps."""
    stamped = "@s:filled or @s:based or @s:language or @s:made"
    path = f"{stamped} or self::s:separator or self::s:speaker"
    return _find(path)(root)


def _find_kept(root: etree._Element) -> list[etree._Element]:
    """Return the outermost elements of a tree that were kept."""
    above = sum(element.get(KEPT) is not None for element in root.iterancestors())
    return _find("@s:kept and count(ancestor::*[@s:kept]) = $above")(root, above=above)


@cache
def _find(condition: str) -> Callable[..., list[etree._Element]]:
    path = etree.XPath(f"descendant-or-self::*[{condition}]", namespaces={"s": SOURCE_NS})
    return cast("Callable[..., list[etree._Element]]", path)
