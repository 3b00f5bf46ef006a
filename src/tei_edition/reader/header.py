"""Read a teiHeader: title, responsibility, publication and date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.config.tables import TextTable
from tei_edition.facts.header import Abstract, Agent, Header, HeaderChange, Licence
from tei_edition.facts.placeholders import is_placeholder
from tei_edition.facts.registers import Identifier
from tei_edition.reader.reading_text import choose_children
from tei_edition.source.stamps import locate
from tei_edition.tei import BREAKS, XML_LANG, local, raw_text, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree


_SHOWN = TextTable()


def read_header(root: etree._Element, shown: TextTable = _SHOWN) -> Header:
    """Return the header of a file; of a corpus, that of the whole.

    Its titles are read as the edition shows choices.
    """
    header = root.find(tei("teiHeader"))
    if header is None:
        return Header(language=_read_language(root), location=locate(root))
    titles = list(_find_all(header, "fileDesc/titleStmt/title"))
    title = min(titles, key=_rank_title, default=None)
    series = [t for t in titles if _is_of_series(t)]
    series += _find_all(header, "fileDesc/seriesStmt/title")
    language = next(_find_all(header, "profileDesc/langUsage/language"), None)
    ident = "" if language is None else language.get("ident", "")
    publication = next(_find_all(header, "fileDesc/publicationStmt"), None)
    edition = next(_find_all(header, "fileDesc/editionStmt/edition"), None)
    return Header(
        title=_words_of_title(title, shown),
        subtitle=_words_of_title(next((t for t in titles if t.get("type") == "sub"), None), shown),
        own_number=_read_number(root),
        created=_read_creation(header),
        authors=_all_words(header, "fileDesc/titleStmt//author"),
        editors=_all_words(header, "fileDesc/titleStmt//editor"),
        publisher="; ".join(_all_words(header, "fileDesc/publicationStmt//publisher")),
        date=_read_date(header),
        language=_read_language(root) or ident,
        licences=tuple(
            Licence(words_of(found), found.get("target", ""))
            for found in ([] if publication is None else publication.iter(tei("licence")))
        ),
        sources=_all_words(header, "fileDesc/sourceDesc/bibl"),
        agents=tuple(_read_agents(header)),
        publishers=tuple(_read_publishers(header)),
        places=_all_words(header, "fileDesc/publicationStmt/pubPlace"),
        edition=_words_without(edition, "date"),
        number="" if edition is None else edition.get("n", ""),
        series=next((words for found in series if (words := _read_shown(found, shown))), ""),
        identifiers=tuple(_read_identifiers(publication)),
        prose=" ".join(_all_words(header, "fileDesc/publicationStmt/p")),
        changed=_find_newest(header),
        changes=tuple(_read_changes(header)),
        statements=tuple(local(e.tag) for e in _find_all(header, "fileDesc/*") if local(e.tag)),
        location=locate(header),
        abstracts=tuple(_read_prose(header, "profileDesc/abstract")),
        project=tuple(_read_prose(header, "encodingDesc/projectDesc")),
    )


_BLOCKS = (tei("p"), tei("ab"), tei("item"))


def _read_prose(header: etree._Element, path: str) -> Iterator[Abstract]:
    """Yield the paragraphs of each statement at a path; words outside paragraphs are one."""
    for statement in _find_all(header, path):
        around = (statement, *statement.iterancestors())
        language = next((found for e in around if (found := e.get(XML_LANG))), "")
        blocks = [e for e in statement.iter(*_BLOCKS) if not list(e.iterancestors(*_BLOCKS))]
        words = tuple(filter(None, map(words_of, blocks or [statement])))
        if words and not is_placeholder(words[0]):
            yield Abstract(language, words)


def _read_language(root: etree._Element) -> str:
    """Return the language of the first text, which its body, itself or what is around it names."""
    text = next(root.iter(tei("text")), None)
    if text is None:
        return root.get(XML_LANG, "")
    body = text.find(tei("body"))
    first = text if body is None else body
    around = (first, *first.iterancestors())
    return next((language for element in around if (language := element.get(XML_LANG))), "")


def _is_of_series(title: etree._Element) -> bool:
    return title.get("level") in {"s", "j"} or title.get("type") in {"s", "series"}


def _rank_title(title: etree._Element) -> tuple[bool, int, bool]:
    """Return the rank of a title in its titleStmt: the text's own main title comes first.

    What a series or a journal is called is the title of the whole (TEI Guidelines, 2.2.1).
    """
    kinds = {"main": 0, "": 1, "full": 1}
    kind = title.get("type", "").casefold()
    is_empty = not words_of(title)
    return (
        is_empty or _is_of_series(title),
        kinds.get(kind, 2),
        title.get("level") not in {"a", "m"},
    )


def _words_of_title(title: etree._Element | None, shown: TextTable) -> str:
    """Return the words of a title; of one that holds titles alone, those of the main one."""
    if title is None:
        return ""
    inner = title.findall(tei("title"))
    if inner and not "".join([title.text or "", *(c.tail or "" for c in title)]).strip():
        return _words_of_title(min(inner, key=_rank_title), shown)
    return _read_shown(title, shown)


def _read_shown(element: etree._Element, shown: TextTable) -> str:
    """Return the words of an element in one line: one side of each choice, no notes."""
    return " ".join("".join(_list_shown(element, shown)).split())


def _list_shown(element: etree._Element, shown: TextTable) -> Iterator[str]:
    is_bare = local(element.tag) in {"app", "choice"}
    children = choose_children(element, shown, None)
    yield "" if is_bare else element.text or ""
    for child in element:
        if child in children:
            is_break = local(child.tag) in BREAKS and child.get("break") != "no"
            yield " " if is_break else ""
            yield from _list_shown(child, shown)
        yield "" if is_bare else child.tail or ""


def _read_number(root: etree._Element) -> str:
    """Return the number of a text in its edition: the @n of its root, or of its text."""
    text = root.find(tei("text"))
    number = root.get("n") or (None if text is None else text.get("n"))
    return (number or "").strip()


def _read_creation(header: etree._Element) -> str:
    """When a text was written, or a letter sent, as a day or year of ISO 8601, or in words."""
    dates = [
        *_find_all(header, "profileDesc/creation/date"),
        *(
            date
            for action in _find_all(header, "profileDesc/correspDesc/correspAction")
            if action.get("type") == "sent"
            for date in action.iter(tei("date"))
        ),
    ]
    return next((found for date in dates if (found := date.get("when") or words_of(date))), "")


def _find_all(parent: etree._Element, path: str) -> Iterator[etree._Element]:
    """Yield the elements of TEI at a path of their names."""
    steps = (tei(name) if name.strip("*") else name for name in path.split("/"))
    yield from parent.iterfind("/".join(steps))


def _all_words(header: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(words for found in _find_all(header, path) if (words := words_of(found)))


# Who it is by.

_NAMES = frozenset({"persName", "orgName", "name"})
_PARTS = ("surname", "forename", "nameLink", "genName")
# What an element that names somebody says besides the name.
_BESIDES = ("address", "affiliation", "date", "email", "idno", "note", "ptr", "resp")


def _read_agents(header: etree._Element) -> Iterator[Agent]:
    for path in ("fileDesc/titleStmt", "fileDesc/editionStmt"):
        for statement in _find_all(header, path):
            for element in statement.iter(*map(tei, ("author", "editor", "principal"))):
                role = element.get("role", "")
                yield from _read_names(element, role)
            for element in statement.iter(tei("respStmt")):
                yield from _read_names(element, "; ".join(_read_roles(element)))


def _read_roles(statement: etree._Element) -> Iterator[str]:
    """Yield what a respStmt says that somebody did, in words and in codes."""
    for resp in statement.iter(tei("resp")):
        codes = (resp.get("key", ""), *(ref.rpartition("/")[2] for ref in _split(resp, "ref")))
        yield " ".join(filter(None, (words_of(resp), *codes)))


def _read_names(element: etree._Element, role: str) -> Iterator[Agent]:
    """Those that an element names.

    Several names stand for as many persons where words part them, or in a statement of
    responsibility; else they are forms of one name, of which the first is taken.
    """
    name = local(element.tag)
    found = [child for child in element if local(child.tag) in _NAMES]
    if name != "respStmt" and not any((child.tail or "").strip() for child in found[:-1]):
        found = found[:1]
    for inner in found or [element]:
        words = _words_without(inner, *_BESIDES)
        if not words:
            continue
        is_body = local(inner.tag) == "orgName" or inner.find(tei("orgName")) is not None
        pointers = _point(inner) or (_point(element) if inner is not element else ())
        surname, forename, link, suffix = (
            " ".join(words_of(part) for part in inner.iter(tei(part_name))) for part_name in _PARTS
        )
        if is_body or not surname:
            surname, forename, link, suffix = "", "", "", ""
        yield Agent(name, words, surname, forename, link, suffix, is_body, role, pointers)


def _point(element: etree._Element) -> tuple[str, ...]:
    key = element.get("key", "").strip()
    return (*_split(element, "ref"), *([key] if key else []))


def _split(element: etree._Element, attribute: str) -> list[str]:
    return element.get(attribute, "").split()


def _words_without(element: etree._Element | None, *names: str) -> str:
    """Return the words of an element without those in children of these names."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local(child.tag) not in names:
            parts.append(raw_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split()).strip(" ,;:")


