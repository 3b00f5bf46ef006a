"""Read the files that editors give for new texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.editing.new_texts import GivenText
from tei_edition.editing.plain_texts import encode_text, read_plain_text, split_paragraphs

if TYPE_CHECKING:
    from pathlib import Path


def read_given(path: Path) -> GivenText:
    """Return what a file gives for a new text; raises EditionError for one that cannot be read."""
    plain = read_plain_text(path).replace("\f", "\n\n")
    return GivenText(
        path,
        path.stem,
        "",
        encode_text(plain),
        tuple(split_paragraphs(plain)),
        path.read_bytes(),
    )
