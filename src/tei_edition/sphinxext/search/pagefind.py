"""The index of Pagefind: a record for each passage, with the values of its filters."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes
from sphinx.util import logging

from tei_edition.dating.calendars import from_number
from tei_edition.language.folding import fold
from tei_edition.runtime.extras import name_install
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.domain import get_domain
from tei_edition.sphinxext.parser import is_staged, read_page
from tei_edition.sphinxext.search.page import NAMED, PAGE
from tei_edition.sphinxext.search.passages import (
    CLOSE,
    OPEN,
    REGISTER,
    SearchPassage,
    list_labels,
    list_passages,
)
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from tei_edition.facts.times import TimeSpan

logger = logging.getLogger(__name__)

FOLDER = "pagefind"
# A file of Pagefind's for each record: passages shorter than this are put together.
WORDS = 100
# Between the passages of a record, and after the last; what follows are names and other forms.
NEXT, END = "\u2999", "\u299a"
# What a passage is found by that its text does not say has a fifth of the weight.
WEIGHT = "0.2"
# No dating makes a passage one of more years than a reader would look through.
SPAN = 100
# Ways to look through the index that are not ours.
_SPARE = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight*",
)
PAGE_KIND = "page"
_YEAR = re.compile(r"-?\d{4}")


class PagefindRecord(NamedTuple):
    """Passages of a page that are found together, with filter values and other search words."""

    docname: str
    title: str
    passages: tuple[SearchPassage, ...]
    filters: dict[str, list[str]]
    also: tuple[str, ...]


class _Known(NamedTuple):
    """What the pages of an edition know of each other.

    `labels` are the names and other forms, `values` kind and value of the filter, of what an
    address ("DOCNAME#ID") stands for; `titles` those of the texts, by their files.
    """

    labels: dict[str, list[str]]
    values: dict[str, tuple[str, str]]
    titles: dict[str, str]
    times: Mapping[str, tuple[TimeSpan, ...]]


def list_records(app: Sphinx) -> Iterator[PagefindRecord]:
    """Yield the records of all pages of a site, in the order of their names.

    They are read from the staged pages and from what Sphinx keeps of the others, so that they are
    the same whether a page was written again in this build or not.
    """
    env = app.env
    known = _gather(app)
    for docname in sorted(env.all_docs):
        if {"nosearch", "no-search"} & env.metadata[docname].keys():
            continue
        title = env.titles[docname].astext()
        if not is_staged(env, docname):
            for group in _group(_list_sections(env, docname)):
                yield PagefindRecord(docname, title, tuple(group), {"kind": [PAGE_KIND]}, ())
            continue
        page = read_page(Path(env.doc2path(docname)))
        for group in _group(list_passages(page)):
            own = [f"{docname}#{group[0].anchor}"] if group[0].kind == REGISTER else []
            filters = _list_filters(group, own, page.get("source") or "", known)
            also = tuple(_say_otherwise(p, {} if own else known.labels) for p in group)
            yield PagefindRecord(docname, title, tuple(group), filters, also)


def _gather(app: Sphinx) -> _Known:
    """Look at each page, and keep what others need; all pages at once would fill the memory."""
    env = app.env
    labels: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for docname in sorted(env.all_docs, key=lambda name: (len(name), name)):
        if is_staged(env, docname):
            page = read_page(Path(env.doc2path(docname)))
            said = list_labels(page)
            labels |= {f"{docname}#{anchor}": names for anchor, names in said.items()}
            titles.setdefault(page.get("source") or "", env.titles[docname].astext())
    domain = get_domain(env)
    named = {t: found for t, found in domain.targets.items() if found.kind in NAMED}
    counts = Counter((found.kind, found.name) for found in named.values())
    values = {}
    for target, found in named.items():
        value = found.name
        if counts[found.kind, value] > 1:
            # Namesakes are two, and a reader must be able to ask for one of them.
            value += f" ({domain.get_particulars(found).dates or found.key})"
        values[target] = found.kind, value
    return _Known(labels, values, titles, get_state(app).times)


def _list_filters(
    group: list[SearchPassage], own: list[str], source: str, known: _Known
) -> dict[str, list[str]]:
    """Return the values of each filter that let the passages through.

    `own` is what they describe.
    """
    filters = {"kind": [group[0].kind]}
    if source:
        filters["text"] = [known.titles[source]]
    found = dict.fromkeys(target for passage in group for target, _ in passage.targets)
    for target in (*own, *found):
        if target in known.values:
            kind, value = known.values[target]
            filters.setdefault(kind, []).append(value)
    days = (match[0] for p in group for day in p.days if (match := _YEAR.match(day)))
    if years := sorted({*_list_years(known.times.get(source, ())), *map(int, days)}):
        filters["year"] = [str(year) for year in years]
    return filters


def _list_sections(env: BuildEnvironment, docname: str) -> Iterator[SearchPassage]:
    """Yield the passages of a page that the project's authors wrote: what each section says."""
    for section in env.get_doctree(docname).findall(nodes.section):
        for node in section.children:
            is_hidden = isinstance(node, (nodes.section, nodes.comment, nodes.raw))
            if is_hidden or "no-search" in getattr(node, "attributes", {}).get("classes", ()):
                continue
            if text := " ".join(node.astext().split()):
                yield SearchPassage(PAGE_KIND, section["ids"][0], text)


def _group(passages: Iterable[SearchPassage]) -> Iterator[list[SearchPassage]]:
    """Short passages that follow each other and are of one kind, together; entries alone."""
    group: list[SearchPassage] = []
    length = 0
    for passage in passages:
        words = len(passage.text.split())
        fits = length + words <= WORDS and passage.kind != REGISTER
        if group and not (fits and passage.kind == group[0].kind):
            yield group
            group, length = [], 0
        group.append(passage)
        length += words
    if group:
        yield group


