"""Schemas fetched from the web, with all that they include, when an editor asks for it.

What is stored is known by its SHA-256 from then on.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree

from tei_edition.config import FILE_NAME, make_config
from tei_edition.problems import EditionError
from tei_edition.relaxng import SchemaError
from tei_edition.relaxng.compact import read_compact
from tei_edition.runtime.files import write_file
from tei_edition.runtime.own_folders import refuse_links_within
from tei_edition.runtime.web import fetch_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Download = Callable[[str], bytes]

_MOST_FILES = 500
_HEADER = "[check.catalogue]"
# What brings other files in: RELAX NG, Schematron, XSLT for it.
_REFERENCES = {"include", "externalRef", "extends", "import"}
_COMPACT = re.compile(r"""\b(?:include|external)\s+(?:"([^"\n]*)"|'([^'\n]*)')""")


class Stored(NamedTuple):
    """A file that was fetched: its address, where it lies, the SHA-256 of its bytes."""

    address: str
    path: Path
    sha256: str


def fetch_schema(address: str, folder: Path, *, download: Download | None = None) -> list[Stored]:
    """Store the schema at an address below a folder, and all that it includes by relative paths.

    The first is the schema itself. Nothing is stored unless all can be downloaded
    and look like schemas. Raises EditionError.
    """
    download = download or download_file
    address = address.partition("#")[0]
    found: dict[str, bytes] = {}
    pending = [address]
    while pending:
        wanted = pending.pop(0)
        if wanted in found:
            continue
        if len(found) >= _MOST_FILES:
            raise EditionError(f'"{address}" includes more than {_MOST_FILES} files')
        found[wanted] = download(wanted)
        _check_looks(wanted, found[wanted])
        pending += list_references(wanted, found[wanted])
    stored = []
    refuse_links_within(folder, (folder / name_file(wanted) for wanted in found))
    for wanted, data in found.items():
        path = folder / name_file(wanted)
        write_file(path, data)
        stored.append(Stored(wanted, path, hashlib.sha256(data).hexdigest()))
    return stored


def download_file(address: str) -> bytes:
    """Return the bytes at an address of the web; raises EditionError if there are none."""
    return fetch_web(address).data


def list_references(address: str, data: bytes) -> Iterator[str]:
    """Yield the addresses of the files that a schema includes."""
    text = data.decode("utf-8", "replace")
    if urlsplit(address).path.endswith(".rnc"):
        hrefs = [one or other for one, other in _COMPACT.findall(text)]
    else:
        names = "|".join(_REFERENCES)
        tags = re.findall(rf"""<(?:[\w.\-]+:)?(?:{names})\s[^>]*?\bhref\s*=\s*["']([^"']*)""", text)
        hrefs = [href for href in tags if not href.startswith("#")]
    for href in hrefs:
        try:
            yield urldefrag(urljoin(address, href))[0]
        except ValueError:
            raise EditionError(f'"{address}" includes "{href}", which is not an address') from None


def name_file(address: str) -> Path:
    """Where a file is in the folder of schemas: by its host and path, and nowhere else."""
    parts = urlsplit(address)
    names = [part for part in unquote(parts.path).split("/") if part not in {"", ".", ".."}]
    if parts.query:
        digest = hashlib.sha256(parts.query.encode()).hexdigest()[:8]
        stem, dot, suffix = (names or ["schema"])[-1].rpartition(".")
        names[-1:] = [f"{stem}-{digest}.{suffix}" if dot else f"{suffix}-{digest}"]
    safe = [re.sub(r"[^\w.\-]", "_", name) for name in (parts.hostname or "", *names)]
    return Path(*safe)


def _check_looks(address: str, data: bytes) -> None:
    """Refuse a download that is not a schema, such as an error page."""
    start = re.sub(rb"<!--.*?-->|<\?.*?\?>|\s", b"", data[:4096], flags=re.DOTALL).lower()
    if start.startswith((b"<html", b"<!doctypehtml")):
        raise EditionError(f'"{address}" is a web page, not a schema')
    if not data.strip():
        raise EditionError(f'"{address}" is an empty file')
    try:
        if urlsplit(address).path.endswith(".rnc"):
            read_compact(data, address, address)
        else:
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (SchemaError, etree.XMLSyntaxError, ValueError) as error:
        told = " ".join(str(error).split())
        raise EditionError(
            f'"{address}" is not a schema: {told}', hint="nothing was stored"
        ) from None


def write_lines(stored: list[Stored], root: Path) -> str:
    """Return the lines for [check.catalogue]; paths count from `root`."""
    lines = []
    for one in stored:
        path = one.path.relative_to(root) if one.path.is_relative_to(root) else one.path
        entry = f'{{ file = {json.dumps(path.as_posix())}, sha256 = "{one.sha256}" }}'
        lines.append(f"{json.dumps(one.address)} = {entry}")
    return "\n".join(lines) + "\n"


def add_lines(text: str, lines: str, root: Path) -> str:
    """Return the text of an edition.toml with lines in its catalogue, instead of older ones.

    Everything else stays as it is. Raises EditionError if they cannot be put in.
    """
    starts = tuple(line.split(" = ", 1)[0] for line in lines.splitlines())
    kept = [line for line in text.split("\n") if not re.match(_any_of(starts), line)]
    if _HEADER in (stripped := [line.strip() for line in kept]):
        at = stripped.index(_HEADER) + 1
        kept[at:at] = lines.rstrip("\n").split("\n")
    else:
        while kept and not kept[-1].strip():
            kept.pop()
        kept += ["", _HEADER, *lines.split("\n")]
    new = "\n".join(kept)
    try:
        make_config(tomllib.loads(new), root)
    except (tomllib.TOMLDecodeError, EditionError):
        hint = f"put these lines into {_HEADER}:\n{lines}"
        raise EditionError(f"{FILE_NAME} was not changed", hint=hint) from None
    return new


def _any_of(starts: tuple[str, ...]) -> str:
    return rf"\s*(?:{'|'.join(map(re.escape, starts))})\s*="
