"""All changes to Sphinx and furo, and all code that depends on their internals.

Each function says why it is needed. All were checked with Sphinx 9.1 and furo 2025.12; a new
version of either calls for a look at this module first. Where an issue of theirs is known, it is
named; where none is named, none was found.
"""

from __future__ import annotations

import re
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.jinja2glue import SphinxFileSystemLoader
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.util.index_entries import split_index_msg

from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config as SphinxConfig
    from sphinx.environment import BuildEnvironment
    from sphinx.search import SearchLanguage, WordStore

    from tei_edition.language.wording import Wording

    Collect = Callable[[nodes.document], WordStore]

# Private attributes ------------------------------------------------------------------------------


def find_app(env: BuildEnvironment) -> Sphinx:
    """Return the application of an environment.

    The public property `env.app` has been deprecated since Sphinx 8.1, and nothing else leads from
    a transform or a writer to its application.
    """
    return env._app


def list_given(settings: SphinxConfig) -> Set[str]:
    """Return the names of the settings that conf.py or the command line gives.

    Sphinx has no public way to tell a setting that is given from one at its default.
    """
    return settings._raw_config.keys() | settings.overrides.keys()


def find_virtual_page(target: str) -> tuple[str, str] | None:
    """Return the address and title of a page that Sphinx makes itself (genindex, search, …)."""
    found = StandardDomain._virtual_doc_names.get(target)
    return (found[0], str(found[1])) if found else None


def find_translations(builder: Builder) -> Path | None:
    """Return the script with which Sphinx would translate what its scripts say.

    Sphinx looks for it in four places, and has no public way to ask which one it takes.
    """
    found: Path | None = cast("Any", builder)._get_translations_js()
    return found


def reload_messages(app: Sphinx) -> None:
    """Load Sphinx's own messages in the language that is set now.

    Sphinx loads them before the first event at which an extension can set the language.
    """
    app._init_i18n()


class _ThemeMessages(NullTranslations):
    """What Sphinx's own catalogues lack in a language, from ours: the word `theme MESSAGE`."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.words = words

    def gettext(self, message: str) -> str:
        """Return the words of a message; white space around them stays."""
        text = message.strip()
        said = self.words.get(f"theme {text}", text)
        return message.replace(text, said) if text else message


def complete_messages(app: Sphinx, words: Wording) -> None:
    """Let the themes say in the language of the edition what Sphinx has no translation for.

    furo has no catalogues at all, and those of Sphinx are incomplete. The translator that all
    messages are asked of has a chain of fallbacks; it may live longer than one application.
    """
    translator: Any = app.translator
    while translator._fallback is not None and not isinstance(translator, _ThemeMessages):
        translator = translator._fallback
    if isinstance(translator, _ThemeMessages):
        translator.words = words
    else:
        translator.add_fallback(_ThemeMessages(words))


# Reading -----------------------------------------------------------------------------------------

# Transforms of docutils and Sphinx that look for what reStructuredText leaves to be done: targets,
# references by name, substitutions, comments, doctests, glossaries, translations. A staged page
# has none of it; each walks the whole page, and together they took four fifths of reading it.
_FOR_MARKUP = frozenset({
    "AddTranslationClasses", "AnonymousHyperlinks", "ApplySourceWorkaround", "AutoIndexUpgrader",
    "CitationDefinitionTransform", "CitationReferenceTransform", "Decorations",
    "DefaultSubstitutions", "DocInfo", "DocTitle", "DoctestTransform", "ExposeInternals",
    "ExternalTargets", "ExtraTranslatableNodes", "FilterSystemMessages",
    "FootnoteDocnameUpdater", "GlossarySorter",
    "HandleCodeBlocks", "IndirectHyperlinks", "InternalTargets", "Locale", "MoveModuleTargets",
    "PreserveTranslatableMessages", "PropagateTargets", "RefOnlyBulletListTransform",
    "RemoveTranslatableInline", "ReorderConsecutiveTargetAndIndexNodes", "SectionSubTitle",
    "SortIds", "SphinxDanglingReferences", "SphinxSmartQuotes", "StripComments", "Substitutions",
    "Transitions", "TranslationProgressTotaliser", "UnreferencedFootnotesDetector",
})  # fmt: skip


# What Sphinx counts where a project wants figures numbered.
_NUMBERED = frozenset({nodes.figure, nodes.literal_block, nodes.table})


def skip_transforms_of_markup(document: nodes.document, kinds: Set[type[nodes.Element]]) -> None:
    """Take from a staged page the transforms that it has nothing for; others' stay.

    A parser can add transforms for its documents, but not leave any out. `kinds` are the classes
    of the nodes of the page.
    """
    is_counted = not _NUMBERED.isdisjoint(kinds)
    names = _FOR_MARKUP if is_counted else _FOR_MARKUP | {"AutoNumbering"}
    transformer = document.transformer
    transformer.transforms = [
        item
        for item in transformer.transforms
        if not (
            item[1].__name__ in names and item[1].__module__.startswith(("docutils", "sphinx."))
        )
    ]


class HighlightPrograms(HighlightLanguageTransform):
    """Tells programs on a page their language; visits the nodes of a page only if it has one.

    Sphinx's own visits each node of each page, which took as long as all other transforms together.
    """

    def apply(self, **kwargs: Any) -> None:
        """Look at one document."""
        kinds = (nodes.literal_block, addnodes.highlightlang)
        if next(find_nodes(self.document, kinds), None) is not None:
            super().apply(**kwargs)


def visit_fewer_pages(app: Sphinx) -> None:
    """Put `HighlightPrograms` in the place of Sphinx's own."""
    transforms = app.registry.post_transforms
    transforms[:] = [
        HighlightPrograms if kind is HighlightLanguageTransform else kind for kind in transforms
    ]


