"""The list of the texts of a large edition, with filters: kind, time, author, correspondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.dating.calendars import Day, format_day, from_number
from tei_edition.dating.shortforms import format_span
from tei_edition.facts.placeholders import drop_placeholders
from tei_edition.facts.pointers import ELEMENT
from tei_edition.language.collation import collation_key
from tei_edition.pages.filters import AUTHOR, KIND, TOPIC, WHO, YEAR, add_filters, join_marks
from tei_edition.pages.periods import choose_size, find_years, name_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.facts.text import Text
    from tei_edition.facts.times import TimeSpan
    from tei_edition.pages.site_plan import SitePlan

# A shorter list needs no filters.
SHORT = 12
# With more periods than these a list of them would be too long to choose from.
_MOST_PERIODS = 40
# A longer description of a category is cut.
_LONGEST = 60

_UNDATED = "undated"


def list_times(text: Text) -> list[TimeSpan]:
    """Return when a text itself was made or sent, by its header, or by the letter that it is."""
    times = [life.time for life in text.lives if not life.entity]
    own = text.letter.time if text.letter else None
    return times or ([own] if own else [])


def format_time(book: SitePlan, text: Text) -> str:
    """Return when a text is from, in the words of the edition; empty if nothing says so."""
    times = list_times(text)
    return format_span(times[0], book.words, book.wording_language) if times else ""


def format_range(book: SitePlan, texts: Iterable[Text]) -> str:
    """Return the first and the last year of what texts are from; empty if none has a date."""
    times = [time for text in texts for time in list_times(text)]
    firsts = [time.first for time in times if time.first is not None]
    lasts = [time.last for time in times if time.last is not None]
    if not firsts or not lasts:
        return ""
    years = (from_number(min(firsts)).year, from_number(max(lasts)).year)
    shown = [format_day(Day(year), book.wording_language) for year in years]
    return "–".join(dict.fromkeys(shown))


def add_text_filters(book: SitePlan, page: etree._Element, texts: Iterable[Text]) -> None:
    """Give the texts on a page of contents their dates and marks, and the page its filters.

    A short list, and one in which there is nothing to choose, is left as it is.
    """
    elements = page.findall("{*}page[@kind='text']")
    if len(elements) <= SHORT:
        return
    texts = list(texts)
    size = choose_size((years for text in texts for years in _list_years(text)), _MOST_PERIODS)
    labels: dict[tuple[str, str], str] = {}
    for text, element in zip(texts, elements, strict=True):
        values = dict(_list_values(book, text, size))
        labels |= values
        element.set("marks", join_marks(values))
        when = format_time(book, text)
        element.set("date", "" if when in element.get("title", "") else when)

    def place(value: tuple[str, str]) -> tuple[bool, int, bytes]:
        facet, key = value
        if facet == YEAR:
            return (key == _UNDATED, 0 if key == _UNDATED else int(key), b"")
        return (False, 0, collation_key(labels[value], book.catalogue.language))

    names = {join_marks([value]): labels[value] for value in sorted(labels, key=place)}
    add_filters(book, page, (element.get("marks", "") for element in elements), names)


def list_kinds(book: SitePlan, text: Text) -> Iterator[str]:
    """Yield of what kinds a text is: its categories, by their names, and what its @type says."""
    for pointer in text.classes.categories:
        target = book.resolver.resolve(pointer, text.file)
        if target is None or target.kind != ELEMENT:
            continue
        if name := _name_category(book, target.file, target.id):
            yield name
    yield from text.classes.types


def _name_category(book: SitePlan, file: str, ident: str) -> str:
    """Return what a category is called in the language of the edition, or else in its first."""
    named = [c for c in book.resolver.texts[file].categories if c.id == ident]
    code = book.language.partition("-")[0]
    own = [c for c in named if c.language.partition("-")[0] == code]
    words = next((category.name for category in (*own, *named)), "")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"


def _list_years(text: Text) -> Iterator[tuple[int, int]]:
    return (years for time in list_times(text) if (years := find_years(time)))


def _list_values(book: SitePlan, text: Text, size: int) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each value that a text can be chosen by, a facet and a key, with its label."""
    spans = list(_list_years(text))
    for first, last in spans:
        for period in range(first // size, last // size + 1):
            year = period * size
            yield (YEAR, f"{year}"), name_period(year, size, book.wording_language)
    if not spans:
        yield (YEAR, _UNDATED), book.words["undated"]
    for facet, names in (
        (KIND, list_kinds(book, text)),
        (AUTHOR, drop_placeholders(text.header.authors)),
        (TOPIC, text.classes.keywords),
    ):
        yield from (((facet, name), name) for name in names)
    for letter in book.letters_of.get(text.file, ()):
        for person in (*letter.senders, *letter.addressees):
            yield (WHO, person.key), person.name
