"""An ODD compiled: its schema in RELAX NG and Schematron, or what is wrong with it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from tei_edition.problems import Problem, Severity, problem, sort_problems
from tei_edition.relaxng import SchemaError, read_schema
from tei_edition.relaxng.compact_writer import write_compact
from tei_edition.runtime.boundary import EVERYWHERE
from tei_edition.runtime.files import read_regular, real_path, write_file
from tei_edition.runtime.resources import find_resource
from tei_edition.schema.odd.constraints import SCH_NS, OddRules
from tei_edition.schema.odd.content import A_NS
from tei_edition.schema.odd.external import read_grammars
from tei_edition.schema.odd.grammar import Grammar
from tei_edition.schema.odd.patterns import XSD_NS
from tei_edition.schema.odd.reader import RNG_NS
from tei_edition.schema.odd.reference import MARK, write_reference
from tei_edition.schema.odd.selection import OddSchema, Selector
from tei_edition.schema.odd.sources import OddFiles
from tei_edition.schema.odd.words import choose_name
from tei_edition.schema.xml_catalogue import SchemaCatalogue
from tei_edition.tei import parse_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.problems import Location
    from tei_edition.runtime.boundary import Boundary


# The address of the ODD that we ship, for those that draw on it.
SHIPPED = "tei-edition:edition"
# Prefixes that schemas are usually written with.
_PREFIXES = cast("dict[str, str]", {None: RNG_NS, "a": A_NS, "sch": SCH_NS})


def _find_nothing(_address: str) -> Path | None:
    """Return what stands for addresses where nobody says so."""
    return None


class Options(NamedTuple):
    """How an ODD is to be compiled.

    `schema` names the schemaSpec where there are several; `source` is the file of the TEI's
    specifications (p5subset.xml) for an ODD that names none that is here, or for any if
    `is_source_forced`; `find` gives the file that stands for an address; `language` is that of the
    documentation. What the ODD includes must lie within the `boundary`.
    """

    schema: str = ""
    source: Path | None = None
    is_source_forced: bool = False
    find: Callable[[str], Path | None] = _find_nothing
    language: str = ""
    boundary: Boundary = EVERYWHERE


_DEFAULTS = Options()


class Compiled(NamedTuple):
    """The result of compiling an ODD; if it has no grammar, its problems say why.

    `schema` holds the specifications, `grammar` is RELAX NG with Schematron embedded, `rules` are
    the same Schematron by itself; `files` are all files that were read.
    """

    schema: OddSchema | None
    grammar: etree._Element | None
    rules: etree._Element | None
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]


def compile_odd(path: Path, folder: Path, options: Options = _DEFAULTS) -> Compiled:
    """Compile the ODD in a file; problems name files from `folder`.

    Nothing is fetched. The schema is sound RELAX NG, or there is none.
    """
    path = real_path(path)
    source = real_path(options.source) if options.source else None
    files = OddFiles(
        real_path(folder),
        options.find,
        source,
        forced=options.is_source_forced,
        boundary=options.boundary,
    )
    schema, parts = _compile(path, files, options)
    problems = sort_problems(_drop_consequences(files.problems))
    read = tuple(files.documents)
    if parts is None or any(found.severity is Severity.ERROR for found in problems):
        return Compiled(schema, None, None, tuple(problems), read)
    return Compiled(schema, parts.grammar, parts.rules, tuple(problems), read)


def _drop_consequences(problems: list[Problem]) -> list[Problem]:
    """Where a source is missing, what else is wrong with the ODD follows from that."""
    lacking = "odd-missing-source"
    if not any(found.code == lacking for found in problems):
        return problems
    return [p for p in problems if p.code == lacking or not p.code.startswith("odd-")]


def make_options(
    config: Config,
    *,
    source: Path | None = None,
    schema: str = "",
    language: str = "",
    odd: Path | None = None,
) -> Options:
    """Return the options of an edition, with those that were asked for before them.

    An `odd` that the command line names may include what is beside it.
    """
    own = config.root / config.schema.source if config.schema.source else None
    catalogue = SchemaCatalogue(config)

    def find(address: str) -> Path | None:
        if address == SHIPPED:
            return find_resource("schema/edition.odd")
        found = catalogue.look_up(address)
        return found.path if found else None

    boundary = config.boundary.add(real_path(odd).parent) if odd else config.boundary
    return Options(schema, source or own, source is not None, find, language, boundary)


def write_compiled(compiled: Compiled, form: str, output: Path, language: str = "") -> list[Path]:
    """Write the schema as "rng", "rnc" or "sch", or the reference pages ("docs") into a folder.

    A page that is the same already is left alone, one of a former run that is no longer made goes.
    Returns the files to look at.
    """
    assert compiled.schema is not None
    assert compiled.grammar is not None
    assert compiled.rules is not None
    if form == "docs":
        pages = write_reference(compiled.schema, language)
        for name, page in pages.items():
            write_file(output / f"{name}.rst", page.encode())
        for path in output.glob("*.rst"):
            is_other = path.stem not in pages and not path.is_symlink()
            if is_other and path.read_text(encoding="utf-8").startswith(MARK):
                path.unlink()
        return [output / "index.rst"]
    if form == "rnc":
        data = write_compact(compiled.grammar).encode()
    else:
        data = write_xml(compiled.rules if form == "sch" else compiled.grammar)
    write_file(output, data)
    return [output]


def write_xml(root: etree._Element) -> bytes:
    """Return a schema as a file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