def _list_years(times: Iterable[TimeSpan]) -> set[int]:
    """Return the years in which a text was made, as far as the edition bounds them."""
    years: set[int] = set()
    for time in times:
        bounds = [from_number(n).year for n in (time.first, time.last) if n is not None]
        if bounds and bounds[-1] - bounds[0] <= SPAN:
            years.update(range(bounds[0], bounds[-1] + 1))
    return years


def _say_otherwise(passage: SearchPassage, labels: dict[str, list[str]]) -> str:
    """Return what a passage is found by that it does not say: old letters in new ones, other names.

    The names and dates that are in a register are after the words of the passage for them.
    """
    words = passage.text.split()
    folded = {word: fold(word) for word in words}
    said = f" {' '.join(folded.values())} "
    parts = [
        f"{surface} {OPEN}{'; '.join(names)}{CLOSE}"
        for target, surface in passage.targets
        if (names := [name for name in labels.get(target, ()) if fold(name) not in said])
    ]
    # Pagefind leaves out accents, and knows no other letters.
    parts += [other for word, other in folded.items() if other != _strip_accents(word)]
    return " ".join(parts)


def _strip_accents(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(part for part in parts if unicodedata.category(part)[0] != "M")


def format_record(record: PagefindRecord, address: str, language: str) -> str:
    """Return a record as an HTML page for Pagefind, with the texts to show as metadata."""
    text = f" {NEXT} ".join(passage.text for passage in record.passages)
    also = ""
    if any(record.also):
        said = escape(f" {NEXT} ".join(record.also))
        also = f'<p data-pagefind-weight="{WEIGHT}">{said}</p>'
    meta = {
        "title": record.title,
        "address": address,
        "kind": record.passages[0].kind,
        "anchors": " ".join(passage.anchor or "-" for passage in record.passages),
    }
    data = "".join(_say("meta", name, value) for name, value in meta.items())
    data += "".join(
        _say("filter", name, value)
        for name, values in record.filters.items()
        for value in dict.fromkeys(values)
    )
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><body>'
        f"<p>{escape(text)} {END}</p>{also}{data}</body></html>"
    )


def _say(what: str, name: str, value: str) -> str:
    return f'<span data-pagefind-{what}="{name}[data-is]" data-is="{escape(value)}"></span>'


def find_program() -> Path | None:
    """Pagefind's program, as its package for Python finds it; None if there is none."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    program: Path | None = get_executable()
    return program


def _is_wanted(app: Sphinx) -> bool:
    return app.builder.name in SITES and get_state(app).config.search.engine == "pagefind"


def require(app: Sphinx) -> None:
    """Refuse to build if Pagefind is missing; turn off Sphinx's own index."""
    if _is_wanted(app):
        if find_program() is None:
            raise TeiEditionError(
                'edition.toml asks for the search engine "pagefind", which is not installed\n'
                f"{name_install('search')}"
            )
        cast("StandaloneHTMLBuilder", app.builder).search = False


def add_page(app: Sphinx) -> list[tuple[str, dict[str, str], str]]:
    """Have the page to search on written, which Sphinx leaves out without a separate index."""
    return [(PAGE, {}, "page.html")] if _is_wanted(app) else []


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Index all that was written, or remove an index that is no longer asked for."""
    if error is not None or app.builder.name not in SITES:
        return
    folder = Path(app.outdir) / FOLDER
    kept = Path(app.doctreedir) / "pagefind.digest"
    if not _is_wanted(app):
        # An index that nobody asks any more would be one of another text.
        if kept.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            kept.unlink()
        return
    (Path(app.outdir) / "searchindex.js").unlink(missing_ok=True)
    language = app.config.html_search_language or "en"
    records: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for record in list_records(app):
        number = numbers[record.docname] = numbers.get(record.docname, 0) + 1
        address = app.builder.get_target_uri(record.docname)
        records[f"{record.docname}/{number}.html"] = format_record(record, address, language)
    digest = _digest(records, language)
    if folder.is_dir() and kept.is_file() and kept.read_text(encoding="ascii") == digest:
        return
    kept.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    if problem := make_index(records, folder, language):
        logger.warning(
            "Pagefind could not make the search index, and the site has no search: %s",
            problem, type="tei", subtype="search-index",
        )  # fmt: skip
        return
    kept.write_text(digest, encoding="ascii")


def _digest(records: dict[str, str], language: str) -> str:
    content = json.dumps([language, str(find_program()), sorted(records.items())])
    return blake2b(content.encode(), digest_size=20).hexdigest()


def make_index(records: dict[str, str], folder: Path, language: str) -> str:
    """Write the index of records, by the names of their pages, into a folder that is not there.

    Gives what went wrong; nothing if all went well.
    """
    made = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="tei-search-") as site:
        for name, page in records.items():
            path = Path(site, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
        command = [
            str(find_program()), "--site", site, "--output-path", str(made), "--silent",
            "--force-language", language,
        ]  # fmt: skip
        try:
            # It reads a pagefind.toml of the current folder, which may be that of the edition.
            done = subprocess.run(  # noqa: S603
                command, cwd=site, capture_output=True, text=True, check=False
            )
        except OSError as error:
            return str(error)
    if done.returncode:
        shutil.rmtree(made, ignore_errors=True)
        said = (done.stderr or done.stdout).strip()
        return said.splitlines()[-1] if said else f"it ended with status {done.returncode}"
    for pattern in _SPARE:
        for path in made.glob(pattern):
            path.unlink()
    made.rename(folder)
    return ""
