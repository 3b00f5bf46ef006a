"""LaTeX: what makes of the manual that Sphinx knows a book: its style and its title page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util import texescape

from tei_edition.language.tags import is_leftward
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.title_page import format_latex
from tei_edition.sphinxext.latex.scripts import write_runs
from tei_edition.sphinxext.staging import set_default
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.config import Config as SphinxConfig
    from sphinx.writers.latex import LaTeXTranslator

_STYLE = "teiedition.sty"
_PAPERS = {"a4": "a4paper", "a5": "a5paper", "b5": "b5paper", "letter": "letterpaper"}
_ELEMENTS = {
    "pointsize": "11pt",
    "fncychap": "",
    "extraclassoptions": "openany",
    "sphinxsetup": r"HeaderFamily=\rmfamily\bfseries, TitleColor={rgb}{0,0,0},"
    " InnerLinkColor={rgb}{0,0,0}, OuterLinkColor={rgb}{0,0,0}",
}

# For a language from right to left polyglossia would load bidi, which turns the whole book and is
# seldom installed; `scripts` sets the direction of each text.
_LEFTWARD = {"polyglossia": "", "babel": ""}


def visit_pages(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the pages of places that the book has."""
    self.body.append(r"\teipagesbegin")
    self.body.extend(rf"\teipage{{{self.idescape(label)}}}" for label in node["labels"])
    self.body.append(r"\teipagesend{}")
    raise nodes.SkipNode


def fill_settings(app: Sphinx, settings: SphinxConfig) -> None:
    """Set defaults for what conf.py leaves open: one book, and an engine for all scripts."""
    paper = _PAPERS[get_state(app).config.print.paper]
    set_default(settings, "latex_engine", "xelatex")
    set_default(settings, "latex_domain_indices", False)
    elements = {**_ELEMENTS, "papersize": paper}
    if is_leftward(settings.language or "en"):
        elements |= _LEFTWARD
    settings.latex_elements = {**elements, **settings.latex_elements}


def prepare(app: Sphinx) -> None:
    """Load the style, and set the title page."""
    if app.builder.name != "latex":
        return
    context = cast("LaTeXBuilder", app.builder).context
    imprint = get_state(app).imprint

    config = app.config
    language = imprint.language or config.language or "en"

    def encode(text: str) -> str:
        return texescape.escape(text, config.latex_engine)

    def write(text: str) -> str:
        return write_runs(text, encode, language)

    def write_line(text: str) -> str:
        leftward = is_leftward(config.language or "en")
        return write_runs(text, encode, language, leftward=leftward)

    def write_title(text: str) -> str:
        shown, plain = write(text), encode(text)
        return plain if shown == plain else rf"\texorpdfstring{{{shown}}}{{{plain}}}"

    names = r" \and ".join(write_title(name) for name in imprint.authors or imprint.editors)
    start = get_state(app).config.print.start or config.root_doc
    name = f"{config.epub_basename}.tex"
    document = (start, name, write_title(config.project), names, "manual", False)
    set_default(config, "latex_documents", [document])
    if "maketitle" not in app.config.latex_elements:
        page = format_latex(imprint, app.config, get_state(app).words, write_line)
        context["maketitle"] = f"{_INFORMATION}\n{page}\n"
    settings = get_state(app).config.print
    # reledmac counts lines itself.
    lines = settings.line_numbers if settings.apparatus != "reledmac" else 0
    numbers = rf"\teicountlines{{{lines}}}" if lines else ""
    leftward = ""
    if is_leftward(config.language or "en"):
        contents = write_runs(get_state(app).words["Table of contents"], encode)
        leftward = rf"\teirtlbook{{{contents}}}"
    context["preamble"] = "\n".join((
        r"\usepackage{teiedition}", leftward, numbers, rf"\hypersetup{{pdflang={{{language}}}}}",
        context["preamble"],
    ))  # fmt: skip


# What the file says of itself; Sphinx's own title page does the same.
_INFORMATION = r"""\begingroup\makeatletter\def\and{, }\def\\{, }%
\hypersetup{pdfauthor={\@author},pdftitle={\@title}}\makeatother\endgroup"""


def copy_style(app: Sphinx, error: Exception | None) -> None:
    """Put the style beside the book.

    What Sphinx says in a language is in the typeface of its script, as the text is.
    """
    if error is None and app.builder.name == "latex":
        shutil.copyfile(find_asset(_STYLE), Path(app.outdir) / _STYLE)
        _set_messages(Path(app.outdir) / "sphinxmessages.sty", _ANY, app.config.language)
        for document in app.config.latex_documents:
            for messages in (_CONTINUED, _INDEX):
                _set_messages(Path(app.outdir) / document[1], messages, app.config.language)


# What Sphinx's templates say, in a file that has nothing else, where tables go on, of the index.
_ANY = re.compile(r"^.*$", re.MULTILINE)
_CONTINUED = re.compile(r"(?<=\\sphinxtablecontinued\{)[^{}]*(?=\})")
_INDEX = re.compile(r"(?<=\\renewcommand\{\\indexname\}\{)[^{}]*(?=\})")


def _set_messages(path: Path, messages: re.Pattern[str], language: str) -> None:
    """Put messages of Sphinx into the typefaces of their scripts, where they are not Latin."""
    text = path.read_text(encoding="utf-8")
    path.write_text(
        messages.sub(lambda found: write_runs(found[0], str, language), text), encoding="utf-8"
    )


def setup(app: Sphinx) -> None:
    """Register the nodes that only books of LaTeX have."""
    app.add_node(own.tei_pages, override=True, latex=(visit_pages, None))
