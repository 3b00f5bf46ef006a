"""E-books of editions made by others have the streams of each text, word by word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from lxml import etree

import oracle
from building import run_command
from test_corpora import EDITIONS, Corpus, copy_corpus

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpora


@pytest.fixture(params=EDITIONS, ids=lambda corpus: corpus.name)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """An edition made by others."""
    found: Corpus = request.param
    return found


def test_e_books_hold_every_stream(corpus: Corpus, tmp_path: Path) -> None:
    """The EPUB of all texts has their words, notes and entries, in order, each once."""
    corpus = replace(corpus, sample=min(corpus.sample, 8), registers=())
    root = copy_corpus(corpus, tmp_path / "edition")
    done = run_command("build", "--keep-going", "-b", "epub", "-o", "book", cwd=root)
    assert "Traceback" not in done.stderr
    [book] = (root / "book").glob("*.epub")
    with ZipFile(book) as archive:
        archive.extractall(tmp_path / "pages")
    pages = list_pages(tmp_path / "pages")

    said = [oracle.read_tei(path) for path in corpus.list_texts() if is_whole(path)]
    shown = oracle.read_html(pages)

    assert squeeze_all([s.text for s in said]) == squeeze_all([shown.text])
    notes = [note for streams in said for note in streams.notes]
    assert [oracle.squeeze(n.text) for n in shown.notes] == [oracle.squeeze(n.text) for n in notes]
    assert len(shown.entries) == sum(len(streams.entries) for streams in said)


def list_pages(folder: Path) -> list[Path]:
    """The pages of texts in a book that was unpacked, in its order."""
    package = etree.parse(folder / "content.opf")
    items = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    pages = [folder / str(items[ref.get("idref")]) for ref in package.iter("{*}itemref")]
    return [page for page in pages if "tei-page tei-text" in page.read_text(encoding="utf-8")]


def is_whole(path: Path) -> bool:
    """Whether a file is well-formed and has a text."""
    try:
        return next(etree.parse(path).getroot().iter(f"{oracle.TEI}text"), None) is not None
    except etree.XMLSyntaxError:
        return False


def squeeze_all(streams: list[oracle.Stream]) -> str:
    """The words of some streams in a row, without white space."""
    return oracle.squeeze("".join(stream.text for stream in streams))
