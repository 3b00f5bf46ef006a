"""Better hints for the validator's messages: it does not know that the document is TEI.

Hints name the TEI equivalent of an HTML element, say when an element is TEI although the schema
lacks it, and name the missing side of a `choice`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.attribute_equivalents import DAYS, find_attribute
from tei_edition.checks.equivalents import FALSE_FRIENDS, find_equivalent
from tei_edition.checks.homes import MISPLACED, PARTNERS, find_home, find_list, find_words
from tei_edition.checks.vocabulary import find_tei_element, has_tei_attribute
from tei_edition.source import split_lines
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.problems import Location, Problem
    from tei_edition.source import Source

# How the validator names what it does not know.
_ELEMENT = re.compile(r"^the schema has no element <([^>]+)>$")
_ATTRIBUTE = re.compile(r"^<([^>]+)> has no attribute @([\w:.-]+)$")
_PLACE = re.compile(
    r"^<([^>]+)> is not allowed in "
    r"<([A-Za-z]\w*)>"
)
# Blocks, and elements that hold words directly and no blocks.
_BLOCKS = frozenset({"ab", "l", "lg", "p"})
_WORDY = frozenset({
    "abbr", "add", "byline", "corr", "date", "dateline", "del", "docAuthor", "emph", "expan",
    "foreign", "head", "hi", "l", "label", "name", "orig", "p", "persName", "placeName", "ref",
    "reg", "rs", "salute", "sic", "signed", "speaker", "supplied", "term", "title", "trailer",
    "unclear",
})  # fmt: skip
_DIVIDED = dict.fromkeys(("back", "body", "div", "front"), "div")
# Headings and blocks of HTML and word processors.
_HEADING = re.compile("h[1-6]|heading[1-6]?|div|center|para(?:graph)?|section")
_EMPTY = "<choice> lacks <choice> and <choice>"
_INCOMPLETE = "<choice> is not complete"
_IN_CHOICE = " directly in <choice>"
_IN_EMPTY = re.compile(r'^the text "(.*)" is not allowed directly in <([cgpl]b|milestone)>$')
_SIGNS = re.compile(r'^the text "[^\w"]{1,3}" ')
_BESIDE = re.compile(r" directly in <(?:div\d?|body|front|back)>$")
_WITHIN = re.compile(r" is not allowed directly in <(\w+)>$")
_ESTIMATE = re.compile(
    r'^@quantity of <\w+> may not be "([^"]*(?:ca?\.|[-?~–]|about|\bor\b)[^"]*)"$'
)
_MARKS = re.compile(r'^the text "(#{1,6}|[-*+>|]|\d+[.)]) ')
_OF_THE_WEB = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1998/Math/MathML",
)
_NUMBER = 8  # so long is the number of a page at most
_OWN = 4  # so many attributes are named at most
_CHILDREN = re.compile(r"<([A-Za-z]+)")
_TAGS = re.compile(r"<([A-Za-z]\w*)")
_CHILD = re.compile(r"<choice[^>]*>\s*<([\w:.-]+)")
_TAG = re.compile(r"<([\w.-]+:)?[\w.-]+([^>]*)")


def advise(found: Iterable[Problem], source: Source, schema: str) -> Iterator[Problem]:
    """Yield the problems of a source with better hints.

    `schema` is the edition's own, if it has one.
    """
    lines: list[str] = []
    for told in found:
        if told.code in _ADVISED:
            lines = lines or split_lines(source.text)
            yield _ADVISED[told.code](told, lines, schema)
        else:
            yield told


def _advise_element(told: Problem, lines: list[str], schema: str) -> Problem:
    name = _ELEMENT.search(told.message)
    if not name or not _is_plain(told.location, lines):
        return _advise_of_html(told, name[1] if name else "", lines)
    if known := find_tei_element(name[1]):
        friend = FALSE_FRIENDS.get(name[1], "")
        meaning = f"in TEI this is {friend}; " if friend else ""
        return msgspec.structs.replace(
            _note_meant(told, friend),
            message=f"the schema has no element <{name[1]}>, though TEI has one",
            hint=meaning + _tell_how(f'"{name[1]}"', f'the module "{known.module}"', schema),
            fix=(),
        )
    if home := find_home(told.about.parent, name[1]):
        return msgspec.structs.replace(told, hint=home, fix=())
    meant = find_equivalent(name[1])
    if told.about.parent in _WORDY and _HEADING.fullmatch(name[1]):
        hint = f"remove its tags: the words are allowed directly in <{told.about.parent}>"
        return msgspec.structs.replace(told, hint=hint, fix=())
    tag = _TAG.match(_read_on(told.location, lines))
    if name[1] == "a" and tag and "href" not in tag[2] and re.search(r"\b(?:name|id)=", tag[2]):
        meant = '<anchor xml:id="…"/>'
    if not meant and has_tei_attribute(told.about.parent, name[1]):
        hint = f'in TEI this is an attribute: <{told.about.parent} {name[1]}="…">'
        return msgspec.structs.replace(told, hint=hint, fix=())
    if not meant:
        return _advise_kind(told, name[1])
    return msgspec.structs.replace(_note_meant(told, meant), hint=f"in TEI this is {meant}", fix=())


def _advise_kind(told: Problem, name: str) -> Problem:
    """Return the problem of a name for a kind of words or of division, which TEI says by @type."""
    is_open = told.hint.startswith("allowed here") or " It is not allowed in " in told.hint
    if not is_open or not name.isalpha():
        return told
    general = "seg" if told.about.parent in _WORDY | {"ab"} else _DIVIDED.get(told.about.parent, "")
    hint = f'a part of a certain kind is <{general} type="{name}">; {told.hint}'
    return msgspec.structs.replace(told, hint=hint) if general else told


def _note_meant(told: Problem, meant: str) -> Problem:
    """Return a problem that is about the elements that are meant."""
    about = msgspec.structs.replace(told.about, meant=tuple(_TAGS.findall(meant)))
    return msgspec.structs.replace(told, about=about)


def _advise_of_html(told: Problem, name: str, lines: list[str]) -> Problem:
    """Return the problem of an element that says itself that it is one of HTML."""
    tag = _TAG.match(_read_on(told.location, lines))
    if not tag or not any(f'"{other}"' in tag[2] for other in _OF_THE_WEB):
        return told
    meant = find_equivalent(name) or f"<{name}>"
    less = ", without the xmlns of HTML" if _OF_THE_WEB[0] in tag[2] else ""
    hint = f"in TEI this is {meant}{less}"
    return msgspec.structs.replace(_note_meant(told, meant), hint=hint, fix=())


def _advise_attribute(told: Problem, _lines: list[str], schema: str) -> Problem:
    names = _ATTRIBUTE.search(told.message)
    if not names:
        return told
    element, attribute = names.groups()
    meant = find_attribute(attribute, element)
    day = meant.removeprefix("@") or attribute
    is_open = bool(meant) or told.hint.startswith("remove it")
    if day in DAYS and is_open and not has_tei_attribute(element, day):
        meant = f"@{day} of a <date>, in it or beside it"
    if told.fix and (not meant or meant == f"@{told.fix[0].new}"):
        return told
    if has_tei_attribute(element, attribute):
        told = msgspec.structs.replace(told, message=f"{told.message}, though TEI has one")
        hint = _tell_how(f"@{attribute} on <{element}>", f"<{element}>", schema)
        return msgspec.structs.replace(told, hint=hint)
    hint = f"in TEI this is {meant}" if meant else told.hint + _list_own(told.hint, element)
    if friend := FALSE_FRIENDS.get(element):
        hint = f"{hint}; and <{element}> is {friend}"
    return msgspec.structs.replace(told, hint=hint, fix=())


def _list_own(hint: str, element: str) -> str:
    """Return the attributes that an element has beside those of all, if these are few."""
    found = find_tei_element(element) if hint.startswith("remove it, ") else None
    own = sorted(found.own) if found else []
    listed = " or ".join(f"@{name}" for name in own)
    return f"; <{element}> may have {listed}" if 0 < len(own) <= _OWN else ""


def _advise_place(told: Problem, lines: list[str], _schema: str) -> Problem:
    name = _PLACE.search(told.message)
    if not name:
        home = find_home(told.about.parent, told.about.element)
        is_rival = home and told.hint.startswith("either ")
        return msgspec.structs.replace(told, hint=home) if is_rival else told
    home = find_home(name[2], name[1])
    if home and not told.hint.startswith("put it before"):
        hint = home
    elif meant := MISPLACED.get(name[1], ""):
        around = find_list(name[1])
        remedy = f"wrap it in <{around}>" if around else told.hint
        hint = f"{meant}; if it is one indeed, {remedy}"
    elif hint := _advise_blocks(name[1], name[2], told, lines):
        pass
    elif friend := FALSE_FRIENDS.get(name[1]):
        hint = f"{told.hint}; <{name[1]}> is {friend}"
    return msgspec.structs.replace(told, hint=hint) if hint else told


def _advise_blocks(name: str, parent: str, told: Problem, lines: list[str]) -> str:
    """Return the hint for a block that wraps the words of a line, or a phrase that wraps blocks."""
    is_empty = re.match(rf"<{name}(?:\s[^<>]*)?(?:/>|></)", _read_on(told.location, lines))
    if name in _BLOCKS and parent in _WORDY and not is_empty:
        before = "\n".join((*lines[: told.location.line - 1], _read_up_to(told.location, lines)))
        if re.search(rf"<{parent}(?:\s[^<>]*)?>\s*\Z", before):
            return f"remove the tags of the <{name}>: the words are allowed directly in <{parent}>"
        if told.hint.startswith("allowed here"):
            return f"remove the tags of the <{name}>: a <{parent}> holds its words directly"
    inside = re.match(rf"<{name}(?:\s[^<>]*)?>\s*<(\w+)", _read_on(told.location, lines))
    if name in _WORDY and inside and inside[1] in _BLOCKS:
        return f"put it into the <{inside[1]}>; if it is about several, into each of them"
    return ""


def _tell_how(what: str, where: str, schema: str) -> str:
    """Return how to add something of TEI to the schema."""
    if schema:
        return f"to allow it, add {what} to {schema}: in its ODD, take it from {where}"
    return (
        f"the schema that comes with tei-edition leaves it out; to allow it, take {what} from"
        f" {where} in your own ODD, or name another schema in edition.toml"
    )


def _advise_choice(told: Problem, lines: list[str], _schema: str) -> Problem:
    if told.message == _EMPTY:
        hint = "put <sic> and <corr>, <abbr> and <expan>, or <orig> and <reg> into it"
        return msgspec.structs.replace(told, message="<choice> is empty", hint=hint)
    if told.message != _INCOMPLETE:
        return told
    child = _CHILD.match(_read_on(told.location, lines))
    partner = PARTNERS.get(child[1], "") if child else ""
    if not child or not partner:
        return told
    return msgspec.structs.replace(
        told,
        message=f"<choice> lacks <{partner}> beside <{child[1]}>",
        hint=f"add <{partner}>, or remove the <choice>: <{child[1]}> is allowed without it",
    )


def _advise_text(told: Problem, lines: list[str], _schema: str) -> Problem:
    """Return the other side of a text in a choice, unless it is there already."""
    if empty := _IN_EMPTY.search(told.message):
        words, name = empty.groups()
        is_number = name != "lb" and len(words) <= _NUMBER and " " not in words
        number = f' n="{words}"' if is_number else ""
        hint = f"write <{name}{number}/>, which is always empty"
        hint += "" if is_number else ", and the words after it"
        return msgspec.structs.replace(told, hint=hint)
    within = _WITHIN.search(told.message)
    if within and _SIGNS.match(told.message):
        hint = f"remove it, or put it into an element: <{within[1]}> may have elements alone"
        if within[1] in {"gap", "space"}:
            hint = (
                f"remove it: a <{within[1]}> is empty, and signs for it are made when it is shown"
            )
        return msgspec.structs.replace(told, hint=hint)
    if hint := _advise_marks(told.message) or (find_words(within[1]) if within else ""):
        return msgspec.structs.replace(told, hint=hint)
    before = "\n".join((*lines[: told.location.line - 1], _read_up_to(told.location, lines)))
    if _BESIDE.search(told.message) and before.rstrip().endswith("</div>"):
        hint = "no words may follow a <div>: put them into a <p>, and that into a <div>"
        return msgspec.structs.replace(told, hint=hint)
    if not told.message.endswith(_IN_CHOICE):
        return told
    inside = before.rpartition("<choice")[2] + _read_on(told.location, lines)
    names = _CHILDREN.findall(inside.partition("</choice>")[0])
    partners = {PARTNERS[name] for name in names if name in PARTNERS}
    if len(partners) != 1 or not partners.isdisjoint(names):
        return told
    return msgspec.structs.replace(told, hint=f"wrap it in <{partners.pop()}>")


def _advise_marks(message: str) -> str:
    """Return what is written in TEI for a line that begins with a mark of Markdown."""
    found = _MARKS.match(message)
    if not found or not _BESIDE.search(message):
        return ""
    mark = found[1]
    if mark.startswith("#"):
        return "write a heading as <head>, without the #, at the beginning of the <div>"
    if mark == ">":
        return "write a quotation as <quote>, without the >"
    if mark.startswith("|"):
        return "write a table as <table>, with <row> and <cell>"
    return f'write a list as <list>, with an <item> for each line, without the "{mark}"'


def _is_plain(place: Location, lines: list[str]) -> bool:
    """Whether the tag at a place is written as one of TEI: no prefix, no namespace of its own."""
    tag = _TAG.match(_read_on(place, lines))
    return tag is None or not (tag[1] or ("xmlns=" in tag[2] and TEI_NS not in tag[2]))


def _read_up_to(place: Location, lines: list[str]) -> str:
    """Return what is before a place on its line."""
    return lines[place.line - 1][: place.column - 1] if 1 <= place.line <= len(lines) else ""


def _read_on(place: Location, lines: list[str]) -> str:
    """Return the text from a place on, some lines long; empty for a place in another file."""
    if not 1 <= place.line <= len(lines):
        return ""
    first, *others = lines[place.line - 1 : place.line + 4]
    return "\n".join((first[place.column - 1 :], *others))


def _advise_value(told: Problem, _lines: list[str], _schema: str) -> Problem:
    """Return the problem of an estimate where a number is due with what is meant for estimates."""
    about = told.about
    pointer = f"{about.attribute}Ref"
    if any("#" in value for value in about.values) and has_tei_attribute(about.element, pointer):
        return msgspec.structs.replace(told, hint=f"{told.hint}; a pointer is @{pointer}")
    estimate = _ESTIMATE.match(told.message)
    if not estimate:
        return told
    hint = f'{told.hint}; for an estimate write extent="{estimate[1]}", or @atLeast and @atMost'
    return msgspec.structs.replace(told, hint=hint)


_ADVISED = {
    "schema-bad-value": _advise_value,
    "schema-misplaced-element": _advise_place,
    "schema-missing-element": _advise_choice,
    "schema-unexpected-text": _advise_text,
    "schema-unknown-attribute": _advise_attribute,
    "schema-unknown-element": _advise_element,
}
