"""The start page of a site: made of the headers by a template, unless the project has its own.

A page of the project can include it by the directive `tei:start`.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

import msgspec
from docutils import nodes
from jinja2 import TemplateError
from markupsafe import Markup, escape
from sphinx.util.docutils import SphinxDirective

from tei_edition.citation.formats import FILES
from tei_edition.citation.page import SCRIPT, SHEET, find_cited, write_block
from tei_edition.config import find_picture
from tei_edition.runtime.resources import find_asset, find_resource
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.domain import TeiDomain, get_domain
from tei_edition.sphinxext.html.assets_served import load_words
from tei_edition.sphinxext.html.citations import explain_failure, find_url
from tei_edition.sphinxext.nodes import is_safe_uri
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import add_templates, find_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

# The page at the address of the site, where the project has none of that name.
PAGE = "index"
_TEMPLATE = "tei-start.html"
_SHEET, _SCRIPT = "start.css", "start.js"


def has_start(app: Sphinx) -> bool:
    """Whether the site has a start page made by us."""
    return app.builder.name in SITES and PAGE not in app.env.found_docs


def name_site(app: Sphinx) -> str:
    """Return what the edition is called: as its headers or settings say, else as conf.py does."""
    return get_state(app).staging.start.title or str(app.config.project)


def render_start(app: Sphinx, docname: str, *, inside: bool = False) -> str:
    """Return the start page as HTML, seen from a document; `inside` a page that has a title."""
    state = get_state(app)
    start, builder = state.staging.start, app.builder

    def link(target: str) -> Markup:
        return escape(builder.get_relative_uri(docname, target))

    def word(key: str, **values: object) -> Markup:
        plain = {k: v.unescape() if isinstance(v, Markup) else v for k, v in values.items()}
        return escape(state.words.say(key, **plain))

    given = _escape(msgspec.to_builtins(start))
    given["title"] = escape(name_site(app))
    cited = state.staging.citations.pages.get(state.staging.citations.home)
    for role in ("authors", "editors"):
        # Whoever edited it may be named in a statement of responsibility alone.
        names = getattr(cited, role) if cited else ()
        given[role] = given[role] or [escape(name.words) for name in names]
    given["picture"] = escape(_name_picture(app))
    given["picture_words"] = escape(state.config.site.picture_words)
    for licence in given["licences"]:
        licence["uri"] = licence["uri"] if is_safe_uri(licence["uri"]) else ""
    titles = app.env.titles
    pages = [{"docname": n, "title": titles[n].astext()} for n in start.own if n in titles]
    root = builder.get_relative_uri(docname, PAGE).rpartition("/")[0]
    context = {
        "start": given,
        "own": _escape(pages),
        "inside": inside,
        "link": link,
        "word": word,
        "resource": lambda name: escape(f"{root}/{name}" if root else name),
        "search": link("search"),
        "version": escape(state.imprint.version),
        "cite": Markup(_cite_whole(app, link)),  # noqa: S704 - made of escaped words
    }
    try:
        page: str = cast("Any", app.builder).templates.render(_TEMPLATE, context)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f", line {line}" if line else ""
        raise TeiEditionError(f'the template "{_TEMPLATE}" fails{place}: {error}') from None
    return page


def _escape(value: Any) -> Any:
    """Return a value whose words are escaped, so that no template need do it."""
    if isinstance(value, dict):
        return {key: _escape(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_escape(inner) for inner in value]
    return escape(value) if isinstance(value, str) else value


def _name_picture(app: Sphinx) -> str:
    """Return the address of the picture from the root of the site."""
    picture = find_picture(get_state(app).config)
    return f"_static/{picture.name}" if picture else ""


def _cite_whole(app: Sphinx, link: Callable[[str], str]) -> str:
    """Return the block that says how to cite the edition; empty if it cannot be cited."""
    citations = get_state(app).staging.citations
    page = find_cited(citations, citations.home, lambda name: find_url(app, name))
    if page is None:
        return ""
    # The files lie beside the page of contents.
    home = link(citations.home)
    base = home[:-5] if home.endswith(".html") else f"{home.rstrip('/')}"
    with explain_failure():
        return write_block(page, citations, {suffix: f"{base}{suffix}" for suffix in FILES})


# A page of the project that includes it ----------------------------------------------------------


class StartDirective(SphinxDirective):
    """`.. tei:start::`: the start page, without its heading."""

    def run(self) -> list[nodes.Node]:
        """Note that the page shows it."""
        node = own.tei_start("")
        self.set_source_info(node)
        get_domain(self.env).data["starts"][self.env.current_document.docname] = ""
        return [node]


def _visit_start(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    app = find_app(self.builder.env)
    if app.builder.name in SITES:
        self.body.append(render_start(app, self.builder.current_docname, inside=True))
    raise nodes.SkipNode


# Sphinx event handlers ---------------------------------------------------------------------------


def serve(app: Sphinx) -> None:
    """Serve the style sheet, the script and the picture."""
    if app.builder.name not in SITES:
        return
    add_templates(app, find_resource("publishing/templates"))
    served = app.config.html_static_path
    served.extend(str(find_asset(name)) for name in (_SHEET, _SCRIPT))
    if picture := find_picture(get_state(app).config):
        served.append(str(picture))


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the start page, if the project has none; its body is made by `complete`."""
    if has_start(app):
        yield PAGE, {"title": str(escape(name_site(app))), "body": ""}, "page.html"


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the start page its body, and pages that include it what it needs."""
    if app.builder.name not in SITES:
        return
    is_start = doctree is None and pagename == PAGE and has_start(app)
    if is_start:
        context["body"] = render_start(app, pagename)
    if is_start or (doctree is not None and any(doctree.findall(own.tei_start))):
        app.add_css_file(_SHEET)
        app.add_css_file(SHEET)
        load_words(app)
        app.add_js_file(_SCRIPT, loading_method="defer")
        app.add_js_file(SCRIPT, loading_method="defer")


def lead_there(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Have the name of the site lead to the start page; themes have read the setting before."""
    if app.builder.name in SITES and has_start(app):
        context["master_doc"] = context["root_doc"] = PAGE


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that include the start page, if that has changed."""
    state = get_state(app)
    content = msgspec.json.encode((state.staging.start, state.imprint), order="deterministic")
    digest = blake2b(content, digest_size=8).hexdigest()
    starts: dict[str, str] = get_domain(env).data["starts"]
    changed = [docname for docname, old in starts.items() if old != digest]
    starts.update(dict.fromkeys(starts, digest))
    return sorted(docname for docname in changed if docname in env.found_docs)


def setup(app: Sphinx) -> None:
    """Register the node and the directive."""
    app.add_node(
        own.tei_start, override=True, html=(_visit_start, None), latex=(_skip, None),
        text=(_skip, None), man=(_skip, None), texinfo=(_skip, None),
    )  # fmt: skip
    app.add_directive_to_domain(TeiDomain.name, "start", StartDirective)


def _skip(self: object, node: nodes.Element) -> None:  # noqa: ARG001
    raise nodes.SkipNode
