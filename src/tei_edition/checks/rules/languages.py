"""The languages that a text names must be languages, and those that its header declares.

Languages are tags of BCP 47 (TEI Guidelines, section vi.1): `de`, `grc-Latn`, `en-GB`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import icu

from tei_edition.checks.frame import check
from tei_edition.checks.subtags import find_subtag
from tei_edition.config import suggest
from tei_edition.problems import About, Edit, problem
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.stamps import locate
from tei_edition.tei import XML_LANG, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Location, Problem
    from tei_edition.source import Source

_TAG = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_FORM = (
    "write a tag such as de, en-GB or grc-x-homeric: parts of at most eight letters, separated by"
    " hyphens"
)
# Codes of countries that are taken for those of their languages.
_COUNTRIES = {"cn": "zh", "cz": "cs", "dk": "da", "gr": 'el" or "grc', "jp": "ja", "ua": "uk"}
# Languages that need no declaration: none, unknown, several.
_UNDECLARED = frozenset({"", "mis", "mul", "und", "zxx"})
_NAMING = {"language": ("ident",), "textLang": ("mainLang", "otherLangs")}

# A language as it is written, with the elements and attributes that name it.
_Uses = dict[str, list[tuple["etree._Element", str]]]


@check("file", "invalid-language", "undeclared-language")
def check_languages(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each invalid language tag, and each language that the header lacks."""
    assert source.root is not None
    lines: list[str] = []
    uses = _list_uses(source.root)
    declared = [e.get("ident", "") for e in source.root.iter(tei("language"))]
    covered = {ident.casefold() for ident in declared if ident}
    is_unsure = False  # while a declaration is wrong, it is not known what is declared
    for tag, places in sorted(uses.items(), key=lambda use: _judge(use[0]) is None):
        lines = lines or split_lines(source.text)
        place = _place(*places[0], source, lines)
        if found := _judge(tag):
            message, hint, meant = found
            is_unsure |= any(local(element.tag) == "language" for element, _ in places)
            fix = [Edit(_place(*use, source, lines), tag, meant, use[1]) for use in places if meant]
            about = About(local(places[0][0].tag), places[0][1], (tag,))
            message += _count(places)
            if places[0][1] == "otherLangs" and (several := re.split(r"[,;/|+]+", tag))[1:]:
                hint = f'separate several by spaces: otherLangs="{" ".join(several)}"'
            yield problem("invalid-language", message, place, hint=hint, fix=fix, about=about)
            continue
        spoken = [(e, name) for e, name in places if name == "xml:lang" and _is_text(e)]
        if covered and spoken and not is_unsure and not _is_covered(tag.casefold(), covered):
            yield problem(
                "undeclared-language",
                f'the header declares no language "{tag}"{_count(spoken)}',
                _place(*spoken[0], source, lines),
                hint=suggest(tag, [ident for ident in declared if ident])
                or f'add <language ident="{tag}"> to the langUsage of the header',
            )


def _list_uses(root: etree._Element) -> _Uses:
    uses: _Uses = {}
    named: list[etree._Element] = root.xpath("//*[@xml:lang]")  # type: ignore[assignment]
    for element in named:
        value = str(element.get(XML_LANG)).strip()
        if value:
            uses.setdefault(value, []).append((element, "xml:lang"))
    for element in root.iter(*(tei(name) for name in _NAMING)):
        for name in _NAMING[local(element.tag)]:
            given = element.get(name, "")
            for value in given.split() if name != "ident" else filter(None, [given.strip()]):
                uses.setdefault(value, []).append((element, name))
    return uses


