"""Keep what a service of an authority file answered, so that it is asked once about each name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from tei_edition.editing.authority_service import BATCH, AuthorityAnswer, ask_service, open_service
from tei_edition.runtime.files import hash_text, read_regular, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tei_edition.editing.authority_service import AuthorityQuery

_DAYS = 30


class KeptAnswer(msgspec.Struct, frozen=True):
    """What was answered on a day."""

    day: dt.date
    answers: tuple[AuthorityAnswer, ...]


class KeptAnswers:
    """The answers of the service at an address, kept in a folder for a month."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._path = folder / "authorities" / f"{hash_text(address)[:16]}.json"
        self._today = dt.datetime.now(tz=dt.UTC).date()
        self._answers = {key: kept for key, kept in self._read().items() if self._is_new(kept)}

    def find(self, query: AuthorityQuery) -> tuple[AuthorityAnswer, ...] | None:
        """Return what was answered; None if it was not asked in the last month."""
        kept = self._answers.get(_name(query))
        return kept.answers if kept else None

    def ask(
        self, queries: Sequence[AuthorityQuery], report: Callable[[int, int], None] | None = None
    ) -> None:
        """Ask the service about what is not kept; `report` is called with how much of it is done.

        Each answer is kept as soon as it is there. Raises EditionError as the service does.
        """
        new = list(dict.fromkeys(query for query in queries if self.find(query) is None))
        if not new:
            return
        service = open_service(self._address)
        for done, batch in _divide(new):
            if report:
                report(done, len(new))
            answers = ask_service(service, batch)
            for query, found in zip(batch, answers, strict=True):
                self._answers[_name(query)] = KeptAnswer(self._today, found)
            write_file(self._path, msgspec.json.encode(self._answers))

    def _read(self) -> dict[str, KeptAnswer]:
        try:
            return msgspec.json.decode(read_regular(self._path), type=dict[str, KeptAnswer])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def _is_new(self, kept: KeptAnswer) -> bool:
        return 0 <= (self._today - kept.day).days < _DAYS


def _name(query: AuthorityQuery) -> str:
    return f"{query.type}\t{query.words}"


def _divide(queries: list[AuthorityQuery]) -> Iterator[tuple[int, list[AuthorityQuery]]]:
    for start in range(0, len(queries), BATCH):
        yield start, queries[start : start + BATCH]