def find_nodes(self: nodes.Node, kind: type | tuple[type, ...]) -> Iterator[Any]:
    """Yield the nodes of a class, or of several, in a tree, itself included, in order."""
    if isinstance(self, kind):
        yield self
    waiting = [iter(self.children)]
    while waiting:
        for child in waiting[-1]:
            if isinstance(child, kind):
                yield child
            if child.children:
                waiting.append(iter(child.children))
                break
        else:
            waiting.pop()


def _list_nodes(self: nodes.Node) -> Iterator[nodes.Node]:
    return find_nodes(self, object)


def walk_without_recursion() -> None:
    """Have docutils find nodes without a generator for each node around another.

    Sphinx looks through each page some fifty times while it reads and writes it. The order is the
    same, and so is what happens to a tree that is changed meanwhile.
    """
    found: Any = nodes.Node
    found._fast_findall = find_nodes
    found._superfast_findall = _list_nodes


# Search ------------------------------------------------------------------------------------------


def restore_index_entries(app: Sphinx, builder: Builder) -> None:  # noqa: ARG001
    """Give the search the entries of the general index of pages that are not written this time.

    Sphinx takes them from the pages that it writes and forgets those of all others (Sphinx issue
    12599).
    """
    env = app.env
    known = env._search_index_index_entries
    known.clear()
    for docname, entries in sorted(env.domains.index_domain.entries.items()):
        if docname in env.all_docs and env.longtitles[docname].astext():
            known[docname] = sorted({part for entry in entries for part in _split(*entry)})


def _split(
    kind: str, value: str, target: str | None, main: str, _key: str | None
) -> Iterator[tuple[str, str, str]]:
    try:
        parts = split_index_msg(kind, value)
    except ValueError:
        return
    yield from ((part, target or "", main) for part in parts)


