"""Import documents of word processors, HTML and Markdown, with a proof that no word is lost."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tei_edition.editing.importing.archives import DocumentArchive
from tei_edition.editing.importing.documents import DocumentWriter
from tei_edition.editing.importing.docx import WordDocument, read_docx
from tei_edition.editing.importing.inlines import PageMarks
from tei_edition.editing.importing.other_sources import SourceWords, read_html, read_odt
from tei_edition.editing.importing.pandoc import run_pandoc
from tei_edition.editing.importing.tree_words import read_tree_words
from tei_edition.editing.importing.word_proof import (
    compare_words,
    prove_words,
    read_import,
    shorten,
)
from tei_edition.pages.addresses import find_free, slugify
from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular, real_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml import etree

    from tei_edition.editing.importing.pandoc_nodes import Node
    from tei_edition.editing.importing.word_proof import DocumentWords

# The readers of pandoc by the ends of names; what would change characters is turned off.
READERS = {
    ".docx": "docx+styles",
    ".odt": "odt",
    ".html": "html-auto_identifiers",
    ".htm": "html-auto_identifiers",
    ".xhtml": "html-auto_identifiers",
    ".md": "markdown-smart-auto_identifiers",
    ".markdown": "markdown-smart-auto_identifiers",
}
_WORD = frozenset({".docx", ".odt"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"})


class ImportedDocument(NamedTuple):
    """A document as TEI, its pictures, and what its editor should know."""

    body: etree._Element
    title: str
    language: str
    images: tuple[tuple[str, bytes], ...]
    told: tuple[str, ...]


def import_document(
    path: Path, changes: str = "keep", styles: Mapping[str, str] | None = None
) -> ImportedDocument:
    """Return a document as TEI; `changes` says what becomes of tracked changes.

    Raises EditionError for one that cannot be read, and if the words would not be the same.
    """
    suffix = path.suffix.lower()
    data = read_regular(path)
    archive = DocumentArchive(path, data) if suffix in {".docx", ".odt"} else None
    word: WordDocument | None = None
    source: SourceWords | None = None
    options: tuple[str, ...] = ()
    if suffix == ".docx" and archive is not None:
        word = read_docx(archive, changes)
        source = SourceWords(word.words, word.aside, are_endnotes=word.are_endnotes)
        data = word.data
        options = (f"--track-changes={'all' if changes == 'keep' else changes}",)
    elif suffix == ".odt" and archive is not None:
        source = read_odt(archive)
        data = source.data
    elif suffix in _HTML:
        source = read_html(path, data)
        data = source.data
    tree = run_pandoc(data, READERS[suffix], *options)
    images = _Images(path, archive)
    marks = word.marks if word else PageMarks()
    writer = DocumentWriter(images.find, styles, marks, is_word=suffix in _WORD)
    with_titles = suffix not in _HTML
    body = writer.write(tree, with_titles=with_titles)
    _prove(tree, body, path, marks, with_titles=with_titles)
    if source is not None:
        _place_endnotes(body, source.are_endnotes)
    made = read_import(body)
    if not made.text and body.find(".//graphic") is None:
        reason = "has no words" if source is None or not source.words.text else "cannot be read"
        raise EditionError(f'"{path}" {reason}')
    told = [*(word.told if word else ()), *writer.told, *images.told]
    if source is not None:
        told += _compare(source.words, made)
        told += [f"left out, as it is not part of the text: {shorten(one)}" for one in source.aside]
    title = " ".join(read_tree_words({"blocks": [], "meta": _pick(tree, "title")}).text)
    language = " ".join(read_tree_words({"blocks": [], "meta": _pick(tree, "lang")}).text)
    summary = _summarise(writer, len(made.text) + len(made.notes))
    return ImportedDocument(body, title, language, tuple(images.files.items()), (summary, *told))


def _pick(tree: Node, key: str) -> Node:
    return {key: tree["meta"][key]} if key in tree["meta"] else {}


def _summarise(writer: DocumentWriter, words: int) -> str:
    counts = [f"{words} word{'' if words == 1 else 's'}"]
    for name, number in sorted(writer.counts.items()):
        if name != "paragraph":
            plural = "" if number == 1 or name.endswith(("s", ")")) else "s"
            counts.append(f"{number} {name}{plural}")
    return ", ".join(counts)


def _prove(
    tree: Node, body: etree._Element, path: Path, marks: PageMarks, *, with_titles: bool
) -> None:
    """Raise EditionError if the TEI has other words than pandoc's tree."""
    document = tree if with_titles else {"blocks": tree["blocks"], "meta": {}}
    prove_words(read_tree_words(document, "".join(marks)), read_import(body), path)


def _compare(source: DocumentWords, made: DocumentWords) -> Iterator[str]:
    """Yield what pandoc did not read, and what it added."""
    for old, new, where in (
        (source.text, made.text, ""),
        (source.notes, made.notes, " of the notes"),
    ):
        if not old and where:
            # HTML has notes only as parts of its text.
            continue
        found = compare_words(old, new)
        yield from (f"left out{where}: {shorten(words)}" for words in found.missing)
        yield from (f"added{where}: {shorten(words)}" for words in found.added)


def _place_endnotes(body: etree._Element, are_endnotes: tuple[bool, ...]) -> None:
    notes = list(body.iter("note"))
    if len(notes) == len(are_endnotes):
        for note, is_endnote in zip(notes, are_endnotes, strict=True):
            if is_endnote:
                note.set("place", "end")


class _Images:
    """The pictures of a document: those in its archive, or in its own folder."""

    def __init__(self, path: Path, archive: DocumentArchive | None) -> None:
        self._path, self._archive = path, archive
        self.files: dict[str, bytes] = {}
        self.told: list[str] = []
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def find(self, address: str) -> str:
        """Return where a picture will be; nothing if it cannot be taken."""
        if "://" in address or address.startswith(("//", "data:")):
            self.told.append(f"the picture {address[:80]} is on the web, and was not fetched")
            return ""
        suffix = posixpath.splitext(address)[1].lower()
        content = self._read(unquote(address))
        if content is None:
            self.told.append(f'the picture "{address[:80]}" is not there, and was left out')
            return ""
        if suffix not in _PICTURES:
            self.told.append(f'the picture "{address[:80]}" is of a kind that pages cannot show')
            return ""
        if address not in self._names:  # others may have the same name in another folder
            base = slugify(posixpath.basename(address).rpartition(".")[0])
            wish = f"pictures/{slugify(self._path.stem).lower()}-{base}"
            self._names[address] = f"{find_free(wish, self._taken)}{suffix}"
        self.files[self._names[address]] = content
        return self._names[address]

    def _read(self, address: str) -> bytes | None:
        if self._archive is not None:
            members = self._archive.members
            return next((members[n] for n in (address, f"word/{address}") if n in members), None)
        folder = real_path(self._path.parent)
        try:
            path = real_path(folder / address)
            return read_regular(path) if path.is_relative_to(folder) else None
        except (OSError, RuntimeError, ValueError):  # no file, a pipe, a NUL in its name
            return None
