"""edition.toml to a frozen Config; unknown keys are answered with "did you mean"."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from tei_edition.config_values import check_address, check_language, check_strings
from tei_edition.problems import RULES, EditionError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_NAME = "edition.toml"


class EditionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the edition is and where its files lie; paths count from edition.toml's folder."""

    title: str = ""
    texts: tuple[str, ...] = ("tei/*.xml",)
    registers: tuple[str, ...] = ("tei/register.xml",)
    url: str = ""
    xslt: str = ""
    language: str = ""
    locale: str = ""


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
    """What `check` looks at, and how grave it finds it.

    `copy_text` maps the siglum of a witness to the plain text that it must equal; `baseline` is a
    list of problems that are known. Without `schema` and `schematron` each file says by what it is
    judged; `catalogue` maps addresses to files, or with a "/" at the end to folders, and
    `catalogues` are files of OASIS XML Catalogs that do so.
    """

    schema: str = ""
    schematron: tuple[str, ...] | None = None
    phase: str = ""
    embedded_rules: bool = True
    catalogue: dict[str, str | CatalogueEntry] = {}
    catalogues: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["error", "warning", "note"]] = {}
    copy_text: dict[str, str] = {}
    baseline: str = ""


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
    TEI is offered, `report` whether there is a page of all problems.
    """

    split: Literal["auto", "none"] | int = "auto"
    numbers: Literal["auto", "cite", "paragraph", "division", "none"] = "auto"
    source: str = "docs"
    folder: str = "edition"
    registers: bool = True
    downloads: bool = True
    report: bool = False


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

    `headings` maps the types of entries to the headings of their apparatuses, in their order.
    """

    place: Literal["page", "section"] = "page"
    form: Literal["encoded", "positive", "negative"] = "encoded"
    order: Literal["source", "witnesses", "support"] = "source"
    headings: dict[str, str] = {}
    witness_pages: bool = False


class SearchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site is searched.

    `engine` is Sphinx's own search, or Pagefind, which has filters; `language` is that by whose
    rules forms of a word are found together, else the language of the edition.
    """

    engine: Literal["sphinx", "pagefind"] = "sphinx"
    language: str = ""


class CitationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readers are told to cite.

    `style` is a file of CSL, or the name of a style that is installed; `pages` says whether pages
    tell how they are cited.
    """

    style: str = ""
    pages: bool = True


class PrintTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How books are made, PDF and EPUB.

    `start` is the document of the Sphinx project that they begin with, its first by default;
    `mentions` says whether registers on paper give the pages of the mentions, or quote them;
    `line_numbers` every how many printed lines of a text one has its number (0: none).
    """

    start: str = ""
    paper: Literal["a4", "a5", "b5", "letter"] = "a4"
    mentions: Literal["pages", "quotations"] = "pages"
    line_numbers: Annotated[int, msgspec.Meta(ge=0)] = 0


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of edition.toml; `root` is the absolute path of the folder that it lies in."""

    edition: EditionTable = EditionTable()
    text: TextTable = TextTable()
    check: CheckTable = CheckTable()
    schema: SchemaTable = SchemaTable()
    pages: PagesTable = PagesTable()
    site: SiteTable = SiteTable()
    apparatus: ApparatusTable = ApparatusTable()
    chronology: ChronologyTable = ChronologyTable()
    registers: RegistersTable = RegistersTable()
    search: SearchTable = SearchTable()
    citation: CitationTable = CitationTable()
    print: PrintTable = PrintTable()
    root: Path = Path()

    @property
    def source_folder(self) -> Path:
        """The folder of the Sphinx project."""
        return self.root / self.pages.source

    @property
    def cache_folder(self) -> Path:
        """Where work is kept between runs."""
        return self.root / ".tei-edition"


def find_config(start: Path) -> Path | None:
    """The nearest edition.toml at or above the folder `start`."""
    for folder in (start, *start.parents):
        if (path := folder / FILE_NAME).is_file():
            return path
    return None


