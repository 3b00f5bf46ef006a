"""Turn plain texts into divisions and paragraphs of TEI, without changing a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
# What documents begin with that are not plain text: archives, as of word processors, older files
# of Word, RTF, PDF.
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")


def split_paragraphs(plain: str) -> list[str]:
    """Return the paragraphs of a plain text, which blank lines separate, each in one line."""
    blocks = re.split(r"\n\s*\n", plain.replace("\r\n", "\n"))
    return [" ".join(line.strip() for line in b.strip().splitlines()) for b in blocks if b.strip()]


def encode_text(plain: str) -> str:
    """Return a plain text as divisions and paragraphs, which are separated by blank lines.

    A paragraph of one line in capitals, followed by other paragraphs, is a heading. No word is
    added or left out.
    """
    blocks = [block for block in re.split(r"\n\s*\n", plain.replace("\r\n", "\n")) if block.strip()]
    divisions: list[list[str]] = [[]]
    number = 0
    for place, block in enumerate(blocks):
        words = escape(" ".join(line.strip() for line in block.strip().splitlines()))
        if _is_heading(block) and place + 1 < len(blocks):
            if divisions[-1]:
                divisions.append([])
            divisions[-1].append(f"        <head>{words}</head>")
        else:
            number += 1
            divisions[-1].append(f'        <p xml:id="p{number}">{words}</p>')
    return "\n".join(
        f'      <div xml:id="d{place}">\n' + "\n".join(parts) + "\n      </div>"
        for place, parts in enumerate(divisions, 1)
    )


def _is_heading(block: str) -> bool:
    text = block.strip()
    return len(text.splitlines()) == 1 and text.isupper()


def read_plain_text(path: Path) -> str:
    """Return a plain text that is to become XML; raises EditionError for one that cannot."""
    try:
        with path.open("rb") as file:
            is_document = file.read(8).startswith(_DOCUMENTS)
        plain = "" if is_document else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EditionError(f'"{path}" cannot be read: {error.strerror}') from None
    except UnicodeDecodeError as error:
        raise EditionError(
            f'"{path}" is not UTF-8 at byte {error.start}', hint="save the text as UTF-8"
        ) from None
    if is_document:
        raise EditionError(
            f'"{path}" is not plain text: it is a document of another program, or an archive',
            hint="save it as DOCX, ODT, HTML, or plain text in UTF-8",
        )
    if found := _CONTROL.search(plain):
        line = plain.count("\n", 0, found.start()) + 1
        raise EditionError(
            f'"{path}" has a control character on line {line}',
            hint="remove it: XML does not allow it",
        )
    return plain
