"""Resolve pointers to entities, witnesses, elements of texts, or addresses outside.

Real editions write `#id`, `file.xml#id`, `prefix:id`, a bare key, an absolute URI
(TEI Guidelines, section 17.2); all of them are understood everywhere.
"""

from __future__ import annotations

import functools
import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from tei_edition.facts.authorities import find_identifier
from tei_edition.facts.patterns import match_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.facts.apparatus import Witness
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Edition, Prefix, Text

ENTITY, WITNESS, ELEMENT, FILE, EXTERNAL = "entity", "witness", "element", "file", "external"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Target(msgspec.Struct, frozen=True):
    """The target of a pointer.

    `kind` is one of the constants of this module; `file` and `id` name an element of the edition
    (its `element` is the name), `uri` something outside.
    """

    kind: str
    file: str = ""
    id: str = ""
    uri: str = ""
    element: str = ""
    entity: str = ""


# Asked once a pointer, of some hundred thousand.
_find_folder = functools.cache(posixpath.dirname)


def join_path(file: str, path: str) -> str:
    """Return the file that a path in a file leads to, both named as facts name files."""
    return _join_folder(_find_folder(file), path)


@functools.lru_cache(maxsize=65536)
def _join_folder(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


class Resolver:
    """Answers what pointers lead to, over all files of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._cache: dict[tuple[str, str], Target | None] = {}
        self._seen: dict[tuple[str, str], Target | None] = {}
        self._by_reference: dict[str, dict[str, str]] = {}
        self._blocks: dict[str, dict[str, int]] = {}

    @cached_property
    def texts(self) -> dict[str, Text]:
        """Every file of the edition by its name."""
        return {text.file: text for text in self.edition.files}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Every entity by its identifier."""
        return {entity.id: entity for entity in self.edition.entities}

    @cached_property
    def failed_ids(self) -> frozenset[str]:
        """Identifiers that are invalid, and reported as such elsewhere."""
        return frozenset().union(*(text.failed_ids for text in self.edition.files))

    @cached_property
    def witnesses(self) -> dict[str, Witness]:
        """Every witness by its identifier."""
        return {witness.id: witness for witness in self.edition.witnesses}

    @cached_property
    def _sigla(self) -> dict[str, Witness]:
        """Every witness by its identifier and its siglum; identifiers come first."""
        return {w.siglum: w for w in reversed(self.witnesses.values())} | self.witnesses

    @cached_property
    def _names(self) -> dict[str, str]:
        """Files by the last part of their names; those that two files share are left out."""
        names: dict[str, list[str]] = {}
        for file in self.texts:
            names.setdefault(posixpath.basename(file), []).append(file)
        return {name: files[0] for name, files in names.items() if len(files) == 1}

    @cached_property
    def _prefixes(self) -> dict[str, list[Prefix]]:
        prefixes: dict[str, list[Prefix]] = {}
        for text in self.edition.files:
            for prefix in text.prefixes:
                prefixes.setdefault(prefix.ident, []).append(prefix)
        return prefixes

    def resolve(self, value: str, file: str) -> Target | None:
        """Return the target of the pointer `value` in `file`.

        None if there is none.
        """
        # Asked some hundred thousand times: most have been asked before from the same file.
        try:
            return self._seen[value, file]
        except KeyError:
            found = self._seen[value, file] = self._look_up(value, file)
            return found

    def _look_up(self, value: str, file: str) -> Target | None:
        # "#id" is the file's own, and prefixes may be; all else is the same in the whole folder.
        is_own = value.startswith("#") or _SCHEME.match(value)
        key = (value, file if is_own else _find_folder(file))
        if key not in self._cache:
            self._cache[key] = self._resolve(value, file)
        return self._cache[key]

    def find_reference(self, value: str, file: str) -> Target | None:
        """Return the passage that a canonical reference (@cRef) of a file names, or None.

        By what the header declares: its citeStructures, and the paths of its cRefPatterns; else by
        the pointers that its cRefPatterns make of it. Of a range it is where that begins.
        """
        text = self.texts.get(file)
        if text is None:
            return None
        for form in dict.fromkeys((value, re.split(r"\s*[-–]\s*", value)[0])):
            if anchor := self.list_references(text).get(" ".join(form.split())):
                return Target(ELEMENT, file, anchor, element="")
            for pattern in text.reference_patterns:
                if match := match_pattern(pattern.pattern, form):
                    pointer = _replace_groups(pattern.replacement, match)
                    if "(" not in pointer and (found := self.resolve(pointer, file)):
                        return found
        return None

    def has_references(self, text: Text) -> bool:
        """Whether a file says how it is cited."""
        return bool(text.reference_patterns or self.list_references(text))

    def list_references(self, text: Text) -> dict[str, str]:
        """Return the anchors of a file's passages by their references.

        The first takes precedence.
        """
        found = self._by_reference.get(text.file)
        if found is None:
            found = self._by_reference[text.file] = {}
            cited = [passage for passage in text.passages if passage.reference]
            for name in ("reference", "shown"):
                for passage in cited:
                    found.setdefault(getattr(passage, name), passage.anchor)
        return found

    def find_block(self, text: Text, anchor: str) -> int | None:
        """Return the place of a block among those of its text that can correspond to others."""
        if text.file not in self._blocks:
            blocks = enumerate(text.correspondences.blocks)
            self._blocks[text.file] = {block.anchor: place for place, block in blocks}
        return self._blocks[text.file].get(anchor)

    def list_files_with(self, ident: str) -> tuple[str, ...]:
        """Return the files of the edition that have an identifier, in order."""
        return self._holders.get(ident, ())

    @cached_property
    def _holders(self) -> dict[str, tuple[str, ...]]:
        holders: dict[str, tuple[str, ...]] = {}
        for file, text in self.texts.items():
            for ident in text.ids:
                holders[ident] = (*holders.get(ident, ()), file)
        return holders

    def may_be_unread(self, value: str, file: str) -> bool:
        """Whether a pointer may well lead to something in a file that could not be read."""
        if not self.edition.unread:
            return False
        if _SCHEME.match(value):
            value = self._expand(value, file) or ""
        path, mark, ident = value.partition("#")
        if mark and path:
            base = posixpath.basename(unquote(path))
            names = {posixpath.basename(unread.file) for unread in self.edition.unread}
            return base in names or f"{base}.xml" in names
        ident = unquote(ident) if mark else value
        return any(unread.ids is None or ident in unread.ids for unread in self.edition.unread)

    def has_prefix(self, value: str, file: str) -> bool:
        """Whether a pointer is written with a prefix that a `prefixDef` declares."""
        ident, colon, _ = value.partition(":")
        own = self.texts[file].prefixes if file in self.texts else ()
        return bool(colon) and (ident in self._prefixes or any(p.ident == ident for p in own))

    def resolve_name(self, value: str, file: str) -> Target | None:
        """Resolve the pointer of a name: an address that an entry gives is that entity."""
        target = self.resolve(value, file)
        if target is None or target.kind != EXTERNAL:
            return target
        ident = self._addresses.get(_plain_address(target.uri))
        if ident is None and (found := find_identifier(target.uri, target.uri.partition(":")[0])):
            ident = self._identified.get(found.key)
        return self._find_anywhere(ident) if ident else target

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """The entities by the addresses that their entries give as identifiers."""
        found: dict[str, str] = {}
        for entity in self.entities.values():
            uris = [i.uri for i in entity.identifiers if i.uri]
            uris += [link.target for link in entity.links if _SCHEME.match(link.target)]
            for uri in uris:
                found.setdefault(_plain_address(uri), entity.id)
        return found

    @cached_property
    def _identified(self) -> dict[tuple[str, str], str | None]:
        """The entities by their identifiers in authority files; None for one that several have."""
        found: dict[tuple[str, str], str | None] = {}
        for entity in self.entities.values():
            for idno in entity.identifiers:
                if (
                    known := find_identifier(idno.value, idno.authority)
                ) and not known.find_fault():
                    other = found.setdefault(known.key, entity.id)
                    found[known.key] = entity.id if other == entity.id else None
        return found

    def find_witness(self, value: str, file: str) -> Witness | None:
        """Return the witness that a value of `@wit` names: by its `xml:id`, or by its siglum."""
        target = self.resolve(value, file)
        if target is not None and target.kind == WITNESS:
            return self.witnesses[target.id]
        return self._sigla.get(value.removeprefix("#"))

    def _resolve(self, value: str, file: str) -> Target | None:
        if _SCHEME.match(value):
            expanded = self._expand(value, file)
            if expanded is None:
                return None
            if _SCHEME.match(expanded):
                return Target(EXTERNAL, uri=expanded)
            value = expanded
        path, mark, ident = value.partition("#")
        if not mark:
            return self._resolve_bare(value, file)
        ident = unquote(ident)
        if not path:
            return self._find(file, ident) or self._find_anywhere(ident)
        found = self._find_file(unquote(path), file)
        return self._find(found, ident) if found else None

    def expand_prefix(self, value: str, file: str) -> str:
        """Return a pointer of a file with its prefix resolved; unchanged if it has none."""
        return (self._expand(value, file) or value) if _SCHEME.match(value) else value

    def _expand(self, value: str, file: str) -> str | None:
        """Return the value with its prefix resolved; a prefixDef of the same file takes precedence.

        The value itself where no prefixDef has its prefix, None if none of those matches it.
        """
        ident, _, rest = value.partition(":")
        own = self.texts[file].prefixes if file in self.texts else ()
        prefixes = [p for p in (*own, *self._prefixes.get(ident, ())) if p.ident == ident]
        return _expand(rest, prefixes) if prefixes else value

    def _resolve_bare(self, value: str, file: str) -> Target | None:
        if value in self.entities:
            return self._find_anywhere(value)
        if value in self.witnesses:
            return self._find_anywhere(value)
        found = self._find_file(unquote(value), file)
        return Target(FILE, file=found) if found else None

    def find_text(self, path: str, file: str) -> Text | None:
        """Return the file that a path in another leads to, or the only one of its name."""
        found = self._find_file(unquote(path), file)
        return self.texts[found] if found else None

    def _find_file(self, path: str, file: str) -> str | None:
        name = join_path(file, path)
        for candidate in (name, f"{name}.xml"):
            if candidate in self.texts:
                return candidate
        base = posixpath.basename(path)
        return self._names.get(base) or self._names.get(f"{base}.xml")

    def _find(self, file: str, ident: str) -> Target | None:
        text = self.texts.get(file)
        if text is None or ident not in text.ids:
            return None
        element = text.ids[ident]
        entity = self.entities.get(ident)
        if entity is not None and entity.element == element:
            return Target(ENTITY, entity.location.file, ident, element=element, entity=entity.kind)
        if element in {"witness", "listWit"} and ident in self.witnesses:
            return Target(WITNESS, file, ident, element=element)
        return Target(ELEMENT, file, ident, element=element)

    def _find_anywhere(self, ident: str) -> Target | None:
        """Return an entity or a witness by its bare identifier, in whatever file it stands."""
        if (entity := self.entities.get(ident)) is not None:
            file = entity.location.file
            return Target(ENTITY, file, ident, element=entity.element, entity=entity.kind)
        if (witness := self.witnesses.get(ident)) is not None:
            return Target(WITNESS, witness.location.file, ident, element="witness")
        return None


def expand_prefix(value: str, prefixes: Iterable[Prefix]) -> str:
    """Return a pointer with its prefix resolved; unchanged if no `prefixDef` applies to it."""
    ident, colon, rest = value.partition(":")
    found = _expand(rest, [p for p in prefixes if p.ident == ident]) if colon else None
    return value if found is None else found


def _expand(rest: str, prefixes: Iterable[Prefix]) -> str | None:
    for prefix in prefixes:
        if match := match_pattern(prefix.pattern, rest):
            return _replace_groups(prefix.replacement, match)
    return None


def _plain_address(uri: str) -> str:
    """Return an address without its scheme and a slash at its end, for comparing."""
    return re.sub(r"^https?://(www\.)?", "", uri).rstrip("/")


def _replace_groups(replacement: str, match: re.Match[str]) -> str:
    groups = (match[0], *match.groups())
    return re.sub(
        r"\$(\d)",
        lambda found: groups[int(found[1])] or "" if int(found[1]) < len(groups) else "",
        replacement,
    )
