"""Decode the bytes of a file to text; files that are not text are refused."""

from __future__ import annotations

import codecs
import errno
import re
from typing import TYPE_CHECKING

from tei_edition.runtime.files import read_regular
from tei_edition.source.faults import make_fault
from tei_edition.source.line_index import split_lines

if TYPE_CHECKING:
    from pathlib import Path

_DECLARATION = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
# What is no text at all, by its first bytes.
_OTHERS = (
    (b"\x1f\x8b", "is compressed", "unpack it with gunzip, and name the unpacked file"),
    (b"PK\x03\x04", "is an archive or a word processor's file", "unpack it, or save it as TEI"),
    (b"%PDF", "is a PDF", ""),
    *(
        (mark, "is a picture", "texts in edition.toml should name TEI files only")
        for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
    ),
)
# What no XML can hold, and so no page that names the file: controls, bytes that are no UTF-8.
_NAMELESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Names of encodings in which UTF-8 need not be looked for.
_UNICODE = re.compile(r"utf|u8$|unicode|cp65001")
# Declared in bytes that are read one by one, these cannot be true.
_WIDE = re.compile(r"(utf|ucs|csucs|iso-10646-ucs)[-_]?(16|32|2|4)")


def decode_file(path: Path, file: str) -> str:
    """Return the text of a file, named `file` in problems; raises FaultError if it is not text."""
    if _NAMELESS.search(file) or _NAMELESS.search(str(path)):
        raise make_fault(
            "xml-unreadable",
            "the name of the file has a character that XML does not allow",
            file,
            hint="rename the file",
        )
    try:
        data = read_regular(path)
    except OSError as error:
        message, hint = _explain(error, path)
        raise make_fault("xml-unreadable", message, file, hint=hint) from None
    if not data.strip():
        raise make_fault("xml-unreadable", f'"{path.name}" is empty', file)
    for mark, what, hint in _OTHERS:
        if data.startswith(mark):
            raise make_fault("xml-unreadable", f'"{path.name}" {what}', file, hint=hint)
    mark, encoding = find_encoding(data, file)
    data = data[len(mark) :]
    if not mark and _is_other_than(encoding, data):
        raise make_fault(
            "xml-encoding",
            f'the file declares the encoding "{encoding}", but is in UTF-8',
            file,
            hint='declare encoding="UTF-8"',
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        lines = split_lines(data[: error.start].decode(encoding, "replace"))
        raise make_fault(
            "xml-encoding",
            f"the bytes {data[error.start : error.end].hex(' ')} are not {encoding}",
            file,
            len(lines),
            len(lines[-1]) + 1,
            hint="declare the encoding in which the file was saved, or save it as UTF-8",
        ) from None
    except (LookupError, UnicodeError):
        raise make_fault(
            "xml-encoding",
            f'the declared encoding "{encoding}" is not known',
            file,
            hint='save the file as UTF-8 and declare encoding="UTF-8"',
        ) from None


def _is_other_than(encoding: str, data: bytes) -> bool:
    """Whether data in a declared encoding are in UTF-8: what else is written looks so by chance."""
    if _UNICODE.match(encoding) or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def find_encoding(data: bytes, file: str) -> tuple[bytes, str]:
    """Return the byte order mark of a file, if it has one, and its encoding.

    Raises FaultError where the file declares an encoding that its bytes cannot be in.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (b"" if b"?" in mark else mark), encoding
    declared = _DECLARATION.match(data)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if _WIDE.match(encoding):
        raise make_fault(
            "xml-encoding",
            f'the file declares the encoding "{encoding}", but is in another',
            file,
            hint="declare the encoding in which the file was saved, most likely UTF-8",
        )
    return b"", encoding


def _explain(error: OSError, path: Path) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do about it."""
    if error.errno == errno.ELOOP:
        return (
            f'"{path.name}" is a link that leads back to itself',
            "replace the link by the file itself, or remove the link",
        )
    if error.errno == errno.ENOENT and path.is_symlink():
        return (
            f'"{path.name}" is a link that leads to no file',
            "replace the link by the file itself, or remove the link",
        )
    reason = error.strerror or "the system gives no reason"
    return f'"{path.name}" cannot be read: {reason}', ""
