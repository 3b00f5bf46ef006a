"""The files that a Schematron schema is read from, with what they include put in its place."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.problems import Location
from tei_edition.runtime.boundary import EVERYWHERE
from tei_edition.runtime.files import real_path
from tei_edition.schema.schematron.error import SchematronError, fail
from tei_edition.schema.schematron.extract import RNG_NS, extract_schematron
from tei_edition.schema.schematron.model import SCH_NS, sch, xsl
from tei_edition.schema.schematron.vocabulary import name_of
from tei_edition.source import locate_file, read_xml, relative_name
from tei_edition.source.stamps import FILE, locate
from tei_edition.tei import TEI_NS, XML_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tei_edition.runtime.boundary import Boundary

    # Where an address leads for the file that has it; None if it leads nowhere on this machine.
    Resolve = Callable[[str, Path], Path | None]

_OLD_NS = "http://www.ascc.net/xml/schematron"
# What rules may be embedded in.
_HOLDERS = {RNG_NS, TEI_NS, "http://www.w3.org/2001/XMLSchema"}
_ROOT = f'rules in Schematron begin with <schema xmlns="{SCH_NS}">'


class SchematronFiles:
    """The files of a schema, each read once; errors name them from `folder`.

    What a file includes is read only if the boundary holds it.
    """

    def __init__(
        self, folder: Path, resolve: Resolve | None = None, boundary: Boundary = EVERYWHERE
    ) -> None:
        self.folder = folder
        self.boundary = boundary
        self.resolve = resolve or resolve_locally
        self._roots: dict[Path, etree._Element] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that were read, the first first."""
        return tuple(self._roots)

    def read(self, path: Path) -> etree._Element:
        """Return the root of a file; raises SchematronError for one that cannot be read."""
        if path not in self._roots:
            source = read_xml(path, self.folder)
            if source.root is None:
                (found,) = source.problems
                raise SchematronError(found.message, found.location, hint=found.hint)
            self._roots[path] = source.root
        return self._roots[path]


def resolve_locally(address: str, path: Path) -> Path | None:
    """Return the file for an address used in `path`; None if it is a web address."""
    return locate_file(address, path.parent)


def read_files(files: SchematronFiles, paths: Sequence[Path]) -> etree._Element:
    """Return `schema` in a file, or what is embedded in the files of a RELAX NG schema or an ODD.

    Includes are carried out (5.4.4), and extensions that name a file (5.4.3). Raises
    SchematronError.
    """
    roots = [_read_root(files, real_path(path)) for path in paths]
    for other in roots[1:]:
        roots[0].extend(_list_children(other))
    return roots[0]


def _read_root(files: SchematronFiles, path: Path) -> etree._Element:
    if not path.is_file():
        place = Location(relative_name(path, files.folder))
        raise SchematronError(f'there is no file "{path.name}"', place)
    root = copy.deepcopy(files.read(path))
    name = etree.QName(root)
    if name.namespace == _OLD_NS:
        hint = f'ISO Schematron has the namespace "{SCH_NS}"'
        raise fail(root, "this is Schematron 1.5, which is obsolete", hint)
    if name.namespace in _HOLDERS:
        root = extract_schematron(root)
    elif name.namespace != SCH_NS:
        raise fail(root, f"the root is <{name.localname}>, which is not a schema", _ROOT)
    elif name.localname != "schema":
        raise fail(root, f"the root is <{name.localname}>, not <schema>", _ROOT)
    _expand(root, path, files, ((path, ""),))
    return root


def _expand(
    root: etree._Element, path: Path, files: SchematronFiles, chain: tuple[tuple[Path, str], ...]
) -> None:
    """Include what the elements below `root`, in the file `path`, refer to."""
    references = [sch("include"), sch("extends"), xsl("include"), xsl("import")]
    for element in list(root.iter(*references)):
        href, parent = element.get("href", ""), element.getparent()
        if not href or parent is None:
            continue  # an extends that names a rule; a fault that the vocabulary tells
        address, _, fragment = href.partition("#")
        target = files.resolve(address, path) if address else path
        if target is None:
            hint = "rules are not downloaded: map the address to a file in [check.catalogue]"
            raise fail(element, f'"{href}" is not a file', hint)
        if not files.boundary.holds(target):
            told = f'"{href}" is outside the edition\'s folder, and is not read'
            raise fail(element, told, "keep a copy beside the rules, and name that")
        if (target, fragment) in chain:
            raise fail(element, f'"{href}" includes itself')
        part = _find_part(files, target, fragment, element)
        _expand(part, target, files, (*chain, (target, fragment)))
        if element.tag == sch("include"):
            part.tail = None
            _replace(element, [part])
        else:
            _check_extension(element, parent, part)
            _replace(element, _list_children(part))


def _find_part(
    files: SchematronFiles, target: Path, fragment: str, element: etree._Element
) -> etree._Element:
    """Return a copy of the element that is referred to, which knows its file."""
    href = element.get("href", "")
    if not target.is_file():
        raise fail(
            element, f'there is no file "{href}"', "the path is relative to this file's folder"
        )
    found: etree._Element | None = files.read(target)
    if fragment and found is not None:
        named = (e for e in found.iter(etree.Element) if fragment in (e.get("id"), e.get(XML_ID)))
        found = next(named, None)
    if found is None:
        raise fail(element, f'"{href}" has no element with the id "{fragment}"')
    part = copy.deepcopy(found)
    part.set(FILE, locate(found).file)
    return part


def _check_extension(element: etree._Element, parent: etree._Element, part: etree._Element) -> None:
    href, what = element.get("href", ""), etree.QName(part)
    if element.tag == sch("extends"):
        if part.tag != parent.tag:
            hint = f"here, extends must name another <{name_of(parent)}>"
            raise fail(element, f'"{href}" is a <{what.localname}>', hint)
    elif part.tag not in {xsl("stylesheet"), xsl("transform"), xsl("package")}:
        raise fail(element, f'"{href}" is not a stylesheet')


def _list_children(element: etree._Element) -> list[etree._Element]:
    """Return the child elements, which know their file when they have left their parent."""
    children = list(element.iterchildren(etree.Element))
    for child in children:
        child.set(FILE, locate(child).file)
        child.tail = None
    return children


def _replace(element: etree._Element, parts: list[etree._Element]) -> None:
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    parent[at : at + 1] = parts
