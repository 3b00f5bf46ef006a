"""The switch between the languages of an edition, on each page: to the same page in another.

A page that another language does not have leads to the start of the site in that language.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tei_edition.language.tags import is_leftward, name_language
from tei_edition.pages.addresses import LETTERS, REGISTERS
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.html.start import PAGE
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import FRAME

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# The pages below these are named by letters and words, which other languages do not have.
_NAMED_BY_WORDS = (*REGISTERS.values(), LETTERS)


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Put the switch at the top of a page, and what search engines read into its head."""
    state = get_state(app)
    spoken = state.config.spoken
    if not spoken or app.builder.name not in SITES:
        return
    languages = state.config.edition.languages
    up = app.builder.get_relative_uri(pagename, PAGE)
    root = up[: len(up) - len(app.builder.get_target_uri(PAGE))].removeprefix("./")
    base = app.config.html_baseurl.rstrip("/").removesuffix(f"/{spoken}")
    links, items = [], []
    for tag in languages:
        same = tag == spoken or _has_page(app, tag, pagename)
        target = app.builder.get_target_uri(pagename if same else PAGE)
        href = f"{root}../{tag}/{target}"
        if same:
            address = f"{base}/{tag}/{target}" if base else href
            links.append((tag, address))
        name = escape(name_language(tag))
        turn = ' dir="rtl"' if is_leftward(tag) else ""
        said = f'lang="{escape(tag)}"{turn}'
        items.append(
            f'<li><strong {said} aria-current="true">{name}</strong></li>'
            if tag == spoken
            else f'<li><a href="{escape(href)}" hreflang="{escape(tag)}" {said}>{name}</a></li>'
        )
    if base or pagename == PAGE:
        # Whoever reads none of them is led to the choice, or to the first of them.
        entrance = f"{base}/" if base else f"{root}../index.html"
        links.append(("x-default", entrance if pagename == PAGE else links[0][1]))
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n<link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}">'
        for tag, address in links
    )
    switch = (
        f'<nav class="tei-languages tei-generated no-search" '
        f'aria-label="{escape(state.words["language switch"])}">\n'
        f"<ul>{''.join(items)}</ul></nav>\n"
    )
    if "body" in context:
        context["body"] = f"{switch}{context['body']}"
    else:
        context[FRAME] = f"{switch}{context.get(FRAME, '')}"


def _has_page(app: Sphinx, language: str, pagename: str) -> bool:
    """Whether the site of another language has a page of that name, as far as is known here."""
    state = get_state(app)
    within = f"{state.config.pages.folder.strip('/')}/"
    if f"{pagename}/".startswith(within):
        parts = pagename.removeprefix(within).split("/")
        return len(parts) == 1 or parts[0] not in _NAMED_BY_WORDS
    if pagename not in app.env.found_docs:
        return True  # the search, the indices and the start page are everywhere
    project = Path(app.confdir)
    return any(
        (project / place / f"{pagename}{suffix}").is_file()
        for suffix in app.config.source_suffix
        for place in ("", language)
    )
