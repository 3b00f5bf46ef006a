"""Validate a file with its RELAX NG schema, in either syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.checks.advice import advise
from tei_edition.checks.equivalents import has_other_name
from tei_edition.checks.frame import check
from tei_edition.checks.vocabulary import is_tei_name
from tei_edition.problems import Problem, problem
from tei_edition.runtime.resources import find_resource
from tei_edition.schema.association import find_model
from tei_edition.schema.compiled import read_compiled
from tei_edition.source import locate_attribute, relative_name, split_lines
from tei_edition.source.stamps import locate
from tei_edition.tei import SOURCE_NS, XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Location
    from tei_edition.relaxng import Schema
    from tei_edition.source import Source


_IDS = "give the attribute the type ID everywhere its element is allowed, or nowhere"


def list_schema_files(source: Source, config: Config) -> tuple[Path, ...]:
    """Return the files that the schema of a file is made of: itself, and what it includes."""
    model = find_model(source, config)
    if model.grammar is None:
        return model.files
    found = _load_schema(model.grammar, config)
    files = (model.grammar,) if isinstance(found, Problem) else found.files
    return (*files, *model.files)


@check("file", "schema-*", list_files=list_schema_files)
def check_schema(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """Return what the schema of a file does not allow in it: one problem for each mistake."""
    return judge_source(source, config)


def judge_source(source: Source, config: Config) -> Iterator[Problem]:
    """As `check_schema`; a source without XIncludes needs no tree."""
    model = find_model(source, config)
    yield from (told for told in model.problems if told.code.startswith("schema-"))
    if model.grammar is None:
        return
    schema = _load_schema(model.grammar, config)
    if isinstance(schema, Problem):
        yield schema
        return
    if fault := schema.id_fault:
        told = f"identifiers are not checked with this schema: {fault}"
        yield problem("schema-unjudged-ids", told, fault.location, hint=_IDS)
    schema.is_known = _is_known
    yield from advise(_judge(schema, source), source, _describe_schema(model.grammar, config))


def _is_known(name: str) -> bool:
    """Whether a name is one of TEI, or of HTML for something that is called otherwise in TEI.

    A `thead` is a `row`, and no `head` that is misspelt.
    """
    return is_tei_name(name) or has_other_name(name.rpartition("}")[2])


def _describe_schema(path: Path, config: Config) -> str:
    """Return the name of a schema of the edition; empty for the one that comes with the program."""
    if path == find_resource("schema/edition.rng"):
        return ""
    return relative_name(path, config.root)


# The validator takes as long to import as a short text to read: it comes where a schema does.


def _load_schema(path: Path, config: Config) -> Schema | Problem:
    """Return the schema, or what is wrong with it."""
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
    # What an XInclude included is in the tree alone.
    lines = split_lines(source.text)

    def find(element: etree._Element, attribute: str) -> Location:
        place = locate(element)
        if not attribute or place.file != source.file:
            return place
        return locate_attribute(place, _write_name(attribute, element), lines)

    return judge_tree(schema, source.root, find, ignored=SOURCE_NS)


def _write_name(attribute: str, element: etree._Element) -> str:
    """Return an attribute as it is written in the file."""
    name = etree.QName(attribute)
    if not name.namespace:
        return name.localname
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    return f"{({**prefixes, XML_NS: 'xml'}).get(name.namespace, '')}:{name.localname}"
