"""Citations as frozen records: title, responsible persons, publication and address."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable


class PersonalName(msgspec.Struct, frozen=True):
    """A person or body in a citation: a name in parts, or `literal`; `uri` identifies them."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_body: bool = False
    uri: str = ""

    @property
    def words(self) -> str:
        """The name in the order in which it is spoken."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(filter(None, parts))


class Style(NamedTuple):
    """A style to cite in, the path of its file or its name where it is installed; its locale."""

    source: str
    locale: str


class CitedPassage(NamedTuple):
    """A passage of a page that can be cited: its anchor, and its label for readers."""

    anchor: str
    label: str


class Citation(msgspec.Struct, frozen=True):
    """The data to cite an edition, a text or a part of a text; unknown fields are empty.

    `container` is the title of the whole that a part belongs to, `whole` its docname. `issued` is
    a date of ISO 8601, two of them with a slash between, or words. `address` is where the header
    says that the text is found; `url` and `container_url` are those of the pages (see `locate`).
    """

    key: str
    docname: str
    title: str
    whole: str = ""
    container: str = ""
    series: str = ""
    authors: tuple[PersonalName, ...] = ()
    editors: tuple[PersonalName, ...] = ()
    translators: tuple[PersonalName, ...] = ()
    contributors: tuple[PersonalName, ...] = ()
    publisher: str = ""
    place: str = ""
    issued: str = ""
    edition: str = ""
    version: str = ""
    changed: str = ""
    language: str = ""
    licence: str = ""
    doi: str = ""
    isbn: str = ""
    urn: str = ""
    address: str = ""
    url: str = ""
    container_url: str = ""
    locator: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is part of a whole that has a separate title."""
        return bool(self.container)

    @property
    def dates(self) -> tuple[tuple[int, ...], ...]:
        """Its date, or both of a range, as year, month and day; none where it is in words."""
        return read_days(self.issued)

    @property
    def year(self) -> str:
        """The first year of its date; of words, the year that they name if it is just one."""
        if self.dates:
            return f"{self.dates[0][0]:04}"
        years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", self.issued))
        return years.pop() if len(years) == 1 else ""


def read_days(issued: str) -> tuple[tuple[int, ...], ...]:
    """Return a date, or both of a range, as year, month and day; none where it is in words."""
    found = [_read_day(part) for part in issued.split("/")]
    return tuple(found) if all(found) else ()


_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


@functools.cache
def _read_day(date: str) -> tuple[int, ...]:
    """Year, month and day of a date of ISO 8601 so far as it has them; nothing for all else."""
    match = _ISO.fullmatch(date)
    return tuple(int(number) for number in match.groups() if number) if match else ()


class Citations(msgspec.Struct, frozen=True):
    """The citations of an edition by docname, that of the whole by its page of contents.

    `passages` are those of each page; `home` is the docname of the whole, `title` its title;
    `style` is what all are cited in, `words` are those around them, in `language`, which runs from
    right to left if `is_rtl`.
    """

    pages: dict[str, Citation] = {}
    passages: dict[str, tuple[CitedPassage, ...]] = {}
    home: str = ""
    title: str = ""
    style: Style = Style("", "")
    words: dict[str, str] = {}
    language: str = ""
    is_rtl: bool = False


def locate(citation: Citation, find_url: Callable[[str], str]) -> Citation:
    """Return the citation with the permanent addresses of its page and of the whole.

    `find_url` gives the address of a docname, or nothing if the edition has none.
    """
    container = find_url(citation.whole) if citation.is_part and citation.whole else ""
    return msgspec.structs.replace(
        citation, url=find_url(citation.docname), container_url=container
    )
