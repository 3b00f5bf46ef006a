"""Stage the pages of the edition before Sphinx looks for its sources, and set defaults."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import msgspec
from sphinx.errors import SphinxError
from sphinx.util import logging

from tei_edition.citation.imprint import Imprint, collect_imprint
from tei_edition.citation.page import cite_whole
from tei_edition.config import (
    FILE_NAME,
    find_config,
    find_locale,
    find_picture,
    find_templates,
    list_styles,
    read_config,
)
from tei_edition.config.site_languages import speak
from tei_edition.facts.text import Edition
from tei_edition.language.tags import shorten_language
from tei_edition.language.wording import list_words
from tei_edition.pages.addresses import CONTENTS
from tei_edition.problems import EditionError, Severity
from tei_edition.runtime.files import hash_text, real_path
from tei_edition.runtime.locking import take_lock
from tei_edition.runtime.own_folders import refuse_links_below
from tei_edition.sphinxext.state import EditionState, set_state
from tei_edition.sphinxext.upstream import complete_messages, list_given, reload_messages

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

    from tei_edition.config import Config
    from tei_edition.problems import Problem
    from tei_edition.publishing.staging import Staging

logger = logging.getLogger(__name__)

# How often Python's collector of garbage looks through new, older and oldest objects while Sphinx
# works. A page is thousands of nodes that know each other; at Python's own pace the collector took
# a seventh of a build.
_COLLECTED = (50_000, 20, 100)
_COLLECTED_BEFORE: WeakKeyDictionary[Sphinx, tuple[int, int, int]] = WeakKeyDictionary()

# Which other builds of the same edition wait for.
_LOCKS: WeakKeyDictionary[Sphinx, BaseFileLock] = WeakKeyDictionary()


class TeiEditionError(SphinxError):
    """The edition cannot be built, and it is no fault of the program."""

    category = "TEI edition error"


def stage_edition(config: Config, workers: int, *, is_checked: bool = False) -> Staging:
    """Write the pages of the edition into the Sphinx source; imports the pipeline only when called.

    Saxon's processes end before this returns, so that none lives beside Sphinx's own.
    """
    from tei_edition.publishing import staging as pipeline

    return pipeline.stage_edition(config, workers=workers, is_checked=is_checked)


def locate_config(app: Sphinx) -> Config:
    """Return the edition's configuration, with this Sphinx project as the one that takes its pages.

    Raises EditionError if there is none.
    """
    confdir = Path(app.confdir)
    named = app.config.tei_edition_config
    path = confdir / named if named else find_config(confdir)
    if path is None:
        raise EditionError(
            f"there is no {FILE_NAME} in {confdir} or above",
            hint="name it in conf.py: tei_edition_config = ...",
        )
    config = read_config(path, allow_outside=app.config.tei_edition_allow_outside)
    if app.config.tei_edition_language:
        config = speak(config, app.config.tei_edition_language)
    srcdir = Path(app.srcdir)
    if real_path(config.source_folder) == srcdir:
        return config
    return msgspec.structs.replace(
        config, pages=msgspec.structs.replace(config.pages, source=str(srcdir))
    )


def stage(app: Sphinx, settings: SphinxConfig) -> None:
    """Stage the edition as soon as all settings are known; Sphinx looks for its sources next."""
    try:
        config = locate_config(app)
        _keep_outside(app, config)
        templates = find_templates(config)
        list_styles(config)
        find_picture(config)
        _LOCKS[app] = take_lock(config.cache_folder)
        staging = stage_edition(
            config, max(1, app.parallel), is_checked=not app.config.tei_edition_check
        )
    except EditionError as error:
        hint = f"\n{error.hint}" if error.hint else ""
        raise TeiEditionError(f"{error}{hint}") from None
    except OSError as error:
        # A folder that may not be written, a file instead of one.
        raise TeiEditionError(f'"{error.filename}": {error.strerror}') from None
    if templates:
        settings.templates_path = [*settings.templates_path, str(templates)]
    _choose_root(app, settings, config)
    for problem in staging.problems:
        _log(problem)
    settings.tei_edition_left_out = staging.left_out
    if staging.left_out and not settings.tei_edition_keep_going:
        raise TeiEditionError(
            f"not published as a whole: {', '.join(staging.left_out)}\n"
            "correct the problems above, or leave these texts out: --keep-going with "
            "tei-edition build, tei_edition_keep_going = True in conf.py"
        )
    imprint = collect_imprint(config, staging.edition)
    _set_language(app, settings, imprint.language)
    _fill_settings(settings, config, staging, imprint)
    citation, address = cite_whole(staging.citations, settings.html_baseurl.rstrip("/"))
    times = {
        text.file: tuple(life.time for life in text.lives if not life.entity)
        for text in staging.edition.texts
    }
    cited = staging.citations.pages.get(staging.citations.home)
    version = cited.version if cited else ""
    imprint = imprint._replace(citation=citation, address=address, version=version)
    words = list_words(settings.language or "en", find_locale(config))
    complete_messages(app, words)
    start = staging.start
    foot = repr((start.publisher, start.date, start.licences, citation))
    settings.tei_edition_words = hash_text(words.to_json(), foot)
    # What the texts say is on the pages now; of a large edition it would fill the memory.
    staging = staging._replace(edition=Edition((), ()))
    set_state(app, EditionState(config, staging, imprint, times, words))


def collect_rarely(app: Sphinx) -> None:
    """Let the collector of garbage come less often until the build has finished."""
    _COLLECTED_BEFORE.setdefault(app, gc.get_threshold())
    gc.set_threshold(*_COLLECTED)


def let_others_build(app: Sphinx, error: Exception | None) -> None:  # noqa: ARG001
    """Release the lock of the edition, whether the build succeeded or failed."""
    gc.set_threshold(*_COLLECTED_BEFORE.pop(app, gc.get_threshold()))
    if lock := _LOCKS.pop(app, None):
        lock.release()


def _choose_root(app: Sphinx, settings: SphinxConfig, config: Config) -> None:
    """Begin at the contents of the edition if the project has no first page of its own."""
    if is_given(settings, "root_doc") or is_given(settings, "master_doc"):
        return
    first = Path(app.srcdir) / settings.root_doc
    if not any(first.with_name(f"{first.name}{s}").is_file() for s in settings.source_suffix):
        settings.root_doc = f"{config.pages.folder.strip('/')}/{CONTENTS}"


def _keep_outside(app: Sphinx, config: Config) -> None:
    """Have Sphinx keep its work with the user, if it would do so in the edition's folder.

    Sphinx unpickles what it kept, which runs whatever a stranger has put there; and it writes
    through links that are in its output. It has opened neither yet.
    """
    roots = [config.root, Path(app.srcdir), Path(app.confdir)]
    if any(Path(app.outdir).is_relative_to(root) for root in roots):
        refuse_links_below(Path(app.outdir))
    if any(Path(app.doctreedir).is_relative_to(root) for root in roots):
        kept = config.cache_folder / "doctrees" / hash_text(str(app.doctreedir))[:16]
        app.doctreedir = type(app.doctreedir)(kept)


def _log(problem: Problem) -> None:
    message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    location = f"{problem.location.file}:{problem.location.line}"
    if problem.severity is Severity.NOTE:
        logger.info("%s: %s [%s]", location, message, problem.code)
    else:
        logger.warning("%s", message, type="tei", subtype=problem.code, location=location)


def _set_language(app: Sphinx, settings: SphinxConfig, language: str) -> None:
    """Have Sphinx and the theme speak the language of the edition, unless conf.py names one."""
    language = shorten_language(language) if language else ""
    if language and language != settings.language and not is_given(settings, "language"):
        settings.language = language.replace("-", "_")
        reload_messages(app)


def _fill_settings(
    settings: SphinxConfig, config: Config, staging: Staging, imprint: Imprint
) -> None:
    """Give what conf.py leaves empty; it must be the same in each build of the same edition.

    An EPUB without a version or copyright is refused by epubcheck, and the TEI is offered for
    download as it is, so that Sphinx's own copies of the staged pages would only mislead.
    """
    headers = [text.header for text in staging.edition.texts]
    named = (h.publisher or ", ".join(h.editors or h.authors) for h in headers)
    holders = next(filter(None, named), imprint.title)
    language = config.search.language or imprint.language or "en"
    set_default(settings, "html_search_language", language.partition("-")[0].lower())
    settings.tei_edition_search = config.search.engine
    set_default(settings, "html_baseurl", config.edition.url)
    if config.spoken and settings.html_baseurl != config.edition.url:
        settings.html_baseurl = f"{settings.html_baseurl.rstrip('/')}/{config.spoken}/"
    set_default(settings, "html_copy_source", False)
    set_default(settings, "html_show_sourcelink", False)
    set_default(settings, "html_show_sphinx", False)
    if imprint.title:
        set_default(settings, "project", imprint.title)
        # Sphinx's own default is "TITLE documentation".
        set_default(settings, "html_title", imprint.title)
    # Sphinx's own default is "Author name not set", which some themes show.
    set_default(settings, "author", ", ".join(imprint.authors or imprint.editors))
    # A header names a publisher and a licence; it does not claim copyright for the publisher.
    set_default(settings, "html_show_copyright", is_given(settings, "copyright"))
    if not settings.version:
        settings.version = imprint.date or "1"
    if not settings.copyright:
        settings.copyright = ", ".join(filter(None, (imprint.date, holders)))


def set_default(settings: SphinxConfig, name: str, value: Any) -> None:
    """Give a setting that neither conf.py nor the command line gives."""
    if not is_given(settings, name):
        setattr(settings, name, value)


def is_given(settings: SphinxConfig, name: str) -> bool:
    """Whether conf.py or the command line gives a setting."""
    return name in list_given(settings)


def setup(app: Sphinx) -> None:
    """Declare the settings of the extension."""
    app.add_config_value("tei_edition_config", "", "env", types=frozenset({str}))
    # Not for conf.py: which of the languages of an edition `tei-edition build` builds.
    app.add_config_value("tei_edition_language", "", "env", types=frozenset({str}))
    app.add_config_value("tei_edition_allow_outside", False, "env", types=frozenset({bool}))
    app.add_config_value("tei_edition_keep_going", False, "", types=frozenset({bool}))
    # Not for conf.py: tells `tei-edition build` which texts are left out.
    app.add_config_value("tei_edition_left_out", (), "", types=frozenset({tuple}))
    app.add_config_value("tei_edition_check", True, "", types=frozenset({bool}))
    # Not for conf.py: other words are on every page, and so is its foot.
    app.add_config_value("tei_edition_words", "", "html", types=frozenset({str}))
    # Not for conf.py: another engine has to be told of every page again.
    app.add_config_value("tei_edition_search", "", "html", types=frozenset({str}))