def read_config(path: Path) -> Config:
    """The configuration in the file `path`, or in edition.toml of the folder `path`.

    Raises EditionError, with a hint, for whatever is wrong with the file.
    """
    path = path / FILE_NAME if path.is_dir() else path
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise EditionError(
            f'there is no file "{path}"',
            hint="name an edition.toml, or the folder that holds one, after --edition",
        ) from None
    except RecursionError:
        raise EditionError(f"{path}: values are nested too deep") from None
    # A ValueError is also that of a number with thousands of digits.
    except (OSError, ValueError) as error:
        raise EditionError(f"{path}: {error}", hint="see https://toml.io for the form") from None
    return make_config(table, path.parent, name=str(path))


def make_config(table: Mapping[str, Any], root: Path, *, name: str = FILE_NAME) -> Config:
    """The configuration that the parsed `table` says, for an edition in the folder `root`.

    Raises EditionError, with a hint, for unknown keys, values and codes.
    """
    if "root" in table:
        raise EditionError(f'{name}: there is no key "root"')
    check_strings(table, name)
    _check_keys(table, Config, "", name)
    try:
        config = msgspec.convert({**table, "root": root.resolve()}, Config, dec_hook=_to_path)
    except msgspec.ValidationError as error:
        raise EditionError(f"{name}: {_in_words(error)}") from None
    _check_pages(config.pages, name)
    check_address(config.edition.url, name)
    check_language(config.edition.language, "edition.language", name)
    check_language(config.search.language, "search.language", name)
    for code in (*config.check.ignore, *config.check.severity):
        if code not in RULES:
            raise EditionError(f'{name}: there is no problem "{code}"', hint=suggest(code, RULES))
    return config


def apply_severities(config: Config, code: str, severity: Severity) -> Severity | None:
    """How grave the edition finds a problem of this code; None if it is to be ignored."""
    if code in config.check.ignore:
        return None
    return Severity(config.check.severity.get(code, severity))


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest of the known words, or nothing."""
    nearest = find_nearest(word, known)
    return f'did you mean "{nearest}"?' if nearest else ""


def find_nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The nearest of the known words; empty if none is like it, 0 to 1, as the cutoff says."""
    nearest = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return nearest[0] if nearest else ""


def list_texts(config: Config) -> list[Path]:
    """The files that `texts` names, in reading order, without those that `registers` names.

    An entry that is the name of a file is that file, else it is a glob, whose files come in the
    order of their names. Raises EditionError for an entry that names nothing.
    """
    registers = set(list_registers(config))
    files: dict[Path, None] = {}
    for entry in config.edition.texts:
        found = _expand(config.root, entry)
        if not found:
            raise EditionError(
                f'{FILE_NAME}: "{entry}" in texts names no file',
                hint=f"paths count from {config.root}",
            )
        files.update(dict.fromkeys(path for path in found if path not in registers))
    return list(files)


def list_registers(config: Config) -> list[Path]:
    """The files that `registers` names, in order; only the default may be missing."""
    files: dict[Path, None] = {}
    for entry in config.edition.registers:
        found = _expand(config.root, entry)
        if not found and config.edition.registers != EditionTable().registers:
            raise EditionError(
                f'{FILE_NAME}: "{entry}" in registers names no file',
                hint=f"paths count from {config.root}",
            )
        files.update(dict.fromkeys(found))
    return list(files)


def list_rules(config: Config) -> list[Path]:
    """The files that `schematron`, in [check], names, in order.

    Raises EditionError for an entry that names nothing.
    """
    files: dict[Path, None] = {}
    for entry in config.check.schematron or ():
        found = _expand(config.root, entry)
        if not found:
            raise EditionError(
                f'{FILE_NAME}: "{entry}" in schematron names no file',
                hint=f"paths count from {config.root}",
            )
        files.update(dict.fromkeys(found))
    return list(files)


