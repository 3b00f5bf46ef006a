"""The addresses that others may cite: each passage, entry and page, with digests of the text."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any

from tei_edition.pages.addresses import CONTENTS
from tei_edition.reader.reading_text import Runs
from tei_edition.runtime.files import format_json
from tei_edition.source.stamps import ANCHOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

ADDRESSES = "addresses.json"
# The form of the file: raised when one that was written before would be misread.
FORM = 1
_MOST_IN_ONE = 5000
_DIGITS = 16


def write_addresses(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the list of addresses; those of very many passages in a file for each text."""
    whole = make_address_list(holdings)
    passages: dict[str, Any] = whole["passages"]
    if len(passages) > _MOST_IN_ONE:
        by_text: dict[str, dict[str, Any]] = {}
        for key, value in passages.items():
            by_text.setdefault(key.partition("#")[0], {})[key] = value
        idents = {holdings.book.names[f]: i for f, i in holdings.text_ids.items()}
        files = {name: f"addresses/{idents[name]}.json" for name in by_text}
        whole = {**whole, "passages": {}, "files": list(files.values())}
        for name, found in by_text.items():
            yield files[name], _write({"version": FORM, "passages": found})
    yield ADDRESSES, _write(whole)


def make_address_list(holdings: Holdings) -> dict[str, Any]:
    """Return all addresses of an edition: passages by `TEXT#ANCHOR`, entities by id, pages."""
    book, cited = holdings.book, holdings.citation
    about = {
        "title": holdings.title, "url": holdings.url, "version": cited.version,
        "date": holdings.date,
    }  # fmt: skip
    passages: dict[str, Any] = {}
    for text in book.texts:
        passages |= _list_passages(holdings, text)
    entities = {
        entity.id: {"page": _name_page(target), "name": entity.name, "kind": str(entity.kind)}
        for entity in sorted(book.catalogue.entities.values(), key=lambda e: e.id)
        if entity.element and (target := book.entity_target(entity.id))
    }
    registers = {book.register_page(page.kind, page.path) for page in book.catalogue.pages}
    pages = {f"{book.folder}/{CONTENTS}", *book.titles}
    pages |= registers if book.config.pages.registers else set()
    return {
        "version": FORM,
        "edition": {key: value for key, value in about.items() if value},
        "passages": passages,
        "entities": entities,
        "pages": sorted(f"{page}.html" for page in pages),
    }


def _name_page(target: str) -> str:
    page, mark, anchor = target.partition("#")
    return f"{page}.html{mark}{anchor}"


def _list_passages(holdings: Holdings, text: Text) -> dict[str, Any]:
    book = holdings.book
    digests = holdings.recall(
        "digests", text, repr(book.config.text), partial(_digest_passages, holdings, text)
    )
    found: dict[str, Any] = {}
    for passage in text.passages:
        page = book.find_page(text.file, passage.anchor)
        digest = digests.get(passage.anchor)
        if not page or digest is None:
            continue
        entry: dict[str, Any] = {"page": f"{page}.html"}
        if reference := passage.shown or passage.reference:
            entry["ref"] = reference
        entry["digest"] = digest
        if passage.anchor not in text.ids:
            entry["counted"] = True
        found[f"{book.names[text.file]}#{passage.anchor}"] = entry
    return found


def _digest_passages(holdings: Holdings, text: Text) -> dict[str, str]:
    """Return the digest of each passage of a text that its tree has, by anchor."""
    root = holdings.read_tree(text.file)
    runs = Runs(root, holdings.config.text)
    elements = {anchor: e for e in root.iter("{*}*") if (anchor := e.get(ANCHOR))}
    return {
        passage.anchor: digest_words(read_words_of(runs, elements[passage.anchor]))
        for passage in text.passages
        if passage.anchor in elements
    }


def read_words_of(runs: Runs, element: etree._Element) -> str:
    """Return the words that the reading text has of an element, or would have of a note."""
    if element not in runs.inside:
        return runs.shown_text(element)
    start, end = runs.inside[element]
    return "".join(slot.text for slot in runs.slots[start:end])


def digest_words(words: str) -> str:
    """Return the digest of words, whatever spaces are between them."""
    plain = unicodedata.normalize("NFC", " ".join(words.split()))
    return hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS]


def _write(data: dict[str, Any]) -> bytes:
    return format_json(data)
