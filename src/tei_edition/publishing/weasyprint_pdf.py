"""A page of HTML to a PDF, by WeasyPrint; the only module that knows it.

Nothing is fetched but files beside the page: a book is made without the network.
"""

from __future__ import annotations

import logging
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

# Where the page wants the numbers of the pages that have certain places.
_PAGES = re.compile(r'<span class="tei-pages" data-targets="([^"]*)"></span>')
# Numbers of pages that fill lines may move what comes after; it settles at once or never.
_MOST_PASSES = 4
_GUIDE = "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"


class Typeset(NamedTuple):
    """Warnings from typesetting: characters without a glyph, and missing files."""

    missing: tuple[str, ...]
    failures: tuple[str, ...]


# What it says of each picture that the edition does not describe, as many do not.
_UNDESCRIBED = "has no required alt description"


class _Ear(logging.Handler):
    """Listens to WeasyPrint, and keeps what a publisher must know."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: dict[str, None] = {}
        self.failures: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message, in a form that is not the library's."""
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.missing[str(record.args[0])] = None
        elif record.levelno >= logging.ERROR and _UNDESCRIBED not in record.getMessage():
            self.failures[record.getMessage()] = None


def typeset(page: Path, pdf: Path) -> Typeset:
    """Make a PDF, tagged for accessibility (PDF/UA-1), of a page of HTML.

    An empty `span` of the class `tei-pages` is filled with the numbers of the pages on which the
    anchors are that its `data-targets` names. Raises EditionError if WeasyPrint, or a library
    that it needs, is not installed.
    """
    weasyprint = _import_weasyprint()
    logger = logging.getLogger("weasyprint")
    ear = _Ear()
    logger.addHandler(ear)
    handlers = [h for h in logger.handlers if h is not ear]
    for handler in handlers:
        logger.removeHandler(handler)
    was, logger.propagate = logger.propagate, False
    try:
        _render(weasyprint, page, pdf)
    except Exception as error:
        # A fault of the library is reported as such: its tracebacks help no editor.
        raise EditionError(
            f"WeasyPrint could not make the PDF: {type(error).__name__}: {error}",
            hint="make it with LaTeX: -b pdf",
        ) from error
    finally:
        logger.removeHandler(ear)
        for handler in handlers:
            logger.addHandler(handler)
        logger.propagate = was
    return Typeset(tuple(ear.missing), tuple(ear.failures))


def _render(weasyprint: Any, page: Path, pdf: Path) -> None:
    """Typeset as often as the numbers of pages ask for: what they fill may move what follows."""
    fetcher = _make_fetcher(page.parent)
    text = page.read_text(encoding="utf-8")
    wanted = {name for found in _PAGES.finditer(text) for name in _split(found)}
    numbers: dict[str, int] = {}
    for _ in range(_MOST_PASSES):
        filled = _fill(text, numbers)
        html = weasyprint.HTML(string=filled, base_url=page.as_uri(), url_fetcher=fetcher)
        document = html.render(pdf_variant="pdf/ua-1")
        places = {a: n for n, p in enumerate(document.pages, 1) for a in p.anchors}
        found = {name: places[name] for name in wanted if name in places}
        if found == numbers:
            break
        numbers = found
    document.write_pdf(pdf, pdf_variant="pdf/ua-1")


def _fill(text: str, numbers: Mapping[str, int]) -> str:
    return _PAGES.sub(lambda found: format_pages(_split(found), numbers), text)


def _split(found: re.Match[str]) -> list[str]:
    return unescape(found[1]).split()


def format_pages(names: Sequence[str], numbers: Mapping[str, int]) -> str:
    """Return the pages of these places as links: each once, those in a row as a range."""
    first: dict[int, str] = {}
    for name in names:
        if name in numbers:
            first.setdefault(numbers[name], name)
    return ", ".join(
        "–".join(f'<a href="#{escape(first[n])}">{n}</a>' for n in dict.fromkeys((start, end)))
        for start, end in _list_ranges(sorted(first))
    )


def _list_ranges(pages: list[int]) -> Iterator[tuple[int, int]]:
    start = end = 0
    for page in pages:
        if page != end + 1 or not start:
            if start:
                yield start, end
            start = page
        end = page
    if start:
        yield start, end


def _import_weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError:
        raise EditionError(
            "WeasyPrint is not installed",
            hint=f"{name_install('weasyprint')}, or make the PDF with LaTeX: -b pdf",
        ) from None
    except OSError as error:
        library = str(error).partition(":")[0]
        raise EditionError(
            f"WeasyPrint lacks a library of the system: {library}",
            hint=f"install Pango, as {_GUIDE} says, or make the PDF with LaTeX: -b pdf",
        ) from None
    return weasyprint


def _make_fetcher(folder: Path) -> Any:
    """Return what WeasyPrint asks for files: it gets those in the folder, and nothing else."""
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc,unused-ignore]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = folder / url2pathname(parts.path)
            if parts.scheme != "file" or parts.netloc or not is_inside(path, folder):
                raise ValueError("it is not in the edition's folder")
            return super().fetch(url, headers)

    return Fetcher()


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a file is in the folder, and is not led out of it by a link."""
    return real_path(path).is_relative_to(real_path(folder))
