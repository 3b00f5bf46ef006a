"""Apply Schematron rules to a file: its own, and those embedded in its schema."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.frame import check
from tei_edition.config import FILE_NAME
from tei_edition.problems import Problem, problem
from tei_edition.runtime.files import read_regular
from tei_edition.schema.association import find_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.source import Source


class _Found(NamedTuple):
    """What all rules found in a file, and the files that it was found by."""

    problems: tuple[Problem, ...]
    files: tuple[Path, ...]


def list_rule_files(source: Source, config: Config) -> tuple[Path, ...]:
    """Return the files that the rules are made of, and those that they read to judge a file."""
    return _judge(source, config).files


@check("file", "schematron-*", list_files=list_rule_files)
def check_rules(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """Yield what the rules in Schematron find in a file."""
    found = _judge(source, config)
    _last.clear()
    yield from found.problems


# What rules read is known only when they have read it: whoever asks first lets them judge.
_last: list[tuple[Source, Config, _Found]] = []


def _judge(source: Source, config: Config) -> _Found:
    if not (_last and _last[0][0] is source and _last[0][1] is config):
        _last[:] = [(source, config, _find(source, config))]
    return _last[0][2]


def _find(source: Source, config: Config) -> _Found:
    model = find_model(source, config)
    grammar = model.grammar
    sets: list[tuple[tuple[Path, ...], str]] = [
        ((found.path,), found.phase) for found in model.rules if found.path != grammar
    ]
    # A schema that embeds rules may be named for them as well.
    phases = [found.phase for found in model.rules if found.path == grammar]
    if phases or config.check.embedded_rules:
        embedded = _list_embedded(grammar, config)
        sets += [(embedded, phase) for phase in phases or [""] if embedded]
    problems = [told for told in model.problems if told.code.startswith("schematron-")]
    files = [*model.files]
    for paths, phase in sets:
        found = _try(paths, phase, source, config)
        problems += found.problems
        files += found.files
    return _Found(tuple(problems), tuple(dict.fromkeys(files)))


def _try(paths: tuple[Path, ...], phase: str, source: Source, config: Config) -> _Found:
    # Imported late, as the validator is: many editions have no rules.
    from tei_edition.schema.compiled import read_compiled_rules
    from tei_edition.schema.schematron import SchematronError, judge_source

    files = paths
    try:
        rules = read_compiled_rules(paths, config, phase)
        # Of several languages, edition.toml chooses one.
        files = (*rules.files, *([config.root / FILE_NAME] if rules.is_multilingual else []))
        found = judge_source(rules, source, config.root, language=config.edition.language)
    except SchematronError as error:
        told = problem("schematron-unreadable", str(error), error.location, hint=error.hint)
        return _Found((told,), files)
    return _Found(found.problems, (*files, *found.files))


def _list_embedded(grammar: Path | None, config: Config) -> tuple[Path, ...]:
    """Return the files of a schema in RELAX NG that hold rules, the schema itself first."""
    from tei_edition.relaxng import SchemaError
    from tei_edition.schema.compiled import read_compiled

    if grammar is None or grammar.suffix == ".rnc":
        return ()
    try:
        files = read_compiled(grammar, config).files
    except SchemaError:
        return ()  # told by the check of the schema
    holding = [path for path in files if _holds_rules(path, path.stat().st_mtime_ns)]
    return tuple(holding)


@functools.cache
def _holds_rules(path: Path, _changed: int) -> bool:
    return b"http://purl.oclc.org/dsdl/schematron" in read_regular(path)
