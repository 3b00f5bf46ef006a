"""The tables of `edition.toml` as records, one class a table.

The strings are reStructuredText: the manual's page on the settings is made of them (`make
generated`), with the default of each field that does not describe its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class EditionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the edition is and where its files lie."""

    title: str = ""
    """The title of the edition. *Default: the title in the header of the first text.*"""
    texts: tuple[str, ...] = ("tei/*.xml",)
    """The texts in reading order: a list of files or patterns; the files of a pattern come in
    the order of their names. ``**`` stands for any folders."""
    registers: tuple[str, ...] = ("tei/register.xml",)
    """The files in which persons, organisations, places and so on are described. Lists inside
    the texts count too. *Default:* ``["tei/register.xml"]``, if there is one."""
    url: str = ""
    """The address at which the edition is published: citations name it (:ref:`citing`), pages
    call it canonical, and ``sitemap.xml`` lists them by it. ``html_baseurl`` in ``conf.py``
    takes precedence over it. *Default: none.*"""
    xslt: str = ""
    """A stylesheet of your own, laid over ours (:doc:`/manual/how-to/stylesheet`). *Default:
    none.*"""
    language: str = ""
    """The language of the words that the program adds (*Apparatus*, *Register*) and of dates
    and numbers: ``en``, ``de``, ``es``, ``fr``, ``he``, ``it``, ``pl``, ``ru`` or one of your
    own (:ref:`languages`), else the words are English. It is also that of the order of names.
    *Default: the language of the first text, else English.*"""
    locale: str = ""
    """A folder with message catalogues of your own, ``LANG/LC_MESSAGES/tei_edition.po``, which
    change words or add a language (:ref:`languages`). *Default:* ``"locale"``, if there is one."""


# The looks that our style sheets know; `v:looks` in `xslt/environment.xsl` has them too.
LOOKS = frozenset({
    "bold", "center", "italic", "large", "right", "small", "smallcaps", "spaced", "strikethrough",
    "sub", "sup", "underline", "uppercase", "vertical", "vertical-lr",
})  # fmt: skip


class TextTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which side of a ``choice`` is read.

    The other is in the page all the same, hidden, and found by the search.
    """

    corrected: bool = True
    """``corr`` rather than ``sic``."""
    regularised: bool = True
    """``reg`` rather than ``orig``."""
    expanded: bool = True
    """``expan`` and ``ex`` rather than ``abbr`` and ``am``."""
    join_hyphens: bool = False
    """Whether a plain hyphen before ``lb``, ``pb``, ``cb`` or ``gb`` divides a word where a small
    letter follows and the break has no ``break``: ``govern-<lb/>ment`` reads *government*
    (:doc:`/manual/how-to/breaks`)."""
    year_zero: bool = True
    """Whether 1 BCE is ``0000``, as in ISO 8601, rather than ``-0001``
    (:doc:`/manual/how-to/dates`)."""
    lines: Literal["running", "source"] = "running"
    """How lines are shown: ``"running"``, or ``"source"`` to begin a new line at each ``lb``.
    Readers may choose the other (:doc:`/manual/how-to/views`)."""
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 5
    """Every how many lines the number of a line is shown, in verse and where ``lb`` has
    numbers; ``0`` for none."""


class ChronologyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the chronology holds, and in which calendars it gives its days."""

    include: tuple[Literal["texts", "documents", "events", "lives"], ...] = (
        "texts", "documents", "events",
    )  # fmt: skip
    """What the chronology lists (:doc:`/manual/how-to/dates`): ``"texts"``, the datings in the
    texts; ``"documents"``, when the texts were made or sent; ``"events"`` of the registers;
    ``"lives"``, births and deaths."""
    calendars: tuple[
        Literal["gregorian", "julian", "hebrew", "islamic", "coptic", "republican"], ...
    ] = ()
    """The calendars in which it gives its days, a column each: ``"gregorian"``, ``"julian"``,
    ``"hebrew"``, ``"islamic"``, ``"coptic"``, ``"republican"``. By default the Gregorian, and the
    Julian where the edition uses it."""
    picture: bool = True
    """Whether it begins with a picture."""


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that stands for an address, and the SHA-256 that its bytes must have, if any."""

    file: str
    sha256: str = ""


class CheckTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``check`` looks at, and with which severity."""

    schema: str = ""
    """A RELAX NG schema in XML syntax (``.rng``) or compact syntax (``.rnc``), an ODD
    (``.odd``), which is compiled when it has changed, or ``"none"``. *Default: what an*
    ``xml-model`` *instruction of the file names; else the schema that ships with the program*
    (:doc:`/manual/how-to/schema`)."""
    schematron: tuple[str, ...] | None = None
    """The files with rules in Schematron, or patterns of them
    (:doc:`/manual/how-to/schematron`); an empty list for none. *Default: what* ``xml-model``
    *instructions of the file name.*"""
    phase: str = ""
    """The phase of these rules that counts, or ``"#ALL"``. *Default: what the* ``xml-model``
    *instruction says, else what the rules do.*"""
    embedded_rules: bool = True
    """Whether rules in Schematron that are embedded in the schema are tried."""
    catalogue: dict[str, str | CatalogueEntry] = {}
    """Which files stand for addresses on the web: ``"https://…" = "schemas/x.rng"``, or with a
    checksum ``{ file = "schemas/x.rng", sha256 = "…" }``; a line that ends with ``/`` maps a
    folder. ``tei-edition schema fetch`` writes such lines. *Default: none.*"""
    catalogues: tuple[str, ...] = ()
    """Files of OASIS XML Catalogs that say the same. *Default: none.*"""
    ignore: tuple[str, ...] = ()
    """Problems not to be reported, by code. *Default: none.*"""
    severity: dict[str, Literal["error", "warning", "note"]] = {}
    """Problems to be taken more or less seriously: ``{ unreferenced-entity = "warning" }``.
    *Default: what the page of each problem says.*"""
    copy_text: dict[str, str | tuple[str, ...]] = {}
    """For the siglum of a witness, the plain text that it must equal: ``{ N = "seeds/seed.txt"
    }``. Several files, in a list, are one text. Instead of a siglum, the path of a text names
    what must equal it: ``{ "tei/a.xml" = "seeds/a.txt" }``. *Default: none.*"""
    baseline: str = ""
    """A list of problems that are known and not told, made by ``check --write-baseline``
    (:ref:`how-to-ignore`). *Default: none.*"""
    against: str = ""
    """An earlier state whose addresses must still lead somewhere (:doc:`/manual/how-to/versions`):
    a folder, a bag, a ZIP, an ``addresses.json``, or a tag of git. *Default: none.*"""

    @property
    def copies(self) -> tuple[str, ...]:
        """The files of all copy-texts."""
        given = self.copy_text.values()
        return tuple(f for files in given for f in ([files] if isinstance(files, str) else files))


class SchemaTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The schema that you make yourself (:doc:`/manual/how-to/customisation`)."""

    odd: str = ""
    """The ODD that ``tei-edition schema compile`` compiles if none is named. *Default: none.*"""
    source: str = ""
    """The TEI in one file, ``p5subset.xml``, for an ODD that draws on the TEI. *Default: what
    the ODD names.*"""


class PagesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the texts become pages."""

    split: Literal["auto", "none"] | int = "auto"
    """Where new pages begin: ``"auto"``, ``"none"``, or a depth of ``div``
    (:doc:`/manual/how-to/split`)."""
    numbers: Literal["auto", "cite", "paragraph", "division", "none"] = "auto"
    """The numbers beside passages (:doc:`/manual/how-to/passages`): ``"cite"``, as the header
    cites them; ``"division"``, paragraphs counted in each outermost ``div``; ``"auto"``, the
    first, or the second where the header cites no part of a division; ``"paragraph"``,
    paragraphs counted through the text; ``"none"``."""
    source: str = "docs"
    """The folder of the Sphinx project. Without a ``conf.py`` in it, the pages of the edition
    alone are the site."""
    folder: str = "edition"
    """The folder in it for the pages of the edition. It is emptied of all that the program did
    not put there: keep nothing else in it."""
    registers: bool = True
    """Whether the pages of the registers and the chronology are made."""
    downloads: bool = True
    """Whether the site offers the TEI: each text, each part that has a page, the registers, all
    of it in one archive, and a list of checksums."""
    report: bool = False
    """Whether the site has a page of all problems, ``problems`` in ``folder``: sums by code,
    then every problem of each file with its line and the hint, linked to the passage. It is
    meant for those who make the edition: no page leads to it, and the search does not know it."""
    header: bool = True
    """Whether the page of a letter begins with what its header says: sender, addressee,
    manuscript, abstract, the letters before and after it (:doc:`/manual/how-to/letters`)."""


class SiteTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site looks (:doc:`/manual/how-to/look`)."""

    templates: str = ""
    """A folder of templates, laid over those of the theme. Scripts that stand in them are not
    run by browsers (:ref:`policy`). *Default: none.*"""
    css: tuple[str, ...] = ()
    """Style sheets of your own, loaded after ours: ``["my.css"]``. *Default: none.*"""


class RegistersTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the registers are ordered and laid out (:doc:`/manual/how-to/registers`)."""

    collation: str = ""
    """The language in whose order names stand, as a BCP 47 tag, with an order of it if there
    are several: ``"sv"``, ``"es-u-co-trad"``. *Default: the language of the edition.*"""
    particles: tuple[str, ...] | None = None
    """The prefixes that a person's name is not filed under, each as it is written: ``["von",
    "van der"]``. *Default: those of European languages and the Arabic article, in small
    letters.*"""
    unmentioned: Literal["apart", "omit", "show"] = "apart"
    """Where entities stand that no text mentions: ``"apart"``, below all others; ``"show"``,
    among them; ``"omit"``, nowhere. A register of which nothing is mentioned is shown whole."""
    split: int = 1500
    """Above so many quotations, an entry counting three, a register has a page for each letter,
    or several; all names in Chinese characters share one (漢字)."""
    own_page: int = 200
    """Above so many mentions an entity has a page of its own."""
    named: bool = True
    """Whether each page of a text lists at its foot who and what it names."""
    cards: bool = True
    """Whether a name shows who it is: name, dates, description."""


class ApparatusTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the critical apparatus is shown (:doc:`/manual/how-to/apparatus`)."""

    place: Literal["page", "section"] = "page"
    """Where the entries stand: at the foot of the ``"page"``, or at the end of each
    ``"section"``, that is, of each ``div``."""
    form: Literal["encoded", "positive", "negative"] = "encoded"
    """``"positive"`` names the witnesses of the lemma in every entry, also where the file names
    only those that differ; ``"negative"`` never names them; ``"encoded"`` names those that the
    file names."""
    order: Literal["source", "witnesses", "support"] = "source"
    """The order of the readings in an entry: that of the ``"source"``; by ``"witnesses"``, as
    their list has them; by ``"support"``, those first that most witnesses have."""
    layout: Literal["list", "run", "columns"] = "list"
    """``"list"``, an entry a line; ``"run"``, a running block, with a stroke between the
    entries of one line; ``"columns"``."""
    sigla: Literal["before", "after"] = "before"
    """Whether the witnesses of the lemma stand ``"before"`` or ``"after"`` the bracket."""
    bracket: str = "]"
    """What parts the lemma from the readings."""
    longest: Annotated[int, msgspec.Meta(ge=0)] = 0
    """A lemma of more words than this is quoted by its first and last; ``0`` quotes all, but of
    blocks no more than eight. A lemma with markup in a list of entries is quoted whole."""
    marks: Literal["letters", "dotted", "none"] = "letters"
    """How words with an entry are marked in the text: ``"letters"``, ``"dotted"`` lines under
    them, or ``"none"``. Readers may choose another way."""
    lines: Literal["source", "page", "section"] = "source"
    """The numbers of lines (``lb``) that entries name: those of the ``"source"``, or counted
    from the beginning of each ``"page"`` (``pb``) or ``"section"`` (``div``)."""
    headings: dict[str, str] = {}
    """A heading for each type of entry that makes an apparatus of its own, in their order on
    the page: ``{ sources = "Sources", parallels = "Parallel passages" }``. The types of
    ``listApp`` make apparatuses without being named here. *Default: none.*"""
    abbreviations: Literal["", "latin", "english", "german", "french", "italian"] = ""
    """The set of words in which entries say in short what witnesses and editors did:
    ``"latin"``, ``"english"``, ``"german"``, ``"french"`` or ``"italian"``. *Default: that of
    the language of the edition, else the Latin one.*"""
    words: dict[str, str] = {}
    """Words of the set that are to be others, by their keys: ``om``, ``begins``, ``ends``,
    ``breaks-off``, ``resumes``, ``coni``, ``em``, ``del``, ``add``, ``suppl``, ``secl``,
    ``transp``, ``ac``, ``pc``, ``above``, ``below``, ``margin``, ``erasure``, and what the only
    editor says of his own readings: ``conieci``, ``scripsi``, ``delevi``, ``addidi``,
    ``supplevi``, ``seclusi``, ``transposui``; one that is empty is not said, and the editor is
    named. *Default: none.*"""
    dendrogram: bool = False
    """Whether the page of the witnesses shows their agreement as a tree too; needs scipy."""
    witness_pages: bool = False
    """Whether the site has each text once more as each of its witnesses reads."""


class SearchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site is searched (:doc:`/manual/how-to/search`)."""

    engine: Literal["sphinx", "pagefind"] = "sphinx"
    """What the site is searched with (:doc:`/manual/how-to/search`): ``"sphinx"``, or
    ``"pagefind"``, which has filters and must be installed: ``pip install "pagefind[bin]"``."""
    language: str = ""
    """The language by whose rules forms of a word are found together, as a BCP 47 tag.
    ``html_search_language`` in ``conf.py`` goes before it. *Default: the language of the
    edition.*"""


class CitationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readers should cite (:ref:`citing`)."""

    style: str = ""
    """The style of citations (:ref:`citing`): a file of CSL, counted from ``edition.toml``, or
    the name of one that is installed. *Default: a style of our own: author, title, editors,
    place, publisher, year, version, address.*"""
    pages: bool = True
    """Whether pages say how they are cited, to readers and to machines."""


class PrintTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How books are made, PDF and EPUB (:doc:`/manual/how-to/print`)."""

    start: str = ""
    """The document of the Sphinx project that books begin with, without its suffix; they hold
    what its lists of contents name. *Default: the first of the site.*"""
    paper: Literal["a4", "a5", "b5", "letter"] = "a4"
    """``"a4"``, ``"a5"``, ``"b5"`` or ``"letter"``."""
    mentions: Literal["pages", "quotations"] = "pages"
    """Whether registers on paper give the ``"pages"`` of the mentions, or ``"quotations"`` as
    on the site."""
    marked: bool = False
    """Whether words with an entry of the apparatus are marked on paper as they are on screen."""
    apparatus: Literal["auto", "footnotes", "reledmac", "end"] = "auto"
    """Where books have the apparatus: ``"footnotes"`` at the foot of the page, by the marks in
    the text; ``"reledmac"`` there too, by the lines of the book (LaTeX alone); ``"end"`` behind its
    text; ``"auto"`` at the foot, but by WeasyPrint only where a book has no notes beside it."""
    lines: Literal["text", "page"] = "text"
    """From where reledmac counts lines: the beginning of a ``"text"`` (or of its part that is one
    page of the site), or of each ``"page"``."""
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Every how many printed lines of a text one has its number, by LaTeX; ``0`` is none.
    Numbers of the source's own lines are for ``line_numbers`` in ``[text]``."""


class PlacesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How places are classed in Linked Places (:doc:`/manual/how-to/reuse`)."""

    fclasses: dict[str, Literal["A", "H", "L", "P", "R", "S", "T"]] = {}
    """Maps the ``type`` of places in the register to the classes of GeoNames: ``"P"`` is a
    settlement, ``"A"`` a country or region, ``"H"`` water. A place whose type is not here is left
    out, since the format demands a class. *Default: none.*"""


class BeaconTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The BEACON files, which say whose identifiers of an authority the edition has."""

    redirects: bool = False
    """Whether the site has a page for each identifier, such as ``gnd/118540238.html``, that leads
    to the entry."""


class DtsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distributed Text Services: the files that answer requests for passages."""

    depth: Literal["auto"] | Annotated[int, msgspec.Meta(ge=1)] = "auto"
    """How many levels of the references have files: a number, or ``"auto"`` for as many as keep
    the files of the whole edition below 20,000. ``serve`` answers for all levels."""
    queries: bool = False
    """Whether the addresses are queries (``?resource=…``), which the host answers from the files
    by the rules that ``tei-edition init --host`` writes, rather than names of files."""


class OaiTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The repository that harvesters ask (OAI-PMH)."""

    email: str = ""
    """The address of whoever answers for it. The protocol demands one, and none is invented:
    without it harvesters that are strict refuse the repository. *Default: none.*"""


class RedirectsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where passages, entries and pages of earlier states of the edition are now."""

    file: str = ""
    """A file of TOML with a line for each address that moved or is gone
    (:doc:`/manual/how-to/versions`). *Default: none.*"""
