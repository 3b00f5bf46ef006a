"""Write the TEI of a new text: instructions for its schema, header and body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tei_edition.editing.correspondence import HeaderName, LetterFacts, write_correspondence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_RELAXNG = "http://relaxng.org/ns/structure/1.0"
_SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
_CREATIVE_COMMONS = re.compile(
    r"CC[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?|0)(?:[ -](?P<version>\d\.\d))?", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+")

_TEXT = """\
<?xml version="1.0" encoding="UTF-8"?>
{models}<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang={language}>
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>{title}</title>
        <editor>{editor}</editor>
      </titleStmt>
      <publicationStmt>
{publication}
      </publicationStmt>
      <sourceDesc>
        <listWit>
          <witness xml:id={siglum}>{source}</witness>
        </listWit>
      </sourceDesc>
    </fileDesc>
{profile}  </teiHeader>
{facsimile}  <text>
    <body>
{body}
    </body>
  </text>
</TEI>
"""


class Responsibility(NamedTuple):
    """Who edits and publishes an edition and on which terms; empty for what is not known yet."""

    editor: str = ""
    publisher: str = ""
    licence: str = ""


class GivenText(NamedTuple):
    """What an editor's file gives for a new text: its title and its body as TEI.

    `paragraphs` are its words; `plain` is the text that `check` is to compare it with, None if
    there is none. `images` are files that it needs, by their path beside it. `told` is what the
    editor should know of it. A file that is TEI already is `whole`, and used as it is.
    """

    source: Path
    stem: str
    title: str
    body: str
    paragraphs: tuple[str, ...] = ()
    plain: bytes | None = None
    language: str = ""
    letter: LetterFacts = LetterFacts()
    facsimile: str = ""
    images: tuple[tuple[str, bytes], ...] = ()
    told: tuple[str, ...] = ()
    whole: str = ""


class NewText(NamedTuple):
    """A new text: the name of its files, its siglum and language, and what the editor gave."""

    name: str
    siglum: str
    language: str
    given: GivenText


def name_schema(address: str) -> str:
    """Return the lines that name a schema, as editor programs and `check` look for it."""
    if not address:
        return ""
    href = quoteattr(address)
    if address.endswith(".rnc"):
        return f'<?xml-model href={href} type="application/relax-ng-compact-syntax"?>\n'
    return "".join(
        f'<?xml-model href={href} type="application/xml" schematypens="{kind}"?>\n'
        for kind in (_RELAXNG, _SCHEMATRON)
    )


def insert_models(document: str, lines: str) -> str:
    """Return a document with instructions after its XML declaration, unless it has such."""
    if "<?xml-model" in document or not lines:
        return document
    declaration = re.match(r"<\?xml\s[^>]*\?>\s*", document)
    at = declaration.end() if declaration else 0
    return f"{document[:at]}{lines}{document[at:]}"


def find_nothing(words: str, _element: str) -> HeaderName:
    """Find no entry for a name."""
    return HeaderName(words)


def write_text(
    text: NewText,
    schema: str = "",
    responsibility: Responsibility | None = None,
    find: Callable[[str, str], HeaderName] = find_nothing,
) -> str:
    """Return a new text as a file of TEI.

    `schema` is the address of its schema beside it, `find` gives the entries that the header of a
    letter refers to.
    """
    given = responsibility or Responsibility()
    if text.given.whole:
        return insert_models(text.given.whole, name_schema(schema))
    return _TEXT.format(
        models=name_schema(schema),
        language=quoteattr(text.language),
        title=escape(text.given.title),
        editor=escape(given.editor or "Name here who edits the text."),
        publication=write_publication(given),
        siglum=quoteattr(text.siglum),
        source="Describe here the source of the text.",
        profile=write_correspondence(text.given.letter, find, text.language, "    "),
        facsimile=text.given.facsimile,
        body=text.given.body,
    )


def write_publication(given: Responsibility) -> str:
    """Return the content of a `publicationStmt`."""
    if not (given.publisher or given.licence):
        return "        <p>Say here who publishes this edition, and under which licence.</p>"
    publisher = escape(given.publisher or "Name here who publishes this edition.")
    lines = [f"        <publisher>{publisher}</publisher>"]
    if given.licence:
        lines += [
            "        <availability>",
            f"          {_write_licence(given.licence)}",
            "        </availability>",
        ]
    return "\n".join(lines)


def _write_licence(licence: str) -> str:
    known = _CREATIVE_COMMONS.fullmatch(licence.strip())
    if known is not None and known["terms"] == "0":
        address = "https://creativecommons.org/publicdomain/zero/1.0/"
    elif known is not None and known["version"]:
        terms = known["terms"].lower()
        address = f"https://creativecommons.org/licenses/{terms}/{known['version']}/"
    elif _ADDRESS.fullmatch(licence.strip()):
        address = licence.strip()
    else:
        return f"<licence>{escape(licence)}</licence>"
    return f"<licence target={quoteattr(address)}>{escape(licence)}</licence>"
