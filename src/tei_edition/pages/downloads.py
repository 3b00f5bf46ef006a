"""The downloads of a site: the TEI files unchanged, each part as a separate file, an archive."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from tei_edition.reader.units import UNIT
from tei_edition.runtime.kept_files import FileContent, describe_content
from tei_edition.runtime.zip_files import write_zip
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import (
    DIVISIONS,
    TEI_NS,
    XML_ID,
    XML_LANG,
    is_pointing,
    local,
    parse_again,
    tei,
    write_xml,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan


ARCHIVE = "edition.zip"
CHECKSUMS = "manifest-sha256.txt"


class Download(NamedTuple):
    """A file that the site offers: its address from the site's root, what it is, its content.

    `kind` is text, part, register, geojson, table, data, archive or checksums; `source` is the file
    of the edition that it is, None for what was made; one of very many is not `listed`.
    """

    site_path: str
    title: str
    kind: str
    content: FileContent
    source: Path | None = None
    is_listed: bool = True


def list_downloads(
    book: SitePlan,
    files: Mapping[str, bytes],
    make_parts: Callable[[Text, Mapping[str, str]], Mapping[str, FileContent]],
    exports: Iterable[Download] = (),
    companions: Mapping[str, bytes] | None = None,
) -> dict[str, list[Download]]:
    """Return the files that each page offers, by docname; under "" those that belong to no page.

    `files` are the bytes of every file of the edition; `make_parts` gives parts of a text by their
    paths, for paths by the anchors of the parts; `exports` were made of the facts, and are beside
    the archive; `companions` are what the archive contains besides the files: a README, licences,
    the schema.
    """
    offered: dict[str, list[Download]] = {"": [*exports]}
    addresses, taken = find_addresses(files)
    taken |= {export.site_path.casefold() for export in exports}
    for text in book.texts:
        address = addresses[text.file]
        path = book.config.root / text.file
        content = describe_content(files[text.file])
        whole = Download(address, book.text_titles[text.file], "text", content, path)
        units = book.list_pages(text)
        stem = address.removesuffix(".xml")
        paths = {
            unit.anchor: _find_free(f"{stem}.{docname.rpartition('/')[2]}.xml", taken)
            for unit, docname in (units if len(units) > 1 else ())
        }
        parts = make_parts(text, paths) if paths else {}
        for unit, docname in units:
            offered[docname] = [whole]
            if (name := paths.get(unit.anchor, "")) in parts:
                download = Download(name, book.page_title(text, unit), "part", parts[name])
                offered[docname].insert(0, download)
    for register in book.edition.registers:
        if (data := files.get(register.file)) is not None:
            title = register.header.title or book.words["register"]
            path = book.config.root / register.file
            content = describe_content(data)
            offered[""].append(Download(addresses[register.file], title, "register", content, path))
    places = find_places(files)
    sources = {places[file]: data for file, data in files.items()}
    archive = describe_content(make_archive({**(companions or {}), **sources}))
    offered[""].append(Download(ARCHIVE, book.words["everything"], "archive", archive))
    digests = {d.site_path: d.content.sha256 for every in offered.values() for d in every}
    checksums = describe_content(list_checksums(digests))
    offered[""].append(Download(CHECKSUMS, book.words["checksums"], "checksums", checksums))
    return offered


def parse_tree(tree: bytes) -> etree._Element:
    """Return a stamped tree as the cache keeps it."""
    return parse_again(tree)


def cut_part(root: etree._Element, anchor: str, file: str) -> bytes | None:
    """Return the division with that anchor as a TEI file with the header of the whole.

    Pointers to omitted parts lead to the whole file, `file`. None if the division is one of several
    texts of a group, because it would not be a valid file without the group.
    """
    division = next((e for e in root.iter(tei("*")) if e.get(UNIT) == anchor), None)
    if division is None or local(division.tag) not in DIVISIONS:
        return None
    # In a teiCorpus, the text of which it is a part.
    root = next(division.iterancestors(tei("TEI")), root)
    header = root.find(tei("teiHeader"))
    if header is None:
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
    aim_outside(part, file)
    strip_stamps(part)
    etree.cleanup_namespaces(part)
    return write_xml(part)


_POINTERS = re.compile(r"(^|\s)#(\S+)")


def aim_outside(part: etree._Element, file: str) -> None:
    """Redirect pointers to omitted parts to the whole file."""
    ids = {element.get(XML_ID) for element in part.iter(tei("*"))}
    name = PurePosixPath(file).name

    def aim(match: re.Match[str]) -> str:
        space, ident = match.groups()
        return match[0] if ident in ids else f"{space}{name}#{ident}"

    for element in part.iter(tei("*")):
        for key, value in ((str(key), str(value)) for key, value in element.items()):
            if "#" in value and key != "key" and is_pointing(local(element.tag), key):
                element.set(key, _POINTERS.sub(aim, value))


def find_addresses(files: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """Return the address of each file on the site, its path in the edition or its name alone.

    Also return all used addresses: files from outside get other names if they conflict.
    """
    addresses: dict[str, str] = {}
    taken = {ARCHIVE.casefold()}
    for file in sorted(files, key=lambda file: ".." in file.split("/")):
        parts = file.split("/")
        is_inside = len(parts) > 1 and ".." not in parts
        addresses[file] = _find_free(file if is_inside else f"tei/{parts[-1]}", taken)
    return addresses, taken


def find_places(files: Iterable[str]) -> dict[str, str]:
    """Return where each file is in an archive: where edition.toml finds it.

    A file from outside the edition's folder is where it is on the site.
    """
    addresses, _ = find_addresses(files)
    return {
        file: address if ".." in file.split("/") else file for file, address in addresses.items()
    }


def _find_free(wish: str, taken: set[str]) -> str:
    """Return the wish, or the wish with a number before its suffix."""
    path, name, number = PurePosixPath(wish), wish, 1
    while name.casefold() in taken:
        number += 1
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    taken.add(name.casefold())
    return name


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def list_checksums(digests: Mapping[str, str]) -> bytes:
    """Return the SHA-256 of each file, in the form that `sha256sum --check` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def make_archive(files: dict[str, bytes]) -> bytes:
    """Return all files with their checksums as a ZIP."""
    checksums = list_checksums({name: _digest(data) for name, data in files.items()})
    # Made at every build: what more compression saves is not worth its time.
    return write_zip({**files, CHECKSUMS: checksums}, level=1)
