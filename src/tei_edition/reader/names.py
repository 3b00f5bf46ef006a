"""Put the parts of a name into the order of a register, without losing any.

The rules are those of *Names of Persons* (IFLA, 4th edition) and of RDA (chapter 9): the family
name first where a name has one; prefixes written small behind the forename, links between two
family names within them; titles and epithets last; names of cultures that put the family name
first, or file under the given name, as they are written.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.tei import XML_LANG, is_unspaced, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# The family name comes first without a comma: Chinese, Hungarian, Japanese, Korean, Vietnamese.
FAMILY_FIRST = frozenset({"zh", "hu", "ja", "ko", "vi"})
# Persons are filed under their given names, in the order in which they are called: Amharic,
# Burmese, Icelandic, Malay, Thai, Tibetan and Tigrinya.
AS_CALLED = frozenset({"am", "bo", "dz", "is", "ms", "my", "th", "ti"})
# Afrikaans prefixes belong to the family name, with a capital where it comes first.
_WITH_PREFIX = frozenset({"af"})
# Of French an article, alone or joined to a preposition, begins the family name, and so do foreign
# prefixes of Scandinavian names.
_ARTICLES = {
    "fr": frozenset({"des", "du", "la", "le", "les"}),
    **dict.fromkeys(("da", "nb", "nn", "no", "sv"), frozenset({"de", "de la", "du", "la", "le"})),
}
# A father's name that is marked up as a surname beside that of the family.
_PATRONYMICS = frozenset({"matronym", "patronym", "patronymic", "отчество"})
# What an Arabic name is filed by, beside those of fathers.
_NISBA = frozenset({"nisba"})
# In Portuguese the last of several family names comes first, with what it is called after.
_LAST_FIRST = frozenset({"gl", "pt"})
_KINSHIP = frozenset({"bisneto", "filho", "júnior", "junior", "neto", "netto", "sobrinho"})
# What links a name to that of the father or son, and belongs to it as a family name.
_PATERNAL = {
    "ar": frozenset({"abu", "abū", "bin", "bint", "ibn", "umm"}),
    "he": frozenset({"bar", "bat", "ben", "ibn", "בן", "בר", "בת", "אבן"}),
}
# Welsh names with these have no family name.
_WELSH_LINKS = frozenset({"ab", "ach", "ap", "ferch", "verch"})
# A name that a person no longer had, by the @type of its surname.
_FORMER = frozenset({"birth", "birthname", "born", "geb", "maiden", "nee", "née"})
_COGNOMINA = frozenset({"agnomen", "cognomen"})
# Languages whose names are written without spaces.
_UNSPACED = frozenset({"zh", "ja"})
# Chinese and Japanese signs begin here; transliterations are before.
_FIRST_SIGN = "\u2e80"

_SURNAME, _FORENAME, _LINK, _NUMBER, _ROLE, _ADDED, _LOOSE = (
    "surname", "forename", "nameLink", "genName", "roleName", "addName", "",
)  # fmt: skip
_PARTS = frozenset({_SURNAME, _FORENAME, _LINK, _NUMBER, _ROLE, _ADDED})
_NO_WORD = re.compile(r"[\s,;·]*")
_LETTER = re.compile(r"\w")


class NamePart(NamedTuple):
    """A part of a name: its TEI element, empty for words in none; `is_close` without a space."""

    kind: str
    words: str
    is_close: bool = False
    after_comma: bool = False


def display_name(name: etree._Element) -> str:
    """Return a name as a register lists it; its words as they are where it has no parts."""
    parts = list(list_parts(name))
    kinds = {part.kind for part in parts}
    if _SURNAME in kinds:
        return _family_first(parts, _language_of(name))
    if kinds & {_FORENAME, _NUMBER} and parts[0].kind == _ROLE:
        return _title_last(parts)
    return words_of(name)


# Of a choice in a name of a register, this side is the name; the other is another form of it.
_PREFERRED = ("expan", "reg", "corr")


def is_siglum(element: etree._Element) -> bool:
    """Whether an element is a siglum beside a name: how the edition cites it, no part of it."""
    return local(element.tag) == "abbr" and element.get("type", "").casefold() == "siglum"


def list_forms(name: etree._Element) -> list[str]:
    """List the forms of a name, the one to list it by first: of a choice each side, then abbr.

    `<choice><abbr>BoT</abbr><expan>Board of Trade</expan></choice>` is the Board of Trade, and BoT.
    """
    if not len(name):
        words = words_of(name)
        return [words] if words else []
    abbreviations = [words_of(abbr) for abbr in name.iter(tei("abbr"))]
    name = _drop_sigla(name)
    choices = list(name.iter(tei("choice")))
    found = [display_name(name)]
    if choices:
        sides = max(len(choice) for choice in choices)
        found = [display_name(_choose(name, number)) for number in range(sides)]
    found += abbreviations
    return list(dict.fromkeys(filter(None, found)))


def _drop_sigla(name: etree._Element) -> etree._Element:
    """Return a name without sigla beside it; the name itself where there are none."""
    if not any(map(is_siglum, name)):
        return name
    copied = _copy(name)
    for siglum in filter(is_siglum, list(copied)):
        before, tail = siglum.getprevious(), siglum.tail or ""
        if before is None:
            copied.text = f"{copied.text or ''}{tail}"
        else:
            before.tail = f"{before.tail or ''}{tail}"
        siglum.tail = None
        copied.remove(siglum)
    return copied if words_of(copied) else name


def _copy(name: etree._Element) -> etree._Element:
    """Return a copy of a name that knows its language."""
    copied = copy.deepcopy(name)
    copied.set(XML_LANG, _language_of(name))
    copied.tail = None
    return copied


def _choose(name: etree._Element, number: int) -> etree._Element:
    """Return a copy of a name with one side of each choice, of which the first is preferred."""
    chosen = _copy(name)
    for choice in list(chosen.iter(tei("choice"))):
        sides = sorted(
            choice.iterchildren(tei("*")),
            key=lambda side: _PREFERRED.index(n) if (n := local(side.tag)) in _PREFERRED else 9,
        )
        for side in list(choice):
            if side is not sides[min(number, len(sides) - 1)]:
                choice.remove(side)
    return chosen


def list_parts(name: etree._Element) -> Iterator[NamePart]:
    """List the parts of a name in the order in which they are written.

    Parts within another part, or within `choice` and the like, are found; a part of a part is
    told with the outer one. Loose words that follow each other are one part.
    """
    open_part: NamePart | None = None
    for part in _list_parts(name):
        if open_part is None or (open_part.kind, part.kind) != (_LOOSE, _LOOSE):
            if open_part is not None:
                yield open_part
            open_part = part
            continue
        is_bound = part.is_close or open_part.words.endswith(("(", "["))
        glue = "," if part.after_comma and _is_open(open_part.words) else ""
        joined = f"{open_part.words}{glue}{'' if is_bound else ' '}{part.words}"
        open_part = open_part._replace(words=joined)
    if open_part is not None:
        yield open_part


def _is_open(words: str) -> bool:
    """Whether a bracket is open at the end of words."""
    return words.count("(") > words.count(")") or words.count("[") > words.count("]")


def _list_parts(name: etree._Element) -> Iterator[NamePart]:
    text = name.text or ""
    for child in name:
        yield from _read_loose(text)
        kind = local(child.tag)
        if kind in _PARTS:
            if words := words_of(child):
                yield _read_part(child, kind, words)
        elif any(local(inner.tag) in _PARTS for inner in child.iter(tei("*"))):
            yield from _list_parts(child)
        elif kind and (words := words_of(child)):
            yield NamePart(_LOOSE, words)
        text = child.tail or ""
    yield from _read_loose(text)


def _read_part(part: etree._Element, kind: str, words: str) -> NamePart:
    """Return a part by what its @type makes of it: a maiden name is added, a cognomen is not."""
    said = part.get("type", "").casefold().rstrip(".")
    name = part.getparent()
    if kind == _SURNAME and said in _FORMER and name is not None:
        others = [s for s in name.iter(tei(_SURNAME)) if s is not part and words_of(s)]
        if any(s.get("type", "").casefold() not in _FORMER for s in others):
            is_said = words[:1].islower()  # née Meyer
            return NamePart(_ADDED, words if is_said else f"({words})")
    if kind == _SURNAME and name is not None and said not in _NISBA:
        types = {s.get("type", "").casefold() for s in name.iter(tei(_SURNAME)) if s is not part}
        is_fathers = said in _PATRONYMICS and bool(types - _PATRONYMICS)
        if is_fathers or types & _NISBA:
            return NamePart(_FORENAME, words)
    if kind == _ADDED and said in _COGNOMINA:
        return NamePart(_SURNAME, words)
    return NamePart(kind, words)


def _read_loose(text: str) -> Iterator[NamePart]:
    """Yield the words between two parts; commas between them are ours to set."""
    words = " ".join(text.split())
    if words and not _NO_WORD.fullmatch(words):
        after_comma = words.startswith(",")
        words = words.strip(",; ")
        is_close = not text[:1].isspace() and not _LETTER.match(words)
        yield NamePart(_LOOSE, words, is_close=is_close, after_comma=after_comma)


def _family_first(parts: list[NamePart], language: str) -> str:
    """Return the name with the family name first, or in its own order where that is the custom."""
    surnames = [n for n, part in enumerate(parts) if part.kind == _SURNAME]
    first, last = surnames[0], surnames[-1]
    if language in AS_CALLED or _is_welsh(parts, language):
        return _title_last(parts)
    if language in _LAST_FIRST and _has_prefix_between(parts[first : last + 1]):
        first = last
    # What links two family names is within them, and so is a prefix with a capital before them.
    start = first
    while start and _belongs_to_family(parts[start - 1], language):
        start -= 1
    if last + 1 < len(parts) and parts[last + 1].kind in {_NUMBER, _ADDED}:
        last += _is_kinship(parts[last + 1], language)
    between = [
        p for n, p in enumerate(parts[start : last + 1], start)
        if p.kind in {_SURNAME, _LINK} or (p.kind == _LOOSE and not p.words[:1].isupper())
        or (n == last and _is_kinship(p, language))
    ]  # fmt: skip
    family = _join(between)
    if language in _WITH_PREFIX or between[0].words.casefold() in _ARTICLES.get(language, ()):
        family = family[:1].upper() + family[1:]
    rest = [p for n, p in enumerate(parts) if not start <= n <= last or p not in between]
    links, inner, outer = _sort_out(rest, parts, first)
    given = _join([*inner, *links])
    if given and is_unspaced(family[-1:]) and is_unspaced(given[0]):
        return _append(family + given, outer)  # so do signs of Chinese, whatever the language
    if language in FAMILY_FIRST:
        glue = "" if language in _UNSPACED and min(family + given) >= _FIRST_SIGN else " "
        return _append(f"{family}{glue}{given}".strip(), outer)
    return _append(f"{family}, {given}" if given else family, outer)


def _belongs_to_family(part: NamePart, language: str) -> bool:
    """Whether a prefix is the beginning of the family name after it."""
    if part.kind != _LINK:
        return False
    known = _PATERNAL.get(language, frozenset()) | _ARTICLES.get(language, frozenset())
    is_known = part.words.casefold() in known
    return part.words[:1].isupper() or is_known or language in _WITH_PREFIX


def _is_welsh(parts: list[NamePart], language: str) -> bool:
    links = {part.words.casefold() for part in parts if part.kind == _LINK}
    return language == "cy" and bool(links & _WELSH_LINKS)


def _has_prefix_between(parts: list[NamePart]) -> bool:
    """Whether a prefix, not a mere "and", is between family names: Eça de Queirós."""
    return any(part.kind == _LINK and part.words not in {"e", "i", "y"} for part in parts)


def _is_kinship(part: NamePart, language: str) -> bool:
    """Whether a word after the family name belongs to it: Melo Neto."""
    return language in _LAST_FIRST and part.words.casefold() in _KINSHIP


def _sort_out(
    rest: list[NamePart], parts: list[NamePart], first: int
) -> tuple[list[NamePart], list[NamePart], list[NamePart]]:
    """Return what is beside the family name: its prefixes, the given names, and what is said last.

    A title or an epithet between the given names and the family name stays there (Alexander
    Freiherr von); before or after all of them it goes to the end.
    """
    links, inner, outer = [], [], []
    given = [n for n, part in enumerate(parts) if part.kind == _FORENAME]
    for part in rest:
        place = next(n for n, p in enumerate(parts) if p is part)
        is_between = bool(given) and given[0] < place < first
        # Words before a family name that are written small are its prefix: Vincent van Gogh.
        is_small = part.kind == _LOOSE and part.words[:1].islower() and is_between
        # Muḥammad ibn Ismāʿīl is all given name where a nisba is the family name.
        is_inner = 0 < place < len(parts) - 1 and parts[place + 1].kind == _FORENAME
        if part.kind == _LINK and is_inner:
            inner.append(part)
        elif part.kind == _LINK or is_small:
            links.append(part)
        elif part.kind in {_FORENAME, _SURNAME} or is_between or part.is_close:
            inner.append(part)
        elif part.kind == _NUMBER and place > 0 and parts[place - 1].kind == _FORENAME:
            inner.append(part)  # Napoleon I
        else:
            outer.append(part)
    return links, inner, outer


def _title_last(parts: list[NamePart]) -> str:
    """Return a name that has no family name: the given name, then the title that precedes it."""
    number = next((n for n, part in enumerate(parts) if part.kind != _ROLE), 0)
    return _append(_join(parts[number:]), parts[:number])


def _join(parts: list[NamePart]) -> str:
    joined = ""
    for part in parts:
        is_bound = part.is_close or joined.endswith(("'", "’", "-")) or not joined
        joined += part.words if is_bound else f" {part.words}"
    return joined


def _append(name: str, parts: list[NamePart]) -> str:
    """Append what is said after a name: brackets as they are, anything else after a comma."""
    for part in parts:
        is_bracketed = part.words.startswith(("(", "["))
        name += part.words if part.is_close else f"{' ' if is_bracketed else ', '}{part.words}"
    return name


def _language_of(name: etree._Element) -> str:
    found = next((v for e in (name, *name.iterancestors()) if (v := e.get(XML_LANG))), "")
    return found.partition("-")[0].casefold()
