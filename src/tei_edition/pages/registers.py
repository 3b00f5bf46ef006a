"""The facts for every page that is not the page of a text, as XML for `xslt/register.xsl`.

The order of the registers is decided in `tei_edition.catalogue`, and nowhere else.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from tei_edition.dating.calendars import format_yearless
from tei_edition.dating.shortforms import format_span
from tei_edition.facts.registers import Kind, ReferenceRun, list_reference_words
from tei_edition.pages.addresses import DOWNLOADS, entity_anchor
from tei_edition.pages.catalogue import (
    MAKERS,
    MOST_MENTIONS,
    Reference,
)
from tei_edition.pages.chronology import list_chronology_pages
from tei_edition.pages.fact_xml import add_runs
from tei_edition.pages.fact_xml import make_element as _element
from tei_edition.pages.fact_xml import make_page as _page
from tei_edition.pages.fact_xml import quote as _quote
from tei_edition.pages.gazetteer import list_place_pages
from tei_edition.pages.letters import list_letter_pages
from tei_edition.pages.pictures import find_picture, picture_address
from tei_edition.pages.relation_roles import (
    PART_OF,
    PARTS,
    name_relation,
    needs_object,
    strip_of,
)
from tei_edition.runtime.files import real_path
from tei_edition.runtime.urls import split_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from tei_edition.facts.registers import Entity, EntityPicture, Relation, Statement
    from tei_edition.facts.times import TimeSpan
    from tei_edition.pages.catalogue import RegisterPage
    from tei_edition.pages.downloads import Download
    from tei_edition.pages.site_plan import SitePlan

# A folder of more files is one row on the page of downloads.
MOST_FILES = 200


def list_register_pages(book: SitePlan) -> dict[str, etree._Element]:
    """Return the facts for every page that is not the page of a text, by docname."""
    pages: dict[str, etree._Element] = {}
    if book.config.pages.registers:
        parts: dict[str, list[RegisterPage]] = {}
        for part in book.catalogue.pages:
            parts.setdefault(book.register_page(part.kind, part.path), []).append(part)
        for docname, found in parts.items():
            pages[docname] = _register(book, docname, found)
        pages |= list_place_pages(book)
        pages |= list_letter_pages(book)
        pages |= list_chronology_pages(book)
    return pages


# How many quotations stand open; a longer list is folded.
_OPEN_LIST = 12
# How many levels of organisations within others are shown.
_DEEPEST = 20


# Types of names that say no more than that an entity has this one too.
_PLAIN_FORMS = frozenset({
    "", "add", "addname", "alt", "alternate", "alternative", "canonical", "default", "full",
    "heading", "index", "main", "other", "pref", "preferred", "reg", "sort", "standard", "var",
    "variant",
})  # fmt: skip


def _register(book: SitePlan, docname: str, pages: list[RegisterPage]) -> etree._Element:
    """Return the facts behind one page of a register, which may hold a part that is apart."""
    first = pages[0]
    name = book.words[first.kind]
    page = _page(book, "register", docname, name, kind=first.kind)
    if first.path:
        page.set("title", _title(book, first))
        page.set("up", book.register_page(first.kind))
    _link_parts(book, page, first)
    if first.kind is Kind.ORGANISATION and not first.path:
        _add_hierarchy(book, page, first.kind)
    for part in pages:
        if part.entity and part.number > 1:
            _add_further(book, page, part)
        elif part.entity:
            _entry(book, page, part.entity)
        holder = page
        if part.is_apart and not part.path:
            holder = _element("apart", page)
        for group in part.groups:
            letter = _element("letter", holder, name=group.letter)
            for line in group.lines:
                if isinstance(line, Reference):
                    _refer(book, letter, line.entity, line.form)
                elif book.catalogue.homes[line.id].entity:
                    _refer(book, letter, line, "")
                else:
                    _entry(book, letter, line)
    return page


def _title(book: SitePlan, page: RegisterPage) -> str:
    """Return what a page below a register is called: `Persons: K (2)`.

    An entity's own by its name.
    """
    if page.entity:
        return page.entity.name if page.number == 1 else f"{page.entity.name} ({page.number})"
    same = [p for p in book.catalogue.pages if (p.kind, p.label) == (page.kind, page.label)]
    same = [p for p in same if p.is_apart == page.is_apart and not p.entity]
    number = f" ({same.index(page) + 1})" if len(same) > 1 else ""
    apart = f" – {book.words['unmentioned']}" if page.is_apart else ""
    label = f": {page.label}" if page.label else ""
    return f"{book.words[page.kind]}{apart}{label}{number}"


def _link_parts(book: SitePlan, parent: etree._Element, current: RegisterPage) -> None:
    """Add links to the pages below a register by their letters."""
    for page in book.catalogue.pages:
        if page.kind is current.kind and page.path:
            _element(
                "part",
                parent,
                docname=book.register_page(page.kind, page.path),
                label=page.label if not page.entity else "",
                kind="own" if page.entity else "apart" if page.is_apart else "letter",
                current="1" if page is current else "",
            )


def _refer(book: SitePlan, parent: etree._Element, entity: Entity, form: str) -> None:
    """Add a line that leads to an entry elsewhere: from another form, or to its own page."""
    _element(
        "reference", parent, form=form or entity.name, name=entity.name if form else "",
        dates="" if form else book.format_dates(entity), target=book.entity_target(entity.id),
        mentions=str(len(book.catalogue.mentions.get(entity.id, ()))),
    )  # fmt: skip


def _entry(book: SitePlan, parent: etree._Element, entity: Entity) -> None:
    entry = _element(
        "entity", parent, id=entity.id, anchor=entity_anchor(entity.id), kind=entity.kind,
        name=entity.name, sort=book.catalogue.sort_words(entity),
        dates=book.format_dates(entity), type=entity.type, lang=_language(book, entity),
        unlisted="" if entity.element else "1",
        parent=entity.parent if entity.parent in book.catalogue.entities else "",
        mentions=str(len(book.catalogue.mentions.get(entity.id, ()))),
    )  # fmt: skip
    for form in entity.forms:
        kinds = (kind for kind in form.type.split(": ") if kind.casefold() not in _PLAIN_FORMS)
        kind = ": ".join(kinds)
        remark = "; ".join(filter(None, (kind, _when(book, form.time))))
        found = _element("form", entry, lang=_foreign(book, form.language), remark=remark)
        found.text = form.text
    for picture in entity.pictures:
        _add_picture(book, entry, picture)
    for detail in entity.details:
        _add_detail(book, entry, entity, detail)
    if entity.reference:
        add_runs(_element("description", entry), book.cite_work(entity.reference))
    for words in (entity.description, *entity.notes):
        if words:
            _element("description", entry).text = words
    whole = f"{entity.name} {list_reference_words(entity.reference)}"
    for identifier in entity.identifiers:
        if not identifier.authority and not identifier.uri and identifier.value in whole:
            continue  # the shelf mark of a manuscript
        _element(
            "identifier", entry, authority=identifier.authority, value=identifier.value,
            uri=identifier.uri,
        )  # fmt: skip
    known = {identifier.uri for identifier in entity.identifiers}
    pointed = (pointer for detail in entity.details for pointer in detail.named)
    known |= {book.find_target(pointer, entity.location.file) for pointer in pointed}
    for link in entity.links:
        target = book.find_target(link.target, entity.location.file)
        if target and target not in known:
            named = link.label or book.describe_target(link.target, entity.location.file)
            _element("link", entry, target=target, label=named or _host(target))
    _add_beside(book, entry, entity)
    _relate(book, entry, entity)
    _list_mentions(book, entry, entity)


def _add_detail(book: SitePlan, entry: etree._Element, entity: Entity, detail: Statement) -> None:
    target = _first_target(book, _list_meant(book, detail, entity), entity.location.file)
    element = _element("detail", entry, name=detail.element, target=target)
    named = _name_targets(book, detail.named, entity.location.file)
    if detail.reference:
        runs = book.cite_work(detail.reference)
        if named:
            runs = (ReferenceRun(f"{named}, "), *runs)
        when = _when(book, detail.time)
        add_runs(element, (*runs, ReferenceRun(f" ({when})")) if when else runs)
        return
    words = format_yearless(detail.text, book.wording_language)
    if detail.element in {"sex", "gender"}:
        words = book.words.get(f"sex {words}", words)
    words = words or _name_targets(book, detail.pointers, entity.location.file)
    words = ": ".join(filter(None, (named, words)))
    said = (when for when in (detail.remark, _when(book, detail.time)) if when)
    element.text = _add_remark(words, "; ".join(said))


def _add_picture(book: SitePlan, entry: etree._Element, picture: EntityPicture) -> None:
    """Add a picture that is in the edition; of any other a line with its words, or a link."""
    root = real_path(book.config.root)
    path = find_picture((root / picture.file).parent, picture.url, root)
    if path is not None:
        _element(
            "portrait", entry, uri=picture_address(book, path), caption=picture.caption,
            alt=picture.description or picture.caption, width=picture.width,
        )  # fmt: skip
        return
    target = picture.url if picture.url.startswith(("https://", "http://")) else ""
    words = ": ".join(filter(None, (picture.caption, picture.description)))
    _element("detail", entry, name="figure", target=target).text = words or picture.url


def _when(book: SitePlan, time: TimeSpan | None) -> str:
    """When something was so, in short; empty if nothing says it."""
    return format_span(time, book.words, book.wording_language) if time else ""


def _add_remark(words: str, remark: str) -> str:
    """Return words with a remark in brackets, unless they say it: `Board of Trade (1901–1903)`."""
    if remark and remark.casefold() in words.casefold():
        return words
    return f"{words} ({remark})" if words and remark else words or remark


def _language(book: SitePlan, entity: Entity) -> str:
    return _foreign(book, entity.language)


def _foreign(book: SitePlan, language: str) -> str:
    """Return a language, if it is not that of the page."""
    return language if language != book.language else ""


def _host(target: str) -> str:
    """Return the words of a link that has none: the name of the site."""
    return split_url(target).hostname or target if "://" in target else target


def _first_target(book: SitePlan, pointers: Iterable[str], file: str) -> str:
    found = (book.find_target(pointer, file) for pointer in pointers)
    return next((target for target in found if target), "")


# In these a bare key is often the code of a country or county: <country key="FR">.
_OF_PLACES = frozenset({
    "birth", "bloc", "country", "death", "district", "nationality", "placeName", "region",
    "residence", "settlement",
})  # fmt: skip


def _list_meant(book: SitePlan, detail: Statement, entity: Entity) -> Iterable[str]:
    """Return the pointers of a statement, except codes of places that equal the id of another."""
    for pointer in detail.pointers:
        is_code = detail.element in _OF_PLACES and pointer.isalnum()
        ident = book.catalogue.find_entity(pointer, entity.location.file) if is_code else ""
        if not ident or book.catalogue.entities[ident].kind is Kind.PLACE:
            yield pointer


def _name_targets(book: SitePlan, pointers: Iterable[str], file: str) -> str:
    """Return what an element without words names: entries by their names, addresses as they are."""
    entities = book.catalogue.entities
    idents = ((pointer, book.catalogue.find_entity(pointer, file)) for pointer in pointers)
    return "; ".join(entities[i].name if i else pointer for pointer, i in idents)


def _is_individual(entity: Entity) -> bool:
    """Whether an entity has no parts: an entry in that of a person is about somebody else."""
    return entity.element == "person"


def _list_nested(book: SitePlan, entity: Entity) -> tuple[list[str], list[str]]:
    """Return the entry that an entry is in, if any, and those in it."""
    parent = [entity.parent] if entity.parent in book.catalogue.entities else []
    return parent, [child.id for child in book.catalogue.children.get(entity.id, ())]


def _add_beside(book: SitePlan, entry: etree._Element, entity: Entity) -> None:
    """Add links between the entry of a person and those in it: of the mother, of an event."""
    parent, inner = _list_nested(book, entity)
    entities = book.catalogue.entities
    beside = [ident for ident in parent if _is_individual(entities[ident])]
    for ident in (*beside, *(inner if _is_individual(entity) else ())):
        kind = entities[ident].type if ident in inner else ""
        label = _add_remark(entities[ident].name, kind)
        _element("link", entry, target=book.entity_target(ident), label=label)


def _relate(book: SitePlan, entry: etree._Element, entity: Entity) -> None:
    """Add what an entity is part of, what is part of it, its relations and its works."""
    catalogue = book.catalogue
    parent, inner = _list_nested(book, entity)
    if _is_individual(entity):
        inner = []
    parent = [ident for ident in parent if not _is_individual(catalogue.entities[ident])]
    works = catalogue.works.get(entity.id, {})
    said = [
        (PART_OF, "own", parent, ""),
        (PARTS, "own", sorted(inner, key=catalogue.ranks.__getitem__), ""),
    ]
    for found, is_active, idents in catalogue.relations.get(entity.id, ()):
        known = name_relation(found.name, is_active=is_active)
        if not (remark := _remark(book, found)) and known in {PART_OF, PARTS}:
            nested = parent if known == PART_OF else inner
            idents = [ident for ident in idents if ident not in nested]
        name, side = (known, "own") if known else _choose_side(found.name, is_active=is_active)
        # What is mutual has no direction.
        said.append((name, "plain" if found.mutual and not known else side, idents, remark))
    said += [(f"{part}-of", "own", works[part], "") for part in MAKERS if part in works]
    for name, side, idents, remark in said:
        if idents:
            relation = _element("relation", entry, name=name, side=side, remark=remark)
            for ident in idents:
                found_one = catalogue.entities.get(ident)
                target = book.entity_target(ident) if found_one else ident
                _element("to", relation, target=target).text = (
                    found_one.name if found_one else ident
                )


def _choose_side(name: str, *, is_active: bool) -> tuple[str, str]:
    """Return the words for a relation of an unknown name, and how they are to be read.

    `active`: as *the lover of*; `plain`: as they are; `reverse`: the other comes before them.
    """
    if needs_object(name):
        return name, "plain" if is_active else "reverse"
    said = strip_of(name)
    return said, "active" if is_active else "plain"


def _add_hierarchy(book: SitePlan, page: etree._Element, kind: Kind) -> None:
    """Add the organisations that have others in them, as a tree; nothing where none has."""
    entities, wholes = book.catalogue.entities, book.catalogue.wholes
    parts: dict[str, list[str]] = {}
    for ident in sorted(wholes, key=book.catalogue.ranks.__getitem__):
        for whole in wholes[ident]:
            if entities[ident].kind is entities[whole].kind is kind:
                parts.setdefault(whole, []).append(ident)
    inner = {ident for found in parts.values() for ident in found}
    tops = sorted(set(parts) - inner, key=book.catalogue.ranks.__getitem__)
    if tops:
        _add_branches(book, _element("hierarchy", page), tops, parts, ())


def _add_branches(
    book: SitePlan,
    parent: etree._Element,
    idents: Iterable[str],
    parts: Mapping[str, list[str]],
    above: tuple[str, ...],
) -> None:
    for ident in idents:
        entity = book.catalogue.entities[ident]
        node = _element("node", parent, name=entity.name, dates=book.format_dates(entity),
                        target=book.entity_target(ident))  # fmt: skip
        if ident not in above and len(above) < _DEEPEST:
            _add_branches(book, node, parts.get(ident, ()), parts, (*above, ident))


def _remark(book: SitePlan, relation: Relation) -> str:
    """When a relation lasted, and what else is said of it."""
    return "; ".join(filter(None, (_when(book, relation.time), relation.description)))


def _add_further(book: SitePlan, page: etree._Element, part: RegisterPage) -> None:
    """Add the mentions of an entity that its page has no room for."""
    entity = cast("Entity", part.entity)
    target = book.entity_target(entity.id)
    further = _element("further", page, name=entity.name, target=target)
    _list_mentions(book, further, entity, part.number)


def _list_mentions(book: SitePlan, entry: etree._Element, entity: Entity, number: int = 1) -> None:
    """Add mentions by page in reading order; within a page in the order of the text.

    Of an entity with many the `number` of a page says which, and there are links to the others.
    """
    found = [
        (book.find_page(text.file, mention.anchor), text, mention)
        for text, mention in book.catalogue.mentions.get(entity.id, ())
    ]
    found.sort(key=lambda one: book.page_order[one[0]])
    entry.set("pages", str(len({docname for docname, _, _ in found})))
    if len(found) > _OPEN_LIST:
        entry.set("folded", "1")
    own = [p for p in book.catalogue.pages if p.entity is entity] if _has_own(book, entity) else []
    size = MOST_MENTIONS if own else max(len(found), 1)
    for one in own if len(own) > 1 else ():
        numbers = (one.number - 1) * size + 1, min(one.number * size, len(found))
        _element(
            "more", entry, docname=book.register_page(one.kind, one.path),
            label="–".join(dict.fromkeys(map(str, numbers))),
            current="1" if one.number == number else "",
        )  # fmt: skip
    shown = found[(number - 1) * size : number * size]
    for docname, mentions in groupby(shown, key=lambda one: one[0]):
        page = _element("page", entry, title=book.full_titles[docname], target=docname)
        for _, text, mention in mentions:
            more = {name: value for name, value in (
                ("cert", mention.certainty if mention.certainty != "high" else ""),
                ("role", mention.role),
            ) if value}  # fmt: skip
            _quote(book, page, text, mention, **more)


def _has_own(book: SitePlan, entity: Entity) -> bool:
    home = book.catalogue.homes.get(entity.id)
    return home is not None and home.entity is not None


def downloads_page(book: SitePlan, downloads: Iterable[Download]) -> etree._Element:
    """Return the facts behind the page of downloads.

    The page does not depend on the bytes of the files: checksums are in a separate file.
    """
    page = _page(book, "downloads", f"{book.folder}/{DOWNLOADS}", book.words["Downloads"])
    folders: dict[str, list[Download]] = {}
    for download in downloads:
        if download.is_listed:
            folder = download.site_path.rpartition("/")[0]
            folders.setdefault(folder, []).append(download)
    for folder, files in folders.items():
        if folder and len(files) > MOST_FILES:
            kind, number = files[0].kind, str(len(files))
            first = files[0].site_path
            _element("folder", page, path=folder, kind=kind, number=number, first=first)
            continue
        for file in files:
            _element("file", page, path=file.site_path, title=file.title, kind=file.kind)
    return page
