"""The Content-Security-Policy of each page: what a browser may run and load.

No script is in a page of ours. Those that a theme writes into its pages are allowed by their
digests, which are taken of the theme's templates, or of what it adds by Sphinx's own function, and
never of a page: a script that came into a page by a fault of ours has none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from docutils import nodes
from jinja2 import TemplateError

from tei_edition.runtime.files import real_path
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment
    from sphinx.application import Sphinx
    from sphinx.jinja2glue import BuiltinTemplateLoader

_POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    # The widths of pictures are attributes of theirs, and themes write colours into pages.
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "connect-src": ("'self'",),
    # From a disk, a page reads another in a frame (read.js).
    "frame-src": ("'self'",),
    "worker-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
}
_INLINE = re.compile(r"<script((?:\s[^>]*)?)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\bsrc\s*=|\btype\s*=\s*["'](?!module|text/javascript)""")
# What other programs of the project load may bring more of its own.
_LOADED = ("script-src", "style-src", "font-src", "img-src", "connect-src")


def state_policy(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the policy at the beginning of the head of a page; come when the others are done."""
    wanted = app.config.tei_edition_policy
    if app.builder.name not in {*SITES, "singlehtml"} or wanted is False:
        return
    policy = {name: list(sources) for name, sources in _POLICY.items()}
    pictures = list(_list_pictures(doctree)) if doctree else []
    policy["img-src"] += sorted({p["origin"] for p in pictures if p.get("origin")})
    policy["connect-src"] += sorted({p["origin"] for p in pictures if p.get("service")})
    templates = cast("BuiltinTemplateLoader", app.builder.templates)
    policy["script-src"] += _list_digests(templates, app, context)
    policy["script-src"] += map(_digest, list_added(context.get("script_files", ())))
    if handlers := list(_list_handlers(context.get("header_buttons", ()))):
        policy["script-src"] += ["'unsafe-hashes'", *map(_digest, handlers)]
    if get_state(app).config.search.engine == "pagefind":
        policy["script-src"].append("'wasm-unsafe-eval'")
    # The scripts and style sheets that conf.py, or an extension that it names, loads from the web.
    for origin in _list_origins([*context.get("script_files", ()), *context.get("css_files", ())]):
        for name in _LOADED:
            policy[name].append(origin)
    for name, sources in (wanted if isinstance(wanted, dict) else {}).items():
        policy.setdefault(name, []).extend(sources.split())
    context["metatags"] = f"{write_policy(policy)}\n{context.get('metatags', '')}"


def _list_pictures(doctree: nodes.document) -> Iterator[nodes.Element]:
    """Yield what may be loaded from other hosts: images beside the text, tiles of maps."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, own.tei_picture | own.tei_drawing):
            yield node


def write_policy(policy: Mapping[str, Iterable[str]]) -> str:
    """Return the policy as an element of the head of a page."""
    text = "; ".join(f"{name} {' '.join(dict.fromkeys(policy[name]))}" for name in policy)
    # Simple quotation marks are no danger in the double ones, and are read by people.
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(text, quote=False)}">'


def _list_digests(
    templates: BuiltinTemplateLoader, app: Sphinx, context: dict[str, Any]
) -> list[str]:
    """Return the digests of the scripts that the theme, or the project, writes into its pages."""
    state = get_state(app)
    own = state.config.site.templates
    brought = real_path(state.config.root / own) if own else None
    folders = [Path(folder) for folder in templates.pathchain]
    scripts = dict.fromkeys(
        script
        for folder in folders
        if real_path(folder) != brought  # the edition brings no scripts
        for script in _read_scripts(folder)
    )
    made = (_render(script, templates.environment, context) for script in scripts)
    return [_digest(text) for text in made if text]


_known: dict[Path, tuple[str, ...]] = {}


def _read_scripts(folder: Path) -> tuple[str, ...]:
    """Return the scripts in the templates of a folder, as they are there."""
    if folder not in _known:
        texts = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")))
        _known[folder] = tuple(
            found[2] for text in texts for found in _INLINE.finditer(text) if _is_run(found)
        )
    return _known[folder]


def _is_run(found: re.Match[str]) -> bool:
    return bool(found[2].strip()) and not _DATA.search(found[1])


def _render(script: str, environment: Environment, context: Mapping[str, Any]) -> str:
    """Return a script as it is in the page; empty if the page does not have it."""
    if "{" not in script or not re.search(r"\{[{%#]", script):
        return script
    try:
        return environment.from_string(script).render(context)
    except (TemplateError, TypeError, KeyError, AttributeError, ValueError):
        return ""


def _digest(script: str) -> str:
    # Browsers read line ends as one.
    data = hashlib.sha256(script.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(data).decode()}'"


def list_added(files: Iterable[Any]) -> Iterator[str]:
    """Yield the scripts that a theme, or an extension, adds to a page without a file."""
    for file in files:
        if body := getattr(file, "attributes", {}).get("body"):
            yield str(body)


def _list_handlers(buttons: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what the buttons of sphinx-book-theme call, in groups as well."""
    for button in buttons:
        if code := button.get("javascript"):
            yield str(code)
        yield from _list_handlers(button.get("buttons", ()))


def _list_origins(files: Iterable[Any]) -> Iterator[str]:
    for file in files:
        parts = urlsplit(str(getattr(file, "filename", file)))
        if parts.scheme in {"http", "https"} and parts.netloc:
            yield f"{parts.scheme}://{parts.netloc}"


def setup(app: Sphinx) -> None:
    """Register the setting."""
    app.add_config_value("tei_edition_policy", True, "html", types=frozenset({bool, dict}))