class _Parts(NamedTuple):
    grammar: etree._Element
    rules: etree._Element


def _compile(
    path: Path, files: OddFiles, options: Options
) -> tuple[OddSchema | None, _Parts | None]:
    document = files.read_odd(path)
    selector = Selector(files)
    schema = selector.select(document, options.schema) if document else None
    if document is None or schema is None:
        return None, None
    own = document.files | selector.own_files
    grammar = Grammar(schema, selector.tell, own, options.language)
    definitions = grammar.write()
    names = {
        spec.ident: choose_name(spec.alternatives, spec.ident, schema.spec.names_language)
        for spec in schema.specs.values()
    }
    rules = OddRules(schema, grammar.attributes, grammar.classes, names)
    root = etree.Element(f"{{{RNG_NS}}}grammar", nsmap=_PREFIXES)
    root.set("ns", grammar.namespace)
    root.set("datatypeLibrary", XSD_NS)
    root.append(etree.Comment(f" Made from {path.name} by tei-edition: change that, not this. "))
    root.extend(rules.list_declarations())
    root.extend(definitions)
    root.extend(read_grammars(schema, files, path))
    _embed(root, rules, grammar)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["a", *sorted(_list_prefixes(root))])
    etree.indent(root)
    if not any(found.severity is Severity.ERROR for found in files.problems):
        _check(root, path, grammar, files)
    return schema, _Parts(root, rules.write_schema())


def _list_prefixes(root: etree._Element) -> set[str]:
    """Return the prefixes of names that patterns write in attributes or text."""
    found = set()
    for element in root.iter(*(f"{{{RNG_NS}}}{name}" for name in ("element", "attribute", "name"))):
        name = element.get("name", "") or element.text or ""
        found.add(name.strip().rpartition(":")[0])
    return found - {"", "xml"}


def _embed(root: etree._Element, rules: OddRules, grammar: Grammar) -> None:
    """Put the rules into the definitions that they are about."""
    for (kind, ident), patterns in rules.patterns.items():
        names = {
            "element": (grammar.name(ident),),
            "class": (grammar.name(f"{ident}.attributes"), grammar.name(ident, "class")),
        }.get(kind, ())
        holders = (grammar.defined[name] for name in names if name in grammar.defined)
        next(holders, root).extend(map(copy.deepcopy, patterns))


def _check(root: etree._Element, path: Path, grammar: Grammar, files: OddFiles) -> None:
    """Hold the schema against the rules of RELAX NG; faults are reported where the ODD has them.

    Nothing is written down for this: the schema is given to its reader as bytes.
    """
    data = write_xml(root)
    target = path.with_suffix(".rng")
    try:
        schema = read_schema(
            target, folder=files.folder, load=lambda asked: _load(asked, target, data)
        )
    except SchemaError as error:
        place = _find_cause(data, error.location.line, grammar) or grammar.schema.spec.place
        told = f"the resulting schema is invalid: {error}"
        files.problems.append(problem("odd-faulty-declaration", told, place, hint=error.hint))
        return
    if fault := schema.id_fault:
        place = _find_cause(data, fault.location.line, grammar) or grammar.schema.spec.place
        told = f"identifiers cannot be checked with the resulting schema: {fault}"
        ways = "anyElement/@except, schemaSpec/@defaultExceptions"
        hint = f"except the element from all wildcards: {ways}"
        files.problems.append(problem("schema-unjudged-ids", told, place, hint=hint))


def _load(asked: Path, target: Path, data: bytes) -> bytes:
    return data if asked == target else read_regular(asked)


def _find_cause(data: bytes, line: int, grammar: Grammar) -> Location | None:
    """Return the place in an ODD that the definition around a line of the schema comes from."""
    cause = None
    for element in parse_again(data):
        if cast("int", element.sourceline) > line:
            break
        cause = grammar.places.get(element.get("name", ""))
    return cause
