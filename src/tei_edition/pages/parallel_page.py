"""Make pages with a text beside its translation, of the pages of each.

A page has a row for each passage: the original, then its translation, each with its notes and the
entries of its apparatus. What belongs to neither, such as a commentary, stays below. Anchors of a
side begin with its name, so that those of the two pages cannot be equal.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.facts.parallels import Level
from tei_edition.language.tags import is_leftward, shorten_language
from tei_edition.pages.parallel_plan import ONLY, ORIGINAL, TRANSLATION, list_choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tei_edition.facts.parallels import Side
    from tei_edition.pages.parallel_plan import ParallelPage
    from tei_edition.pages.site_plan import SitePlan

# What is around the text of a page, and no part of it.
_FURNITURE = frozenset({
    "footnote", "tei_downloads", "tei_named", "tei_views", "title", "toctree",
})  # fmt: skip
_FURNITURE_CLASSES = frozenset({
    "tei-apparatus", "tei-key-to-signs", "tei-letter-head", "tei-witness-note",
})  # fmt: skip
# Links between the text and the apparatus, which lead to the same page.
_MARKS = frozenset({"tei-app-mark", "tei-entry-mark"})
_LINKS = frozenset({"footnote_reference", "reference", "tei_link"})


class _Piece(NamedTuple):
    """A part of a page: the unit that it is of or follows, and the elements around it."""

    unit: str
    element: etree._Element
    around: tuple[etree._Element, ...]


def make_parallel_page(book: SitePlan, page: ParallelPage, documents: Mapping[str, str]) -> str:
    """Return a page with both texts as docutils XML; `documents` are those of each, by docname."""
    roots = {name: etree.fromstring(documents[name]) for name in (page.base, *page.sources)}
    left = _Half(page, page.parallel.left, ORIGINAL, {page.base: roots[page.base]}, 0)
    right = _Half(
        page, page.parallel.right, TRANSLATION, {name: roots[name] for name in page.sources}, 1
    )
    pairs = etree.Element("tei_pairs", classes="tei-pairs")
    for row in page.rows:
        pair = etree.SubElement(pairs, "tei_pair", classes="tei-pair")
        for half, anchors, other in ((left, row.left, row.right), (right, row.right, row.left)):
            if anchors:
                side = half.make_side(anchors)
                pair.append(side)
                if not other:
                    pair.set("classes", "tei-pair tei-alone")
                    role = half.role if page.parallel.is_translation else "version"
                    words = book.words[f"no counterpart {role}"]
                    _say(side, words, "tei-no-counterpart", book.language)
    left.put_pairs(pairs)
    right.drop()
    _tie_words(page, pairs)
    document = roots[page.base]
    document.set("tei_parallel", page.base)
    section = document.find("section")
    if section is not None:
        _finish(book, page, section, right.list_rest(roots[page.base]))
    return etree.tostring(document, encoding="unicode")


class _Half:
    """One side of a page: its units cut out of the pages on which they are."""

    def __init__(
        self,
        page: ParallelPage,
        side: Side,
        role: str,
        roots: Mapping[str, etree._Element],
        place: int,
    ) -> None:
        self.page = page
        self.role = role
        self.side = side
        self.holders = {name: _find_holder(root, side.anchor) for name, root in roots.items()}
        self.notes = {
            (name, e.get("ids", "").partition(" ")[0]): e
            for name, root in roots.items()
            for e in root.iter("footnote", "tei_entry")
        }
        shown = frozenset(anchor for row in page.rows for anchor in row[place])
        # Pages of a translation may have more than what is beside this page of the original.
        known = frozenset(u.anchor for u in page.parallel.right_units) if place else shown
        elsewhere = known - shown
        self.pieces: dict[str, list[tuple[str, _Piece]]] = {}
        for name, holder in self.holders.items():
            whole = next((i for i in (holder.get("ids") or "").split() if i in known), "")
            cut = list(_cut(holder, known, (), depth=_count_sections(holder)))
            for piece in _assign(cut, whole):
                if piece.unit in elsewhere:
                    self._leave_out_notes(piece.element, name)
                else:
                    self.pieces.setdefault(piece.unit, []).append((name, piece))
        self.opened: set[etree._Element] = set()

    def _leave_out_notes(self, element: etree._Element, name: str) -> None:
        """Forget the notes and entries of what is on another page with both texts."""
        waiting = [element]
        while waiting:
            called = list(_list_called(waiting.pop(), name))
            found = (self.notes.pop((name, ident), None) for ident in called)
            waiting += [note for note in found if note is not None]

    def make_side(self, anchors: Sequence[str]) -> etree._Element:
        """Return the units of one row, with the notes and entries whose marks are in them."""
        language = shorten_language(self.side.language) if self.side.language else ""
        way = "rtl" if is_leftward(language) else "ltr"
        classes = ["tei-side", f"tei-{self.role}"]
        classes += [f"language-{language}", way] if language else []
        side = etree.Element("tei_side", classes=" ".join(classes))
        found = [named for anchor in anchors for named in self.pieces.pop(anchor, ())]
        for name in dict.fromkeys(name for name, _ in found):
            body = self._build([piece for named, piece in found if named == name], side)
            self._add_notes(side, body, name)
            self._rename(body, name)
            _note_source(body, name)
        return side

    def _build(self, pieces: Iterable[_Piece], side: etree._Element) -> list[etree._Element]:
        """Add pieces to a side, those that were together within one element in one again."""
        added: list[etree._Element] = []
        open_: list[tuple[etree._Element, etree._Element]] = []
        for piece in pieces:
            same = 0
            while same < min(len(open_), len(piece.around)) and (
                open_[same][0] is piece.around[same]
            ):
                same += 1
            del open_[same:]
            for around in piece.around[same:]:
                wrapper = copy_shell(around, with_ids=around not in self.opened)
                self.opened.add(around)
                (open_[-1][1] if open_ else side).append(wrapper)
                if not open_:
                    added.append(wrapper)
                open_.append((around, wrapper))
            element = deepcopy(piece.element)
            element.tail = None
            (open_[-1][1] if open_ else side).append(element)
            if not open_:
                added.append(element)
        return added

    def _add_notes(self, side: etree._Element, body: list[etree._Element], name: str) -> None:
        """Put behind a text the entries of the apparatus and the notes whose marks are in it."""
        entries = etree.Element("tei_entries", classes="tei-entries")
        notes: list[etree._Element] = []
        waiting = list(body)
        while waiting:
            element = waiting.pop(0)
            for ident in _list_called(element, name):
                found = self.notes.pop((name, ident), None)
                if found is None:
                    continue
                _take_out(found)
                (notes if found.tag == "footnote" else entries).append(found)
                waiting.append(found)
        if len(entries):
            apparatus = etree.SubElement(side, "container", classes="tei-apparatus")
            apparatus.append(entries)
            body.append(apparatus)
        side.extend(notes)
        body.extend(notes)

    def _rename(self, body: Iterable[etree._Element], name: str) -> None:
        """Let anchors begin with the name of the side, and what leads to them on this page."""
        elements = [element for part in body for element in part.iter()]
        own = {i for element in elements for i in (element.get("ids") or "").split()}
        for element in elements:
            for attribute in ("ids", "refid", "backrefs", "about"):
                if value := element.get(attribute):
                    element.set(
                        attribute,
                        " ".join(
                            f"{self.role}-{ident}"
                            if ident in own or attribute == "about"
                            else ident
                            for ident in value.split()
                        ),
                    )
            classes = (element.get("classes") or "").split()
            docname, _, anchor = (element.get("target") or "").partition("#")
            if docname == name and anchor in own and not _MARKS.isdisjoint(classes):
                element.set("target", f"{self.page.docname}#{self.role}-{anchor}")

    def put_pairs(self, pairs: etree._Element) -> None:
        """Put the rows in place of the side."""
        holder = next(iter(self.holders.values()))
        parent = holder.getparent()
        if parent is None or parent.tag == "document":
            for child in list(holder):
                if not _is_furniture(child):
                    _take_out(child)
            title = holder.find("title")
            holder.insert(0 if title is None else holder.index(title) + 1, pairs)
            return
        ids = (holder.get("ids") or "").split()
        pairs.set("ids", " ".join(f"{self.role}-{ident}" for ident in ids))
        pairs.tail = None
        parent.replace(holder, pairs)

    def drop(self) -> None:
        """Take the side away from the page that it shares with the other."""
        for holder in self.holders.values():
            parent = holder.getparent()
            if parent is not None and parent.tag != "document":
                _take_out(holder)

    def list_rest(self, base: etree._Element) -> list[etree._Element]:
        """Return notes and entries that no mark of a row leads to, if they are on other pages."""
        made = []
        for name in self.holders:
            rest = [
                deepcopy(element)
                for (page, _), element in self.notes.items()
                if page == name and element.getroottree().getroot() is not base
            ]
            self._rename(rest, name)
            body = [element for element in rest if element.tag != "tei_entry"]
            if entries := [element for element in rest if element.tag == "tei_entry"]:
                apparatus = etree.Element("container", classes="tei-apparatus")
                etree.SubElement(apparatus, "tei_entries", classes="tei-entries").extend(entries)
                body.insert(0, apparatus)
            _note_source(body, name)
            made += body
        return made


def copy_shell(element: etree._Element, *, with_ids: bool) -> etree._Element:
    """Return an element without its content; a section as a container."""
    shell = etree.Element(_BLOCKS.get(element.tag, element.tag))
    for name, value in element.items():
        if with_ids or name not in {"ids", "tei_object"}:
            shell.set(name, value)
    return shell


_BLOCKS = {"section": "container", "title": "rubric"}


def _find_holder(root: etree._Element, anchor: str) -> etree._Element:
    """Return the element of a side on a page: the page itself, if it is not part of it."""
    section = root.find("section")
    page = root if section is None else section
    if not anchor:
        return page
    return next((e for e in page.iter() if anchor in (e.get("ids") or "").split()), page)


def _is_furniture(element: etree._Element) -> bool:
    classes = (element.get("classes") or "").split()
    return element.tag in _FURNITURE or not _FURNITURE_CLASSES.isdisjoint(classes)


def _count_sections(holder: etree._Element) -> int:
    """Return the level of the heading of an element: that of a page is of the first."""
    return sum(map(_has_heading, (holder, *holder.iterancestors())))


def _has_heading(element: etree._Element) -> bool:
    return element.tag == "section" and element.find("title") is not None


def _cut(
    holder: etree._Element,
    units: frozenset[str],
    around: tuple[etree._Element, ...],
    *,
    depth: int,
) -> Iterator[_Piece]:
    """Yield the units within an element, and what is between them, without links of the page."""
    for child in holder:
        named = [i for i in (child.get("ids") or "").split() if i in units]
        is_title = child.tag == "title"
        if not around and _is_furniture(child) and not (is_title and named):
            continue
        if named or not any(
            i in units for e in child.iterdescendants() for i in (e.get("ids") or "").split()
        ):
            yield _Piece(named[0] if named else "", _as_block(child, depth), around)
        else:
            inner = depth + _has_heading(child)
            yield from _cut(child, units, (*around, child), depth=inner)


def _as_block(element: etree._Element, depth: int) -> etree._Element:
    """Return a copy in which no section is: headings keep their level."""
    if element.tag != "title" and element.find(".//section") is None and element.tag != "section":
        return element
    made = copy_shell(element, with_ids=True)
    if element.tag == "title":
        made.set("heading-level", str(min(depth, 6)))
        made.text = element.text
        made.extend([deepcopy(child) for child in element])
        return made
    inner = depth + _has_heading(element)
    made.text = element.text
    for child in element:
        block = _as_block(child, inner)
        made.append(deepcopy(block) if block is child else block)
    return made


def _assign(pieces: list[_Piece], whole: str) -> Iterator[_Piece]:
    """Yield pieces, with what is no unit assigned to the unit before it, or to the first.

    `whole` is the unit that all of them are of, if a page is one.
    """
    unit = whole or next((piece.unit for piece in pieces if piece.unit), "")
    for piece in pieces:
        unit = piece.unit or unit
        yield piece._replace(unit=unit)


def _list_called(element: etree._Element, docname: str) -> Iterator[str]:
    """Yield the anchors of the notes and entries whose marks are in an element."""
    for inner in element.iter("footnote_reference", "tei_link"):
        if inner.tag == "footnote_reference":
            yield inner.get("refid", "")
        elif "tei-app-mark" in (inner.get("classes") or "").split():
            page, _, anchor = (inner.get("target") or "").partition("#")
            if page == docname:
                yield anchor


def _note_source(body: Iterable[etree._Element], docname: str) -> None:
    """Keep, for books, on which page the parts of a side are alone."""
    for element in body:
        element.set("source-page", docname)


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def _say(parent: etree._Element, words: str, name: str, language: str) -> None:
    """Put a remark to readers before what it is about."""
    classes = f"{name} tei-generated no-search language-{language}"
    remark = etree.Element("paragraph", classes=classes)
    remark.text = words
    parent.insert(0, remark)


def _tie_words(page: ParallelPage, pairs: etree._Element) -> None:
    """Let words and phrases that correspond lead to each other, where no link is in them."""
    found = {i: e for e in pairs.iter() for i in (e.get("ids") or "").split()}
    for one, other in page.parallel.parts:
        names = f"{ORIGINAL}-{one}", f"{TRANSLATION}-{other}"
        if names[0] not in found or names[1] not in found:
            continue
        for name, target in (names, names[::-1]):
            element = found[name]
            classes = (element.get("classes") or "").split()
            if "tei-paired" in classes or element.tag not in {"inline", "tei_span"}:
                continue
            element.set("classes", " ".join((*classes, "tei-paired")))
            within = [e for e in element.iterancestors() if e.tag in _LINKS]
            if not within and next(element.iterdescendants(*_LINKS), None) is None:
                element.tag = "tei_link"
                element.set("target", f"{page.docname}#{target}")


def _finish(
    book: SitePlan, page: ParallelPage, section: etree._Element, rest: list[etree._Element]
) -> None:
    """Give the page its title and the choice of texts; leave out what only one text's page has."""
    classes = [c for c in (section.get("classes") or "").split() if c != "tei-notes-beside"]
    section.set("classes", " ".join((*classes, "tei-two-texts")))
    for child in list(section):
        if child.tag in {"tei_downloads", "tei_named"} or (
            child.tag == "container"
            and "tei-apparatus" in (child.get("classes") or "").split()
            and next(child.iter("tei_entry"), None) is None
        ):
            _take_out(child)
    title = etree.Element("title", classes="tei-generated")
    title.text = book.titles[page.base]
    old = section.find("title")
    if old is not None:
        section.replace(old, title)
    choice = _make_choice(book, page)
    section.insert(section.index(title) + 1 if old is not None else 0, choice)
    level = page.parallel.alignments[0].level
    several = max(len(page.parallel.left_units), len(page.parallel.right_units)) > 1
    if level is Level.WHOLE and several:
        remark = etree.Element("paragraph", classes="tei-aligned-whole tei-generated no-search")
        remark.text = book.words["aligned as a whole"]
        choice.addnext(remark)
    section.extend(rest)


def _make_choice(book: SitePlan, page: ParallelPage) -> etree._Element:
    """Return the links to each of the texts alone, and to the other parallels of the page."""
    classes = "tei-text-choice tei-generated no-search"
    choice = etree.Element("tei_downloads", classes=classes)
    own = next(c for c in list_choices(book, page.docname) if any(not x.target for x in c))
    paragraph = etree.SubElement(choice, "paragraph")
    for name in ONLY.values() if page.is_one_page else ():
        etree.SubElement(paragraph, "tei_span", ids=name)
    last = paragraph[-1] if len(paragraph) else None
    _add_text(paragraph, last, f"{book.words['parallel choice']} ")
    for place, option in enumerate(own):
        if place:
            _add_text(paragraph, paragraph[-1], " · ")
        if option.target or page.is_one_page:
            target = option.target or page.docname
            link = etree.SubElement(paragraph, "tei_link", target=target)
        else:
            link = etree.SubElement(paragraph, "strong")
        link.text = option.label
    return choice


def _add_text(parent: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text
