"""Work of the pool in the process of the test, where an exception is met as it is."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tei_edition.config import make_config
from tei_edition.publishing.plain_html import write_html
from tei_edition.runtime.pool import ProcessPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tei_edition.problems import Problem
    from tei_edition.runtime.executors import Job, Result


@contextlib.contextmanager
def working_here() -> Iterator[None]:
    """Let all work that a pool would do in other processes be done in this one."""
    with (
        patch.object(ProcessPool, "stream", _work),
        patch.object(ProcessPool, "prepare", lambda *_: None),
    ):
        yield


def _work(
    _: ProcessPool, work: Callable[[Job], Result], jobs: Sequence[Job], size: int
) -> Iterator[tuple[int, Result]]:
    del size
    yield from enumerate(map(work, jobs))


def show_text(
    folder: Path, text: str, tables: dict[str, dict[str, Any]] | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """The page of a TEI file as plain HTML, and the problems that were found on the way.

    `tables` are further tables of edition.toml.
    """
    (folder / "a.xml").write_text(text, encoding="utf-8")
    table: dict[str, Any] = {
        "edition": {"texts": ["a.xml"], "registers": []},
        "check": {"schema": "none"},
    }
    table |= tables or {}
    with working_here():
        pages, problems = write_html(make_config(table, folder), folder / "out")
    (page,) = [page for page in pages if page.name == "a.html"]
    return page.read_text(encoding="utf-8"), problems
