"""The schema must allow what stands in a file: RELAX NG, judged by libxml2, told in our words.

libxml2 says little of what it finds, and often of the wrong thing; the vocabulary of the schema
(which elements and attributes it has, and where) tells the editor what would have been right.
"""

from __future__ import annotations

import copy
import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.checks.characters import locate_character
from tei_edition.checks.dates import W3C_DATES, is_date
from tei_edition.config import suggest
from tei_edition.problems import EditionError, Location, Problem, problem
from tei_edition.resources import find_resource
from tei_edition.source import locate_attribute, relative_name
from tei_edition.stamps import locate
from tei_edition.tei import SOURCE_NS, TEI_NS, XML_ID, XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts import Text
    from tei_edition.source import Source

RNG_NS = "http://relaxng.org/ns/structure/1.0"
_RNG = f"{{{RNG_NS}}}"

# libxml2's messages, the most telling first; of several about one element only one is told.
_ATTRIBUTE = re.compile(r"Invalid attribute (?P<attribute>\S+) for element (?P<name>\S+)")
_ELEMENT = re.compile(r"Did not expect element (?P<name>\S+) there")
_EXPECTED = re.compile(r"Expecting (?:an )?element (?P<expected>\S*), got (?P<name>\S+)")
_TEXT = re.compile(r"Did not expect text in element (?P<name>\S+) content")
_LACKS = re.compile(r"Element (?P<name>\S+) failed to validate attributes")
_EXTRA = re.compile(r"Element (?P<parent>\S+) has extra content: (?P<name>\S+)")
_CONTENT = re.compile(r"Element (?P<name>\S+) failed to validate content")
_MESSAGES = (_ATTRIBUTE, _ELEMENT, _EXPECTED, _TEXT, _LACKS, _EXTRA, _CONTENT)
_CASCADING = {_EXTRA, _CONTENT, None}

_TYPES = {
    "anyURI": "an address or #id",
    "boolean": "true or false",
    "date": "YYYY-MM-DD",
    "dateTime": "YYYY-MM-DDThh:mm:ss",
    "decimal": "a number",
    "double": "a number",
    "gDay": "---DD",
    "gMonth": "--MM",
    "gMonthDay": "--MM-DD",
    "gYear": "YYYY",
    "gYearMonth": "YYYY-MM",
    "ID": "an XML name",
    "integer": "a whole number",
    "language": "a language code such as en or ru-Latn",
    "NCName": "an XML name",
    "nonNegativeInteger": "a whole number from 0",
    "positiveInteger": "a whole number from 1",
    "time": "hh:mm:ss",
}
_SHOWN = 8
# Stands for every name where a schema says anyName or nsName.
_WILDCARD = "*"


class _Content(NamedTuple):
    """What an element may hold and carry, by local names, in the order of the schema."""

    elements: dict[str, None]
    attributes: dict[str, list[etree._Element]]
    required: dict[str, None]


class _Schema(NamedTuple):
    validator: etree.RelaxNG
    patterns: dict[str, list[etree._Element]]
    definitions: dict[str, list[etree._Element]]


