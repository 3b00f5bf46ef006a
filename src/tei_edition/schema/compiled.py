"""A schema compiled once, from an ODD if it is one, and kept by the content of all its files."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition import __version__
from tei_edition.problems import Severity
from tei_edition.runtime.files import Stamp, digest_file, hash_text, stamp_file, write_file
from tei_edition.runtime.kept import read_kept, write_kept
from tei_edition.schema.schematron.rules import SchematronRules
from tei_edition.schema.xml_catalogue import SchemaCatalogue

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.relaxng import Schema
    from tei_edition.runtime.boundary import Boundary


class _Kept(msgspec.Struct, array_like=True):
    """A compiled schema with the files that it was made from, and the digests of their bytes."""

    version: str
    files: list[tuple[str, str]]
    schema: bytes


def read_compiled(path: Path, config: Config) -> Schema:
    """Return the RELAX NG schema in a file, from what an earlier run kept if that is still right.

    Raises SchemaError for one that breaks a rule of RELAX NG, or cannot be read.
    """
    folder = config.cache_folder / "cache"
    return _read(path, config.root, folder, config.boundary, path.stat().st_mtime_ns)


@functools.cache
def _read(path: Path, root: Path, folder: Path, boundary: Boundary, _changed: int) -> Schema:
    # Imported late: the validator takes as long to import as a short text to read.
    from tei_edition.relaxng import dump_schema, load_schema, read_schema

    name = hashlib.sha256(f"{path}\0{boundary}".encode()).hexdigest()[:32]
    store = folder / f"{name}.schema"
    try:
        kept = msgspec.msgpack.decode(read_kept(store), type=_Kept)
        if kept.version == __version__ and _is_right(kept.files):
            return load_schema(kept.schema)
    except (OSError, ValueError):
        pass  # there is none yet, or not one of ours
    schema = read_schema(path, folder=root, boundary=boundary)
    if (data := dump_schema(schema)) is not None:
        files = [(str(file), digest_file(file)) for file in schema.files]
        write_kept(store, msgspec.msgpack.encode(_Kept(__version__, files, data)))
    return schema


class _KeptOdd(msgspec.Struct, array_like=True):
    """What an ODD was compiled from, and the digest of what came of it."""

    version: str
    asked: str
    files: list[tuple[str, str]]
    grammar: str


def compile_grammar(odd: Path, config: Config) -> tuple[Path, tuple[Path, ...]]:
    """Return the RELAX NG of an ODD with its rules, and the files that it was read from.

    It is that of an earlier run if that is still right. Raises SchemaError, with the place, for an
    ODD that comes to none.
    """
    catalogues = config.check.catalogue, config.check.catalogues
    asked = repr((config.schema.source, *catalogues, config.boundary))
    name = hashlib.sha256(str(odd).encode()).hexdigest()[:32]
    grammar = config.cache_folder / "cache" / f"{name}.rng"
    store = grammar.with_suffix(".odd")
    try:
        kept = msgspec.msgpack.decode(read_kept(store), type=_KeptOdd)
        is_same = (kept.version, kept.asked) == (__version__, asked)
        if is_same and digest_file(grammar) == kept.grammar and _is_right(kept.files):
            return grammar, tuple(Path(file) for file, _ in kept.files)
    except (OSError, ValueError):
        pass  # as before
    from tei_edition.relaxng import SchemaError
    from tei_edition.schema.odd import compile_odd, make_options, write_xml

    compiled = compile_odd(odd, config.root, make_options(config))
    if compiled.grammar is None:
        fault = next(p for p in compiled.problems if p.severity is Severity.ERROR)
        raise SchemaError(fault.message, fault.location, hint=fault.hint)
    data = write_xml(compiled.grammar)
    write_file(grammar, data)
    files = [(str(file), digest_file(file)) for file in compiled.files]
    made = _KeptOdd(__version__, asked, files, hashlib.sha256(data).hexdigest())
    write_kept(store, msgspec.msgpack.encode(made))
    return grammar, compiled.files


class _KeptRules(msgspec.Struct, array_like=True):
    """Rules made into a stylesheet, and the digests of the files that they were made from."""

    version: str
    digests: list[str]
    rules: SchematronRules


# The rules that this process has read, with the times of their files.
_rules: dict[tuple[object, ...], tuple[SchematronRules, tuple[Stamp, ...]]] = {}


def read_compiled_rules(
    paths: tuple[Path, ...], config: Config, phase: str = ""
) -> SchematronRules:
    """Return the compiled rules of a Schematron file, or of those embedded in a schema, with cache.

    Raises SchematronError for rules that cannot be used.
    """
    key = (paths, phase, config.root, repr(config.check.catalogue), config.boundary)
    if key in _rules:
        rules, stamps = _rules[key]
        if stamps == tuple(map(stamp_file, rules.files)):
            return rules
    rules = _read_rules(paths, config, phase, hash_text(*map(repr, key)))
    _rules[key] = rules, tuple(map(stamp_file, rules.files))
    return rules


def _read_rules(paths: tuple[Path, ...], config: Config, phase: str, name: str) -> SchematronRules:
    from tei_edition.schema.schematron import DEFAULT, check_rules, read_rules

    store = config.cache_folder / "cache" / f"{name[:32]}.rules"
    try:
        kept = msgspec.msgpack.decode(read_kept(store), type=_KeptRules, dec_hook=_to_path)
        if kept.version == __version__ and kept.digests == [*map(digest_file, kept.rules.files)]:
            return kept.rules
    except (OSError, ValueError):
        pass  # as before
    resolve = SchemaCatalogue(config).find
    rules = read_rules(
        paths, config.root, phase=phase or DEFAULT, resolve=resolve, boundary=config.boundary
    )
    if rules.made.elements is not None:
        check_rules(rules, config.root)  # they may be about nothing that a text has
    digests = [*map(digest_file, rules.files)]
    write_kept(store, msgspec.msgpack.encode(_KeptRules(__version__, digests, rules), enc_hook=str))
    return rules


def _to_path(_kind: type, value: str) -> Path:
    return Path(value)


def _is_right(files: list[tuple[str, str]]) -> bool:
    return all(digest_file(Path(name)) == digest for name, digest in files)
