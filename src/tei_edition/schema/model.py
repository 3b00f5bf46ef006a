"""Which schemas judge a file: what the edition says, else the file itself, else the shipped one.

A file says it by `xml-model` instructions before its root (Associating Schemas with XML documents,
W3C Working Group Note 2012), or by the `oxygen` instructions of old.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import unescape

from tei_edition.config import list_rules
from tei_edition.problems import EditionError, Location, Problem, problem
from tei_edition.resources import find_resource
from tei_edition.schema.catalogue import Catalogue, find_local
from tei_edition.source import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.source import Source

RNG_TYPE = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON_TYPE = "http://purl.oclc.org/dsdl/schematron"
_COMPACT = "application/relax-ng-compact-syntax"
_SUFFIXES = {".rng": "grammar", ".rnc": "grammar", ".sch": "rules", ".isosch": "rules"}

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INSTRUCTION = re.compile(r"<\?(xml-model|oxygen)\s+(.*?)\?>", re.DOTALL)
_PSEUDO_ATTRIBUTE = re.compile(r"""([\w.\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Association(NamedTuple):
    """An instruction that names a schema, and where in the file its address stands."""

    kind: Literal["grammar", "rules"]
    address: str
    phase: str
    location: Location


class RuleSet(NamedTuple):
    """A schema in Schematron and the phase wanted of it, the schema's own if it is empty."""

    path: Path
    phase: str = ""


class Model(NamedTuple):
    """What a file is judged by, and what stands in the way of some of it.

    `grammar` is a schema in RELAX NG, None where there is none to judge by.
    """

    grammar: Path | None
    rules: tuple[RuleSet, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_model(source: Source, config: Config) -> Model:
    """The schemas for a file.

    Raises EditionError where edition.toml names one that is not there.
    """
    associations = list_associations(source)
    catalogue = Catalogue(config)
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
    if is_set["grammar"]:
        grammar = _find_configured(config)
    elif "grammar" in named:
        grammar = found["grammar"][0].path if found["grammar"] else None
    else:
        grammar = find_resource("schema/edition.rng")
    rules = [RuleSet(path, config.check.phase) for path in list_rules(config)] or found["rules"]
    # The same address is often named twice, for its grammar and for its rules, and told once.
    unique = {(told.code, told.message): told for told in reversed(problems)}
    return Model(grammar, tuple(dict.fromkeys(rules)), tuple(reversed(unique.values())))


def list_associations(source: Source) -> list[Association]:
    """The instructions of a file that name schemas of a kind that is known here."""
    return list(_read_associations(source))


def _find_configured(config: Config) -> Path | None:
    name = config.check.schema
    if name == "none":
        return None
    if not (path := config.root / name).is_file():
        raise EditionError(
            f'there is no schema "{name}"', hint="schema, in [check] of edition.toml, names it"
        )
    return path


def _find_file(
    association: Association, source: Source, catalogue: Catalogue
) -> tuple[Path | None, Problem | None]:
    """The file that an instruction leads to, and what is wrong with it."""
    address, where = association.address, association.location
    code = "schema-unreadable" if association.kind == "grammar" else "schematron-unreadable"
    local = find_local(address, source.path)
    if local is not None:
        if local.is_relative_to(catalogue.config.root.resolve()) and local.is_file():
            return local, None
        told = f'there is no schema "{address}" in the edition\'s folder'
        hint = "mend the path, or name the schema in [check] of edition.toml"
        return None, problem(code, told, where, hint=hint)
    found = catalogue.look_up(address)
    if found is None:
        told = f'the schema "{address}" is on the web, and nothing is judged by it'
        hint = f"tei-edition schema fetch {address}"
        return None, problem("schema-not-stored", told, where, hint=hint)
    if not found.path.is_file():
        told = f'there is no file "{found.path.name}", which the catalogue names for "{address}"'
        return None, problem(code, told, where, hint="mend its line in [check.catalogue]")
    if found.is_changed:
        told = f'"{found.path.name}" is not what was stored for "{address}"'
        hint = f"if the change is meant, fetch it again: tei-edition schema fetch {address}"
        return found.path, problem("schema-changed", told, where, hint=hint)
    return found.path, None


def _read_associations(source: Source) -> Iterator[Association]:
    prolog = _read_prolog(source.text)
    for instruction in _INSTRUCTION.finditer(prolog):
        pairs: dict[str, str] = {}
        starts: dict[str, int] = {}
        for pair in _PSEUDO_ATTRIBUTE.finditer(instruction[2]):
            group = 2 if pair[2] is not None else 3
            pairs[pair[1]] = unescape(pair[group], {"&quot;": '"', "&apos;": "'"})
            starts[pair[1]] = instruction.start(2) + pair.start(group)
        key, kind = _classify(pairs) if instruction[1] == "xml-model" else _classify_oxygen(pairs)
        if kind is not None and pairs.get(key, "").strip():
            lines = split_lines(prolog[: starts[key]])
            place = Location(source.file, len(lines), len(lines[-1]) + 1)
            yield Association(kind, pairs[key].strip(), pairs.get("phase", ""), place)


def _read_prolog(text: str) -> str:
    """What stands before the root, with comments blanked out."""
    blanked = _COMMENT.sub(lambda found: re.sub(r"[^\n\r]", " ", found[0]), text[:100_000])
    root = re.search(r"<[^?!\s]", blanked)
    return blanked[: root.start()] if root else blanked


def _classify(pairs: dict[str, str]) -> tuple[str, Literal["grammar", "rules"] | None]:
    """Where the address stands, and what an xml-model names by it: by type, else by its suffix."""
    types, media = pairs.get("schematypens", ""), pairs.get("type", "")
    if types == SCHEMATRON_TYPE:
        return "href", "rules"
    if types == RNG_TYPE or media == _COMPACT:
        return "href", "grammar"
    if types:
        return "href", None
    path = pairs.get("href", "").partition("?")[0].partition("#")[0].lower()
    suffix = f".{path.rpartition('.')[2]}"
    kind = _SUFFIXES.get(suffix)
    if kind == "grammar":
        return "href", "grammar"
    return "href", "rules" if kind == "rules" else None


def _classify_oxygen(pairs: dict[str, str]) -> tuple[str, Literal["grammar", "rules"] | None]:
    if "RNGSchema" in pairs:
        return "RNGSchema", "grammar"
    return "SCHSchema", "rules" if "SCHSchema" in pairs else None
