"""The schema must allow what stands in a file: RELAX NG, in either of its syntaxes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.checks.frame import check
from tei_edition.problems import EditionError, Location, Problem, problem
from tei_edition.resources import find_resource
from tei_edition.schema.compiled import read_compiled
from tei_edition.source import locate_attribute, split_lines
from tei_edition.stamps import locate
from tei_edition.tei import SOURCE_NS, XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts import Text
    from tei_edition.relaxng import Schema
    from tei_edition.source import Source


def list_schema_files(source: Source, config: Config) -> tuple[Path, ...]:
    """The files that the schema of a file is made of: itself, and what it includes."""
    schema = find_schema(source, config)
    if schema is None or isinstance(schema, Problem):
        return ()
    found = _load_schema(schema, config)
    return (schema,) if isinstance(found, Problem) else found.files


@check("file", "schema-*", list_files=list_schema_files)
def check_schema(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """What the schema of a file does not allow in it: one problem for each mistake."""
    return judge_source(source, config)


def judge_source(source: Source, config: Config) -> Iterator[Problem]:
    """As `check_schema`; a source without XIncludes needs no tree."""
    found = find_schema(source, config)
    if found is None or isinstance(found, Problem):
        yield from [found] if found else []
        return
    schema = _load_schema(found, config)
    if isinstance(schema, Problem):
        yield schema
        return
    yield from _judge(schema, source)


def find_schema(source: Source, config: Config) -> Path | Problem | None:
    """The schema for a file: what the configuration says, else the file, else the shipped one.

    None where the edition wants none, a problem where the file names one that is not there.
    Raises EditionError where it is the configuration that does.
    """
    named = config.check.schema
    if named == "none":
        return None
    if named:
        path = config.root / named
        if not path.is_file():
            raise EditionError(
                f'there is no schema "{named}"', hint="schema, in [check] of edition.toml, names it"
            )
        return path
    for model in source.prolog.instructions:
        if model.target != "xml-model":
            continue
        href = model.attributes.get("href", "")
        if not href.endswith((".rng", ".rnc")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", href):
            continue  # nothing is fetched, and other kinds of schema have their own checks
        path = (source.path.parent / href).resolve()
        if path.is_relative_to(config.root) and path.is_file():
            return path
        return problem(
            "schema-unreadable",
            f'there is no schema "{href}" in the edition\'s folder',
            model.locate("href"),
            hint="mend the path, or name the schema in [check] of edition.toml",
        )
    return find_resource("schema/edition.rng")


# The validator takes as long to import as a short text to read: it comes where a schema does.


def _load_schema(path: Path, config: Config) -> Schema | Problem:
    """The schema, or what is wrong with it."""
    from tei_edition.relaxng import SchemaError

    try:
        return read_compiled(path, config)
    except SchemaError as error:
        told = f"the schema cannot be used: {error}"
        return problem("schema-unreadable", told, error.location, hint=error.hint)


def _judge(schema: Schema, source: Source) -> list[Problem]:
    from tei_edition.relaxng import judge_text, judge_tree

    if not source.included:
        return judge_text(schema, source.text, source.file)
    assert source.root is not None
    # What an XInclude brought in stands in the tree alone.
    lines = split_lines(source.text)

    def find(element: etree._Element, attribute: str) -> Location:
        place = locate(element)
        if not attribute or place.file != source.file:
            return place
        return locate_attribute(place, _write_name(attribute, element), lines)

    return judge_tree(schema, source.root, find, ignored=SOURCE_NS)


def _write_name(attribute: str, element: etree._Element) -> str:
    """An attribute as it is written in the file."""
    name = etree.QName(attribute)
    if not name.namespace:
        return name.localname
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    return f"{({**prefixes, XML_NS: 'xml'}).get(name.namespace, '')}:{name.localname}"
