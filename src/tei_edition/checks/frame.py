"""The decorator that registers a check, with the codes it finds and the data it needs.

A check of one file is given its source, which has a tree, its facts and the configuration; a check
of an apparatus is given the facts of one text and the witnesses of the edition; a check
of the whole edition is given the resolver of its pointers, which has the facts of all files and is
shared by all these checks, and the configuration. Both yield problems, of no other codes than they
say. A module of this package that has a check need not be named anywhere: all of them are loaded
where checks are run.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from tei_edition.config import Config
from tei_edition.facts.pointers import Resolver
from tei_edition.facts.text import Text
from tei_edition.facts.witnesses import Witnesses
from tei_edition.problems import RULES, Problem
from tei_edition.source import Source

if TYPE_CHECKING:
    from pathlib import Path

FileCheck = Callable[[Source, Text, Config], Iterator[Problem]]
ApparatusCheck = Callable[[Text, Witnesses], Iterator[Problem]]
EditionCheck = Callable[[Resolver, Config], Iterator[Problem]]
Function = TypeVar("Function", FileCheck, ApparatusCheck, EditionCheck)


class Check(NamedTuple):
    """A check, the codes of the problems that it may find, and what else it reads for a file.

    `suspended` describes what is not checked while a file of the edition cannot be read; such a
    check either `needs_all` files, or skips what it cannot know.
    """

    codes: frozenset[str]
    run: Any
    list_files: Callable[[Source, Config], Iterable[Path]] | None = None
    suspended: str = ""
    needs_all: bool = False


FILE_CHECKS: list[Check] = []
APPARATUS_CHECKS: list[Check] = []
EDITION_CHECKS: list[Check] = []


def check(
    of: Literal["file", "apparatus", "edition"],
    *codes: str,
    list_files: Callable[[Source, Config], Iterable[Path]] | None = None,
    suspended: str = "",
    needs_all: bool = False,
) -> Callable[[Function], Function]:
    """Make a function one of the checks `of` each file, each apparatus, or the edition as a whole.

    The codes are those of all problems that it may find, or patterns of them such as `schema-*`.
    What a check of a file finds is kept as long as the file does not change, nor the files that
    `list_files` gives for it. What a check of an apparatus finds is kept as long as neither the
    facts of the text change nor the witnesses of the edition: it knows nothing else. A check of
    the edition says what is `suspended` of it while a file
    cannot be read, and whether it `needs_all` files to find anything. Raises
    KeyError for a code that is not in `RULES`.
    """
    found = frozenset(code for pattern in codes for code in _match(pattern))
    registers = {"file": FILE_CHECKS, "apparatus": APPARATUS_CHECKS, "edition": EDITION_CHECKS}

    def register(function: Function) -> Function:
        registers[of].append(Check(found, function, list_files, suspended, needs_all))
        return function

    return register


def _match(pattern: str) -> list[str]:
    if not (matching := fnmatch.filter(RULES, pattern)):
        raise KeyError(pattern)
    return matching
