"""A header must give title, responsibility, publication, licence, source and language.

What readers, libraries and other editions ask for first (TEI Guidelines, chapter 2), and what no
schema can see: an element that is there and empty is valid. One that is not there is the schema's
concern, and not reported again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.frame import check
from tei_edition.problems import About, problem
from tei_edition.source.stamps import locate
from tei_edition.tei import TEI_NS, XML_LANG, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source

_NS = {"t": TEI_NS}
_TEXTS = tuple(tei(name) for name in ("TEI", "facsimile", "sourceDoc", "text"))
_POINTERS = ("copyOf", "corresp", "facs", "ref", "sameAs", "target")


class _Part(NamedTuple):
    """What a header must say: whether it does, the place where it would, message and remedy.

    `meant` is the name of what is missing, as citations have it.
    """

    is_said: Callable[[etree._Element], bool]
    place: str
    message: str
    hint: str
    meant: str = ""


@check("file", "incomplete-header")
def check_header(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each thing that the header of a file should say and does not."""
    assert source.root is not None
    header = source.root.find(tei("teiHeader"))
    # A file of lists alone, such as a register, is cited and reused with the texts.
    if header is None or next(source.root.iterchildren(*_TEXTS), None) is None:
        return
    for part in _PARTS:
        place = header.find(part.place, _NS)
        if place is not None and not part.is_said(header):
            about = About("teiHeader", meant=(part.meant,))
            yield problem(
                "incomplete-header", part.message, locate(place), hint=part.hint, about=about
            )


def _has(*paths: str) -> Callable[[etree._Element], bool]:
    """Whether one of these elements of a header has words."""
    return lambda header: any(
        words_of(found) for path in paths for found in header.iterfind(path, _NS)
    )


def _is_prose(header: etree._Element, path: str) -> bool:
    """Whether a part is described in prose, which may say anything; in a paragraph, or without."""
    return any(
        words_of(paragraph)
        for part in header.iterfind(path, _NS)
        for paragraph in part.iterfind("t:p", _NS)
    ) or any(
        (text or "").strip()
        for part in header.iterfind(path, _NS)
        for text in (part.text, *(child.tail for child in part))
    )


def _has_licence(header: etree._Element) -> bool:
    stated = header.iterfind(".//t:publicationStmt//t:availability", _NS)
    licences = header.iterfind(".//t:publicationStmt//t:licence", _NS)
    return (
        any(words_of(found) or found.get("status") for found in stated)
        or any(found.get("target") for found in licences)
        or _is_prose(header, _PUBLICATION)
    )


def _has_date(header: etree._Element) -> bool:
    return (
        any(words_of(found) for found in header.iterfind(f"{_PUBLICATION}//t:date", _NS))
        # Of an identifier or a licence, too, it may be said since when it holds.
        or header.find(f"{_PUBLICATION}//*[@when]", _NS) is not None
        or _is_prose(header, _PUBLICATION)
        or any(words_of(found) for found in header.iterfind("t:fileDesc/t:editionStmt", _NS))
    )


def _has_source(header: etree._Element) -> bool:
    """Whether the source is described, if only by a pointer to its description."""
    return any(
        words_of(found) or any(found.get(name) for name in _POINTERS)
        for description in header.iterfind("t:fileDesc/t:sourceDesc", _NS)
        for found in description.iter(tei("*"))
    )


def _has_language(header: etree._Element) -> bool:
    whole = header.getparent()
    assert whole is not None
    return (
        next(header.iter(tei("language"), tei("textLang")), None) is not None
        or whole.get(XML_LANG) is not None
        or bool(whole.xpath("boolean(t:text//@xml:lang | t:text/@xml:lang)", namespaces=_NS))
        or next(whole.iter(tei("text")), None) is None
    )


_TITLE = "t:fileDesc/t:titleStmt"
_PUBLICATION = "t:fileDesc/t:publicationStmt"
_AGENTS = ("author", "editor", "respStmt", "principal", "meeting", "sponsor", "funder")
_PARTS = (
    _Part(
        _has(f"{_TITLE}/t:title"),
        f"{_TITLE}/t:title",
        "the header gives no title",
        "write it into the title of the titleStmt; it is shown on the page and in citations",
        "title",
    ),
    _Part(
        _has(
            *(f"{_TITLE}/t:{name}" for name in _AGENTS),
            *(f"t:fileDesc/t:editionStmt/t:{name}" for name in (*_AGENTS, "p")),
            f"{_PUBLICATION}/t:authority",
        ),
        _TITLE,
        "the header does not say who is responsible",
        "name author or editor in the titleStmt, and who encoded the text in a respStmt",
        "name",
    ),
    _Part(
        _has(_PUBLICATION),
        _PUBLICATION,
        "the header does not say who publishes the text",
        "name the publisher in the publicationStmt, or say there that it is not published",
        "publisher",
    ),
    _Part(
        _has_licence,
        _PUBLICATION,
        "the header gives no licence",
        "put <availability><licence target=…> into the publicationStmt, so that readers know"
        " what they may do",
    ),
    _Part(
        _has_date,
        _PUBLICATION,
        "the header gives no date of publication",
        "put a date into the publicationStmt; citations give the year",
        "date",
    ),
    _Part(
        _has_source,
        "t:fileDesc/t:sourceDesc",
        "the header does not name the source of the text",
        "describe it in the sourceDesc, in a bibl or an msDesc, or say there that there is none",
    ),
    _Part(
        _has_language,
        "t:fileDesc",
        "neither the header nor the text gives the language of the text",
        "add xml:lang to <text>; browsers, searches and screen readers need it",
    ),
)
