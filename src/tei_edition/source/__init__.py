"""Parse one XML file safely, in one expat pass, to an lxml tree with positions, or to problems.

Expat gives what libxml2 does not: the column of every start tag, in code points. The tree is
built from its events, so that a file is parsed once. Every element is stamped with attributes
in the namespace `SOURCE_NS`: `pos` holds "line:column", `file` (on the root, and on the root of
what an XInclude included) the file, `anchor` the anchor (see `tei_edition.anchors`),
`reference` how the text's own system cites it (see `tei_edition.references`).

Input is hostile until parsed: nothing outside the file is read but what an XInclude names inside
the edition's folder, and entities may not grow beyond expat's limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from lxml import etree

from tei_edition.runtime.files import real_path
from tei_edition.source.anchors import stamp_anchors
from tei_edition.source.bases import resolve_bases
from tei_edition.source.decoding import decode_file
from tei_edition.source.faults import FaultError, make_fault
from tei_edition.source.line_index import (
    locate_attribute,
    locate_file,
    locate_nodes,
    relative_name,
    split_lines,
)
from tei_edition.source.parsing import INSTRUCTION, MAX_DEPTH, check_depth, parse
from tei_edition.source.prolog import Instruction, Prolog, read_prolog
from tei_edition.source.references import stamp_references
from tei_edition.source.spans import check_spans, check_transpositions
from tei_edition.source.stamps import POS
from tei_edition.source.xinclude import XI_NS, Inclusions, include
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Ignored, Problem

__all__ = [
    "MAX_DEPTH",
    "Instruction",
    "Prolog",
    "Source",
    "locate_attribute",
    "locate_file",
    "locate_nodes",
    "read_source",
    "read_xml",
    "relative_name",
    "scan_source",
    "split_lines",
]


class Source(NamedTuple):
    """A file as it was read: its tree, or the problems that prevent one.

    `text` is the decoded file; `included` are the files that XIncludes named, each once, and
    among them those that are missing; `ignored` are the parts in which problems are not reported.
    """

    file: str
    path: Path
    root: etree._Element | None
    text: str
    problems: tuple[Problem, ...]
    included: tuple[Path, ...] = ()
    prolog: Prolog = Prolog()
    ignored: tuple[Ignored, ...] = ()


def read_source(path: Path, folder: Path) -> Source:
    """Read the file `path` of the edition in `folder`, with its problems.

    Without a tree (`root` is None) there is exactly one problem, the one that ended the reading.
    """
    file = relative_name(path, folder)
    included = Inclusions()
    try:
        text = decode_file(path, file)
        root, told = parse(text, file)
        ignored = [*told]
        _check_root(root, file)
        include(root, path, folder, (real_path(path),), included, ignored)
        if included:
            check_depth(root)
        check_spans(root)
        check_transpositions(root)
    except FaultError as end:
        return Source(file, path, None, "", (end.fault,), tuple(included))
    if included or "xml:base" in text:
        resolve_bases(root, file)
    lines = split_lines(text)
    for _ in stamp_references(root):
        pass  # what it cannot use is reported by a check
    problems = tuple(
        msgspec.structs.replace(found, location=locate_attribute(found.location, "xml:id", lines))
        if found.location.file == file
        else found
        for found in stamp_anchors(root)
    )
    prolog = read_prolog(text, file)
    return Source(file, path, root, text, problems, tuple(included), prolog, tuple(ignored))


def scan_source(path: Path, folder: Path) -> Source | None:
    """Read the file without a tree, if it has no XIncludes, DTD or instructions for us.

    None too for a file that is no TEI, or cannot be read: `read_source` says why.
    """
    file = relative_name(path, folder)
    try:
        text = decode_file(path, file)
    except FaultError:
        return None
    prolog = read_prolog(text, file)
    is_plain = not (prolog.has_doctype or XI_NS in text or f"<?{INSTRUCTION}" in text)
    if not is_plain or not prolog.root.startswith(f"{{{TEI_NS}}}"):
        return None
    return Source(file, path, None, text, (), (), prolog)


def read_xml(path: Path, folder: Path) -> Source:
    """Return a file that need not be TEI, read as safely as a text: a schema, a list of words.

    Its elements are stamped with positions, not with anchors, and no XInclude is carried out.
    """
    file = relative_name(path, folder)
    try:
        text = decode_file(path, file)
        root, _ = parse(text, file)
        return Source(file, path, root, text, ())
    except FaultError as end:
        return Source(file, path, None, "", (end.fault,))


def _check_root(root: etree._Element, file: str) -> None:
    name = etree.QName(root)
    if name.namespace == TEI_NS:
        return
    line, _, column = root.get(POS, "1:1").partition(":")
    where = f'is in the namespace "{name.namespace}"' if name.namespace else "is in no namespace"
    hint = (
        "this is TEI P4: convert it to P5 first"
        if name.localname == "TEI.2"
        else f'begin the file with <TEI xmlns="{TEI_NS}">'
    )
    raise make_fault(
        "xml-not-tei",
        f"the root <{name.localname}> {where}, not in the TEI namespace",
        file,
        int(line),
        int(column),
        hint,
    )
