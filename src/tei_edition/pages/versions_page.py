"""The facts behind the page *Versions*: what headers say was changed, and the tags of git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.pages.addresses import VERSIONS
from tei_edition.pages.fact_xml import make_element, make_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

# So many changes are listed, the newest; a page of more would take long to load.
MOST = 400


def list_version_pages(
    book: SitePlan, tags: Sequence[tuple[str, str]]
) -> dict[str, etree._Element]:
    """Return the page of versions by its docname; none where nothing is known of any.

    `tags` are the names of published states with their days, the newest last.
    """
    told = [
        (change, text)
        for text in book.texts
        for change in text.header.changes
        if change.when or change.words
    ]
    if not told and not tags:
        return {}
    docname = f"{book.folder}/{VERSIONS}"
    page = make_page(book, "versions", docname, book.words["Versions"])
    for name, day in reversed(tags):
        make_element("tag", page, name=name, day=day)
    told.sort(key=lambda pair: pair[0].when, reverse=True)
    if len(told) > MOST:
        page.set("older", str(len(told) - MOST))
    for change, text in told[:MOST]:
        make_element(
            "change", page, day=change.when, words=change.words,
            title=book.text_titles[text.file], docname=book.list_pages(text)[0][1],
        )  # fmt: skip
    return {docname: page}
