"""The search page: its form, the place for results, and the settings of its script."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.locale import _

from tei_edition.language.folding import describe_folding
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.html.assets_served import load_words
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx

    from tei_edition.config import Config

PAGE = "search"
KINDS = ("text", "note", "apparatus", "register", "page")
# The filters of which a reader types a name; the browser offers those that there are.
NAMED = ("person", "organisation", "place")

_STYLE, _SHARED = "tei-search.css", "tei-search.js"
# What the engines need on the page, in order; each asks for its index when it is to find something.
_SCRIPTS = {
    "sphinx": ("searchtools.js", "language_data.js", _SHARED, "tei-search-sphinx.js"),
    "pagefind": (_SHARED, "tei-search-pagefind.js"),
}


def fill(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> str | None:
    """Replace the search page of the theme by ours, which shows passages."""
    if pagename != PAGE or app.builder.name not in SITES:
        return None
    config = get_state(app).config
    engine = config.search.engine
    words = get_state(app).words
    context["title"] = words["Search"]
    context["metatags"] = context.get("metatags", "") + '\n<meta name="robots" content="noindex">'
    ways = _list_ways(app, context["pathto"])
    context["body"] = make_body(words, config, ways)
    app.add_css_file(_STYLE)
    load_words(app)
    for number, name in enumerate(_SCRIPTS[engine]):
        # Sphinx's own begins as soon as the page is there, by when ours must have come.
        app.add_js_file(
            name,
            priority=600 + number,
            loading_method="defer" if name.startswith("tei-") else None,
        )
    return "page.html"


def _list_ways(app: Sphinx, link: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return what finds things without scripts: the contents with the registers, and the index."""
    contents = f"{get_state(app).config.pages.folder}/index"
    ways = [(link(app.config.root_doc), app.config.html_short_title or app.config.html_title)]
    if contents in app.env.all_docs:
        ways.append((link(contents), app.env.titles[contents].astext()))
    if app.config.html_use_index:
        ways.append((link("genindex"), _("Index")))
    return ways


def make_body(words: Mapping[str, str], config: Config, ways: list[tuple[str, str]]) -> str:
    """Return the page as HTML.

    `ways` are addresses and titles of what finds things without scripts.
    """

    def say(name: str) -> str:
        return escape(words[name])

    links = ", ".join(f'<a href="{escape(href)}">{escape(title)}</a>' for href, title in ways)
    engine = config.search.engine
    settings = {
        "engine": engine,
        "folder": config.pages.folder,
        "folding": describe_folding(),
    }
    filters = _make_filters(say) if engine == "pagefind" else ""
    return f"""<section class="tei-page tei-search" id="search">
<h1>{say("Search")}</h1>
<noscript><p class="tei-no-scripts">{say("search no scripts")} {links}.</p></noscript>
<form class="tei-search-form" role="search" aria-label="{say("Search")}" method="get">
<p><label for="tei-query">{say("search words")}</label>
<input type="search" id="tei-query" name="q" autocomplete="off" autocapitalize="off"
 spellcheck="false" aria-describedby="tei-search-hint">
<button type="submit">{say("Search")}</button></p>
<p id="tei-search-hint">{say("search hint")}</p>
{filters}</form>
<p id="search-progress" role="status"></p>
<div id="search-results" data-tei-search="{escape(json.dumps(settings, ensure_ascii=True))}"></div>
</section>
"""


def _make_filters(say: Callable[[str], str]) -> str:
    kinds = "\n".join(
        f'<label><input type="checkbox" name="kind" value="{kind}"> {say(f"search kind {kind}")}'
        "</label>"
        for kind in KINDS
    )
    named = "\n".join(
        f'<p><label for="tei-{name}">{say(f"search {name}")}</label>\n'
        f'<input type="text" id="tei-{name}" name="{name}" list="tei-all-{name}" '
        f'autocomplete="off"><datalist id="tei-all-{name}"></datalist></p>'
        for name in NAMED
    )
    return f"""<details class="tei-filters"><summary>{say("search filters")}</summary>
<fieldset><legend>{say("search kind")}</legend>
{kinds}
</fieldset>
<p><label for="tei-text">{say("search text")}</label>
<select id="tei-text" name="text"><option value="">{say("search any")}</option></select></p>
{named}
<p><label for="tei-from">{say("search from")}</label>
<input type="number" id="tei-from" name="from" step="1">
<label for="tei-to">{say("search to")}</label>
<input type="number" id="tei-to" name="to" step="1"></p>
</details>
"""


def serve(app: Sphinx) -> None:
    """Serve what the page needs."""
    if app.builder.name in SITES:
        engine = get_state(app).config.search.engine
        for name in (_STYLE, _SHARED, f"tei-search-{engine}.js"):
            app.config.html_static_path.append(str(find_asset(name)))
