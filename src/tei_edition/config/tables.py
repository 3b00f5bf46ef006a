"""The tables of `edition.toml` as records, one class a table.

The strings are reStructuredText: the manual's page on the settings is made of them (`make
generated`), with the default of each field that does not describe its own.

Long because the settings are described in one place.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class EditionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The title, files and language of the edition."""

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
    """An XSLT stylesheet of your own, whose templates take precedence over ours
    (:doc:`/manual/how-to/stylesheet`). *Default: none.*"""
    language: str = ""
    """The language of the words that the program adds (*Apparatus*, *Register*) and of dates
    and numbers: ``en``, ``de``, ``es``, ``fr``, ``he``, ``it``, ``pl``, ``ru`` or one of your
    own (:ref:`languages`), else the words are English. Names are sorted by its rules too.
    *Default: the language of the first text, else English.*"""
    languages: tuple[str, ...] = ()
    """The languages in which the site is published, each as a separate site in a folder of that
    name (:ref:`site-languages`): ``["de", "en"]``. The first is that of everything else, unless
    ``language`` says otherwise. *Default: none; there is one site.*"""
    titles: dict[str, str] = {}
    """The title of the edition in some of these languages: ``{ de = "Briefe", en = "Letters" }``.
    *Default:* ``title``."""
    locale: str = ""
    """A folder with message catalogues of your own, ``LANG/LC_MESSAGES/tei_edition.po``, which
    change words or add a language (:ref:`languages`). *Default:* ``"locale"``, if there is one."""


# The looks that our style sheets know; `v:looks` in `xslt/environment.xsl` has them too.
LOOKS = frozenset({
    "bold", "center", "italic", "large", "right", "small", "smallcaps", "spaced", "strikethrough",
    "sub", "sup", "underline", "uppercase", "vertical", "vertical-lr",
})  # fmt: skip


class TextTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the reading text is.

    Of a ``choice`` the other side is hidden in the page, and found by the search.
    """

    corrected: bool = True
    """``corr`` rather than ``sic``."""
    regularised: bool = True
    """``reg`` rather than ``orig``."""
    expanded: bool = True
    """``expan`` and ``ex`` rather than ``abbr`` and ``am``."""
    characters: tuple[str, ...] = ("standard", "modern", "normalized", "simplified")
    """How a ``g`` without content is shown, the first that its ``char`` or ``glyph`` has: types of
    ``mapping``, ``"picture"``, ``"name"`` for its name in brackets. What the list does not name
    follows: any other mapping, the picture, the name."""
    stage: Literal["last", "first"] = "last"
    """Which stage of writing exports, quotations and the search have as the text: ``"last"``, with
    what was added and without what was deleted; ``"first"``, with what was deleted and without what
    was added, and with transposed words where they were written. Pages show both with their
    signs."""
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
    """The interval of line numbers, in verse and if ``lb`` has numbers; ``0`` for none."""


class ChronologyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content and the calendars of the chronology."""

    include: tuple[Literal["texts", "documents", "events", "lives"], ...] = (
        "texts", "documents", "events",
    )  # fmt: skip
    """What the chronology lists (:doc:`/manual/how-to/dates`): ``"texts"``, the datings in the
    texts; ``"documents"``, when the texts were made or sent; ``"events"`` of the registers;
    ``"lives"``, births and deaths."""
    calendars: tuple[
        Literal["gregorian", "julian", "hebrew", "islamic", "coptic", "republican"], ...
    ] = ()
    """The calendars of its dates, a column for each: ``"gregorian"``, ``"julian"``,
    ``"hebrew"``, ``"islamic"``, ``"coptic"``, ``"republican"``. By default the Gregorian, and the
    Julian if the edition uses it."""
    picture: bool = True
    """Whether it begins with a picture."""


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that stands for an address, and the SHA-256 that its bytes must have, if any."""

    file: str
    sha256: str = ""


class CheckTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The schema, the rules and the severities of ``check``."""

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
    """The active phase of these rules, or ``"#ALL"``. *Default: what the* ``xml-model``
    *instruction says, else what the rules do.*"""
    embedded_rules: bool = True
    """Whether Schematron rules embedded in the schema are applied."""
    catalogue: dict[str, str | CatalogueEntry] = {}
    """Which files stand for addresses on the web: ``"https://…" = "schemas/x.rng"``, or with a
    checksum ``{ file = "schemas/x.rng", sha256 = "…" }``; a line that ends with ``/`` maps a
    folder. ``tei-edition schema fetch`` writes such lines. *Default: none.*"""
    catalogues: tuple[str, ...] = ()
    """OASIS XML Catalogs with such mappings. *Default: none.*"""
    ignore: tuple[str, ...] = ()
    """The codes of problems to ignore. *Default: none.*"""
    severity: dict[str, Literal["error", "warning", "note"]] = {}
    """Other severities for some codes: ``{ unreferenced-entity = "warning" }``.
    *Default: what the page of each problem says.*"""
    copy_text: dict[str, str | tuple[str, ...]] = {}
    """The plain-text file with which the text of a witness must agree, by siglum: ``{ N =
    "seeds/seed.txt" }``. A list of several files is one text. For a text without witnesses, give
    its path instead of a siglum: ``{ "tei/a.xml" = "seeds/a.txt" }``. *Default: none.*"""
    baseline: str = ""
    """A list of known problems that are not reported, made by ``check --write-baseline``
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
    """The TEI in one file, ``p5subset.xml``, for an ODD that takes elements from the TEI.
    *Default: what the ODD names.*"""


class PagesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the texts become pages."""

    split: Literal["auto", "none"] | int = "auto"
    """Where new pages begin: ``"auto"``, ``"none"``, or a depth of ``div``
    (:doc:`/manual/how-to/split`)."""
    numbers: Literal["auto", "cite", "paragraph", "division", "none"] = "auto"
    """The numbers beside passages (:doc:`/manual/how-to/passages`): ``"cite"``, the references
    that the header declares; ``"division"``, paragraphs counted in each outermost ``div``;
    ``"auto"``, like ``"cite"``, or like ``"division"`` if the header cites no part of a division;
    ``"paragraph"``, paragraphs counted through the text; ``"none"``."""
    source: str = "docs"
    """The folder of the Sphinx project. Without a ``conf.py`` in it, the pages of the edition
    alone are the site."""
    folder: str = "edition"
    """The folder in it for the pages of the edition. All other files in it are deleted: do not
    put your own files there."""
    registers: bool = True
    """Whether the pages of the registers and the chronology are made."""
    downloads: bool = True
    """Whether the site offers the TEI for download: each text, each part that has a page, the
    registers, an archive of everything, and a list of checksums."""
    report: bool = False
    """Whether the site has a page of all problems, ``problems`` in ``folder``: the number of
    problems by code, then every problem of each file with its line and hint, linked to the
    passage. It is meant for the editors: no page links to it, and the search does not find it."""
    header: bool = True
    """Whether the page of a letter begins with the data from its header: sender, addressee,
    manuscript, abstract, the letters before and after it (:doc:`/manual/how-to/letters`)."""


class SiteTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site looks (:doc:`/manual/how-to/look`)."""

    templates: str = ""
    """A folder of templates, which take precedence over those of the theme. Browsers do not run
    scripts written in them (:ref:`policy`). *Default: none.*"""
    css: tuple[str, ...] = ()
    """Style sheets of your own, loaded after ours: ``["my.css"]``. *Default: none.*"""
    picture: str = ""
    """A picture for the start page: ``"cover.jpg"``. *Default: none.*"""
    picture_words: str = ""
    """What the picture shows, for readers who do not see it, and as its caption. *Default: none:
    the picture is taken as decoration.*"""
    pages: tuple[str, ...] = ()
    """Your own pages in the Sphinx project, by their names without suffix: ``["about"]``. The start
    page and the contents list them first. *Default: none.*"""


class FacsimileTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The images of the sources beside the text (:doc:`/manual/how-to/facsimiles`)."""

    remote: Literal["link", "click", "load"] = "click"
    """How images of other hosts are shown: ``"link"``, as links only; ``"click"``, loaded when the
    reader has agreed, for each host and visit; ``"load"``, loaded at once, which is meant for
    an image server of your own. Until then nothing is asked of another host."""
    width: Annotated[int, msgspec.Meta(ge=0)] = 1400
    """The width in pixels of the pictures on pages: larger ones of the edition are made smaller if
    Pillow is installed (``pip install "pillow>=11"``), and are loaded whole when the reader
    enlarges them. ``0`` shows all pictures as they are."""
    beside: bool = True
    """Whether pages have a column with the images of their text."""
    tiles: bool = False
    """Whether large pictures of the edition are offered as tiles too, so that readers who enlarge
    them load what they look at, and IIIF viewers do (Image API 3, level 0). Pillow makes them; a
    page of 4000 by 6000 pixels has about 33 files of 15 MB in all."""
    image_api: Literal[2, 3] = 2
    """The version of the Image API of IIIF services, where neither what the file says of a picture
    (``type="ImageService3"``) nor its address (``/iiif/3/``) gives it."""


class RegistersTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the registers are sorted and laid out (:doc:`/manual/how-to/registers`)."""

    collation: str = ""
    """The language by whose rules names are sorted, as a BCP 47 tag, which may include a special
    order: ``"sv"``, ``"es-u-co-trad"``. *Default: the language of the edition.*"""
    particles: tuple[str, ...] | None = None
    """The prefixes that are ignored in sorting names of persons, spelt as in the names: ``["von",
    "van der"]``. *Default: those of European languages and the Arabic article, in small
    letters.*"""
    unmentioned: Literal["apart", "omit", "show"] = "apart"
    """Where entities are listed that no text mentions: ``"apart"``, below all others; ``"show"``,
    among them; ``"omit"``, nowhere. A register of which nothing is mentioned is shown whole."""
    split: int = 1500
    """A register with more quotations than this has a page for each letter, or for several; an
    entry counts as three quotations. Names in Chinese characters share one page (漢字)."""
    own_page: int = 200
    """An entity with more mentions than this has a separate page."""
    named: bool = True
    """Whether each page of a text lists at its foot the entities that it mentions."""
    cards: bool = True
    """Whether names show a card with name, dates and description."""


class TagTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``tei-edition tag`` marks up (:doc:`/manual/how-to/tag`)."""

    single: Literal["auto", "ask", "write"] = "auto"
    """Whether names of a single word are written without asking: ``"write"``, ``"ask"``, or
    ``"auto"``, written if the registers have at most 200 entries with names. Words that the
    edition also has in small letters are never written without asking."""
    nested: bool = True
    """Whether names within names of organisations and events are marked up too: the person in *the
    Kerensky Government*."""
    skip: tuple[str, ...] = ()
    """The elements in which nothing is marked up: ``["foreign", "note[@type='editorial']"]``.
    *Default: none besides those in which no name is expected, such as* ``bibl``."""
    calendar: Literal["", "gregorian", "julian"] = ""
    """The calendar of the dates in the texts, for ``--select dates``. *Default: Gregorian, if the
    language and the year leave no other; else dates get no* ``@when``."""


class ApparatusTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the critical apparatus is shown (:doc:`/manual/how-to/apparatus`)."""

    place: Literal["page", "section"] = "page"
    """Where the entries are printed: at the foot of the ``"page"``, or at the end of each
    ``"section"``, that is, of each ``div``."""
    form: Literal["encoded", "positive", "negative"] = "encoded"
    """``"positive"`` names the witnesses of the lemma in every entry, even if the file names only
    the differing ones; ``"negative"`` never names them; ``"encoded"`` names those that the file
    names."""
    order: Literal["source", "witnesses", "support"] = "source"
    """The order of the readings in an entry: that of the ``"source"``; by ``"witnesses"``, as
    their list has them; by ``"support"``, the number of witnesses."""
    layout: Literal["list", "run", "columns"] = "list"
    """``"list"``, each entry on a line; ``"run"``, a running block, with a stroke between the
    entries of one line; ``"columns"``."""
    sigla: Literal["before", "after"] = "before"
    """Whether the witnesses of the lemma are printed ``"before"`` or ``"after"`` the bracket."""
    bracket: str = "]"
    """The sign between the lemma and the readings."""
    longest: Annotated[int, msgspec.Meta(ge=0)] = 0
    """A lemma with more words than this is shortened to its first and last word; ``0`` shortens
    none except lemmas of whole blocks, to eight words. A lemma with markup in a list of entries
    is never shortened."""
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
    """The language of the abbreviations in entries:
    ``"latin"``, ``"english"``, ``"german"``, ``"french"`` or ``"italian"``. *Default: that of
    the language of the edition, else the Latin one.*"""
    words: dict[str, str] = {}
    """Other words than those of the set, by their keys: ``om``, ``lac``, ``begins``,
    ``ends``, ``breaks-off``, ``resumes``, ``coni``, ``em``, ``del``, ``add``, ``suppl``, ``secl``,
    ``transp``, ``ac``, ``pc``, ``above``, ``below``, ``margin``, ``erasure``, and the words for
    readings of the only editor: ``conieci``, ``scripsi``, ``delevi``, ``addidi``, ``supplevi``,
    ``seclusi``, ``transposui``; if such a word is empty, the editor is named instead. *Default:
    none.*"""
    dendrogram: bool = False
    """Whether the page of the witnesses also shows their agreement as a tree; needs scipy."""
    witness_pages: bool = False
    """Whether the site has the continuous text of each witness, as a page, as TEI and as plain
    text."""


class SearchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site is searched (:doc:`/manual/how-to/search`)."""

    engine: Literal["sphinx", "pagefind"] = "sphinx"
    """The search engine of the site (:doc:`/manual/how-to/search`): ``"sphinx"``, or
    ``"pagefind"``, which has filters and must be installed: ``pip install "pagefind[bin]"``."""
    language: str = ""
    """The language by whose rules forms of a word are found together, as a BCP 47 tag.
    ``html_search_language`` in ``conf.py`` takes precedence. *Default: the language of the
    edition.*"""


class CitationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readers should cite (:ref:`citing`)."""

    style: str = ""
    """The style of citations (:ref:`citing`): a CSL file, relative to ``edition.toml``, or the
    name of an installed style. *Default: our style: author, title, editors, place, publisher,
    year, version, address.*"""
    pages: bool = True
    """Whether pages have citations for readers and metadata for programs."""


class PrintTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How books are made, PDF and EPUB (:doc:`/manual/how-to/print`)."""

    start: str = ""
    """The first document of books, in the Sphinx project, without its suffix; books contain what
    its ``toctree`` lists. *Default: the first document of the site.*"""
    paper: Literal["a4", "a5", "b5", "letter"] = "a4"
    """``"a4"``, ``"a5"``, ``"b5"`` or ``"letter"``."""
    mentions: Literal["pages", "quotations"] = "pages"
    """Whether registers in print give the ``"pages"`` of the mentions, or ``"quotations"`` as
    on the site."""
    marked: bool = False
    """Whether words with an entry of the apparatus are marked in print as on screen."""
    apparatus: Literal["auto", "footnotes", "reledmac", "end"] = "auto"
    """Where books have the apparatus: ``"footnotes"``, at the foot of the page, with marks in
    the text; ``"reledmac"``, at the foot of the page, with the line numbers of the book (LaTeX
    only); ``"end"``, after its text; ``"auto"``, at the foot, but with WeasyPrint only if a book
    has no notes."""
    lines: Literal["text", "page"] = "text"
    """Where reledmac begins to count lines: at the beginning of a ``"text"`` (or of a part of it
    that is one page of the site), or of each ``"page"``."""
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 0
    """The interval of printed line numbers, with LaTeX only; ``0`` for none. (The lines of the
    source are numbered by ``line_numbers`` in ``[text]``.)"""
    translations: Literal["apart", "facing", "columns"] = "apart"
    """How books print a text and its translation (:doc:`/manual/how-to/translations`): ``"apart"``,
    one after the other; ``"facing"``, with LaTeX, the original on left pages and the translation on
    right ones; ``"columns"``, with LaTeX, side by side on each page."""


class PlacesTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The classes of places in Linked Places (:doc:`/manual/how-to/reuse`)."""

    fclasses: dict[str, Literal["A", "H", "L", "P", "R", "S", "T"]] = {}
    """Maps the ``type`` of places in the register to the classes of GeoNames: ``"P"`` is a
    settlement, ``"A"`` a country or region, ``"H"`` water. Places of other types are left
    out, because the format requires a class. *Default: none.*"""


class MapTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The background of the map of places (:ref:`tiles`)."""

    tiles: str = ""
    """The address of map tiles on a server, in the projection of web maps (EPSG:3857):
    ``"https://tile.openstreetmap.org/{z}/{x}/{y}.png"``. They are loaded when the reader has
    agreed. *Default: none. The map has the coastlines that ship with the program.*"""
    credit: str = ""
    """Whom the map names as the source of the tiles: ``"© OpenStreetMap contributors"``. Required
    with ``tiles``."""
    terms: str = ""
    """The address to which ``credit`` links. *Default: none.*"""
    deepest: Annotated[int, msgspec.Meta(ge=0, le=24)] = 19
    """The largest ``{z}`` that the server has."""


class BeaconTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The BEACON files, which list the authority identifiers in the edition."""

    redirects: bool = False
    """Whether the site has a page for each identifier, such as ``gnd/118540238.html``, that leads
    to the entry."""


class DtsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distributed Text Services: the files that answer requests for passages."""

    depth: Literal["auto"] | Annotated[int, msgspec.Meta(ge=1)] = "auto"
    """How many levels of references have files: a number, or ``"auto"`` for as many as keep the
    number of files below 20,000. ``serve`` answers requests for all levels."""
    queries: bool = False
    """Whether the addresses are queries (``?resource=…``) instead of names of files. The web server
    answers queries by the rules that ``tei-edition init --host`` writes."""


class OaiTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The OAI-PMH repository for harvesters."""

    email: str = ""
    """The address of the person responsible. The protocol requires one: without it, strict
    harvesters refuse the repository. *Default: none.*"""


class RedirectsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Redirects from addresses of earlier versions of the edition."""

    file: str = ""
    """A TOML file with a line for each address that has moved or no longer exists
    (:doc:`/manual/how-to/versions`). *Default: none.*"""


class AuthorityTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service of an authority file, for ``tei-edition names --look-up NAME`` (:ref:`look-up`).

    There may be several such tables, each with a NAME of your choice.
    """

    url: str
    """The address of a service that speaks the Reconciliation API, version 0.1 or 0.2.
    *Required.*"""
    type: str = ""
    """The ``type`` of the ``idno`` in which an identifier is written. *Default: the NAME, as the
    program writes it where it knows the authority:* ``GND`` *for* ``gnd``."""
    types: dict[
        Literal["person", "organisation", "place", "event", "work", "object", "term", "name"], str
    ] = {}
    """What the service calls the kinds of entries: ``{ person = "DifferentiatedPerson" }``. It is
    asked about these kinds alone. *Default: none; it is asked about all kinds.*"""
