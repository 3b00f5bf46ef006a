"""What readers take away: the TEI files as they are, each part as a file of its own, an archive."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from copy import deepcopy
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from tei_edition.book import slugify
from tei_edition.plan import UNIT
from tei_edition.stamps import strip_stamps
from tei_edition.tei import DIVISIONS, TEI_NS, XML_ID, XML_LANG, local, tei

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tei_edition.book import Book


class Download(NamedTuple):
    """A file that the site offers: its address from the site's root, what it is, its bytes.

    `kind` is text, part, register or archive.
    """

    site_path: str
    title: str
    kind: str
    data: bytes


def list_downloads(
    book: Book, files: Mapping[str, bytes], read_tree: Callable[[str], bytes]
) -> dict[str, list[Download]]:
    """The files that each page offers, by docname; under "" those that belong to no page.

    `files` are the bytes of every file of the edition; `read_tree` gives a text's stamped tree.
    """
    offered: dict[str, list[Download]] = {"": []}
    addresses = {file: _address(file) for file in files}
    for text in book.texts:
        address = addresses[text.file]
        whole = Download(address, text.header.title or text.file, "text", files[text.file])
        units = book.list_pages(text)
        tree = parse_tree(read_tree(text.file)) if len(units) > 1 else None
        for unit, docname in units:
            offered[docname] = [whole]
            part = cut_part(tree, unit.anchor, text.file) if tree is not None else None
            if part is not None:
                name = f"{address.removesuffix('.xml')}.{slugify(unit.anchor)}.xml"
                download = Download(name, book.page_title(text, unit), "part", part)
                offered[docname].insert(0, download)
    for register in book.edition.registers:
        if (data := files.get(register.file)) is not None:
            title = register.header.title or book.words["register"]
            offered[""].append(Download(addresses[register.file], title, "register", data))
    archive = make_archive({addresses[file]: data for file, data in files.items()})
    offered[""].append(Download("edition.zip", book.words["everything"], "archive", archive))
    return offered


def parse_tree(tree: bytes) -> etree._Element:
    """A stamped tree as the cache keeps it."""
    return etree.fromstring(tree, etree.XMLParser(huge_tree=True, resolve_entities=False))


def cut_part(root: etree._Element, anchor: str, file: str) -> bytes | None:
    """The division with that anchor as a TEI file with the header of the whole.

    Pointers into what was left behind lead to the whole file, `file`. None where the division
    is a text among several, which is no valid file without its group.
    """
    division = next((e for e in root.iter(tei("*")) if e.get(UNIT) == anchor), None)
    header = root.find(tei("teiHeader"))
    if division is None or header is None or local(division.tag) not in DIVISIONS:
        return None
    part = etree.Element(root.tag, nsmap=cast("dict[str, str]", {None: TEI_NS}))
    for name, value in root.attrib.items():
        part.set(name, value)
    part.append(deepcopy(header))
    text = etree.SubElement(part, tei("text"))
    whole = next(a for a in division.iterancestors() if local(a.tag) == "text")
    if language := whole.get(XML_LANG):
        text.set(XML_LANG, language)
    copy = deepcopy(division)
    copy.tail = "\n"
    etree.SubElement(text, tei("body")).append(copy)
    _aim_outside(part, file)
    strip_stamps(part)
    etree.cleanup_namespaces(part)
    return etree.tostring(part, encoding="utf-8", xml_declaration=True) + b"\n"


_POINTERS = re.compile(r"(^|\s)#(\S+)")
_AIMED = ("ana", "corresp", "next", "prev", "ref", "resp", "sameAs", "target", "who", "wit")


def _aim_outside(part: etree._Element, file: str) -> None:
    ids = {element.get(XML_ID) for element in part.iter(tei("*"))}
    name = PurePosixPath(file).name

    def aim(match: re.Match[str]) -> str:
        space, ident = match.groups()
        return match[0] if ident in ids else f"{space}{name}#{ident}"

    for element in part.iter(tei("*")):
        for attribute in _AIMED:
            if "#" in (value := element.get(attribute, "")):
                element.set(attribute, _POINTERS.sub(aim, value))


def _address(file: str) -> str:
    """The address of a TEI file on the site: its path in the edition, or its name alone."""
    parts = [part for part in file.split("/") if part not in {"..", "."}]
    return "/".join(parts) if "/" in file and ".." not in file else f"tei/{parts[-1]}"


def make_archive(files: dict[str, bytes]) -> bytes:
    """All files with their checksums; the same files always give the same bytes."""
    manifest = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, "manifest-sha256.txt": manifest.encode()}.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return content.getvalue()
