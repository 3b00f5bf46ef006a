"""Read edition.toml to a frozen Config; for unknown keys, suggest the most similar one."""

from __future__ import annotations

import difflib
import operator
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.config.site_languages import check_languages, find_language_folder
from tei_edition.config.tables import (
    LOOKS,
    ApparatusTable,
    AuthorityTable,
    BeaconTable,
    CheckTable,
    ChronologyTable,
    CitationTable,
    DtsTable,
    EditionTable,
    FacsimileTable,
    MapTable,
    OaiTable,
    PagesTable,
    PlacesTable,
    PrintTable,
    RedirectsTable,
    RegistersTable,
    SchemaTable,
    SearchTable,
    SiteTable,
    TagTable,
    TextTable,
)
from tei_edition.config.values import (
    check_address,
    check_elements,
    check_language,
    check_links,
    check_pages,
    check_paths,
    check_strings,
    check_tiles,
    expand,
)
from tei_edition.language.abbreviations import ABBREVIATIONS
from tei_edition.problems import RULES, EditionError, Severity
from tei_edition.runtime.boundary import EVERYWHERE, Boundary, enclose
from tei_edition.runtime.files import is_utf8, read_regular, real_path
from tei_edition.runtime.user_folder import find_kept_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILE_NAME = "edition.toml"
# The keys whose values are paths, or hold some.
_PATHS = (
    "edition.texts", "edition.registers", "edition.xslt", "edition.locale", "check.schema",
    "check.schematron", "check.catalogue", "check.catalogues", "check.copy_text",
    "check.against", "check.baseline", "schema.odd", "schema.source", "pages.source",
    "site.templates", "site.css", "citation.style", "redirects.file",
)  # fmt: skip
# What the command line says and the file cannot.
_NOT_IN_FILE = frozenset({"root", "allow_outside", "named", "spoken"})


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of edition.toml; `root` is the absolute path of the folder that it is in.

    `rendition` maps what a @rend says, in the words of the edition, to looks that pages have;
    `translations` maps the files of translations to those of their originals.
    Not the file but the command line says whether files outside that folder may be read
    (`allow_outside`), or some of them (`named`). `spoken` is the language of one of several sites.
    """

    edition: EditionTable = EditionTable()
    text: TextTable = TextTable()
    check: CheckTable = CheckTable()
    schema: SchemaTable = SchemaTable()
    pages: PagesTable = PagesTable()
    site: SiteTable = SiteTable()
    apparatus: ApparatusTable = ApparatusTable()
    chronology: ChronologyTable = ChronologyTable()
    facsimile: FacsimileTable = FacsimileTable()
    registers: RegistersTable = RegistersTable()
    tag: TagTable = TagTable()
    search: SearchTable = SearchTable()
    citation: CitationTable = CitationTable()
    print: PrintTable = PrintTable()
    map: MapTable = MapTable()
    places: PlacesTable = PlacesTable()
    beacon: BeaconTable = BeaconTable()
    dts: DtsTable = DtsTable()
    oai: OaiTable = OaiTable()
    redirects: RedirectsTable = RedirectsTable()
    authorities: dict[str, AuthorityTable] = {}
    rendition: dict[str, str] = {}
    translations: dict[str, str] = {}
    root: Path = Path()
    allow_outside: bool = False
    named: tuple[Path, ...] = ()
    spoken: str = ""

    @property
    def boundary(self) -> Boundary:
        """The files that may be read for this edition."""
        return EVERYWHERE if self.allow_outside else enclose(self.root, *self.named)

    @property
    def source_folder(self) -> Path:
        """The folder of the Sphinx project."""
        return self.root / self.pages.source

    @property
    def cache_folder(self) -> Path:
        """The folder that keeps work between runs: the user's, not the edition's."""
        kept = find_kept_folder(self.root)
        return find_language_folder(kept, self.spoken) if self.spoken else kept


def find_config(start: Path) -> Path | None:
    """Return the nearest edition.toml at or above the folder `start`."""
    for folder in (start, *start.parents):
        if (path := folder / FILE_NAME).is_file():
            return path
    return None


def read_config(path: Path, *, allow_outside: bool = False) -> Config:
    """Return the configuration in the file `path`, or in edition.toml of the folder `path`.

    Raises EditionError, with a hint, for whatever is wrong with the file.
    """
    path = path / FILE_NAME if path.is_dir() else path
    try:
        table = tomllib.loads(read_regular(path).decode("utf-8-sig").replace("\r\n", "\n"))
    except FileNotFoundError:
        raise EditionError(
            f'there is no file "{path}"',
            hint="name an edition.toml, or its folder, with --edition",
        ) from None
    except RecursionError:
        raise EditionError(f"{path}: values are nested too deep") from None
    except UnicodeDecodeError as error:
        told = f"{path}: byte {error.start + 1} is not UTF-8"
        raise EditionError(told, hint="save the file as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise EditionError(f"{path}: {error}", hint="see https://toml.io for the form") from None
    except ValueError:
        raise EditionError(f"{path}: a number has too many digits") from None
    return make_config(table, path.parent, name=str(path), allow_outside=allow_outside)


def make_config(
    table: Mapping[str, Any], root: Path, *, name: str = FILE_NAME, allow_outside: bool = False
) -> Config:
    """Return the configuration that the parsed `table` says, for an edition in the folder `root`.

    Raises EditionError, with a hint, for unknown keys, values and codes, and OutsideError for a
    path that leads out of that folder, unless it may.
    """
    for key in _NOT_IN_FILE & table.keys():
        raise EditionError(f'{name}: there is no key "{key}"')
    if not is_utf8(real_path(root)):
        raise EditionError(
            "the name of the edition's folder, or of one above it, is not UTF-8",
            hint="rename the folder",
        )
    check_strings(table, name)
    _check_keys(table, Config, "", name)
    try:
        given = {**table, "root": real_path(root), "allow_outside": allow_outside}
        config = msgspec.convert(given, Config, dec_hook=_to_path)
    except msgspec.ValidationError as error:
        raise EditionError(f"{name}: {_in_words(error)}") from None
    check_pages(config.pages.folder, config.pages.split, name)
    _check_words(config, name)
    for key in _PATHS:
        # Where the project lies by default there may be a link: `build` refuses it.
        if key != "pages.source" or config.pages.source != PagesTable().source:
            check_paths(operator.attrgetter(key)(config), root, config.boundary, key, name)
    check_elements(config.tag.skip, "tag.skip", name)
    check_address(config.edition.url, name)
    for authority in config.authorities.values():
        check_address(authority.url, name, "a service")
    check_tiles(config.map, name)
    check_language(config.edition.language, "edition.language", name)
    check_language(config.search.language, "search.language", name)
    return check_languages(config, name)


def _check_words(config: Config, name: str) -> None:
    """Refuse keys and values that must be among those that are known."""
    for key in config.apparatus.words:
        if key not in ABBREVIATIONS["latin"]:
            raise EditionError(
                f'{name}: there is no apparatus word "{key}"',
                hint=suggest(key, ABBREVIATIONS["latin"]),
            )
    for key, value in config.rendition.items():
        for look in value.split():
            if look not in LOOKS:
                raise EditionError(
                    f'{name}: "{look}" in rendition.{key} is not a look that pages have',
                    hint=suggest(look, LOOKS),
                )
    for code in (*config.check.ignore, *config.check.severity):
        if code not in RULES:
            raise EditionError(f'{name}: there is no problem "{code}"', hint=suggest(code, RULES))


def apply_severities(config: Config, code: str, severity: Severity) -> Severity | None:
    """Return the configured severity of this code; None to ignore the problem."""
    if code in config.check.ignore:
        return None
    return Severity(config.check.severity.get(code, severity))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of the known words, or nothing."""
    nearest = find_nearest(word, known)
    return f'did you mean "{nearest}"?' if nearest else ""


