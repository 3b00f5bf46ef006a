"""News for open pages while somebody edits: which pages are new, and what is wrong."""

from __future__ import annotations

import json
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.problems import Problem

# Seconds without news after which a page gets a sign that the server is still there.
_PATIENCE = 15.0
_REMEMBERED = 50  # pieces of news, for pages that are slow


class LiveNews:
    """The news for all open pages; they come from one thread, and go to many."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._version = 0
        self._changes: list[tuple[int, list[str]]] = []  # by version, the last ones
        self._problems: list[dict[str, object]] = []
        self._error = ""
        self._is_complete = True
        self._has_ended = False

    def tell_built(self, pages: list[str], error: str = "") -> None:
        """Tell that pages are new, or why there is no new site."""
        self._is_complete = False
        self._tell(pages, self._problems, error)

    def tell_checked(self, problems: list[Problem], *, is_complete: bool) -> None:
        """Tell what is wrong with the edition, and whether all of the site is new."""
        self._is_complete = is_complete
        self._tell([], [_describe(problem) for problem in problems], self._error)

    def _tell(self, pages: list[str], problems: list[dict[str, object]], error: str) -> None:
        with self._condition:
            self._version += 1
            self._changes = [*self._changes[-_REMEMBERED:], (self._version, pages)]
            self._problems, self._error = problems, error
            self._condition.notify_all()

    def end(self) -> None:
        """Tell nothing more."""
        with self._condition:
            self._has_ended = True
            self._condition.notify_all()

    def follow(self) -> Iterator[bytes]:
        """Yield the state of things, and then each piece of news, as Server-Sent Events."""
        with self._condition:
            known = self._version
            yield self._encode([])
        while True:
            with self._condition:
                is_new = self._version != known or self._has_ended
                is_new = is_new or self._condition.wait(_PATIENCE)
                if self._has_ended:
                    return
                pages = [p for number, new in self._changes if number > known for p in new]
                news = self._encode(pages) if is_new else b": nothing new\n\n"
                known = self._version
            yield news

    def _encode(self, pages: list[str]) -> bytes:
        news = {
            "version": self._version,
            "pages": pages,
            "problems": self._problems,
            "error": self._error,
            "isComplete": self._is_complete,
        }
        return b"data: " + json.dumps(news).encode() + b"\n\n"


def _describe(problem: Problem) -> dict[str, object]:
    place = problem.location
    return {
        "severity": problem.severity.value,
        "place": f"{place.file}:{place.line}:{place.column}",
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
