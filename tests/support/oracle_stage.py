"""The last stage of a text, as exports, e-books and searches have it, read from the TEI alone.

What was deleted and not restored is no part of it, whether an element or a span says so; notes
and what entries record besides the lemma are not either. Nothing here knows the package.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from oracle import (
    BREAK,
    BREAKS,
    DESCRIBED,
    MAYBE,
    SIDES,
    TEI,
    TEI_BLOCKS,
    TEI_PHRASES,
    UNREAD,
    gap_between,
    is_located,
    is_unspaced,
    join_tokens,
    mend_broken_words,
    name_characters,
    name_of,
    pair_signs,
    squeeze,
    trim_references,
    write_out_data,
)

if TYPE_CHECKING:
    from pathlib import Path

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Where a text has no words of its own, or writes them in another language: some are made.
ANY = "\x02"
# What may be made between elements of data, and between parts of a line.
FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()n0123456789+-=()")
SEPARATORS = re.compile(r"[,;.:×()¶\s]{0,8}")


def read_last_stage(path: Path, shown: dict[str, bool] | None = None) -> str:
    """The last stage of a TEI file: its words, with marks of boundaries and of words unknown."""
    root = etree.parse(path, etree.XMLParser(load_dtd=False, huge_tree=True)).getroot()
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    name_characters(root)
    pair_signs(root)
    write_out_data(root)
    trim_references(root)
    mend_broken_words(root)
    join_tokens(root)
    has_prefixes = next(root.iter(f"{TEI}prefixDef"), None) is not None
    reader = _Stage(shown or {}, has_prefixes=has_prefixes)
    for text in root.iter(f"{TEI}text"):
        if not any(name_of(above) == "text" for above in text.iterancestors()):
            reader.walk(text)
            reader.parts.append(BREAK)
    return "".join(reader.parts)


class _Stage:
    def __init__(self, shown: dict[str, bool], *, has_prefixes: bool) -> None:
        self.shown = shown
        self.has_prefixes = has_prefixes
        self.parts: list[str] = []
        self.until = ""  # the id of the anchor that ends a deletion

    def add(self, text: str | None) -> None:
        if not self.until:
            self.parts.append(text or "")

    def walk(self, node: etree._Element) -> None:
        name = name_of(node)
        if self.until and node.get(XML_ID) == self.until:
            self.until = ""
        if not name:  # MathML and its like
            self.add(ANY)
            return
        above = name_of(parent) if (parent := node.getparent()) is not None else ""
        if name in UNREAD | {"note", "listApp", "metamark", "rt"} or (
            (name == "app" and is_located(node)) or (name == "desc" and above in DESCRIBED)
        ):
            return
        if name == "del" and next(node.iterancestors(f"{TEI}restore"), None) is None:
            return
        if name == "delSpan":
            self.until = (node.get("spanTo") or "").removeprefix("#")
        edge = BREAK if name in TEI_BLOCKS else "" if name in TEI_PHRASES | BREAKS else MAYBE
        self.add(edge)
        is_bare = not len(node) and not (node.text or "").strip()
        target = node.get("target") or ""
        is_address = "://" in target or (":" in target and not self.has_prefixes)
        if is_bare and name in {"ptr", "ref"} and is_address and node.get("cRef") is None:
            self.add(target)
        elif name == "gap":
            described = " ".join("".join(map(str, node.itertext())).split())
            is_sign = described.startswith("[")
            self.add(described if is_sign else f"[… {described}]" if described else "[…]")
        elif is_bare and name in {"oRef", "pRef"}:
            self.add("~")
        elif (is_bare and name in {"ptr", "ref", "lem", "rdg"}) or name == "formula":
            self.add(ANY)
        else:
            self.walk_content(node, name)
        self.add(edge)

    def walk_content(self, node: etree._Element, name: str) -> None:
        chosen = list(self.choose(node, name))
        # White space between the elements of these means nothing.
        holds_text = name not in {"choice", "subst", "app", "rdgGrp"}
        number = node.get("n") or ""
        if name in {"hom", "sense"} and not "".join(map(str, node.itertext())).lstrip().startswith(
            number
        ):
            self.add(f"{number}. ")
        self.add(node.text if holds_text else "")
        for child in node:
            if isinstance(child.tag, str) and child in chosen:
                self.walk(child)
            elif isinstance(child.tag, str) and self.until:
                self.until = "" if child.get(XML_ID) == self.until else self.until
            self.add(gap_between(child) if holds_text else "")

    def choose(self, node: etree._Element, name: str) -> list[etree._Element]:
        """The children of an element that the text has."""
        children = [child for child in node if isinstance(child.tag, str)]
        if name == "choice":
            names = {name_of(child) for child in children}
            for setting, on, off in SIDES:
                if {on, off} <= names:
                    side = on if self.shown.get(setting, True) else off
                    return [child for child in children if name_of(child) == side][:1]
            return children[:1]
        if name == "app":
            lemma = next(iter(node.iterfind(f"{TEI}lem")), None)
            if lemma is None:
                lemma = next(node.iter(f"{TEI}rdg"), None)
            return [c for c in children if lemma is not None and lemma in (c, *c.iter())]
        return children


def compare_stage(said: str, shown: str) -> list[str]:
    """Where a plain text differs from a stage of the TEI; empty where nothing is lost or glued."""
    shown = shown.translate(FIGURES)  # raised and lowered ones are figures of the TEI
    found, spaces = squeeze(shown), _list_spaces(shown) | {0}
    place, is_free, may_separate, must_part = 0, False, False, False
    for chunk in re.split(f"([{ANY}{MAYBE}])", said):
        words = squeeze(chunk)
        if chunk in {ANY, MAYBE}:
            is_free, may_separate = is_free or chunk == ANY, True
            must_part = must_part and not is_free
            continue
        if not words:
            must_part = must_part or bool(chunk)
            continue
        start = _locate(found, words, place, is_free=is_free, may_separate=may_separate)
        while is_free and (must_part or chunk[0].isspace()) and start >= 0 and start not in spaces:
            start = found.find(words, start + 1)
        if start < 0:
            return [f"{words[:60]!r} in the TEI, {found[place : place + 60]!r} in the text"]
        inner = {start + offset for offset in _list_spaces(chunk) if 0 < offset < len(words)}
        if must_part or chunk[0].isspace():
            inner.add(start)
        for at in sorted(inner - spaces):
            if not (is_unspaced(found[at - 1 : at]) and is_unspaced(found[at : at + 1])):
                return [f"run together at {found[max(0, at - 20) : at + 20]!r}"]
        within = {at for at in spaces if start < at < start + len(words)}
        for at in sorted(within - inner):
            return [f"cut apart at {found[max(0, at - 20) : at + 20]!r}"]
        place, is_free, may_separate = start + len(words), False, False
        must_part = chunk[-1].isspace()
    rest = found[place:]
    if rest and not is_free and not SEPARATORS.fullmatch(rest):
        return [f"more than in the TEI: {rest[:60]!r}"]
    return []


def _locate(found: str, words: str, place: int, *, is_free: bool, may_separate: bool) -> int:
    """Where words stand: at a place, behind what may be made there, or -1."""
    if is_free:
        return found.find(words, place)
    if found.startswith(words, place):
        return place
    made = SEPARATORS.match(found, place) if may_separate else None
    return made.end() if made and found.startswith(words, made.end()) else -1


def _list_spaces(text: str) -> set[int]:
    """Where white space stands, counted in characters that are none."""
    places: set[int] = set()
    length = 0
    for part in re.findall(r"\s+|\S+", text):
        if part.isspace():
            places.add(length)
        else:
            length += len(part)
    return places
