"""Make `xslt/shared.xsl`: what the stylesheets know in common with Python, from the Python.

The sets of TEI's elements are in `tei_edition.tei`, the directions of languages in
`tei_edition.language.tags`, the schemes that links may have in `tei_edition.pages.addresses`. The
stylesheet has them as values, so that nothing is read or passed when pages are made. `make
generated` runs this (an argument names another file to write); a test compares the file with what
this makes.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tei_edition import tei
from tei_edition.language import tags
from tei_edition.pages.addresses import SAFE_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHEET = Path(__file__).resolve().parents[1] / "xslt" / "shared.xsl"

_FRAME = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- What the stylesheets know in common with Python. Made by `make generated` from
     `tei_edition.tei`, `.language.tags` and `.pages.addresses`: change those, not this file. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:v="urn:tei-edition:value"
    exclude-result-prefixes="#all">

{variables}

</xsl:stylesheet>
"""


class Set(NamedTuple):
    """A set of names, as a variable of the stylesheet."""

    variable: str
    comment: str
    members: Iterable[str]


def list_sets() -> list[Set]:
    """List the sets that Python and the stylesheets share."""
    return [
        Set("blocks", "Elements that are blocks wherever they stand.", tei.ALWAYS_BLOCKS),
        Set("divisions", "Divisions of a text.", tei.DIVISIONS),
        Set("breaks", "What marks the units of the source: a place, not words.", tei.BREAKS),
        Set(
            "registers",
            "Lists of what a register describes, as they may occur in a text.",
            tei.REGISTERS,
        ),
        Set("entries", "What a register describes, except witnesses and works.", tei.ENTRIES),
        Set("mentions", "Names, which are mentions wherever they stand.", tei.NAMES),
        Set("mentions-by-pointer", "Mentions where they have a pointer.", tei.NAMED_BY_POINTER),
        Set(
            "mentions-by-ref",
            "Mentions where they have a @ref.",
            tei.NAMED_BY_REF | tei.NAMED_WITH_REF,
        ),
        Set(
            "note-holders",
            "Where notes stand that may be about something elsewhere.",
            tei.NOTE_HOLDERS,
        ),
        Set("wordless", "What says something though it holds no words.", tei.WORDLESS),
        Set(
            "spoken-events",
            "What is heard or seen in a transcript of speech besides words.",
            tei.SPOKEN_EVENTS,
        ),
        Set("extents", "Where a witness begins, ends, breaks off or resumes.", tei.EXTENTS),
        Set(
            "lacuna-types",
            "The types of readings that say that the witness has no text there.",
            tei.LACUNA_TYPES,
        ),
        Set(
            "unread-types",
            "The types of readings without words where the witness has something unread.",
            tei.UNREAD_TYPES,
        ),
        Set(
            "leftward-scripts",
            "Scripts that run from right to left, in small letters.",
            tags.LEFTWARD_SCRIPTS,
        ),
        Set(
            "leftward-languages",
            "Languages that run from right to left where no script is named.",
            tags.LEFTWARD_LANGUAGES,
        ),
        Set("safe-schemes", "The schemes of addresses that a link may lead to.", SAFE_SCHEMES),
    ]


def make_sheet(sets: Sequence[Set]) -> str:
    """Return the stylesheet that declares some sets."""
    return _FRAME.format(variables="\n\n".join(map(_declare, sets)))


def _declare(one: Set) -> str:
    """Return a variable with its comment; sorted, so that a change is a line or two."""
    names = ", ".join(f"'{name}'" for name in sorted(one.members))
    start = f'<xsl:variable name="v:{one.variable}" as="xs:string+" select="'
    if len(line := f'  {start}{names}"/>') > 100:
        wrapped = textwrap.wrap(names, 92, break_on_hyphens=False)
        line = "\n      ".join([f"  {start}", *wrapped]) + '"/>'
    return f"  <!-- {one.comment} -->\n{line}"


if __name__ == "__main__":
    path = Path(sys.argv[1]) if sys.argv[1:] else SHEET
    path.write_text(make_sheet(list_sets()), encoding="utf-8")