def check_schema(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """One problem for each element that the schema of the file does not allow as it is."""
    assert source.root is not None
    found = find_schema(source, config)
    if found is None or isinstance(found, Problem):
        yield from [found] if found else []
        return
    try:
        schema = _read_schema(found, found.stat().st_mtime_ns)
    except (etree.Error, OSError) as error:
        line = getattr(error, "lineno", None) or 1
        yield problem(
            "schema-unreadable",
            f"the schema cannot be used: {error}",
            Location(relative_name(found, config.root), line),
            hint='it must be a schema in RELAX NG\'s XML syntax (".rng")',
        )
        return
    # The stamps are no part of the text: a copy without them is judged.
    bare = copy.deepcopy(source.root)
    etree.strip_attributes(bare, f"{{{SOURCE_NS}}}*")
    if schema.validator.validate(bare):
        return
    for element, message, match in _choose(_read_log(schema.validator, source.root)):
        if not _is_told_elsewhere(element, match):
            yield _explain(element, message, match, schema, source)


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
    assert source.root is not None
    for node in source.root.itersiblings(preceding=True):
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-model":
            href = node.get("href") or ""
            if not href.endswith(".rng") or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", href):
                continue  # nothing is fetched, and other kinds of schema have their own checks
            path = (source.path.parent / href).resolve()
            if path.is_relative_to(config.root) and path.is_file():
                return path
            at = source.text.find(href)
            before = source.text[: max(at, 0)]
            return problem(
                "schema-unreadable",
                f'there is no schema "{href}" in the edition\'s folder',
                Location(
                    source.file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
                ),
                hint="mend the path, or name the schema in [check] of edition.toml",
            )
    return find_resource("schema/edition.rng")


@functools.cache
def _read_schema(path: Path, _changed: int) -> _Schema:
    tree = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
    patterns: dict[str, list[etree._Element]] = {}
    definitions: dict[str, list[etree._Element]] = {}
    for grammar in _read_grammars(tree, path):
        for pattern in grammar.iter(f"{_RNG}element", f"{_RNG}define"):
            known = patterns if pattern.tag == f"{_RNG}element" else definitions
            for name in _names(pattern):
                known.setdefault(name, []).append(pattern)
    return _Schema(etree.RelaxNG(tree), patterns, definitions)


def _read_grammars(tree: etree._ElementTree, path: Path) -> Iterator[etree._Element]:
    yield tree.getroot()
    for include in tree.iter(f"{_RNG}include"):
        part = path.parent / include.get("href", "")
        if part.is_file():
            yield from _read_grammars(etree.parse(part), part)


def _names(pattern: etree._Element) -> list[str]:
    """The local names that an element, attribute or define pattern gives, none for a wildcard."""
    if name := pattern.get("name"):
        return [name.strip().rpartition(":")[2]]
    nodes = [*pattern.iterfind(f"{_RNG}name"), *pattern.iterfind(f"{_RNG}choice/{_RNG}name")]
    return [(node.text or "").strip().rpartition(":")[2] for node in nodes]


def _read_log(
    validator: etree.RelaxNG, root: etree._Element
) -> Iterator[tuple[etree._Element, str]]:
    """libxml2's messages with the element, in the stamped tree, that each speaks of."""
    prefixes = {
        prefix: uri
        for element in root.iter(etree.Element)
        for prefix, uri in element.nsmap.items()
        if prefix
    }
    for entry in validator.error_log:
        found = root.xpath(entry.path, namespaces=prefixes) if entry.path else []
        element = found[0] if isinstance(found, list) and found else root
        yield element if isinstance(element, etree._Element) else root, entry.message or ""


def _choose(
    log: Iterable[tuple[etree._Element, str]],
) -> Iterator[tuple[etree._Element, str, re.Match[str] | None]]:
    """Of the messages about one element the most telling one, and none that others entail."""
    chosen: dict[etree._Element, tuple[int, str, re.Match[str] | None]] = {}
    for reported, message in log:
        match = next((found for form in _MESSAGES if (found := form.match(message))), None)
        element = _find_offender(reported, match)
        rank = _MESSAGES.index(match.re) if match else len(_MESSAGES)
        if element not in chosen or rank < chosen[element][0]:
            chosen[element] = (rank, message, match)
    direct = [element for element, (_, _, match) in chosen.items() if not _is_cascading(match)]
    entailed = {ancestor for element in direct for ancestor in element.iterancestors()}
    parents = {element.getparent() for element in direct}
    for element, (_, message, match) in chosen.items():
        if _is_cascading(match) and (element in entailed or element.getparent() in parents):
            continue
        yield element, message, match


def _is_cascading(match: re.Match[str] | None) -> bool:
    return match is None or match.re in _CASCADING


def _is_told_elsewhere(element: etree._Element, match: re.Match[str] | None) -> bool:
    """Whether a problem of its own, with a better remedy, says the same: bad ids, bad dates."""
    if match is None or match.re is not _ATTRIBUTE:
        return False
    name = match["attribute"]
    if name == "id" and element.get(XML_ID) is not None:
        return True
    return name in W3C_DATES and not is_date(element.get(name, ""))


def _find_offender(reported: etree._Element, match: re.Match[str] | None) -> etree._Element:
    """The element that a message names; libxml2 sometimes points at its parent."""
    name = match["name"] if match else _local(reported)
    if _local(reported) == name:
        return reported
    return next((child for child in reported.iterchildren() if _local(child) == name), reported)


def _explain(
    element: etree._Element,
    message: str,
    match: re.Match[str] | None,
    schema: _Schema,
    source: Source,
) -> Problem:
    name = _local(element)
    place = locate(element)
    if match is None:
        return problem("schema-invalid", f"in <{name}>: {message[:1].lower()}{message[1:]}", place)
    content = _read_content(name, schema)
    if match.re is _ATTRIBUTE:
        told, hint, attribute = _explain_attribute(element, match["attribute"], content)
        if place.file == source.file:
            place = locate_attribute(place, attribute, source.text.split("\n"))
        return problem("schema-invalid", told, place, hint=hint)
    if match.re is _TEXT:
        told, place = _explain_text(element, source)
        return problem("schema-invalid", told, place, hint=_list_allowed(content))
    if match.re is _LACKS:
        told, hint = _explain_attributes(element, content)
        return problem("schema-invalid", told, place, hint=hint)
    if match.re is _CONTENT or (match.re is _EXPECTED and match["name"] == "nothing"):
        told = f"<{name}> is not complete, or what it holds is not in order"
        return problem("schema-invalid", told, place, hint=_list_allowed(content))
    told, hint = _explain_element(element, schema)
    if match.re is _EXPECTED:
        hint = hint or f"expected <{match['expected']}>"
    return problem("schema-invalid", told, place, hint=hint)


def _explain_element(element: etree._Element, schema: _Schema) -> tuple[str, str]:
    name = _local(element)
    namespace = etree.QName(element).namespace
    if namespace != TEI_NS and name in schema.patterns:
        where = f'in the namespace "{namespace}"' if namespace else "in no namespace"
        return f"<{name}> is {where}, not in that of TEI", f'write xmlns="{TEI_NS}"'
    if name not in schema.patterns:
        return f"the schema has no element <{name}>", suggest(name, schema.patterns)
    parent = element.getparent()
    if parent is None:
        return f"<{name}> may not be the root", ""
    around = _local(parent)
    allowed = _read_content(around, schema)
    if name in allowed.elements:
        return (
            f"<{name}> is not allowed at this point of <{around}>",
            "what it holds has an order: this must stand earlier or later, or stands there twice",
        )
    return f"<{name}> is not allowed in <{around}>", _list_allowed(allowed)


def _explain_attribute(
    element: etree._Element, attribute: str, content: _Content
) -> tuple[str, str, str]:
    """Message, hint, and the attribute's name as it is written."""
    name = _local(element)
    given = next(
        (key for key in element.attrib if etree.QName(key).localname == attribute), attribute
    )
    written = f"xml:{attribute}" if str(given).startswith(f"{{{XML_NS}}}") else attribute
    if attribute not in content.attributes:
        return (
            f"<{name}> has no attribute @{written}",
            suggest(attribute, content.attributes),
            written,
        )
    value = element.get(given, "")
    told = f'@{written} of <{name}> may not be "{value}"'
    return told, _describe_values(content.attributes[attribute]), written


def _explain_attributes(element: etree._Element, content: _Content) -> tuple[str, str]:
    """What is wrong with the attributes as a whole."""
    name = _local(element)
    given = {etree.QName(key).localname for key in element.attrib if not _is_stamp(key)}
    unknown = sorted(given.difference(content.attributes))
    if unknown and _WILDCARD not in content.attributes:
        return f"<{name}> has no attribute @{unknown[0]}", suggest(unknown[0], content.attributes)
    if missing := [key for key in content.required if key not in given]:
        return f"<{name}> lacks {', '.join(f'@{key}' for key in missing)}", ""
    return f"the attributes of <{name}> do not agree", ""


def _explain_text(element: etree._Element, source: Source) -> tuple[str, Location]:
    name = _local(element)
    for node in (element, *element):
        text = (node.text if node is element else node.tail) or ""
        if words := text.split():
            shown = " ".join(words[:4]) + (" …" if len(words) > 4 else "")
            offset = len(text) - len(text.lstrip())
            place = locate_character(source, node, offset, in_tail=node is not element)
            return f'the text "{shown}" may not stand directly in <{name}>', place
    return f"text may not stand directly in <{name}>", locate(element)


def _list_allowed(content: _Content) -> str:
    names = list(content.elements)
    if not names:
        return "it holds no other element"
    shown = ", ".join(f"<{name}>" for name in names[:_SHOWN])
    return f"allowed there: {shown}" + (" …" if len(names) > _SHOWN else "")


def _describe_values(patterns: list[etree._Element]) -> str:
    values = [
        (value.text or "").strip() for pattern in patterns for value in pattern.iter(f"{_RNG}value")
    ]
    if values:
        nearest = ", ".join(f'"{value}"' for value in dict.fromkeys(values[:_SHOWN]))
        return f"it must be one of {nearest}" + (" …" if len(values) > _SHOWN else "")
    types = [
        _TYPES[kind]
        for pattern in patterns
        for data in pattern.iter(f"{_RNG}data")
        if (kind := data.get("type", "")) in _TYPES
    ]
    return f"write {', or '.join(dict.fromkeys(types))}" if types else ""


def _read_content(name: str, schema: _Schema) -> _Content:
    """What the schema allows an element of this name to hold and carry."""
    content = _Content({}, {}, {})
    # (pattern, whether all that lies above it is required)
    stack = [(child, True) for pattern in schema.patterns.get(name, ()) for child in pattern]
    seen: set[tuple[str, bool]] = set()
    while stack:
        pattern, required = stack.pop()
        kind = str(pattern.tag).removeprefix(_RNG)
        if kind == "element":
            content.elements.update(dict.fromkeys(_names(pattern)))
        elif kind == "attribute":
            for key in _names(pattern) or [_WILDCARD]:
                content.attributes.setdefault(key, []).extend(_resolve_values(pattern, schema))
                if required and key != _WILDCARD:
                    content.required[key] = None
        elif kind == "ref" and (pattern.get("name", ""), required) not in seen:
            seen.add((pattern.get("name", ""), required))
            named = schema.definitions.get(pattern.get("name", ""), [])
            stack.extend(
                (child, required) for define in reversed(named) for child in reversed(define)
            )
        else:
            below = required and kind not in {"optional", "zeroOrMore", "choice"}
            stack.extend((child, below) for child in reversed(pattern))
    return content


def _resolve_values(pattern: etree._Element, schema: _Schema) -> list[etree._Element]:
    """An attribute's pattern, and the definitions that it names for its value."""
    found = [pattern]
    for place in found:
        for ref in place.iter(f"{_RNG}ref"):
            found.extend(
                define
                for define in schema.definitions.get(ref.get("name", ""), ())
                if define not in found
            )
    return found


def _is_stamp(key: object) -> bool:
    return str(key).startswith(f"{{{SOURCE_NS}}}")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
