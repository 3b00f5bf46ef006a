"""The checks of an edition: one function a rule, in two tables.

A check of one file is given its source, its facts and the configuration; a check of the whole is
given the facts of all files, and the configuration. Both yield problems. A rule is added here by
a line, and in `tei_edition.problems.RULES` by another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tei_edition.checks.copytext import check_copy_texts
from tei_edition.checks.dates import check_datings
from tei_edition.checks.pointers import check_pointers
from tei_edition.checks.register import check_duplicate_entities, check_unreferenced_entities
from tei_edition.checks.schema import check_schema, find_schema, list_schema_files
from tei_edition.config import Config
from tei_edition.facts import Edition, Text
from tei_edition.problems import Problem
from tei_edition.source import Source

SourceCheck = Callable[[Source, Text, Config], Iterator[Problem]]
EditionCheck = Callable[[Edition, Config], Iterator[Problem]]

SOURCE_CHECKS: tuple[SourceCheck, ...] = (
    check_schema,
    check_datings,
)
EDITION_CHECKS: tuple[EditionCheck, ...] = (
    check_pointers,
    check_duplicate_entities,
    check_unreferenced_entities,
    check_copy_texts,
)


def check_source(source: Source, text: Text, config: Config) -> Iterator[Problem]:
    """Everything that is wrong with one file by itself; the source must have a tree."""
    for check in SOURCE_CHECKS:
        yield from check(source, text, config)


def list_dependencies(source: Source, config: Config) -> tuple[Path, ...]:
    """The files besides its own that the checks of one source read; it must have a tree."""
    schema = find_schema(source, config)
    return list_schema_files(schema, config) if isinstance(schema, Path) else ()


def check_edition(edition: Edition, config: Config) -> Iterator[Problem]:
    """Everything that is wrong between the files of an edition."""
    for check in EDITION_CHECKS:
        yield from check(edition, config)
