"""Build a site or a book with Sphinx, with or without a Sphinx project of the editor's."""

from __future__ import annotations

import os
import shutil
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.config import find_config
from tei_edition.config.site_languages import speak
from tei_edition.config.tables import PagesTable
from tei_edition.language.tags import shorten_language
from tei_edition.pages.addresses import PAGE_SUFFIX
from tei_edition.problems import EditionError
from tei_edition.publishing.language_sites import gather_sources, write_entrance
from tei_edition.publishing.latexmk import make_pdf
from tei_edition.publishing.output import check_output, list_made, publish
from tei_edition.publishing.site_drafts import is_draft
from tei_edition.publishing.trouble import find_reason, watch_trouble
from tei_edition.report.lines import escape_controls
from tei_edition.runtime.locking import hold_lock
from tei_edition.runtime.own_folders import refuse_links, refuse_links_below

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tei_edition.config import Config

# The file that a reader opens first, where it is not index.html.
_ENTRIES = {
    "epub": "*.epub",
    "latex": "*.tex",
    "weasyprint": "*.pdf",
    "text": "index.txt",
    "pdf": "*.pdf",
    "man": "*.1",
}


# Sites to which a page leads where there are several.
_SITES = frozenset({"html", "dirhtml", "singlehtml"})

# What is made anew each time: no file of an earlier book is left beside the new one.
_BOOKS = frozenset({"epub", "latex", "weasyprint"})

# What Sphinx makes of what a user asks for.
_STEPS = {"pdf": "latex"}


class Site(NamedTuple):
    """The result of a build: the file to open, the texts that were left out, the title."""

    entry: Path
    left_out: tuple[str, ...]
    title: str = ""


def build_site(
    config: Config,
    builder: str,
    output: Path,
    *,
    workers: int = 1,
    path: Path | None = None,
    keep_going: bool = False,
) -> Site:
    """Build the edition with one of Sphinx's builders.

    A text that cannot be published whole stops the build, unless it is to `keep_going`.

    The builder `pdf` is `latex` and then LaTeX itself. Without a conf.py in its folder the pages of
    the edition alone are the site. `path` is the edition.toml. The messages of Sphinx go to
    standard error: warnings always, progress only on a terminal.

    Sphinx writes into a folder of the user's cache, and what it made is published in `output` when
    all is well: a build that fails leaves the last site, and Sphinx meets no file that came with
    the edition in the place where it writes. Raises EditionError if Sphinx cannot go on.

    Of an edition in several languages each has a folder in `output`, and a page leads to them.
    """
    check_output(config, output)
    build = partial(_build, builder=builder, workers=workers, path=path, keep_going=keep_going)
    with hold_lock(config.cache_folder):
        if not config.edition.languages:
            return _publish(build(config), config, builder, output)
        titles: dict[str, str] = {}
        for language in config.edition.languages:
            spoken = speak(config, language)
            gather_sources(config, spoken)
            site = build(spoken, project=config.source_folder)
            titles[language] = site.title
            site = _publish(site, spoken, builder, output / language)
        entry = write_entrance(config, output, titles) if builder in _SITES else site.entry
    return site._replace(entry=entry)


def _publish(site: Site, config: Config, builder: str, output: Path) -> Site:
    """Put what Sphinx made into the output folder, and return the site there."""
    made = _find_made(config, builder)
    publish(output, list_made(made), builder)
    return site._replace(entry=output / site.entry.relative_to(made))


def _find_made(config: Config, builder: str) -> Path:
    """Return the folder that Sphinx writes into."""
    return config.cache_folder / "made" / builder


def _check_epoch() -> None:
    """Refuse a date of the environment that Sphinx would fail at when it is imported."""
    value = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        time.gmtime(float(value or 0))
    except (ValueError, OverflowError, OSError):
        raise EditionError(
            f'the variable SOURCE_DATE_EPOCH, "{value}", is not a date',
            hint="it counts the seconds since 1970: correct it, or unset it",
        ) from None


