"""A progress bar for long work, on a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# So few files take no time worth a bar.
_FEW = 20


@contextlib.contextmanager
def show_progress(
    what: str, *, is_quiet: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error while work lasts, and remove it afterwards.

    Gives the function to call with how many of how many jobs are done; None if the standard
    error is no terminal or quiet is wanted, and nothing is shown.
    """
    if is_quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn(what), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, visible=False)
        yield lambda done, number: bar.update(
            task, completed=done, total=number, visible=number > _FEW
        )