# Where and when it came out.


def _read_publishers(header: etree._Element) -> Iterator[str]:
    """Return the publisher, or else the distributor or the responsible authority."""
    for name in ("publisher", "distributor", "authority"):
        elements = list(_find_all(header, f"fileDesc/publicationStmt//{name}"))
        found = [words for element in elements for words in _name_publisher(element)]
        if found:
            yield from dict.fromkeys(found)
            return


def _name_publisher(element: etree._Element) -> Iterable[str]:
    named = [words_of(child) for child in element if local(child.tag) in _NAMES]
    return list(filter(None, named or [_words_without(element, *_BESIDES)]))


_DATED = (
    "publicationStmt/date", "publicationStmt//date", "publicationStmt/idno", "editionStmt//date",
)  # fmt: skip


def _read_date(header: etree._Element) -> str:
    """When the text was published, as a day or year of ISO 8601, or in words."""
    for path in _DATED:
        for date in _find_all(header, f"fileDesc/{path}"):
            bounds = [b for name in ("from", "to") if (b := date.get(name))]
            words = words_of(date) if local(date.tag) == "date" else ""
            if found := date.get("when") or words or "/".join(bounds):
                return found
    return ""


def _read_identifiers(publication: etree._Element | None) -> Iterator[Identifier]:
    for idno in () if publication is None else publication.iter(tei("idno")):
        if words := words_of(idno):
            yield Identifier(idno.get("type", ""), words)


def _read_changes(header: etree._Element) -> Iterator[HeaderChange]:
    """Yield the changes of the revisionDesc, in its order."""
    for change in header.iter(tei("change")):
        if any(above.tag == tei("revisionDesc") for above in change.iterancestors()):
            yield HeaderChange(change.get("when", ""), words_of(change), change.get("who", ""))


def _find_newest(header: etree._Element) -> str:
    days = (change.get("when", "") for change in header.iter(tei("change")))
    return max((day for day in days if _DAY.fullmatch(day)), default="")


_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
