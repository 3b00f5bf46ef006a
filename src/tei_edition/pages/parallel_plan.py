"""Which pages show a text beside its translation: a page for each page of the original.

Such a page is named after the page of the original and the language of the translation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.originals import list_parallels
from tei_edition.facts.parallels import Parallel, ParallelRow, arrange_rows
from tei_edition.language.tags import primary_language
from tei_edition.pages.addresses import find_free, slugify
from tei_edition.problems import Location

if TYPE_CHECKING:
    from tei_edition.facts.mentions import Dating, Mention
    from tei_edition.facts.parallels import Side
    from tei_edition.language.wording import Wording
    from tei_edition.pages.site_plan import SitePlan

ORIGINAL, TRANSLATION = "original", "translation"
# On a page that has both texts, these in the address show one of them.
ONLY = {ORIGINAL: "only-original", TRANSLATION: "only-translation"}


class ParallelPage(NamedTuple):
    """A page with a text beside its translation.

    `base` is the page of the original, `sources` are those on which its translation is.
    """

    docname: str
    base: str
    sources: tuple[str, ...]
    parallel: Parallel
    rows: tuple[ParallelRow, ...]

    @property
    def is_one_page(self) -> bool:
        """Whether original and translation share a page."""
        return self.base in self.sources


class PageChoice(NamedTuple):
    """A link to one text, or to both: `target` is empty for what the page itself shows."""

    label: str
    target: str


def list_parallel_pages(book: SitePlan, taken: set[str]) -> tuple[ParallelPage, ...]:
    """Return the pages with a text beside its translation; `taken` are the names of others."""
    names = set(taken)
    found = []
    for parallel in list_parallels(book.resolver, book.config.translations):
        if parallel.left.file not in book.names or parallel.right.file not in book.names:
            continue
        for base, rows in _divide_rows(book, parallel).items():
            right = [book.find_page(parallel.right.file, a) for row in rows for a in row.right]
            if not right or not any(row.left for row in rows):
                continue
            suffix = slugify(parallel.right.language) or TRANSLATION
            if not parallel.is_translation and parallel.left.language == parallel.right.language:
                suffix = "versions"
            docname = find_free(f"{base}.{suffix}", names)
            sources = tuple(dict.fromkeys(right))
            found.append(ParallelPage(docname, base, sources, parallel, tuple(rows)))
    return tuple(found)


def _divide_rows(book: SitePlan, parallel: Parallel) -> dict[str, list[ParallelRow]]:
    """Return the rows of a parallel by the pages of the original.

    A row whose original is on several pages is begun on the first of them, and goes on without a
    translation; what the translation alone has is with what is before it.
    """
    pages: dict[str, list[ParallelRow]] = {}
    waiting: list[ParallelRow] = []
    last = ""
    for row in arrange_rows(parallel):
        by_page: dict[str, list[str]] = {}
        for anchor in row.left:
            by_page.setdefault(book.find_page(parallel.left.file, anchor), []).append(anchor)
        if not by_page:
            (pages[last] if last else waiting).append(row)
            continue
        right = row.right
        for page, anchors in by_page.items():
            pages.setdefault(page, []).append(ParallelRow(tuple(anchors), right))
            right, last = (), page
        pages[next(iter(pages))][:0] = waiting
        waiting = []
    return pages


def list_choices(book: SitePlan, docname: str) -> list[list[PageChoice]]:
    """Return, for each parallel that a page is part of, the links to its texts and to both."""
    found = []
    for page in book.parallel_pages:
        if docname not in {page.docname, page.base, *page.sources}:
            continue
        left, right = name_sides(book, page.parallel)
        found.append(
            [
                PageChoice(label, "" if target == docname else target)
                for label, target in (
                    (left, _find_side(page, ORIGINAL)),
                    (right, _find_side(page, TRANSLATION)),
                    (book.words["side by side"], page.docname),
                )
            ]
        )
    return found


def _find_side(page: ParallelPage, side: str) -> str:
    if page.is_one_page:
        return f"{page.docname}#{ONLY[side]}"
    return page.base if side == ORIGINAL else page.sources[0]


def name_sides(book: SitePlan, parallel: Parallel) -> tuple[str, str]:
    """Return what the sides of a parallel are called for readers: `translation (Latin)`.

    Of versions each is called by its language, its title, its @n or its number, whichever is the
    first that distinguishes them.
    """
    words, sides = book.words, (parallel.left, parallel.right)
    if parallel.is_translation:
        roles = (ORIGINAL, TRANSLATION)
        left, right = (_name_role(s, role, words) for s, role in zip(sides, roles, strict=True))
        return left, right
    for name in (
        lambda side: name_in(side.language, words.language) if side.language else "",
        lambda side: book.text_titles[side.file] if not side.anchor else "",
        lambda side: _name_part(book, side),
    ):
        left, right = map(name, sides)
        if left and right and left != right:
            return left, right
    return words.say("version", number=1), words.say("version", number=2)


def _name_role(side: Side, role: str, words: Wording) -> str:
    language = name_in(side.language, words.language)
    return f"{words[role]} ({language})" if language else words[role]


def _name_part(book: SitePlan, side: Side) -> str:
    """Return what a text or division calls itself by its @n."""
    text = book.resolver.texts[side.file]
    place = book.resolver.find_block(text, side.anchor) if side.anchor else None
    return "" if place is None else text.correspondences.blocks[place].n.strip()


@lru_cache(maxsize=256)
def name_in(tag: str, language: str) -> str:
    """Return what a language is called in another; its tag if it has no name there."""
    from babel import Locale

    names = Locale.parse(language.partition("-")[0]).languages
    return str(names.get(primary_language(tag), tag))


def name_translation(book: SitePlan, file: str, found: Mention | Dating) -> str:
    """Return what a translation is called that has a mention in it; empty if it is in none."""
    sides = book.translated.get(file, ())
    return next((label for start, end, label in sides if start <= found.location < end), "")


def list_translated(book: SitePlan) -> dict[str, list[tuple[Location, Location, str]]]:
    """Return where translations begin and end, with what they are called, by their files."""
    found: dict[str, dict[tuple[Location, Location, str], None]] = {}
    for page in book.parallel_pages:
        if not page.parallel.is_translation:
            continue
        side = page.parallel.right
        start, end = _find_range(book, side)
        _, label = name_sides(book, page.parallel)
        found.setdefault(side.file, {})[start, end, label] = None
    return {file: list(sides) for file, sides in found.items()}


def _find_range(book: SitePlan, side: Side) -> tuple[Location, Location]:
    whole = Location(side.file, 0, 0), Location(side.file, 1 << 62, 0)
    blocks = book.resolver.texts[side.file].correspondences.blocks
    place = next((n for n, block in enumerate(blocks) if block.anchor == side.anchor), None)
    if place is None:
        return whole
    inside = {place}
    for number in range(place + 1, len(blocks)):
        if blocks[number].parent not in inside:
            return blocks[place].location, blocks[number].location
        inside.add(number)
    return blocks[place].location, whole[1]
