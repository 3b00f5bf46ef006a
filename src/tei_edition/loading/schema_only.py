"""Validate an edition with its schemas only, without reading facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.rules.schema import judge_source, list_schema_files
from tei_edition.config import list_registers, list_texts
from tei_edition.loading.store import Cache, Digest, Verdict, is_final
from tei_edition.loading.unread import describe_killer
from tei_edition.problems import SCHEMA_CODES, UNREADABLE, Ignored, Problem
from tei_edition.runtime.files import digest_file, stamp_file
from tei_edition.runtime.workers import Workers
from tei_edition.source import scan_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.config import Config

# A process judges so many bytes in twice the time that a further one takes to start and to
# compile the schema.
_BYTES_A_WORKER = 25_000_000


class Judging(NamedTuple):
    """The result of validation, and the parts of files in which problems are ignored.

    `sources` are the files that were read besides the edition's own.
    """

    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]
    sources: tuple[str, ...]


def judge_edition(
    config: Config, *, workers: int = 1, note: Callable[[int, int], None] | None = None
) -> Judging:
    """Judge every file by its schema, without reading facts; include what cannot be read.

    `note` is called with how many of how many files that have changed are judged.
    Raises EditionError if edition.toml names no files.
    """
    paths = list(dict.fromkeys((*list_texts(config), *list_registers(config))))
    cache = Cache(config)
    kept = cache.find_verdicts()
    missing = [path for path in paths if path not in kept]
    size = sum(max(0, stamp_file(path)[0]) for path in missing)
    with Workers(min(workers, 1 + size // _BYTES_A_WORKER), note) as pool:
        jobs = [(path, config) for path in missing]
        apart = bool(cache.list_killers(missing))
        judged = pool.map(_judge_file, jobs, apart=apart, replace=_give_up)
    verdicts = {**kept, **dict(zip(missing, judged, strict=True))}
    found = [verdicts[path] for path in paths]
    if missing:
        cache.write_verdicts({p: v for p, v in verdicts.items() if v.key and is_final(v.problems)})
    return Judging(
        tuple(problem for verdict in found for problem in verdict.problems),
        tuple(part for verdict in found for part in verdict.ignored),
        tuple(name for verdict in found for name, _ in verdict.sources),
    )


def _judge_file(job: tuple[Path, Config]) -> Verdict:
    """Judge one file by its schema."""
    path, config = job
    cache = Cache(config)
    if digest := cache.find(path):
        return _reuse(digest)
    stamp, content = stamp_file(path), digest_file(path)
    source = scan_source(path, config.root)
    found = [] if source is None else [*judge_source(source, config)]
    if source is None or any(problem.code in UNREADABLE for problem in found):
        from tei_edition.loading.edition import read_file

        return _reuse(read_file((path, config, path in list_registers(config), ())))
    files = cache.digest_sources(list_schema_files(source, config))
    return Verdict(
        key=cache.key(path, content, files),
        problems=tuple(found),
        sources=files,
        content=content,
        stamp=stamp,
    )


def _give_up(job: tuple[Path, Config]) -> Verdict:
    """Return what is known of a file that ends each process that judges it."""
    path, config = job
    Cache(config).mark_killer(path)
    return Verdict("", (describe_killer(path, config.root),))


def _reuse(digest: Digest) -> Verdict:
    """Return what the schema said of a file when everything was read from it."""
    return Verdict(
        key=digest.key,
        problems=tuple(p for p in digest.problems if p.code in SCHEMA_CODES | UNREADABLE),
        ignored=digest.text.ignored if digest.text else (),
        sources=digest.sources,
        content=digest.content,
        stamp=digest.stamp,
    )