def replace_word_collector(
    app: Sphinx, collect: Callable[[SearchLanguage, Collect, nodes.document], WordStore]
) -> None:
    """Have the search take the words of a page from `collect`, once per application.

    Sphinx offers no other place at which to say what the words of a page are. `collect` is given
    the language, Sphinx's own collector and the page.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None and not isinstance(indexer._word_collector, partial):
        indexer._word_collector = partial(collect, indexer.lang, indexer._word_collector)


def drop_words_without_page(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Forget words that no page has any more, which Sphinx would keep without a page."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    return []


def turn_off_search_key(app: Sphinx) -> None:
    """Take no key from readers that they cannot switch off (WCAG 2.2, 2.1.4).

    Sphinx takes "/" for the search by default (Sphinx pull request 9337).
    """
    builder: Any = app.builder
    theme = getattr(builder, "theme", None)
    option = "enable_search_shortcuts"
    if theme is not None and option in theme.get_options({}):
        builder.theme_options = {option: False, **builder.theme_options}


# Pages -------------------------------------------------------------------------------------------

# The setting that each word of the templates comes from.
_WORDS = {
    "project": "project",
    "docstitle": "html_title",
    "shorttitle": "html_short_title",  # by default the same as html_title
    "version": "version",
    "release": "release",
    "copyright": "copyright",
    "language": "language",
}


def escape_words(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: object,  # noqa: ARG001
) -> None:
    """Escape the words of the edition that templates print.

    Sphinx takes `html_title` for HTML, and themes print these words as they are. What the owner
    of conf.py wrote may be HTML. As `Markup` no template escapes a word a second time.
    """
    given = list_given(app.config)
    own_title = app.config.html_title if "html_title" in given else None
    for word, setting in _WORDS.items():
        value = context.get(word)
        is_own = setting in given or value == own_title
        if isinstance(value, str) and not isinstance(value, Markup) and not is_own:
            context[word] = escape(value)


def add_templates(app: Sphinx, folder: Path) -> None:
    """Have templates of ours behind those of the theme, so that projects can extend them.

    Sphinx knows two kinds: those of `templates_path`, which a project cannot extend by "!NAME",
    and those of themes.
    """
    templates: Any = getattr(app.builder, "templates", None)
    if templates is not None:
        templates.pathchain.append(folder)
        templates.loaders.append(SphinxFileSystemLoader(folder))


# furo has two drawers without names; landmarks of one kind need them (WCAG 2.2, ARIA11).
_NAMED = {'<aside class="sidebar-drawer"': "site", '<aside class="toc-drawer': "on this page"}
_REPLACED = {
    # What may be wider than the window is scrolled by keys only where these can come (G90).
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    # Indices lead to names that begin with no letter by a sign that no address may hold.
    'href="##"': 'href="#%23"',
    'href="#cap-#"': 'href="#cap-%23"',
}
# What the search finds has no heading but one that is invisible where scripts run.
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_RESULTS = '<div id="search-results">'
# What a page made of a template alone has at its foot, in the context of the template.
FRAME = "tei_frame"


def complete_templates(app: Sphinx) -> None:
    """Have each page of the templates of Sphinx and furo completed; see `complete_page`.

    Sphinx has no event for a page that is written. Come when the builder has its templates.
    """
    templates: Any = getattr(app.builder, "templates", None)
    if templates is None or app.builder.format != "html" or app.builder.name == "epub":
        return
    render: Callable[[str, dict[str, Any]], str] = templates.render
    words = get_state(app).words
    templates.render = lambda name, context: complete_page(
        render(name, context), words, context.get(FRAME, "")
    )


# What furo says in English whatever the language: to who cannot see its buttons.
_LABELLED = re.compile(
    r'(?<= aria-label=")(Toggle [^"]*)(?=")|(<symbol id="svg-[^>]*>\s*<title>)([^<]*)'
)
_OF = "Toggle navigation of "


def _translate_label(found: re.Match[str], words: Wording) -> str:
    label, before, title = found.groups()
    if before:
        return before + str(escape(words.get(f"theme {title}", title)))
    if label.startswith(_OF):
        said = str(escape(words[f"theme {_OF}{{title}}"]))
        return said.replace("{title}", label.removeprefix(_OF))
    return str(escape(words.get(f"theme {label}", label)))


def complete_page(page: str, words: Wording, foot: str = "") -> str:
    """Return a page of the templates with names for landmarks, a heading, places for keys.

    It speaks the language of the words, and runs in its direction. What is replaced is markup of
    the templates, which no text holds: there it would be escaped. `foot` comes at the end of the
    article, if the template has one.
    """
    if foot:
        before, tag, after = page.rpartition("</article>")
        page = f"{before}{foot}{tag}{after}" if tag else page
    page = _SYMBOL.sub(lambda found: found[0] if f'"#{found[1]}"' in page else "", page)
    page = _LABELLED.sub(lambda found: _translate_label(found, words), page)
    if words.is_rtl:
        page = _ROOT.sub(r'\1 dir="rtl"', page, count=1)
    for tag, word in _NAMED.items():
        page = page.replace(tag, tag.replace("<aside", f'<aside aria-label="{words[word]}"'), 1)
    for faulty, mended in _REPLACED.items():
        page = page.replace(faulty, mended)
    if _RESULTS in page and "<h1" not in _NO_SCRIPT.sub("", page):
        page = page.replace(_RESULTS, f"<h1>{words['Search']}</h1>\n{_RESULTS}", 1)
    return page


# Furo has all its icons on each page, those too that the page does not show.
_SYMBOL = re.compile(r'<symbol id="(svg-[\w-]+)".*?</symbol>\s*', re.DOTALL)
# The root of a page without a direction: neither Sphinx nor its themes give one.
_ROOT = re.compile(r"(<html\b)(?![^>]* dir=)")
_CAPTION = '<p class="caption" role="heading">'


def give_captions_a_level(body: str) -> str:
    """Return a page with a level for the captions of toctrees, which Sphinx makes headings."""
    return body.replace(_CAPTION, _CAPTION[:-1] + ' aria-level="2">')


class KeepIdsUnique(SphinxPostTransform):
    """Removes the ids of a table or a formula from the wrapper to which furo copies them."""

    formats = ("html",)
    default_priority = 900

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the tables and displayed formulas of one page."""
        for kind in (nodes.table, nodes.math_block):
            for wrapped in self.document.findall(kind):
                wrapper = wrapped.parent
                if isinstance(wrapped, nodes.Element) and isinstance(wrapper, nodes.Element):
                    own = wrapped["ids"]
                    wrapper["ids"] = [i for i in wrapper["ids"] if i not in own]


# Books -------------------------------------------------------------------------------------------


def mark_page_ranges(app: Sphinx, error: Exception | None) -> None:
    """Have xindy write 5–8 for four pages in a row: the style of Sphinx has no dash for them."""
    style = Path(app.outdir) / "sphinx.xdy"
    if error is None and app.builder.name == "latex" and style.is_file():
        rules = style.read_text(encoding="utf-8")
        if "markup-range" not in rules:
            dash = r'(markup-range :sep "\textendash{}")'
            style.write_text(f"{rules}\n{dash}\n", encoding="utf-8")


def set_parents(part: nodes.Element) -> None:
    """Tell the children of a document in a book where they are, which Sphinx forgets."""
    for child in part.children:
        child.parent = cast("Any", part)
