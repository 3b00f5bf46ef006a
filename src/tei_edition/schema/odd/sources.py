"""Read the files with declarations: the ODD itself, and the sources that it is based on.

A source is a file at a path, or at an address that the catalogue maps to one; nothing is fetched.
It holds specifications as they are (the TEI's own p5subset.xml), or is an ODD itself, which is
then made out first: customisations are chained in this way.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from tei_edition.problems import Location, Problem, problem
from tei_edition.runtime.boundary import EVERYWHERE
from tei_edition.runtime.files import read_regular, real_path
from tei_edition.runtime.urls import split_url
from tei_edition.schema.odd.reader import SPEC_KINDS, Reader
from tei_edition.source import read_source, relative_name
from tei_edition.source.xinclude import XI_NS
from tei_edition.tei import EXAMPLES_NS, TEI_NS, XML_ID, tei

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.runtime.boundary import Boundary
    from tei_edition.schema.odd.records import Key, Spec

# To number the columns of more than this takes time.
_MOST_BYTES = 2_000_000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# Addresses that mean the TEI itself, of whatever release the editor has.
_TEI_ADDRESS = re.compile(r"tei:.*|https?://(www\.)?tei-c\.org/.*")


class Document:
    """A file of ODD: its tree, and its specifications, read when they are asked for.

    `files` are its name and those of what XIncludes brought into it.
    """

    def __init__(
        self, path: Path, root: etree._Element, reader: Reader, included: Iterable[str] = ()
    ) -> None:
        self.files = frozenset((reader.file, *included))
        self.path = path
        self.root = root
        self.reader = reader
        self._elements: dict[Key, etree._Element] | None = None
        self._specs: dict[Key, Spec] = {}

    @property
    def elements(self) -> dict[Key, etree._Element]:
        """The specifications of the whole document, the first of each name."""
        if self._elements is None:
            self._elements = {}
            for element in self.root.iter(*SPEC_KINDS):
                key = SPEC_KINDS[str(element.tag)], element.get("ident", "")
                if key not in self._elements and not is_example(element):
                    self._elements[key] = element
        return self._elements

    def read_spec(self, key: Key) -> Spec:
        """Return a specification that is in the document."""
        if key not in self._specs:
            self._specs[key] = self.reader.read_spec(self.elements[key])
        return self._specs[key]

    @functools.cached_property
    def groups(self) -> dict[str, etree._Element]:
        """The groups of specifications by their identifiers."""
        return {e.get(XML_ID, ""): e for e in self.root.iter(tei("specGrp")) if not is_example(e)}

    def list_schemas(self) -> list[etree._Element]:
        """Return the schemaSpecs of the document, in order."""
        return [e for e in self.root.iter(tei("schemaSpec")) if not is_example(e)]


class OddFiles:
    """The files that ODDs are read from, each once; where addresses lead."""

    def __init__(
        self,
        folder: Path,
        find: Callable[[str], Path | None],
        default: Path | None,
        *,
        forced: bool,
        boundary: Boundary = EVERYWHERE,
    ) -> None:
        self.folder = folder
        self.find = find
        self.default = default
        self.forced = forced
        self.boundary = boundary
        self.problems: list[Problem] = []
        self.documents: dict[Path, Document | None] = {}

    def read_odd(self, path: Path) -> Document | None:
        """Return the ODD itself, every element of it with line and column.

        None if it cannot be.
        """
        found = read_source(path, self.folder)
        # Identifiers that are given twice are the business of `check`.
        if found.root is None:
            self.problems += found.problems
        included = (relative_name(part, self.folder) for part in found.included)
        self.documents[path] = document = (
            None
            if found.root is None
            else Document(path, found.root, Reader(found.file, self.problems), included)
        )
        return document

    def read_source(self, path: Path, place: Location, *, is_part: bool = False) -> Document | None:
        """Return a source, read with lines but without columns; `place` is where it is named.

        Parts of the ODD itself are read with columns, unless they are large.
        """
        if path in self.documents:
            return self.documents[path]
        document = None
        is_part = is_part and path.stat().st_size < _MOST_BYTES
        try:
            # No entity of its own is resolved, no DTD read, nothing fetched.
            parser = etree.XMLParser(
                collect_ids=False, resolve_entities=False, no_network=True, remove_pis=True
            )
            root = etree.fromstring(read_regular(path), parser)
        except (OSError, etree.XMLSyntaxError):
            root = None
        is_plain = root is not None and next(root.iter(f"{{{XI_NS}}}include"), None) is None
        if root is None or is_part or not is_plain or not str(root.tag).startswith(f"{{{TEI_NS}}}"):
            # The reader of editions carries out XIncludes, and says what is wrong.
            document = self.read_odd(path)
            if document is None:
                message = f'the source "{relative_name(path, self.folder)}" cannot be read'
                self.problems.append(problem("odd-missing-source", message, place))
        else:
            document = Document(path, root, Reader(relative_name(path, self.folder), self.problems))
        self.documents[path] = document
        return document

    def find_source(
        self, address: str, base: Path, place: Location, *, is_choice: bool = True
    ) -> Path | None:
        """Return a source's file: the catalogue's, one relative to `base`, or the editor's own.

        The editor's own stands for what an ODD chooses from, not for a file with parts of the ODD.
        """
        if not address or (is_choice and self.forced and self.default):
            return self.default
        if self.tell_outside(address, base, place):
            return None
        if (found := self.find_file(address, base)) is not None:
            return found
        if self.default and _TEI_ADDRESS.fullmatch(address):
            return self.default
        told = f'the source "{address}" cannot be found'
        if _SCHEME.match(address):
            told, hint = (
                f'"{address}" is a web address, and is not downloaded',
                "keep a copy, and name it with --source or in [schema] of edition.toml",
            )
        else:
            hint = "the path is relative to the ODD's folder; name another file with --source"
        self.problems.append(problem("odd-missing-source", told, place, hint=hint))
        return None

    def tell_outside(self, address: str, base: Path, place: Location) -> bool:
        """Whether an address leads to a file that may not be read, which is then a problem."""
        found = self.find_file(address, base)
        if found is None or self.boundary.holds(found):
            return False
        told = f'"{address}" is outside the edition\'s folder, and is not read'
        hint = "keep a copy beside the ODD, and name that"
        self.problems.append(problem("odd-missing-source", told, place, hint=hint))
        return True

    def find_file(self, address: str, base: Path) -> Path | None:
        """Return the file at an address; None if there is none."""
        if (mapped := self.find(address)) is not None:
            return mapped if mapped.is_file() else None
        parts = split_url(address)
        if parts.scheme == "file" and not parts.netloc:
            path = Path(unquote(parts.path))
        elif _SCHEME.match(address):
            return None
        else:
            path = base.parent / unquote(address)
        try:
            return real_path(path) if path.is_file() else None
        except (OSError, ValueError):
            return None


def is_example(element: etree._Element) -> bool:
    """Whether an element is in an example of XML."""
    return any(
        etree.QName(ancestor).namespace == EXAMPLES_NS for ancestor in element.iterancestors()
    )
