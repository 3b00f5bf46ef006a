"""Citations in words, in a CSL (Citation Style Language) style."""

from __future__ import annotations

import functools
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.citation.formats import make_csl
from tei_edition.citation.record import Citation, Style
from tei_edition.facts.registers import ReferenceRun
from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.config import Config

_OWN = Path(__file__).with_name("style.csl")
_CSL = {"cs": "http://purl.org/net/xbiblio/csl"}


class Cited(NamedTuple):
    """A citation in words, short and long, with signs for what is in italics."""

    short: str
    long: str


def find_style(config: Config, language: str) -> Style:
    """Return the citation style that an edition names, or ours, in the edition's language.

    Raises EditionError if the style does not exist or is invalid.
    """
    wanted = config.citation.style
    source = str(_OWN)
    if wanted:
        path = config.root / wanted
        # The processor would open whatever has the name of an installed style where it is called.
        if not path.is_file() and (path.exists() or Path(wanted).exists()):
            raise EditionError(f'"{wanted}" in [citation] is not a file of the edition')
        source = str(path) if path.is_file() else wanted
    style = Style(source, _find_locale(language))
    _load(style)
    return style


def _find_locale(language: str) -> str:
    """Return the locale of CSL that is nearest to a language; English where there is none."""
    from citeproc import LOCALES_PATH, PRIMARY_DIALECTS

    # No path is made of what a text names as its language.
    known = {path.name for path in Path(LOCALES_PATH).glob("locales-*.xml")}
    for locale in (language, PRIMARY_DIALECTS.get(language.partition("-")[0], "")):
        if f"locales-{locale}.xml" in known:
            return locale
    return "en-GB"


@functools.cache
def _load(style: Style) -> Any:
    """Return the style, ready to cite in.

    The processor is imported when something is to be cited.
    """
    from citeproc import CitationStylesStyle

    hint = (
        f'name a ".csl" file of the edition; to use styles by their names: {name_install("styles")}'
    )
    try:
        loaded = CitationStylesStyle(style.source, locale=style.locale, validate=False)
    except Exception as error:  # what is not a style, the processor meets with whatever it likes
        message = f'"{style.source}" in [citation] is not a style that can be used: {error}'
        raise EditionError(message, hint=hint) from None
    root = loaded.xml.getroot()
    if root.find("cs:citation", _CSL) is None:
        parent = root.find("cs:info/cs:link[@rel='independent-parent']", _CSL)
        named = f": it only refers to {parent.get('href')}" if parent is not None else ""
        raise EditionError(
            f'"{style.source}" in [citation] is not an independent style{named}', hint=hint
        )
    for label in list(root.iterfind(".//cs:label[@variable='locator']", _CSL)):
        # The labels of passages say what they are.
        label.getparent().remove(label)
    return loaded


# Signs for the start and the end of italics, which no text of an edition holds.
_ON, _OFF = "\x02", "\x03"


class _Formatter:
    """What the processor calls to mark up a text: italics by signs, nothing else."""

    @staticmethod
    def preformat(text: str) -> str:
        return text

    @staticmethod
    def Italic(text: str) -> str:  # noqa: N802 - the processor's names
        return f"{_ON}{text}{_OFF}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = str


def cite(citation: Citation, style: Style) -> Cited:
    """Return the citation in words; one of a passage has its label in both forms.

    Raises EditionError if the style fails on it.
    """
    if not is_own(style):
        return Cited(*map(tidy, _render(citation, style)))
    # Our style takes these unchanged: citations that differ in nothing else, as those of the
    # pages of a text do, are rendered once, which takes ten times as long as all the rest.
    main, colon, rest = citation.title.partition(": ")
    words = {name: getattr(citation, name) for name in _VERBATIM}
    signs = {chr(_FIRST + place): word for place, word in enumerate((main, rest, *words.values()))}
    main_sign, rest_sign, *others = signs
    known: dict[str, Any] = {name: getattr(citation, name) for name in _RENDERED}
    known |= {name: sign for name, sign in zip(words, others, strict=True) if words[name]}
    known["title"] = f"{main_sign}: {rest_sign}" if colon else main_sign
    known["issued"] = citation.year if len(citation.dates) == 1 else citation.issued
    shape = Citation(key="k", docname="", **known)
    return Cited(
        *(tidy(_SIGNS.sub(lambda match: signs[match[0]], form)) for form in _render(shape, style))
    )


_VERBATIM = (
    "container", "series", "publisher", "place", "version", "url", "doi", "address", "locator",
)  # fmt: skip
_RENDERED = ("authors", "editors", "translators")
# Signs for what is put in afterwards: of private use, which is nothing that a title could have.
_FIRST = 0xE0F0
_SIGNS = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + len(_VERBATIM) + 1)}]")


@functools.lru_cache(maxsize=1024)
def _render(citation: Citation, style: Style) -> tuple[str, str]:
    """Short and long form, as the processor has them."""
    return render_item(make_csl(citation), style)


def is_own(style: Style) -> bool:
    """Whether a style is ours, which takes the words of a citation unchanged."""
    return style.source == str(_OWN)


def render_item(item: dict[str, Any], style: Style) -> tuple[str, str]:
    """Return an item of CSL-JSON in a style, short and long.

    Raises EditionError if the style fails on it.
    """
    from citeproc import Citation as Cluster
    from citeproc import CitationItem, CitationStylesBibliography, Locator
    from citeproc.source.json import CiteProcJSON

    loaded = _load(style)
    item = dict(item)
    locator = item.pop("locator", "")
    more = {"locator": Locator("paragraph", locator)} if locator else {}
    try:
        source = CiteProcJSON([item])
        bibliography = CitationStylesBibliography(loaded, source, _Formatter)
        cluster = Cluster([CitationItem(item["id"], **more)])
        bibliography.register(cluster)
        short = str(bibliography.cite(cluster, lambda _: None))
        entries = bibliography.bibliography() if loaded.has_bibliography() else []
    except Exception as error:
        # A style is a program of somebody else's, and the processor raises whatever it likes.
        message = f'the citation style "{style.source}" fails on "{item["title"]}": {error!r}'
        raise EditionError(message, hint="name another style in [citation]") from error
    long = "".join(map(str, entries)) or short
    if locator and locator not in long:
        long = f"{long}{'' if long.endswith('.') else ','} {locator}"
    return short, long


# A full stop of the style's after one that ends a title, in italics or in quotation marks.
_TWICE = re.compile(rf"(?<!\.)\.([”»“’]?{_OFF}?)\.(?!\.)")


def tidy(words: str) -> str:
    """Return rendered words with single spaces, and one point where style and title have one."""
    return _TWICE.sub(r".\1", " ".join(words.split()))


def keep_upright(words: str) -> str:
    """Return words that are not in italics where those around them are."""
    return f"{_OFF}{words}{_ON}"


def to_text(words: str) -> str:
    """Return a citation without its italics."""
    return words.replace(_ON, "").replace(_OFF, "")


def to_runs(words: str) -> tuple[ReferenceRun, ...]:
    """Return rendered words as runs, those in italics marked."""
    pieces = re.split(f"[{_ON}{_OFF}]", words)
    return tuple(ReferenceRun(piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def to_html(words: str, addresses: Iterable[str] = ()) -> str:
    """Return a citation as escaped HTML, in which the given addresses are links."""
    marked = html.escape(words).replace(_ON, "<i>").replace(_OFF, "</i>")
    for address in addresses:
        link = html.escape(address)
        if address.startswith(("http://", "https://")) and link in marked:
            return marked.replace(link, f'<a href="{link}">{link}</a>')
    return marked
