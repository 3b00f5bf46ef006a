"""Readings that hold only pointers into the files of their witnesses: the words found there.

A collation may stand apart from all witnesses (`rdg` with `ptr`): each pointer names an element by
its id, or a range of characters (`string-range` of the TEI Guidelines, section 17.2.4). Where it
leads into a file of the edition it becomes a `seg` with the words, which `strip_stamps` takes back.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import unquote

from lxml import etree

from tei_edition.facts.pointers import join_path
from tei_edition.problems import Problem, problem
from tei_edition.reader.apparatus.elements import list_apps, list_readings
from tei_edition.source.stamps import ANCHOR, FILLED, POS, keep, locate
from tei_edition.tei import TEI_NS, XML_ID, local, raw_text, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RANGE = re.compile(r"string-range\((.+?)((?:\s*,\s*\d+\s*,\s*\d+)+)\s*\)")
# A path of few plain steps, each with an attribute or a number: anything else may never end.
_STEP = r"/{1,2}(?:\w+:)?[\w*-]+(?:\[(?:@[\w:-]+\s*=\s*(?:'[^']*'|\"[^\"]*\"|\d+)|\d+)\])?"
_PATH = re.compile(rf"(?:xpath\()?((?:{_STEP}){{1,8}})\)?")
# Pointers are separated by spaces; a range may have some in its brackets.
_TARGET = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\S)+")
# What in a reading may point to something else than its words.
_ELSEWHERE = frozenset({"bibl", "figure", "note", "notatedMusic", "witDetail"})
_LOCAL_ID = re.compile(r"[^\W\d][\w.-]*")


class Pointed(NamedTuple):
    """A pointer of a reading: the file that it names, and the fragment within it."""

    element: etree._Element
    file: str
    fragment: str


def list_lenders(root: etree._Element, file: str) -> tuple[str, ...]:
    """Return the names of the other files into which readings point for their words."""
    found = (pointed.file for pointed in _list_pointed(root, file))
    return tuple(name for name in dict.fromkeys(found) if name != file and not _WEB.match(name))


def _list_pointed(root: etree._Element, file: str) -> Iterator[Pointed]:
    """Yield the pointers of readings that have no words of their own.

    Pointers to elements of the file itself are words in another order, and stay.
    """
    for app in list_apps(root):
        for reading in list_readings(app):
            pointers = [] if raw_text(reading).strip() else [reading, *_iter_pointers(reading)]
            for pointer in pointers:
                attribute = "target" if local(pointer.tag) == "ptr" else "copyOf"
                for target in _TARGET.findall(pointer.get(attribute, pointer.get("sameAs", ""))):
                    path, _, fragment = target.partition("#")
                    if _WEB.match(path):
                        yield Pointed(pointer, path, fragment)
                    elif path or "(" in fragment:
                        name = join_path(file, unquote(path)) if path else file
                        yield Pointed(pointer, name, unquote(fragment))


def _iter_pointers(reading: etree._Element) -> Iterator[etree._Element]:
    """Yield the pointers in a reading that may stand for words: no music, and none of a remark."""
    for pointer in reading.iter(tei("ptr")):
        around = takewhile(lambda above: above is not reading, pointer.iterancestors())
        if _ELSEWHERE.isdisjoint(local(above.tag) for above in around):
            yield pointer


class Lender:
    """A tree into which readings point."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._values: dict[etree._Element, str] = {}

    @cached_property
    def _by_id(self) -> dict[str, etree._Element]:
        return {e.get(XML_ID, ""): e for e in self.root.iter(tei("*")) if e.get(XML_ID)}

    def find(self, fragment: str) -> str | None:
        """Return the words that a fragment names; None where it names nothing."""
        if ranged := _RANGE.fullmatch(fragment):
            element = self._locate(ranged[1].strip())
            if element is None:
                return None
            if element not in self._values:
                self._values[element] = raw_text(element)
            numbers = [int(number) for number in re.findall(r"\d+", ranged[2])]
            value = self._values[element]
            parts = [value[a : a + b] for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
            return " ".join("".join(parts).split())
        element = self._locate(fragment)
        return None if element is None else words_of(element)

    def _locate(self, pointer: str) -> etree._Element | None:
        """Return the element that an id or a plain path names."""
        if _LOCAL_ID.fullmatch(pointer):
            return self._by_id.get(pointer)
        path = _PATH.fullmatch(pointer)
        if path is None:
            return None
        steps = re.sub(r"(?<=/)(?!\w+:)(?=\w)", "tei:", path[1])
        try:
            found = self.root.xpath(steps, namespaces={"tei": TEI_NS})
        except etree.XPathError:
            return None
        return next((e for e in cast("list[etree._Element]", found)), None)


def borrow_words(
    root: etree._Element, file: str, lenders: Mapping[str, etree._Element]
) -> tuple[bool, list[Problem]]:
    """Give readings the words that they point to; return whether any has some, and problems.

    `lenders` are the trees of the files that could be read. What leads to none of them is a gap,
    or stays a link where it leads to the web, and is one problem for each file.
    """
    trees = {name: Lender(tree) for name, tree in {file: root, **lenders}.items()}
    lost: dict[str, list[Pointed]] = {}
    words: dict[etree._Element, list[str]] = {}
    for pointed in list(_list_pointed(root, file)):
        lender = trees.get(pointed.file)
        found = lender.find(pointed.fragment) if lender and pointed.fragment else None
        if found is not None:
            words.setdefault(pointed.element, []).append(found)
        elif lender is None or "(" in pointed.fragment:
            lost.setdefault(pointed.file, []).append(pointed)
    gone = {p.element for some in lost.values() for p in some if not _WEB.match(p.file)}
    for element in {**words, **dict.fromkeys(gone)}:
        _replace(element, words.get(element, []), is_gap=element in gone)
    return bool(words or gone), [_tell(name, some) for name, some in lost.items()]


def _replace(element: etree._Element, words: list[str], *, is_gap: bool) -> None:
    """Make a pointer the words that it leads to, or a gap; a copy of other words has them."""
    if local(element.tag) != "ptr":
        if words:
            element.text = " ".join(words)
            element.set(FILLED, "")
        return
    keep(element)
    is_first = element.getprevious() is None
    for name in list(element.attrib):
        if name not in {POS, ANCHOR, XML_ID} and not str(name).startswith("{"):
            del element.attrib[name]
    element.tag = tei("gap" if is_gap else "seg")
    if is_gap:
        element.set("reason", "elsewhere")
    else:
        element.text = ("" if is_first else " ") + " ".join(word for word in words if word)


def _tell(name: str, lost: list[Pointed]) -> Problem:
    count = len(lost)
    what = "reading has its words" if count == 1 else "readings have their words"
    example = next((p.fragment for p in lost if p.fragment), "")
    return problem(
        "reading-elsewhere",
        f'{count} {what} in "{name}", where they cannot be found'
        + (f' (such as "{example}")' if example else ""),
        locate(lost[0].element),
        hint="put the file into the edition's folder, and point to an xml:id or by string-range()",
    )
