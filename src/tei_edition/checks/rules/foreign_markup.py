"""Marks of Markdown, LaTeX or HTML that stand in the words of a text: readers would see them.

Each kind is reported once per file, at its first place, with the number of places. A single
asterisk or low line is left alone: linguists and printers use them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.checks.frame import check
from tei_edition.checks.positions import locate_character
from tei_edition.problems import problem
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


class _Mark(NamedTuple):
    """A habit of another format: how it is written, and what it is in TEI."""

    pattern: re.Pattern[str]
    format: str
    meant: str


_LINK = r"(?:https?://|mailto:|#|[\w./-]+\.(?:x?html?|xml)\b)"
_PICTURE = r"[\w./:-]+\.(?:png|jpe?g|gif|svg|tiff?|webp)"
# Elements in a line of text, where a tag as words was meant as a real one.
_TEI = (
    "abbr|add|app|choice|corr|date|del|emph|expan|foreign|gap|hi|lb|lem|name|note|orgName|orig|pb"
    "|persName|placeName|ref|reg|rdg|rs|sic|supplied|term|title|unclear"
)
_MARKS = (
    _Mark(re.compile(r"\*\*[^\W_](?:[^*\n]*[^*\s])?\*\*"), "Markdown", '<hi rend="bold">'),
    _Mark(re.compile(r"(?<!\w)__[^\W_](?:[^_\n]*[^_\s])?__(?!\w)"), "Markdown", '<hi rend="bold">'),
    _Mark(re.compile(rf"(?<!!)\[[^\]\[\n]+\]\({_LINK}[^)\s]*\)"), "Markdown", '<ref target="…">'),
    _Mark(
        re.compile(rf"!\[[^\]\[\n]*\]\({_PICTURE}\)"),
        "Markdown",
        '<graphic url="…"/>, in a <figure>',
    ),
    _Mark(re.compile(r"(?<![\w`])`[^`\s](?:[^`\n]*[^`\s])?`(?![\w`])"), "Markdown", "<code>"),
    _Mark(re.compile(r"\[\^\w+\]"), "Markdown", "<note>, at this place and with its words"),
    _Mark(re.compile(r"(?:\A|\n)[ \t]*#{1,6} (?=[^\W\d_])"), "Markdown", "<head>, in a <div>"),
    _Mark(re.compile(r"\\(?:emph|textit|textsl)\{"), "LaTeX", '<hi rend="italic">'),
    _Mark(re.compile(r"\\textbf\{"), "LaTeX", '<hi rend="bold">'),
    _Mark(re.compile(r"\\textsc\{"), "LaTeX", '<hi rend="small-caps">'),
    _Mark(re.compile(r"\\footnote\{"), "LaTeX", '<note place="bottom">'),
    _Mark(re.compile(r"\\(?:sub)*section\*?\{"), "LaTeX", "<head>, in a <div>"),
    _Mark(re.compile(r"</?(?:i|em|cite)>"), "HTML", '<hi rend="italic">, with real tags'),
    _Mark(re.compile(r"</?(?:b|strong)>"), "HTML", '<hi rend="bold">, with real tags'),
    _Mark(re.compile(r"<br ?/?>"), "HTML", "<lb/>, as a real tag"),
    _Mark(re.compile(r"</?(?:p|div|span|su[bp]|u)(?: [^<>]*)?>"), "HTML", "a tag, not &lt; …&gt;"),
    _Mark(re.compile(r'<a href="[^<>]*>'), "HTML", '<ref target="…">, with real tags'),
    _Mark(re.compile(rf"</?(?:{_TEI})(?: [^<>]*)?/?>"), "XML", "a tag, not &lt; …&gt; or CDATA"),
    _Mark(re.compile(r"\A>(?=\w)"), "XML", "remove it: the tag before it ends already"),
    _Mark(re.compile(r"&(?:[a-z]{2,6}|#\d{2,5});"), "HTML", "the character itself"),
)
# Few files have any of them: these are looked for first.
_ANY = re.compile(r">>|\*\*\w|__\w|\]\(|`|\[\^|# |\\[a-z]+\*?\{|&(?:lt|amp|#)|<!\[CDATA\[")
_QUOTED = 30
# What shows code, or is no text: not the header, nor what others wrote.
_CODE = ("att", "code", "eg", "formula", "gi", "ident", "idno", "tag", "val")
# Ancestors are looked at last, and only of words with a character that marks have.
_WORDS = etree.XPath(
    "//t:text//text()[translate(., '*_]`#\\<&', '') != . or starts-with(., '>')]"
    "[not(ancestor::*[local-name() = 'egXML' or "
    + " or ".join(f"self::t:{name}" for name in _CODE)
    + "])]",
    namespaces={"t": TEI_NS},
)


@check("file", "foreign-markup")
def check_foreign_markup(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each kind of mark of another format in the words of a file."""
    if source.root is None or not _ANY.search(source.text):
        return
    found: dict[_Mark, list[tuple[etree._ElementUnicodeResult, re.Match[str]]]] = {}
    nodes: list[etree._ElementUnicodeResult] = _WORDS(source.root)  # type: ignore[assignment]
    for node in nodes:
        for mark in _MARKS:
            for match in mark.pattern.finditer(str(node)):
                found.setdefault(mark, []).append((node, match))
    for mark, places in found.items():
        node, match = places[0]
        parent = node.getparent()
        assert parent is not None
        written = match[0].strip()
        offset = match.start() + match[0].find(written)
        shown = written if len(written) <= _QUOTED else f"{written[:_QUOTED]}…"
        many = f"; there are {len(places)} such places" if len(places) > 1 else ""
        yield problem(
            "foreign-markup",
            f'"{shown}" is written as in {mark.format}, and readers see it so{many}',
            locate_character(source, parent, offset, in_tail=bool(node.is_tail)),
            hint=mark.meant if mark.meant.startswith("remove") else f"in TEI this is {mark.meant}",
        )
