"""Choose the schemas for a file: those of edition.toml, or of the file itself, or the shipped one.

A file says it by `xml-model` instructions before its root (Associating Schemas with XML documents,
W3C Working Group Note 2012), or by the `oxygen` instructions of old.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from tei_edition.config import list_rules
from tei_edition.problems import EditionError, Location, Problem, problem
from tei_edition.runtime.files import digest_file, real_path
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.urls import is_address, split_url
from tei_edition.schema.xml_catalogue import SchemaCatalogue
from tei_edition.source import locate_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.source import Source

RNG_TYPE = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON_TYPE = "http://purl.oclc.org/dsdl/schematron"
_COMPACT = "application/relax-ng-compact-syntax"
Kind = Literal["grammar", "rules"]
_KINDS: dict[str, Kind] = {
    ".rng": "grammar", ".rnc": "grammar", ".sch": "rules", ".isosch": "rules",
}  # fmt: skip
# Other languages for schemas, by which nothing is validated here.
_OTHERS = re.compile(r"\.(?:dtd|ent|mod|nvdl|xsd)$|application/xml-dtd", re.IGNORECASE)


class Association(NamedTuple):
    """An instruction that names a schema, and where in the file its address stands."""

    kind: Kind
    address: str
    phase: str
    location: Location


class RuleSet(NamedTuple):
    """A schema in Schematron and the phase wanted of it, the schema's own if it is empty."""

    path: Path
    phase: str = ""


