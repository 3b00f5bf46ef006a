"""The checks of an edition: one function for each rule, registered by a decorator (see `frame`).

A new rule is a function in a module of `checks.rules`, and a line in `tei_edition.problems.RULES`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.checks import rules
from tei_edition.checks.frame import APPARATUS_CHECKS, EDITION_CHECKS, FILE_CHECKS
from tei_edition.facts.pointers import Resolver
from tei_edition.facts.recall import make_anew
from tei_edition.facts.witnesses import Witnesses
from tei_edition.problems import RULES, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.recall import Recall
    from tei_edition.facts.text import Edition, Text
    from tei_edition.source import Source


@functools.cache
def load_checks() -> None:
    """Import all rules; only when checks are run, since these imports take long."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")


def check_file(source: Source, text: Text, config: Config) -> Iterator[Problem]:
    """Return all problems in one file by itself; the source must have a tree."""
    load_checks()
    for check in FILE_CHECKS:
        yield from check.run(source, text, config)


def check_edition(
    edition: Edition,
    config: Config,
    codes: Collection[str] | None = None,
    recall: Recall = make_anew,
) -> Iterator[Problem]:
    """Everything that is wrong between the files of an edition, and in their apparatuses.

    Checks that can find none of the `codes`, where these are given, are passed over, and so are
    those that need all files while one cannot be read. `recall` keeps what is found in the
    apparatus of each text.
    """
    load_checks()
    resolver = Resolver(edition)
    yield from _check_apparatuses(resolver, codes, recall)
    for check in EDITION_CHECKS:
        if check.needs_all and edition.unread:
            continue
        if codes is None or not check.codes.isdisjoint(codes):
            yield from check.run(resolver, config)


def _check_apparatuses(
    resolver: Resolver, codes: Collection[str] | None, recall: Recall
) -> Iterator[Problem]:
    checks = [c for c in APPARATUS_CHECKS if codes is None or not c.codes.isdisjoint(codes)]
    texts = [text for text in resolver.edition.files if text.entries]
    if not checks or not texts:
        return
    witnesses = Witnesses(resolver.edition, resolver)
    around = (sorted(codes or ()), witnesses.describe())
    for text in texts:

        def find(text: Text = text) -> list[Any]:
            found = [problem for check in checks for problem in check.run(text, witnesses)]
            return [msgspec.to_builtins(problem) for problem in found]

        for kept in recall("problems of the apparatus", text, around, find):
            yield msgspec.convert(kept, Problem)


def list_suspended(
    edition: Edition, config: Config, codes: Collection[str] | None = None
) -> tuple[str, ...]:
    """Return which checks were left out, wholly or partly, because files cannot be read.

    Empty if all files can be read.
    """
    if not edition.unread or not edition.files:
        return ()
    load_checks()
    left_out = (
        check.suspended
        for check in EDITION_CHECKS
        if check.suspended
        and (codes is None or not check.codes.isdisjoint(codes))
        and (config.check.copy_text or "copy-text-differs" not in check.codes)
    )
    return tuple(dict.fromkeys(left_out))  # several checks may be described alike


def list_decided(edition: Edition, codes: Collection[str] = RULES.keys()) -> set[str]:
    """Return the codes for which all problems are certain to have been found."""
    load_checks()
    left = {
        code
        for check in EDITION_CHECKS
        if check.suspended and edition.unread
        for code in check.codes
    }
    return {*codes} - left


def list_dependencies(source: Source, config: Config) -> tuple[Path, ...]:
    """Return the files besides its own that the checks of one source read; it must have a tree."""
    load_checks()
    listed = (check.list_files(source, config) for check in FILE_CHECKS if check.list_files)
    return tuple(dict.fromkeys(path for paths in listed for path in paths))