def list_styles(config: Config) -> list[Path]:
    """The style sheets that `css`, in [site], names, in order.

    Raises EditionError for one that is not there.
    """
    files = [Path(os.path.normpath(config.root / entry)) for entry in config.site.css]
    for entry, path in zip(config.site.css, files, strict=True):
        if not path.is_file():
            raise EditionError(
                f'{FILE_NAME}: there is no style sheet "{entry}"',
                hint=f"paths count from {config.root}",
            )
    return files


def find_templates(config: Config) -> Path | None:
    """The folder that `templates`, in [site], names. Raises EditionError if it is not there."""
    if not config.site.templates:
        return None
    path = Path(os.path.normpath(config.root / config.site.templates))
    if not path.is_dir():
        raise EditionError(
            f'{FILE_NAME}: there is no folder "{config.site.templates}" of templates',
            hint=f"paths count from {config.root}",
        )
    return path


def find_locale(config: Config) -> Path | None:
    """The folder with the edition's own catalogues of words, if there is one.

    It is the one that `locale`, in [edition], names, else `locale` beside the configuration.
    Raises EditionError if a folder that is named is not there.
    """
    named = config.edition.locale
    path = Path(os.path.normpath(config.root / (named or "locale")))
    if path.is_dir():
        return path
    if named:
        raise EditionError(
            f'{FILE_NAME}: there is no folder "{named}" of catalogues',
            hint=f"paths count from {config.root}",
        )
    return None


def glob_prefix(entry: str) -> str:
    """The folder part of an entry before its first wildcard: `letters/` of `letters/*/*.xml`."""
    fixed = entry
    for wildcard in "*?[":
        fixed = fixed.split(wildcard, 1)[0]
    return fixed[: fixed.rfind("/") + 1]


def _expand(root: Path, entry: str) -> list[Path]:
    path = Path(os.path.normpath(root / entry))
    if path.is_file():
        return [path]
    prefix = glob_prefix(entry)
    base = Path(os.path.normpath(root / prefix))
    pattern = entry[len(prefix) :]
    if not pattern or not base.is_dir():
        return []
    try:
        files = [found for found in base.glob(pattern) if found.is_file()]
    except (ValueError, IndexError, NotImplementedError, OSError, RecursionError) as error:
        raise EditionError(f'{FILE_NAME}: "{entry}" is no pattern: {error}') from None
    # Folders with a dot in front are nobody's texts: our own cache, a version control's store.
    return sorted(
        file for file in files if not any(p.startswith(".") for p in file.relative_to(base).parts)
    )


def _to_path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)


def _check_keys(table: Mapping[str, Any], record: type, prefix: str, name: str) -> None:
    fields = {field.name: field.type for field in msgspec.structs.fields(record)}
    fields.pop("root", None)
    for key, value in table.items():
        if key not in fields:
            raise EditionError(
                f'{name}: there is no key "{prefix}{key}"', hint=suggest(key, fields)
            )
        kind = fields[key]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
            _check_keys(value, kind, f"{prefix}{key}.", name)


def _check_pages(pages: PagesTable, name: str) -> None:
    """Refuse a folder of pages that is not one of its own: others' files must not lie in it."""
    folder = PurePosixPath(pages.folder)
    if not folder.parts or folder.is_absolute() or ".." in folder.parts:
        raise EditionError(
            f'{name}: "{pages.folder}" cannot be the folder of the pages',
            hint="name a folder inside that of the Sphinx project",
        )
    if isinstance(pages.split, int) and pages.split < 0:
        raise EditionError(
            f"{name}: {pages.split} is no depth to split at", hint="auto, none, 1 or 2"
        )


def _in_words(error: msgspec.ValidationError) -> str:
    message = str(error).replace(" - at `$.", ", in `")
    return message[:1].lower() + message[1:]
