"""The tables of `edition.toml` as records, one class a table."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class EditionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the edition is and where its files lie; paths count from edition.toml's folder."""

    title: str = ""
    texts: tuple[str, ...] = ("tei/*.xml",)
    registers: tuple[str, ...] = ("tei/register.xml",)
    url: str = ""
    xslt: str = ""
    language: str = ""
    locale: str = ""


# The looks that our style sheets know; `v:looks` in `xslt/environment.xsl` has them too.
LOOKS = frozenset({
    "bold", "center", "italic", "large", "right", "small", "smallcaps", "spaced", "strikethrough",
    "sub", "sup", "underline", "uppercase",
})  # fmt: skip


class TextTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the texts are read: which side of a `choice` is shown, how years are counted.

    With `year_zero`, the year 0000 is 1 BCE; without, -0001 is. `lines` says whether the lines of
    the source are kept, `line_numbers` every how many lines one has its number (0: none).
    """

    corrected: bool = True
    regularised: bool = True
    expanded: bool = True
    year_zero: bool = True
    lines: Literal["running", "source"] = "running"
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 5


class ChronologyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the chronology holds, and in which calendars it gives its days.

    `include` may have the datings in the texts, when these were made or sent themselves, the
    events of the registers, and the births and deaths of its persons.
    """

    include: tuple[Literal["texts", "documents", "events", "lives"], ...] = (
        "texts", "documents", "events",
    )  # fmt: skip
    calendars: tuple[
        Literal["gregorian", "julian", "hebrew", "islamic", "coptic", "republican"], ...
    ] = ("gregorian", "julian")
    picture: bool = True


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that stands for an address, and the SHA-256 that its bytes must have, if any."""

    file: str
    sha256: str = ""


class CheckTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `check` looks at, and with which severity.

    `copy_text` maps the siglum of a witness, or the path of a text, to the plain text, or texts,
    that it must equal; `baseline` is a list of problems that are known. Without `schema` and
    `schematron` each file says by what it is judged; `catalogue` maps addresses to files, or with
    a "/" at the end to folders, and `catalogues` are files of OASIS XML Catalogs that do so.
    """

    schema: str = ""
    schematron: tuple[str, ...] | None = None
    phase: str = ""
    embedded_rules: bool = True
    catalogue: dict[str, str | CatalogueEntry] = {}
    catalogues: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["error", "warning", "note"]] = {}
    copy_text: dict[str, str | tuple[str, ...]] = {}
    baseline: str = ""

    @property
    def copies(self) -> tuple[str, ...]:
        """The files of all copy-texts."""
        given = self.copy_text.values()
        return tuple(f for files in given for f in ([files] if isinstance(files, str) else files))


class SchemaTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ODD of the edition, and the TEI's specifications that it draws on (p5subset.xml)."""

    odd: str = ""
    source: str = ""


class PagesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the texts become pages.

    `numbers` says by what passages are numbered: as the header cites them, else as paragraphs of
    their outermost divisions (`auto`), by one of these alone, as paragraphs of the text, or not.
    `source` is the folder of the Sphinx project, `folder` the one in it that holds the staged
    pages; `registers` says whether the pages of the registers are made, `downloads` whether the
    TEI is offered, `report` whether there is a page of all problems; `header` whether the page of
    a letter says what its header does.
    """

    split: Literal["auto", "none"] | int = "auto"
    numbers: Literal["auto", "cite", "paragraph", "division", "none"] = "auto"
    source: str = "docs"
    folder: str = "edition"
    registers: bool = True
    downloads: bool = True
    report: bool = False
    header: bool = True


class SiteTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site looks: a folder of templates laid over the theme's, style sheets after ours."""

    templates: str = ""
    css: tuple[str, ...] = ()


class RegistersTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the registers are ordered and laid out.

    `collation` is a BCP 47 tag, `particles` are prefixes that no name is filed under; `split` is
    the number of quotations above which a register has a page for each letter, `own_page` the
    number of mentions above which an entity has one. `named` says whether each page of a text
    lists who and what it names, `cards` whether a name shows who it is.
    """

    collation: str = ""
    particles: tuple[str, ...] | None = None
    unmentioned: Literal["apart", "omit", "show"] = "apart"
    split: int = 1500
    own_page: int = 200
    named: bool = True
    cards: bool = True


class ApparatusTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the critical apparatus is shown.

    `layout` says whether entries stand one a line, in a running block or in columns; `sigla`
    whether the witnesses of the lemma stand before or after the `bracket`; `longest` from how many
    words on only the first and last word of a lemma are quoted (0: never); `marks` how words with
    an entry are marked in the text; `lines` whether lines of the source without numbers are
    counted, and from where. `headings` maps the types of entries to the headings of their
    apparatuses, in their order; `abbreviations` is the set of its words, by default that of the
    edition's language, and `words` has those of it that are others.
    """

    place: Literal["page", "section"] = "page"
    form: Literal["encoded", "positive", "negative"] = "encoded"
    order: Literal["source", "witnesses", "support"] = "source"
    layout: Literal["list", "run", "columns"] = "list"
    sigla: Literal["before", "after"] = "before"
    bracket: str = "]"
    longest: Annotated[int, msgspec.Meta(ge=0)] = 0
    marks: Literal["letters", "dotted", "none"] = "letters"
    lines: Literal["source", "page", "section"] = "source"
    headings: dict[str, str] = {}
    abbreviations: Literal["", "latin", "english", "german", "french", "italian"] = ""
    words: dict[str, str] = {}
    witness_pages: bool = False


class SearchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site is searched.

    `engine` is Sphinx's own search, or Pagefind, which has filters; `language` is that by whose
    rules forms of a word are found together, else the language of the edition.
    """

    engine: Literal["sphinx", "pagefind"] = "sphinx"
    language: str = ""


class CitationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readers should cite.

    `style` is a file of CSL, or the name of a style that is installed; `pages` says whether pages
    tell how they are cited.
    """

    style: str = ""
    pages: bool = True


class PrintTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How books are made, PDF and EPUB.

    `start` is the document of the Sphinx project that they begin with, its first by default;
    `mentions` says whether registers on paper give the pages of the mentions, or quote them;
    `line_numbers` every how many printed lines of a text one has its number (0: none); `marked`
    says whether words with an entry of the apparatus are marked as on screen.
    """

    start: str = ""
    paper: Literal["a4", "a5", "b5", "letter"] = "a4"
    mentions: Literal["pages", "quotations"] = "pages"
    marked: bool = False
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 0


class PlacesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How places are classed: `fclasses` maps the types of entries to classes of GeoNames."""

    fclasses: dict[str, Literal["A", "H", "L", "P", "R", "S", "T"]] = {}


class BeaconTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """BEACON files: whether the site has a page for each identifier that leads to the entry."""

    redirects: bool = False


class DtsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distributed Text Services: how deep the files go, and whether addresses are queries.

    `depth` is a number of levels, or "auto" for as many as keep the files under a limit; `queries`
    says that the host answers queries by the rules that `tei-edition host` writes.
    """

    depth: Literal["auto"] | Annotated[int, msgspec.Meta(ge=1)] = "auto"
    queries: bool = False


class RedirectsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where addresses of earlier states of the edition lead now: a file of TOML."""

    file: str = ""
