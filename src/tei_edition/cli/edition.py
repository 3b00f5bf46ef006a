"""The edition that a command works on, and its problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tei_edition.cli.group import ALLOW_OUTSIDE
from tei_edition.cli.terminal import EXECUTOR, count_processors, show_path
from tei_edition.config import (
    FILE_NAME,
    Config,
    add_files,
    find_config,
    make_config,
    read_config,
)
from tei_edition.problems import RULES, SCHEMA_CODES, UNREADABLE, EditionError
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.loading.schema_only import Judging
    from tei_edition.problems import Problem


def load_config(ctx: click.Context, files: Sequence[Path]) -> tuple[Config, list[Path]]:
    """Return the configuration, and the paths by which it knows the files.

    A file that the configuration does not name becomes an additional text; without edition.toml the
    files form an edition.
    """
    path = find_edition(ctx)
    if path is not None:
        config = read_config(path, allow_outside=ctx.meta[ALLOW_OUTSIDE])
    elif files:
        config = make_config(
            {"edition": {"texts": []}}, Path.cwd(), allow_outside=ctx.meta[ALLOW_OUTSIDE]
        )
    else:
        raise EditionError(
            f"there is no {FILE_NAME} in this folder or above it",
            hint="go to the folder of your edition, or name it with --edition",
        )
    if (address := ctx.meta.pop(EXECUTOR, None)) is not None:
        from tei_edition.runtime.workers import use_cluster

        ctx.with_resource(use_cluster(address, path or real_path(files[0]), config.cache_folder))
    # Whoever names a file on the command line wants it to be read, wherever it lies.
    return add_files(config, files)


def find_edition(ctx: click.Context) -> Path | None:
    """Return the edition.toml that --edition names, or the nearest one above."""
    path: Path | None = ctx.obj
    if path is None:
        return find_config(Path.cwd())
    return path / FILE_NAME if path.is_dir() else path


class FoundProblems(NamedTuple):
    """The problems of an edition.

    `sources` are the files that were read besides the edition's own, `unread` those of its own
    that cannot be read; `unchecked` says in words what was not checked because of these.
    """

    problems: list[Problem]
    sources: tuple[str, ...]
    unread: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def find_problems(
    config: Config,
    workers: int | None,
    codes: Set[str] = RULES.keys(),
    *,
    is_quiet: bool = False,
) -> FoundProblems:
    """Return problems of these codes that the edition has, as severe as it finds them, in order."""
    from tei_edition.report.selection import settle_problems
    from tei_edition.runtime.progress import show_progress

    workers = workers or count_processors()
    found: tuple[Problem, ...]
    read: Judging | LoadedEdition
    unread: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    decided: Set[str] = codes
    with show_progress("Reading", is_quiet=is_quiet) as note:
        if codes <= SCHEMA_CODES | UNREADABLE:
            from tei_edition.loading.schema_only import judge_edition

            read = judge_edition(config, workers=workers, note=note)
            found = read.problems
        else:
            from tei_edition.checks import check_edition, list_decided, list_suspended
            from tei_edition.loading.edition import keep_garbage, read_edition

            with keep_garbage():
                read = read_edition(config, workers=workers, note=note)
                found = (*read.problems, *check_edition(read.edition, config, codes))
                unread = tuple(file.file for file in read.edition.unread)
                unchecked = list_suspended(read.edition, config, codes)
                decided = list_decided(read.edition, codes)
    told = settle_problems(found, config, read.ignored, decided)
    told = [problem for problem in told if problem.code in codes]
    return FoundProblems(told, read.sources, unread, unchecked)


def drop_known_problems(
    found: list[Problem], config: Config, baseline: Path | None = None
) -> list[Problem]:
    """Return the problems that the baseline, where there is one, does not have."""
    from tei_edition.report.selection import drop_known

    if baseline is None:
        if not config.check.baseline:
            return found
        baseline = config.root / config.check.baseline
    new, corrected = drop_known(found, baseline)
    if corrected:
        told = f"{corrected} of the problems in {show_path(baseline)} have been corrected"
        click.echo(f"{told}: update it with --write-baseline.", err=True)
    return new