def _judge(tag: str) -> tuple[str, str, str] | None:
    """Return the fault of a language tag, the remedy, and the correct tag if it is certain."""
    if _is_common(tag):
        return None
    # A registry of eight thousand languages: loaded where one is to be looked up.
    import langcodes

    first = tag.replace("_", "-").partition("-")[0].casefold()
    if not _TAG.fullmatch(tag):
        meant = tag.replace("_", "-")
        is_meant = "_" in tag and _judge(meant) is None
        hint = f'write "{meant}"' if "_" in tag else _FORM
        if re.fullmatch(r"[\w-]{2,}(?:[ ,;/|+]+[\w-]{2,})+", tag):
            if code := _list_names().get(tag.casefold()):
                return f'"{tag}" is the name of a language', f'write "{code}"', ""
            joined = re.sub(r"[ ,;/|+]+", "-", tag)
            hint = (
                f'write "{joined}"'
                if _judge(joined) is None and not _are_languages(tag)
                else "name one language: each has a <language> of its own in the header, and words"
                ' in another an element of their own, such as <foreign xml:lang="…">'
            )
        return f'"{tag[:60]}" is not a language tag', hint, meant if is_meant else ""
    if "-uk" not in f"{tag.casefold()}-"[len(first) :] and (
        first == "x" or langcodes.tag_is_valid(tag)
    ):
        standard = langcodes.standardize_tag(tag) if first != "x" else tag
        subtags = set(standard.casefold().split("-"))
        # The shortest code is the only right one; what came to be written otherwise still is right.
        if first in subtags or len(first) < 3:
            return None
        hint = "use the shortest code: browsers do not know the longer ones"
        return f'the language "{tag}" is written "{standard}"', hint, standard
    if not langcodes.tag_is_valid(first):
        hint = f'write "{_COUNTRIES[first]}"' if first in _COUNTRIES else _look_up(first)
        return f'there is no language "{first}"', hint, ""
    wrong = next(
        (
            part
            for part in tag.split("-")[1:]
            if part.casefold() == "uk" or not langcodes.tag_is_valid(f"{first}-{part}")
        ),
        "",
    )
    if not wrong:
        hint = "write the language first, then script, country and variant, each once: zh-Hant-TW"
        return f'the parts of the language tag "{tag}" cannot be combined', hint, ""
    part, hint = find_subtag(wrong, first)
    meant = tag.replace(f"-{wrong}", f"-{part}") if part else ""
    meant = meant if _judge(meant) is None else ""
    private = tag.replace(f"-{wrong}", f"-x-{wrong}")
    advice = [hint] * bool(hint) + [f'put a part without a code after an x: "{private}"']
    return (
        f'"{wrong}", in the language "{tag}", is not a script, country or variant',
        f'write "{meant}": {hint}' if meant else "; ".join(advice),
        meant,
    )


def _are_languages(words: str) -> bool:
    """Whether some words are codes of languages, all in small letters: no country is among them."""
    parts = re.split(r"[ ,;/|+]+", words)
    return words.islower() and all(part in _list_codes()[0] for part in parts)


def _is_common(tag: str) -> bool:
    """Whether a tag is a language of two letters, or such a one in a country: de, en-GB."""
    language, hyphen, country = tag.partition("-")
    languages, countries = _list_codes()
    return len(language) == 2 and language in languages and (not hyphen or country in countries)


@functools.cache
def _list_codes() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(icu.Locale.getISOLanguages()), frozenset(icu.Locale.getISOCountries())


@functools.cache
def _list_names() -> dict[str, str]:
    """Return the codes of languages by their names, in English and as they call themselves."""
    english = icu.Locale("en")
    found: dict[str, str] = {}
    for code in sorted(
        _list_codes()[0], key=len, reverse=True
    ):  # the shorter code takes precedence
        locale = icu.Locale(code)
        for name in (locale.getDisplayLanguage(locale), locale.getDisplayLanguage(english)):
            found[name.casefold()] = code
    return found


def _look_up(name: str) -> str:
    if code := _list_names().get(name):
        return f'write "{code}": languages have codes'
    return (
        f'languages have codes of two or three letters, such as "la"; is "{name}" a name?'
        if len(name) > 3
        else "look the code up in the language subtag registry of IANA"
    )


def _is_covered(tag: str, declared: set[str]) -> bool:
    """Whether a language, or the one that it is a form of, is declared."""
    parts = tag.split("-")
    shorter = {"-".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return tag in _UNDECLARED or not declared.isdisjoint(shorter)


def _is_text(element: etree._Element) -> bool:
    """Whether an element is of the text: what the header is written in need not be declared."""
    names = [local(element.tag), *(local(above.tag) for above in element.iterancestors())]
    if names[0] == "TEI":
        return _is_inherited(element)
    return "teiHeader" not in names and names[0] != "teiCorpus"


def _is_inherited(whole: etree._Element) -> bool:
    """Whether the text of a file is in the language of its root: no part of it says another."""
    texts = whole.findall(tei("text"))
    parts = [part for text in texts for part in (text, *text, *text.iterfind(f"*/{tei('div')}"))]
    return bool(texts) and all(part.get(XML_LANG) is None for part in parts)


def _place(element: etree._Element, name: str, source: Source, lines: list[str]) -> Location:
    start = locate(element)
    return locate_attribute(start, name, lines) if start.file == source.file else start


def _count(places: list[tuple[etree._Element, str]]) -> str:
    return f", in {len(places)} places" if len(places) > 1 else ""
