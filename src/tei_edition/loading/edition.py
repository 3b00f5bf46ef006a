"""Read an edition from its files: facts, plans of pages, and the problems of each file.

What reading a file gives is kept by the content of all that it depends on, so that a run after a
small change reads only what has changed.
"""

from __future__ import annotations

import contextlib
import gc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.checks import check_file, list_dependencies
from tei_edition.config import list_registers, list_texts
from tei_edition.facts.text import Edition, Unread
from tei_edition.loading.store import Cache, Digest, is_final
from tei_edition.loading.unread import describe_killer, describe_unread
from tei_edition.problems import UNREADABLE, Ignored, Problem, sort_problems
from tei_edition.reader.apparatus.borrowing import borrow_words, list_lenders
from tei_edition.reader.apparatus.joining import join_apparatus
from tei_edition.reader.apparatus.marking import stamp_entries
from tei_edition.reader.glyphs import list_character_files
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.reader.separating import Rewritten
from tei_edition.reader.text import read_header_again, read_text
from tei_edition.reader.units import TextUnits, move_entries, plan_units, stamp_units
from tei_edition.report.selection import settle_problems
from tei_edition.runtime.files import digest_file, stamp_file
from tei_edition.runtime.workers import Workers
from tei_edition.source import read_source, relative_name
from tei_edition.tei import parse_again

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.source import Source