def find_nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the nearest of the known words.

    Empty if none is like it, 0 to 1, as the cutoff says.
    """
    nearest = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return nearest[0] if nearest else ""


def list_texts(config: Config) -> list[Path]:
    """Return the files that `texts` names, in reading order, without those that `registers` names.

    An entry is the name of a file, or else a glob, whose files are sorted by name. Raises
    EditionError for an entry that names nothing.
    """
    registers = set(list_registers(config))
    found = _list_named(config, "texts", config.edition.texts)
    return [path for path in found if path not in registers]


def list_registers(config: Config) -> list[Path]:
    """Return the files that `registers` names, in order; only the default may be missing."""
    entries = config.edition.registers
    is_default = entries == EditionTable().registers
    return _list_named(config, "registers", entries, may_miss=is_default)


def list_files(config: Config) -> list[Path]:
    """Return the files that the edition names, texts and registers, each once."""
    return list(dict.fromkeys((*list_texts(config), *list_registers(config))))


def add_files(config: Config, files: Sequence[Path]) -> tuple[Config, list[Path]]:
    """Return the configuration with files as further texts, and the paths by which it knows them.

    Those that the edition has already are not added. They are read wherever they are.
    """
    known = {real_path(path): path for path in list_files(config)} if files else {}
    chosen = [known.get(real_path(file), real_path(file)) for file in files]
    if new := tuple(str(path) for path in chosen if path not in known.values()):
        texts = msgspec.structs.replace(config.edition, texts=(*config.edition.texts, *new))
        config = msgspec.structs.replace(config, edition=texts, named=tuple(map(Path, new)))
    return config, chosen


def list_rules(config: Config) -> list[Path]:
    """Return the files that `schematron`, in [check], names, in order.

    Raises EditionError for an entry that names nothing.
    """
    return _list_named(config, "schematron", config.check.schematron or ())


def list_styles(config: Config) -> list[Path]:
    """Return the style sheets that `css`, in [site], names, in order.

    Raises EditionError for one that is not there.
    """
    files = [Path(os.path.normpath(config.root / entry)) for entry in config.site.css]
    for entry, path in zip(config.site.css, files, strict=True):
        if not path.is_file():
            raise EditionError(
                f'{FILE_NAME}: there is no style sheet "{entry}"',
                hint=f"paths are relative to {config.root}",
            )
    return files


def list_sources(config: Config) -> list[Path]:
    """Return the other files that an editor changes to change the site.

    These are styles, templates, stylesheets, words, schema, rules and copy-texts, and the files of
    the Sphinx project except the pages of the edition.
    """
    named = (
        config.edition.xslt, config.edition.locale, config.check.schema, config.site.templates,
        config.citation.style, config.redirects.file, config.site.picture,
        *config.check.copies, *config.site.css,
    )  # fmt: skip
    found = {config.root / name for name in named if name}
    inside = [path for folder in found if folder.is_dir() for path in folder.rglob("*")]
    source = config.source_folder
    own = source / config.pages.folder
    if (source / "conf.py").is_file():
        inside += [path for path in source.rglob("*") if not path.is_relative_to(own)]
    return sorted(path for path in (*found, *inside) if path.is_file())


def find_picture(config: Config) -> Path | None:
    """Return the picture for the start page that `picture`, in [site], names.

    Raises EditionError if it is missing.
    """
    if not config.site.picture:
        return None
    path = Path(os.path.normpath(config.root / config.site.picture))
    if not path.is_file():
        raise EditionError(
            f'{FILE_NAME}: there is no picture "{config.site.picture}"',
            hint=f"paths are relative to {config.root}",
        )
    check_links([path], config.root, config.boundary, FILE_NAME)
    return path


def find_templates(config: Config) -> Path | None:
    """Return the folder that `templates`, in [site], names.

    Raises EditionError if it is missing.
    """
    if not config.site.templates:
        return None
    path = Path(os.path.normpath(config.root / config.site.templates))
    if not path.is_dir():
        raise EditionError(
            f'{FILE_NAME}: there is no folder "{config.site.templates}" of templates',
            hint=f"paths are relative to {config.root}",
        )
    check_links(path.rglob("*"), config.root, config.boundary, FILE_NAME)
    return path


def find_locale(config: Config) -> Path | None:
    """Return the folder with the edition's own catalogues of words, if there is one.

    It is the one that `locale`, in [edition], names, else `locale` beside the configuration.
    Raises EditionError if a folder that is named is not there.
    """
    named = config.edition.locale
    path = Path(os.path.normpath(config.root / (named or "locale")))
    if not path.is_dir():
        if named:
            raise EditionError(
                f'{FILE_NAME}: there is no folder "{named}" of catalogues',
                hint=f"paths are relative to {config.root}",
            )
        return None
    check_links(sorted(path.rglob("*.po")), config.root, config.boundary, FILE_NAME)
    return path


def _list_named(
    config: Config, key: str, entries: Iterable[str], *, may_miss: bool = False
) -> list[Path]:
    """List the files that the entries of a key name, each once; none may name nothing."""
    files: dict[Path, None] = {}
    for entry in entries:
        found = _expand(config, entry)
        if not found and not may_miss:
            raise EditionError(
                f'{FILE_NAME}: "{entry}" in {key} names no file',
                hint=f"paths are relative to {config.root}",
            )
        files.update(dict.fromkeys(found))
    return list(files)


def _expand(config: Config, entry: str) -> list[Path]:
    """Return the files that an entry names.

    Raises OutsideError for one that leads out of the folder.
    """
    try:
        found = expand(config.root, entry)
    except IndexError:
        raise EditionError(
            f'{FILE_NAME}: "{entry}" is a folder', hint="name the files in it: *.xml"
        ) from None
    except (ValueError, NotImplementedError, OSError, RecursionError) as error:
        raise EditionError(f'{FILE_NAME}: "{entry}" is not a pattern: {error}') from None
    check_links(found, config.root, config.boundary, FILE_NAME)
    return found


def _to_path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)


def _check_keys(table: Mapping[str, Any], record: type, prefix: str, name: str) -> None:
    fields = {field.name: field.type for field in msgspec.structs.fields(record)}
    for key in _NOT_IN_FILE:
        fields.pop(key, None)
    for key, value in table.items():
        if key not in fields:
            raise EditionError(
                f'{name}: there is no key "{prefix}{key}"', hint=suggest(key, fields)
            )
        kind = fields[key]
        if kind == dict[str, AuthorityTable] and isinstance(value, dict):
            for label, one in value.items():
                if isinstance(one, dict):
                    _check_keys(one, AuthorityTable, f"{key}.{label}.", name)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
            _check_keys(value, kind, f"{prefix}{key}.", name)


def _in_words(error: msgspec.ValidationError) -> str:
    message = str(error).replace(" - at `$.", ", in `")
    return message[:1].lower() + message[1:]