class FileSchemas(NamedTuple):
    """The schemas of a file, and the problems of those that cannot be used.

    `grammar` is a schema in RELAX NG, None if there is none to judge by; `files` are those by
    which addresses were mapped.
    """

    grammar: Path | None
    rules: tuple[RuleSet, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[Path, ...] = ()


def find_model(source: Source, config: Config) -> FileSchemas:
    """Return the schemas for a file.

    Raises EditionError if edition.toml names one that is not there.
    """
    associations = list_associations(source)
    catalogue = SchemaCatalogue(config)
    found: dict[str, list[RuleSet]] = {"grammar": [], "rules": []}
    problems: list[Problem] = []
    is_set = {"grammar": bool(config.check.schema), "rules": config.check.schematron is not None}
    for association in associations:
        if is_set[association.kind] or (association.kind == "grammar" and found["grammar"]):
            continue
        path, problem_ = _find_file(association, source, catalogue)
        if path is not None:
            found[association.kind].append(RuleSet(path, association.phase or config.check.phase))
        if problem_ is not None:
            problems.append(problem_)
    named = {association.kind for association in associations}
    if not is_set["grammar"]:
        problems += _tell_unclear(source, is_judged="grammar" in named)
    files = catalogue.files
    if is_set["grammar"]:
        grammar, more, fault = _find_configured(config)
        files += more
        problems += fault
    elif "grammar" in named:
        grammar = found["grammar"][0].path if found["grammar"] else None
    else:
        grammar = find_resource("schema/edition.rng")
    rules = [RuleSet(path, config.check.phase) for path in list_rules(config)] or found["rules"]
    # The same address is often named twice, for its grammar and for its rules, and reported once.
    unique = {(found_.code, found_.message): found_ for found_ in reversed(problems)}
    told = tuple(reversed(unique.values()))
    return FileSchemas(grammar, tuple(dict.fromkeys(rules)), told, files)


def list_associations(source: Source) -> list[Association]:
    """Return the instructions of a file that name schemas of a kind that is known here."""
    return list(_read_associations(source))


def _find_configured(
    config: Config,
) -> tuple[Path | None, tuple[Path, ...], tuple[Problem, ...]]:
    """Return the schema that edition.toml names.

    Of an ODD, what it comes to, its files and its fault.
    """
    name = config.check.schema
    if name == "none":
        return None, (), ()
    if not (path := config.root / name).is_file():
        raise EditionError(
            f'there is no schema "{name}"', hint="schema, in [check] of edition.toml, names it"
        )
    if path.suffix != ".odd":
        return path, (), ()
    # Imported late: few editions are judged by an ODD itself.
    from tei_edition.relaxng import SchemaError
    from tei_edition.schema.compiled import compile_grammar

    try:
        return *compile_grammar(path, config), ()
    except SchemaError as error:
        told = f"the ODD cannot be compiled to a schema: {error}"
        return None, (path,), (problem("schema-unreadable", told, error.location, hint=error.hint),)


def _prefer_shipped(path: Path) -> Path:
    """Return the shipped schema for a copy of it, which is then compiled once for all editions."""
    shipped = find_resource("schema/edition.rng")
    same = path.suffix == ".rng" and digest_file(path) == digest_file(shipped)
    return shipped if same else path


def _find_file(
    association: Association, source: Source, catalogue: SchemaCatalogue
) -> tuple[Path | None, Problem | None]:
    """Return the file that an instruction leads to, and what is wrong with it."""
    address, where = association.address, association.location
    code = "schema-unreadable" if association.kind == "grammar" else "schematron-unreadable"
    local = locate_file(address, source.path.parent)
    if local is not None:
        if local.is_relative_to(real_path(catalogue.config.root)) and local.is_file():
            return _prefer_shipped(local), None
        told = f'there is no schema "{address}" in the edition\'s folder'
        hint = "correct the path, or name the schema in [check] of edition.toml"
        return None, problem(code, told, where, hint=hint)
    found = catalogue.look_up(address)
    if found is None and not (split_url(address).scheme and is_address(address)):
        told = f'"{address}" can be no path of a file, and no address of the web'
        return None, problem(code, told, where, hint="correct the address of the schema")
    if found is None:
        told = f'the schema "{address}" is on the web, not stored: nothing is validated with it'
        hint = f"tei-edition schema fetch {address}"
        return None, problem("schema-not-stored", told, where, hint=hint)
    if not catalogue.config.boundary.holds(found.path):
        told = f'the catalogue maps "{address}" to a file outside the edition, which is not read'
        return None, problem(code, told, where, hint="keep a copy in the edition's folder")
    if not found.path.is_file():
        told = f'there is no file "{found.path.name}", which the catalogue names for "{address}"'
        return None, problem(code, told, where, hint="correct its line in [check.catalogue]")
    if found.is_changed:
        told = f'"{found.path.name}" differs from what was stored for "{address}"'
        hint = f"to restore it, fetch it again: tei-edition schema fetch {address}"
        return found.path, problem("schema-changed", told, where, hint=hint)
    return found.path, None


def _read_associations(source: Source) -> Iterator[Association]:
    for instruction in source.prolog.instructions:
        pairs = {key: _decode(value) for key, value in instruction.attributes.items()}
        if instruction.target == "xml-model":
            key, kind = "href", _classify(pairs)
        elif instruction.target == "oxygen":
            key = "RNGSchema" if "RNGSchema" in pairs else "SCHSchema"
            kind = "grammar" if key == "RNGSchema" else "rules"
        else:
            continue
        address = pairs.get(key, "").strip()
        if kind is not None and address:
            place = instruction.locate(key)
            yield Association(kind, address, pairs.get("phase", ""), place)


def _tell_unclear(source: Source, *, is_judged: bool) -> Iterator[Problem]:
    """Yield a problem for each xml-model that names no schema, or one that cannot be used here.

    A schema in another language is one that other programs use, if there is one for us beside it.
    """
    for instruction in source.prolog.instructions:
        pairs = {key: _decode(value) for key, value in instruction.attributes.items()}
        if instruction.target != "xml-model" or (
            pairs.get("href", "").strip() and _classify(pairs)
        ):
            continue
        address, kind = pairs.get("href", "").strip(), pairs.get("schematypens", "")
        hint = f'name a schema in RELAX NG, with schematypens="{RNG_TYPE}"'
        if not address:
            told = "this xml-model names no schema"
            hint = 'write its address as href="…"'
        elif (
            kind
            or _OTHERS.search(re.split("[?#]", address)[0])
            or _OTHERS.search(pairs.get("type", ""))
        ):
            if is_judged:
                continue
            told = f'the schema "{address}" is in a language that is not used here'
        else:
            told = f'it is not clear in which language the schema "{address}" is'
        yield problem("schema-unreadable", told, instruction.locate("href"), hint=hint)


def _decode(value: str) -> str:
    """Return the value of a pseudo-attribute, in which characters may be escaped."""
    if "&" not in value:
        return value
    from xml.sax.saxutils import unescape  # which loads all that Python knows of the web

    return unescape(value, {"&quot;": '"', "&apos;": "'"})


def _classify(pairs: Mapping[str, str]) -> Kind | None:
    """Return what an xml-model names: by its type, else by the suffix of the address."""
    types = pairs.get("schematypens", "")
    if types == SCHEMATRON_TYPE:
        return "rules"
    if types == RNG_TYPE or pairs.get("type") == _COMPACT:
        return "grammar"
    if types:
        return None
    path = re.split("[?#]", pairs.get("href", ""), maxsplit=1)[0].lower()
    return _KINDS.get(path[path.rfind(".") :])
