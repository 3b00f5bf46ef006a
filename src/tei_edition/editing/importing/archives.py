"""Read documents that are ZIP archives, such as DOCX and ODT, which anybody may have made."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

# More than any document of words and pictures has.
MOST_BYTES = 500_000_000
_MOST_MEMBERS = 10_000
# A member that is large grows at most so much when it is unpacked.
_LARGE = 20_000_000
_MOST_GROWTH = 200
_XML = (".xml", ".rels")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


class DocumentArchive:
    """The members of a document that were checked, by their names."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Check an archive; raises EditionError for one that is not sound."""
        self._path = path
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.members = self._read(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
                OSError, ValueError) as error:  # fmt: skip
            raise EditionError(f'"{path}" is a damaged document: {error}') from None

    def _read(self, archive: zipfile.ZipFile) -> dict[str, bytes]:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
            raise EditionError(f'"{self._path}" is larger than any document when unpacked')
        found: dict[str, bytes] = {}
        for member in members:
            if member.flag_bits & 1:
                raise EditionError(
                    f'"{self._path}" is encrypted', hint="save it without a password"
                )
            growth = member.file_size / max(member.compress_size, 1)
            if member.file_size > _LARGE and growth > _MOST_GROWTH:
                raise EditionError(f'"{self._path}" is larger than any document when unpacked')
            # What the directory of the archive says of the size may be wrong: no more is read.
            with archive.open(member) as file:
                content = file.read(member.file_size + 1)
            if len(content) > member.file_size:
                raise EditionError(f'"{self._path}" is a damaged document: "{member.filename}"')
            if member.filename.endswith(_XML):
                self._refuse_declarations(member.filename, content)
            found[member.filename] = content
        return found

    def _refuse_declarations(self, name: str, content: bytes) -> None:
        """Refuse entities: no word processor writes them, and they can read files and grow."""
        plain = content.replace(b"\0", b"")  # of UTF-16, which has the same letters
        if any(declaration in plain for declaration in _DECLARATIONS):
            raise EditionError(
                f'"{self._path}" has a document type declaration in "{name}", which is not read'
            )

    def parse(self, name: str) -> etree._Element | None:
        """Return the tree of a member; None if there is none."""
        if name not in self.members:
            return None
        try:
            return etree.fromstring(self.members[name], make_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise EditionError(f'"{self._path}" is damaged, in "{name}": {error}') from None

    def repack(self, changed: dict[str, bytes]) -> bytes:
        """Return the archive with other bytes for some members."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
            for name, content in (self.members | changed).items():
                archive.writestr(name, content)
        return written.getvalue()


def make_parser() -> etree.XMLParser:
    """Return a parser that reads nothing outside the bytes that it is given."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
