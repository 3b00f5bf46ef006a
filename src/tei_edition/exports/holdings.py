"""The data for all exports: the plan of the site, the sources and trees, and the addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from tei_edition.citation.edition import make_citations
from tei_edition.citation.record import Citation, Style
from tei_edition.pages.addresses import find_free
from tei_edition.pages.downloads import find_places
from tei_edition.pages.variants import list_agreements
from tei_edition.runtime.files import encode_json, hash_text
from tei_edition.runtime.kept_files import describe_content
from tei_edition.runtime.portable_names import avoid_devices
from tei_edition.tei import parse_again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.pages.variants import Agreement
    from tei_edition.runtime.kept_files import FileContent, KeptFiles

Found = TypeVar("Found")
# What a path or a fragment may hold unchanged (RFC 3986), beside letters and digits.
_SAFE = "/#;=,:@!$&'()*+~"
_LONGEST = 100
_ISO_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Holdings:
    """An edition as exports see it: facts, sources, trees, and where everything is found.

    `sources` are the bytes of the edition's files by their names, `addresses` their paths on the
    site; `read_stored` gives the stamped tree of a text as it is kept. `url` is the address of the
    site with a slash at its end, empty if the edition has none. With `with_witnesses` the text of
    each witness is made too. `kept` has what the last run made of texts, and `keys` a digest of all
    that each text was read from.
    """

    def __init__(
        self,
        book: SitePlan,
        sources: Mapping[str, bytes],
        addresses: Mapping[str, str],
        read_stored: Callable[[str], bytes],
        url: str = "",
        version: str = "",
        *,
        with_witnesses: bool = True,
        kept: KeptFiles | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        self.book = book
        self.sources = sources
        self.addresses = addresses
        self.read_stored = read_stored
        address = url or book.config.edition.url
        self.url = address.rstrip("/") + "/" if address else ""
        self.version = version
        self.with_witnesses = with_witnesses
        self._remembered: dict[str, Any] = {}
        self._kept = kept
        self._keys = keys or {}

    @cached_property
    def places(self) -> dict[str, str]:
        """The path of each file of the edition in an archive."""
        return find_places(self.sources)

    @property
    def config(self) -> Config:
        """The settings of the edition."""
        return self.book.config

    def read_tree(self, file: str) -> etree._Element:
        """Return the stamped tree of a text, which its caller may change."""
        return parse_again(self.read_stored(file))

    def remember(self, name: str, make: Callable[[Holdings], Found]) -> Found:
        """Return what several formats need, made once."""
        if name not in self._remembered:
            self._remembered[name] = make(self)
        found: Found = self._remembered[name]
        return found

    def recall(self, name: str, text: Text, around: object, make: Callable[[], Found]) -> Found:
        """Return data that is made of a text, and of what is `around` it, as the last run made it.

        It consists of lists, dictionaries, strings and numbers.
        """
        if self._kept is None:
            return make()
        found: Found = self._kept.recall(f"{name} {text.file}", self._make_key(text, around), make)
        return found

    def recall_files(
        self,
        name: str,
        text: Text,
        around: object,
        make: Callable[[], Iterable[tuple[str, bytes]]],
    ) -> Iterator[tuple[str, FileContent]]:
        """Yield files that are made of a text, and of what is `around` it, by their paths.

        Of a site, whose files are written at once, they have no bytes.
        """
        if self._kept is None:
            yield from ((path, describe_content(data)) for path, data in make())
        else:
            key = self._make_key(text, around)
            yield from self._kept.recall_files(f"{name} {text.file}", key, make)

    def read_content(self, path: str, content: FileContent) -> bytes:
        """Return the bytes of a file that was made or recalled."""
        if content.data is None and self._kept is not None:
            return self._kept.read_file(path)
        return content.read()

    def recall_format(
        self, name: str, make: Callable[[], Iterable[tuple[str, FileContent]]]
    ) -> Iterable[tuple[str, FileContent]]:
        """Return the files of a format by their paths; of a site without bytes, as above."""
        return self._kept.recall_all(name, self._whole_key, make) if self._kept else make()

    @cached_property
    def _whole_key(self) -> str:
        """A digest of all that the edition is made of, beside other files that it names."""
        plan = [
            (text.file, self.book.names[text.file], self.book.list_pages(text))
            for text in self.book.texts
        ]
        settings = repr((self.config, plan, self.with_witnesses))
        return hash_text(
            *self._keys.values(), settings, self.url, self.version, self.book.words.to_json()
        )

    def _make_key(self, text: Text, around: object) -> str:
        return hash_text(self._keys[text.file], encode_json(around).decode())

    def locate(self, path: str) -> str:
        """Return the address of a path of the site, absolute where the edition has an address."""
        return self.url + quote(path, safe=_SAFE)

    def locate_page(self, target: str) -> str:
        """Return the address of a page, "docname#anchor"; empty for an empty target."""
        page, mark, anchor = target.partition("#")
        return self.locate(f"{page}.html{mark}{anchor}") if page else ""

    def locate_passage(self, text: Text, anchor: str) -> str:
        """Return the address at which readers find an anchor of a text; empty if on no page."""
        page = self.book.find_page(text.file, anchor)
        return self.locate_page(f"{page}#{anchor}" if anchor else page) if page else ""

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The agreement of each two witnesses."""
        return list_agreements(self.book, self.recall)

    @cached_property
    def citation(self) -> Citation:
        """The citation of the edition as a whole, with the data that its headers share."""
        cited = make_citations(self.book, Style("", ""), self.version)
        return cited.pages.get(cited.home) or Citation("", cited.home, cited.title)

    @cached_property
    def title(self) -> str:
        """The title of the edition, or of its only text; empty if neither has one."""
        titles = list(self.book.text_titles.values())
        return self.citation.title or (titles[0] if len(titles) == 1 else "")

    @cached_property
    def date(self) -> str:
        """The day of the latest change in a header, or else of publication; or empty.

        Files get this date, never the current time.
        """
        changed = [text.header.changed for text in self.book.edition.files]
        issued = [text.header.date for text in self.book.edition.files]
        for found in (changed, issued):
            days = [day for day in found if _ISO_DAY.fullmatch(day)]
            if days:
                return max(days)
        return ""

    @property
    def day(self) -> str:
        """The same date if it is a day; empty for a month or a year."""
        return self.date if len(self.date) == 10 else ""

    @property
    def contributors(self) -> list[str]:
        """The names of all who worked on the edition and are not its authors."""
        cited = self.citation
        return [n.words for n in (*cited.editors, *cited.translators, *cited.contributors)]

    @cached_property
    def licence(self) -> str:
        """The address of the licence that all texts name, the first of each; empty if not one."""
        found = {
            next((licence.uri for licence in text.header.licences if licence.uri), "")
            for text in self.book.texts
        }
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def text_ids(self) -> dict[str, str]:
        """A short name for each text by its file, of letters that no address has to encode."""
        # What else is beside them in the folder of DTS.
        taken = {"root", "texts"}
        return {
            text.file: find_free(make_short_name(self.book.names[text.file]), taken)
            for text in self.book.texts
        }


def make_short_name(name: str) -> str:
    """Return a name in `A-Z a-z 0-9 . _ ~ -` alone; one that loses letters gets a digest."""
    plain = unicodedata.normalize("NFKD", name.replace("/", ".")).encode("ascii", "ignore").decode()
    short = re.sub(r"[^A-Za-z0-9._~-]+", "-", plain).strip("-.")[:_LONGEST].rstrip(".")
    if not short or not re.fullmatch(r"[A-Za-z0-9._/~-]+", name):
        short += f"{'-' * bool(short)}{blake2b(name.encode(), digest_size=3).hexdigest()}"
    return avoid_devices(short)
