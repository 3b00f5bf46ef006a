"""The page of contents: the texts, in parts where one page would be too large, and registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.pages.addresses import CONTENTS
from tei_edition.pages.fact_xml import make_element, make_page
from tei_edition.pages.text_list import add_text_filters, format_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

# A page that lists more texts would take long to load.
MOST = 400


class ContentsPart(NamedTuple):
    """A page with a part of the texts, in reading order; `label` says which: "401–800"."""

    docname: str
    label: str
    texts: Sequence[Text]


def list_contents_pages(
    book: SitePlan, registers: Mapping[str, etree._Element], left_out: Iterable[str] = ()
) -> dict[str, etree._Element]:
    """Return the page that lists all others by its docname, and those of the parts of its texts.

    `registers` are the facts of the pages that are not pages of texts; `left_out` are the files of
    texts that could not be published.
    """
    docname = f"{book.folder}/{CONTENTS}"
    page = make_page(book, "contents", docname, book.words["Contents"])
    for own in book.config.site.pages:
        make_element("page", page, docname=own, kind="own")
    _add_texts(book, page, book.texts)
    parts = list_parts(book)
    if parts:
        _add_parts(book, page, parts)
    else:
        add_text_filters(book, page, book.texts)
    for name, register in registers.items():
        if not register.get("up"):  # those below another are in the contents of that one
            title = register.get("title", "")
            make_element("page", page, docname=name, title=title, kind="register")
    for file in left_out:
        make_element("left-out", page, file=file, words=book.words["left out"])
    return {docname: page} | {part.docname: _make_part(book, part, parts) for part in parts}


def list_parts(book: SitePlan) -> tuple[ContentsPart, ...]:
    """Return the pages into which a long list of texts is divided, all about as long."""
    number = -(-len(book.texts) // MOST)
    size = -(-len(book.texts) // max(number, 1))
    starts = range(0, len(book.texts), size) if number > 1 else ()
    parts = [book.texts[start : start + size] for start in starts]
    return tuple(
        ContentsPart(
            f"{book.folder}/{CONTENTS}/{place}", f"{start + 1}–{start + len(texts)}", texts
        )
        for place, (start, texts) in enumerate(zip(starts, parts, strict=True), 1)
    )


def _make_part(book: SitePlan, part: ContentsPart, parts: Iterable[ContentsPart]) -> etree._Element:
    title = f"{book.words['Contents']}: {part.label}"
    up = f"{book.folder}/{CONTENTS}"
    page = make_page(book, "contents", part.docname, title, up=up, up_title=book.words["Contents"])
    _add_texts(book, page, part.texts)
    add_text_filters(book, page, part.texts)
    _add_parts(book, page, parts)
    return page


def _add_texts(book: SitePlan, page: etree._Element, texts: Iterable[Text]) -> None:
    for text in texts:
        docname = _find_page(book, text)
        make_element("page", page, docname=docname, title=book.titles[docname], kind="text")


def _add_parts(book: SitePlan, page: etree._Element, parts: Iterable[ContentsPart]) -> None:
    for part in parts:
        first, last = (book.titles[_find_page(book, part.texts[place])] for place in (0, -1))
        make_element(
            "part", page, docname=part.docname, label=part.label, first=first, last=last,
            date=format_range(book, part.texts),
        )  # fmt: skip


def _find_page(book: SitePlan, text: Text) -> str:
    return book.list_pages(text)[0][1]
