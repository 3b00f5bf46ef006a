"""The style sheets and the scripts of the edition, served from the package."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from tei_edition.config import list_styles
from tei_edition.publishing.word_script import make_word_script
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.parser import is_staged
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# One sheet, made of several: each that a page names, it waits for.
_SHEET = "tei-edition.css"
# What few pages need, these load besides.
_DRAWINGS, _PARALLEL, _UNCOMMON = "drawings.css", "parallel.css", "uncommon.css"
_UNCOMMON_CLASSES = frozenset({
    "tei-annotationBlock", "tei-incident", "tei-kinesic", "tei-pause", "tei-shift", "tei-u",
    "tei-vocal", "tei-writing", "tei-turned-90", "tei-turned-180", "tei-turned-270",
    "tei-rend-vertical", "tei-rend-vertical-rl", "tei-rend-vertical-lr", "tei-rend-tb-rl",
    "tei-rend-tategaki", "tei-dictionary-entry", "tei-entryFree", "tei-letter-head",
    "tei-correspondents", "tei-correspondences", "tei-list-of-entries", "tei-layout-columns",
})  # fmt: skip
_UNUSED = frozenset({"pygments.css", "furo-extensions.css"})
_VIEWS, _WAY, _MARGINS, _FILTERS = "edition.js", "way.js", "margins.js", "filters.js"
_ZOOM, _TILES, _PAIRS = "zoom.js", "tiles.js", "parallel.js"
_IMAGES, _IMAGES_SHEET = "facsimile.js", "facsimile.css"
APPARATUS = "tei-apparatus.js"
# From a disk, a page that others read must say itself what it holds: every page has this.
_READ = "read.js"
WORDS = "tei-words.js"


def serve(app: Sphinx) -> None:
    """Serve them: not before the builder has taken the settings' fingerprint.

    The place where the package lies is no setting of the project, and must not count as one.
    """
    if app.builder.format != "html":
        return
    sheets = ["text.css", "components.css", "sphinx.css"]
    if app.builder.name in {"epub", "singlehtml"}:
        sheets += [_UNCOMMON, _DRAWINGS]
    else:
        for name in (_UNCOMMON, _DRAWINGS):
            offer(app, name, [find_asset(name)])
    if app.builder.name != "epub":
        # Books have no page with two texts.
        offer(app, _PARALLEL, [find_asset(_PARALLEL)])
        sheets += ["screen.css", "sphinx-site.css", "print.css"]
        if get_state(app).words.is_rtl:
            sheets.append("right-to-left.css")
        # Only pages that need them ask for them (`load_scripts`).
        offer(app, _IMAGES_SHEET, [find_asset(_IMAGES_SHEET)])
        for script in (
            _VIEWS, _WAY, _MARGINS, _FILTERS, _ZOOM, _TILES, _PAIRS, _IMAGES, _READ, APPARATUS,
        ):  # fmt: skip
            offer(app, script, [find_asset(script)])
        _offer_words(app)
    if app.builder.name in SITES:
        app.add_js_file(_READ, loading_method="defer", priority=150)
    offer(app, _SHEET, [find_asset(sheet) for sheet in sheets])
    app.add_css_file(_SHEET)
    for sheet in list_styles(get_state(app).config) if app.builder.name != "epub" else ():
        app.config.html_static_path.append(str(sheet))
        app.add_css_file(sheet.name, priority=900)


def offer(app: Sphinx, name: str, parts: list[Path]) -> None:
    """Serve files of ours as one, without what readers would only have to wait for."""
    path = Path(app.doctreedir) / app.builder.name / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    text = shorten(text)
    path.write_text(tighten(text) if path.suffix == ".css" else text, encoding="utf-8")
    app.config.html_static_path.append(str(path))


def _offer_words(app: Sphinx) -> None:
    """Serve what scripts say in the language of the project."""
    scripts = sorted(find_asset("words.js").parent.glob("*.js"))
    path = Path(app.doctreedir) / app.builder.name / WORDS
    asked = (script.read_text(encoding="utf-8") for script in scripts)
    path.write_text(shorten(make_word_script(get_state(app).words, asked)), encoding="utf-8")
    app.config.html_static_path.append(str(path))


def load_words(app: Sphinx) -> None:
    """Have the page that is being written load the words before the scripts that show them."""
    app.add_js_file(WORDS, loading_method="defer", priority=400)


_LOOSE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{}>])\s*|([;:,])\s+""")
_SELECTOR = re.compile(r"""(?<=[{}])[^{}@;"']+\{""")
_COMBINATOR = re.compile(r" ?([+~]) ?")


