"""Give an empty `g` the character that it points to, as the header or another file describes it.

A `charDecl` (TEI Guidelines, section 5.2) may be in the file itself or, for several texts, in
another file of the edition, to which `chars.xml#g1` leads, or a prefix that the header declares.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tei_edition.config.tables import TextTable
from tei_edition.facts.pointers import expand_prefix, join_path
from tei_edition.reader.pointers import read_patterns
from tei_edition.source.stamps import DRAWN, FILLED, locate
from tei_edition.tei import XML_ID, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

    from tei_edition.facts.text import Prefix

# Ways to show a character besides its mappings.
_PICTURE, _NAME = "picture", "name"
# What is shown of a character of which nothing is said.
_UNKNOWN = "\ufffd"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class _Described(NamedTuple):
    """A `g` without content: the files that may describe its character, and the id there."""

    g: etree._Element
    files: tuple[str, ...]
    ident: str


def list_character_files(root: etree._Element, file: str) -> tuple[str, ...]:
    """Return the names of the other files that describe characters of this one."""
    found = (described.files[0] for described in _list_described(root, file) if described.files)
    return tuple(name for name in dict.fromkeys(found) if name != file)


def fill_characters(
    root: etree._Element,
    file: str,
    others: Mapping[str, etree._Element],
    ways: Sequence[str] = TextTable().characters,
) -> bool:
    """Fill each empty `g`, in place; return whether any was filled.

    `others` are the trees of other files by their names. `ways` are types of `mapping`, "picture"
    and "name", the preferred first. A character is what it is mapped to, or
    its name in brackets; one that is described nowhere is what its pointer calls it, else the
    replacement character.
    """
    found = list(_list_described(root, file))
    trees = {**others, file: root} if found else {}
    known = {
        (name, element.get(XML_ID)): element
        for name, tree in trees.items()
        for element in tree.iter(tei("char"), tei("glyph"))
    }
    changed = False
    for g, files, ident in found:
        name = next((name for name in files if (name, ident) in known), "")
        element = known.get((name, ident))
        shown = "" if element is None else _show_character(element, ways)
        g.text = shown or (f"[{ident}]" if ident else _UNKNOWN)
        g.set(FILLED, "")
        changed = True
        if element is not None and _is_drawn(element, ways):
            _draw(g, element, name, file)
    return changed


def _list_described(root: etree._Element, file: str) -> Iterator[_Described]:
    """Yield each empty `g` with what its pointer leads to, if it has one."""
    prefixes: tuple[Prefix, ...] | None = None
    for g in root.iter(tei("g")):
        if len(g) or (g.text or "").strip():
            continue
        ref = g.get("ref", "").strip()
        if _SCHEME.match(ref):
            prefixes = tuple(read_patterns(root, "prefixDef")) if prefixes is None else prefixes
            ref = expand_prefix(ref, prefixes)
        path, _, fragment = ref.partition("#")
        # What was included is in the same tree; an apparatus that was joined is not.
        here = locate(g).file or file
        if _SCHEME.match(ref) or not ref:
            yield _Described(g, (), re.split("[#:]", ref)[-1] or g.get("type", ""))
        elif path:
            ident = unquote(fragment) or posixpath.basename(path)
            yield _Described(g, (join_path(here, unquote(path)),), ident)
        else:
            yield _Described(g, (file, here), fragment)


def _is_drawn(element: etree._Element, ways: Sequence[str]) -> bool:
    """Whether a character is shown as its picture rather than as what it is mapped to."""
    mapped = {m.get("type", "") for m in element.findall(tei("mapping")) if words_of(m)}
    preferred = next((way for way in ways if way in {*mapped, _PICTURE, _NAME}), "")
    return preferred == _PICTURE or not (mapped or preferred == _NAME)


def _draw(g: etree._Element, element: etree._Element, name: str, file: str) -> None:
    """Say of a character where its picture is, if it has one."""
    graphic = next(element.iter(tei("graphic")), None)
    url = "" if graphic is None else " ".join(graphic.get("url", "").split())
    if url and not _SCHEME.match(url):
        url = posixpath.relpath(join_path(name, url), posixpath.dirname(file) or ".")
    if url:
        g.set(DRAWN, url)


def _show_character(element: etree._Element, ways: Sequence[str]) -> str:
    """Return the text of a character: its mapping, or its name in brackets."""
    mappings = {m.get("type", ""): words_of(m) for m in reversed(element.findall(tei("mapping")))}
    found = {**mappings, _NAME: _name_character(element)}
    others = [words_of(m) for m in element.findall(tei("mapping"))]
    return next(filter(None, [*(found.get(way, "") for way in ways), *others, found[_NAME]]), "")


def _name_character(element: etree._Element) -> str:
    """Return the name of a character in brackets; empty if it has none."""
    names = [
        words_of(name)
        for kind in ("charName", "glyphName", "desc")
        for name in element.findall(tei(kind))
    ]
    names += [
        name.get("value", "")
        for kind in ("localProp", "unicodeProp")
        for name in element.findall(tei(kind))
        if name.get("name", "").lower() == "name"
    ]
    return next((f"[{name}]" for name in names if name), "")