class LoadedEdition(NamedTuple):
    """An edition as it was read, with the problems of its files.

    `left_out` are the texts that are not published, because they cannot be published whole.
    """

    config: Config
    edition: Edition
    digests: dict[str, Digest]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """The parts of the files in which problems are not reported."""
        return tuple(part for text in self.edition.files for part in text.ignored)

    @property
    def sources(self) -> tuple[str, ...]:
        """The other files that were read: included files, schemas and rules."""
        return tuple(name for digest in self.digests.values() for name, _ in digest.sources)

    def settle(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems to report by a command that does not check the edition."""
        found = (*self.problems, *problems)
        return tuple(settle_problems(found, self.config, self.ignored, ()))


def read_edition(
    config: Config, *, workers: int = 1, note: Callable[[int, int], None] | None = None
) -> LoadedEdition:
    """Read every file of the edition; a file that cannot be read is one of the problems.

    `note` is called with how many of how many files that have changed are read.
    Raises EditionError if edition.toml names no files.
    """
    with Workers(workers, note) as pool:
        return read_files(config, pool)


def read_files(config: Config, pool: Workers) -> LoadedEdition:
    """Read the edition as `read_edition` does, with workers that exist already."""
    registers = list_registers(config)
    paths = list(dict.fromkeys((*list_texts(config), *registers)))
    cache = Cache(config)
    digests = {path: cache.find(path) for path in paths}
    missing = [path for path, digest in digests.items() if digest is None]
    jobs: list[ReadingJob] = [(path, config, path in registers, ()) for path in missing]
    killers = cache.list_killers(missing)
    read = pool.map(read_file, jobs, apart=bool(killers), replace=_give_up)
    digests.update(zip(missing, read, strict=True))
    for path in killers:
        if (digest := digests[path]) is not None and digest.key:
            cache.unmark_killer(path)
    # A text whose apparatus is in other files is read again, with these.
    joins = _list_joins({path: digest for path, digest in digests.items() if digest is not None})
    again: list[ReadingJob] = [(p, config, p in registers, o) for p, o in joins.items()]
    digests.update(zip(joins, pool.map(read_file, again, replace=_give_up), strict=True))
    found = {path: digest for path, digest in digests.items() if digest is not None}
    cache.keep(found.values())
    edition = Edition(
        texts=tuple(d.text for p, d in found.items() if p not in registers and d.text),
        registers=tuple(d.text for p, d in found.items() if p in registers and d.text),
        unread=tuple(describe_unread(p, config.root) for p, d in found.items() if d.text is None),
    )
    problems = sort_problems(p for digest in found.values() for p in digest.problems)
    by_file = {digest.file: digest for digest in found.values()}
    return LoadedEdition(config, edition, by_file, tuple(problems))


# A text with one of these problems would be published with a hole, or not at all.
_NOT_WHOLE = frozenset({"xinclude-failed", "missing-text"})


def list_incomplete(reading: LoadedEdition) -> list[str]:
    """List the files of texts that cannot be read, or of which a part is missing.

    Registers are not among them: an unreadable register is a problem, but not a text.
    """
    config = reading.config
    registers = {relative_name(path, config.root) for path in list_registers(config)}
    return [
        digest.file
        for digest in reading.digests.values()
        if digest.file not in registers
        and (digest.text is None or any(p.code in _NOT_WHOLE for p in digest.problems))
    ]


def list_hindrances(reading: LoadedEdition) -> list[Problem]:
    """List the problems because of which texts are incomplete, and those of other unread files."""
    return [p for p in reading.problems if p.code in UNREADABLE or p.code in _NOT_WHOLE]


def leave_out(reading: LoadedEdition, files: Collection[str]) -> LoadedEdition:
    """Return the edition without some of its files, whose names are kept in `left_out`."""
    if not files:
        return reading
    unread = {file.file: file for file in reading.edition.unread}
    edition = Edition(
        texts=tuple(text for text in reading.edition.texts if text.file not in files),
        registers=tuple(text for text in reading.edition.registers if text.file not in files),
        unread=(*unread.values(), *(Unread(file) for file in files if file not in unread)),
    )
    digests = {file: digest for file, digest in reading.digests.items() if file not in files}
    return reading._replace(
        edition=edition, digests=digests, left_out=(*reading.left_out, *sorted(files))
    )


def _list_joins(digests: dict[Path, Digest]) -> dict[Path, tuple[Path, ...]]:
    """List the texts whose apparatus is in other files than those with which they were read."""
    others: dict[str, list[Path]] = {}
    for path, digest in digests.items():
        for file, _ in digest.text.apparatus_of if digest.text else ():
            others.setdefault(file, []).append(path)
    wanted = {path: tuple(others.get(digest.file, ())) for path, digest in digests.items()}
    return {
        path: files
        for path, files in wanted.items()
        if digests[path].text is not None and tuple(map(str, files)) != digests[path].joined
    }


@contextlib.contextmanager
def keep_garbage() -> Iterator[None]:
    """Let Python's collector of garbage rest: facts are many, and live until all is staged."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# A file to be read: whether it is a register, and the files that hold the apparatus of its text.
ReadingJob = tuple[Path, "Config", bool, tuple[Path, ...]]


def read_file(job: ReadingJob) -> Digest:
    """Read one file, check what can be seen in it alone, and keep facts and tree in the cache."""
    path, config, is_register, others = job
    cache = Cache(config)
    stamp, content = stamp_file(path), digest_file(path)
    source = read_source(path, config.root)
    checked_with = list_dependencies(source, config) if source.root is not None else ()
    lenders = _read_lenders(source, config)
    sources = cache.digest_sources((*source.included, *checked_with, *others, *lenders))
    key = cache.key(path, content, sources)
    problems = list(source.problems)
    text, plan, tree = None, TextUnits(()), b""
    if source.root is not None:
        text = read_text(source, config.text, is_register=is_register)
        problems += check_file(source, text, config)
        is_lent, told = _borrow(source, lenders)
        problems += told
        describing = _list_trees(lenders.values())
        if others:
            joined = [read_source(other, config.root) for other in others]
            describing |= _list_trees(joined)
            for other in joined:
                _borrow(other, _read_lenders(other, config))
            join_apparatus(source, joined)
        rewritten = rewrite_tree(
            source.root,
            source.file,
            describing,
            hyphens=config.text.join_hyphens,
            first_stage=config.text.stage == "first",
            characters=config.text.characters,
        )
        if rewritten is Rewritten.TEXT or others or is_lent:
            text = read_text(source, config.text, is_register=is_register)
        elif rewritten is Rewritten.HEADER:
            text = read_header_again(text, source, config.text, is_register=is_register)
        if text.division is not None:
            units = plan_units(text.division, config.pages.split)
            homes = stamp_units(source.root, units)
            stamp_entries(source.root, config.text)
            plan = TextUnits(units, move_entries(source.root, homes))
        tree = etree.tostring(source.root, encoding="unicode").encode()
        cache.write_tree(key, tree)
    included = tuple(str(other) for other in source.included)
    digest = Digest(
        key=key,
        file=source.file,
        text=text,
        plan=plan,
        problems=tuple(problems),
        included=included,
        joined=tuple(map(str, others)),
        sources=sources,
        size=len(tree),
        content=content,
        stamp=stamp,
    )
    if is_final(problems):
        cache.write(path, digest)
    return digest


def _give_up(job: ReadingJob) -> Digest:
    """Return what is known of a file that ends each process that reads it; it is not kept."""
    path, config, *_ = job
    Cache(config).mark_killer(path)
    problems = (describe_killer(path, config.root),)
    return Digest("", problems[0].location.file, None, TextUnits(()), problems)


def _read_lenders(source: Source, config: Config) -> dict[Path, Source | None]:
    """Return the files in which readings have their words, and characters their descriptions.

    None stands for one that is missing, or is outside the edition's folder.
    """
    found: dict[Path, Source | None] = {}
    folder = config.root.resolve()
    if source.root is None:
        return found
    named = list_lenders(source.root, source.file)
    described = list_character_files(source.root, source.file)
    for name in dict.fromkeys((*named, *described)):
        path = config.root / name
        try:
            target = path.resolve()
            is_there = target.is_relative_to(folder) and target.is_file()
        except (OSError, RuntimeError, ValueError):  # too long, links in a circle, a NUL
            continue
        if is_there:
            found[path] = read_source(path, config.root)
        elif target.is_relative_to(folder):
            found[path] = None
    return found


def _borrow(source: Source, lenders: Mapping[Path, Source | None]) -> tuple[bool, list[Problem]]:
    """Give the readings of a file the words that they point to."""
    if source.root is None:
        return False, []
    return borrow_words(source.root, source.file, _list_trees(lenders.values()))


def _list_trees(sources: Iterable[Source | None]) -> dict[str, etree._Element]:
    """Return the trees of those files that could be read, by their names."""
    return {s.file: s.root for s in sources if s is not None and s.root is not None}


def load_tree(reading: LoadedEdition, text: Text) -> etree._Element:
    """Return the stamped tree of a file that was read."""
    return parse_again(Cache(reading.config).read_tree(reading.digests[text.file].key))