def tighten(sheet: str) -> str:
    """Return a style sheet without needless white space and semicolons; strings are kept."""
    tight = _LOOSE.sub(lambda found: found[1] or found[2] or found[3], sheet)
    # In selectors alone: in values, calc() needs its spaces.
    tight = _SELECTOR.sub(lambda found: _COMBINATOR.sub(r"\1", found[0]), tight)
    return tight.replace(";}", "}")


def shorten(text: str) -> str:
    """Return a style sheet or a script of ours without comments and indents.

    In scripts comments are on lines of their own, and no string has several lines.
    """
    bare = re.sub(r"/\*.*?\*/|^\s*//[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\s*\n\s*", "\n", bare).strip() + "\n"


def lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Spare readers of the edition what its pages have no use for: the colours of programs.

    What has no icon says so, since browsers ask for one otherwise.
    """
    if app.builder.format != "html" or app.builder.name == "epub":
        return
    if not app.config.html_favicon:
        context["metatags"] = context.get("metatags", "") + '\n<link rel="icon" href="data:,">'
    if app.builder.name == "singlehtml" or not _is_of_edition(app, pagename, doctree):
        return
    if doctree is None or nodes.literal_block not in survey(doctree).kinds:
        sheets = context["css_files"]
        context["css_files"] = [s for s in sheets if Path(str(s.filename)).name not in _UNUSED]


# Pages that Sphinx makes without a document, and its start page; indices of ours begin with "tei-".
_MADE = frozenset({"search", "genindex", "index"})


def _is_of_edition(app: Sphinx, pagename: str, doctree: nodes.document | None) -> bool:
    """Whether a page is one of the edition, or made for it of a template."""
    if doctree is None:
        return pagename in _MADE or pagename.startswith("tei-")
    return is_staged(app.env, pagename)


class Survey(NamedTuple):
    """Which kinds of nodes a page has, and which classes they have."""

    kinds: frozenset[type]
    classes: frozenset[str]


@lru_cache(maxsize=1)
def survey(doctree: nodes.document) -> Survey:
    """Return what a page that is being written has; it is walked through once."""
    found = list(doctree.findall(nodes.Element))
    return Survey(
        frozenset(map(type, found)),
        frozenset(name for node in found for name in node["classes"]),
    )


def load_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load scripts where there is something to choose: views at once, so that none flashes.

    The style sheet of drawings is loaded where there is one, or a chronology.
    """
    if app.builder.name == "epub" or doctree is None or not is_staged(app.env, pagename):
        return
    page = survey(doctree)
    if app.builder.name != "singlehtml":
        _load_for_site(app, page, context)
    if page.classes & {"tei-apparatus", "tei-witness-choice"}:
        load_words(app)
        app.add_js_file(APPARATUS, loading_method="defer")


def _load_for_site(app: Sphinx, page: Survey, context: dict[str, Any]) -> None:
    """Load what only pages of a site have: drawings, images, two texts, views, filters."""
    if page.classes & _UNCOMMON_CLASSES:
        app.add_css_file(_UNCOMMON)
    if own.tei_drawing in page.kinds or "tei-chronology-table" in page.classes:
        app.add_css_file(_DRAWINGS)
    if page.classes & {"tei-map", "tei-network"}:
        load_words(app)
        app.add_js_file(_ZOOM, loading_method="defer")
        if get_state(app).config.map.tiles:
            app.add_js_file(_TILES, loading_method="defer")
    if own.tei_facsimile in page.kinds:
        load_words(app)
        app.add_css_file(_IMAGES_SHEET)
        app.add_js_file(_IMAGES, loading_method="defer")
    if "tei-text-choice" in page.classes:
        app.add_css_file(_PARALLEL)
        if "tei-paired" in page.classes:
            app.add_js_file(_PAIRS, loading_method="defer")
    if own.tei_views in page.kinds:
        address = escape(context["pathto"](f"_static/{_VIEWS}", resource=True))
        context["metatags"] += f'\n<script src="{address}"></script>'
        app.add_js_file(_WAY, loading_method="defer")
        if "tei-pb" in page.classes:
            app.add_js_file(_MARGINS, loading_method="defer")
        if "tei-filters" in page.classes:
            load_words(app)
            app.add_js_file(_FILTERS, loading_method="defer")