def _build(
    config: Config,
    builder: str,
    *,
    workers: int,
    path: Path | None,
    keep_going: bool,
    project: Path | None = None,
) -> Site:
    """Have Sphinx build; `project` is the folder of its conf.py, if not that of its source."""
    _check_epoch()
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import color_terminal, nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    if not color_terminal() or not (sys.stderr.isatty() or os.environ.get("FORCE_COLOR")):
        # Sphinx decides that by standard output, and writes to standard error.
        nocolor()
    output = _find_made(config, builder)
    if builder in _BOOKS:
        shutil.rmtree(output, ignore_errors=True)
    source = config.source_folder
    project = project or source
    is_project = _check_project(config, source, project)
    settings: dict[str, object] = {} if is_project else _make_settings(config)
    if config.spoken:
        settings["tei_edition_language"] = config.spoken
        settings["language"] = shorten_language(config.spoken).replace("-", "_")
    source.mkdir(parents=True, exist_ok=True)
    step = _STEPS.get(builder, builder)
    found = find_config(project)
    path = path or found
    # What is built of copies is not below its settings.
    if path is not None and (project != source or found is None or not found.samefile(path)):
        settings["tei_edition_config"] = str(path)
    try:
        # Where the edition brings no program, it brings no settings for docutils either.
        confdir = project if is_project else config.cache_folder
        with patch_docutils(confdir), docutils_namespace():
            app = Sphinx(
                srcdir=source,
                confdir=project if is_project else None,
                outdir=output,
                doctreedir=config.cache_folder / "doctrees" / step,
                buildername=step,
                # Whoever calls has checked it, and told what was found.
                confoverrides={
                    "tei_edition_check": False,
                    "tei_edition_keep_going": keep_going,
                    "tei_edition_allow_outside": config.allow_outside,
                    **settings,
                },
                status=sys.stderr if sys.stderr.isatty() else None,
                warning=sys.stderr,
                parallel=workers,
            )
            vars(app.builder)["epilog"] = ""  # it would name Sphinx's folder
            if is_draft():
                vars(app.builder)["gen_indices"] = lambda: None
            with watch_trouble() as trouble:
                app.build()
        # Sphinx keeps what it was built with before, of which a reader has nothing.
        (output / ".buildinfo.bak").unlink(missing_ok=True)
    except SphinxError as error:
        if (reason := find_reason(error)) is not None:
            raise reason from None
        raise EditionError(f"{error.category}: {error}") from error
    if trouble:
        raise trouble[0]
    if step != builder:
        entry = _make_books(output / document[1] for document in app.config.latex_documents)
        return Site(entry, app.config.tei_edition_left_out, app.config.project)
    entry = next(iter(sorted(output.glob(_ENTRIES.get(builder, "index.html")))), output)
    return Site(entry, app.config.tei_edition_left_out, app.config.project)


def _check_project(config: Config, source: Path, project: Path) -> bool:
    """Return whether a Sphinx project is there; refuse links, and a project that is missing."""
    for folder in {source, project}:
        if folder.is_relative_to(config.root):
            refuse_links(folder, config.root)
    if (project / "conf.py").is_file():
        return True
    # Sphinx reads behind links; in a project its author decides that.
    refuse_links_below(source / config.pages.folder)
    if project != config.root / PagesTable().source:
        raise EditionError(
            f'there is no Sphinx project in "{project}": it has no conf.py',
            hint="set source, in [pages] of edition.toml, to the folder of the project",
        )
    return False


def _make_books(sources: Iterable[Path]) -> Path:
    """Have LaTeX make a PDF of each file, tell what it warns of, and return the first."""
    made = [make_pdf(source) for source in sources]
    for warning in (warning for book in made for warning in book.warnings):
        print(escape_controls(f"warning: {warning}"), file=sys.stderr)
    return made[0].pdf


def _make_settings(config: Config) -> dict[str, object]:
    """Return the settings of an edition without a conf.py: its pages are all that there is."""
    return {
        "extensions": ["tei_edition.sphinxext"],
        "root_doc": f"{config.pages.folder.strip('/')}/index",
        # Whatever else is in the folder is not part of the site.
        "include_patterns": [f"{config.pages.folder.strip('/')}/**{PAGE_SUFFIX}"],
        "locale_dirs": [],
        "html_theme": "furo",
        "latex_engine": "xelatex",
    }
