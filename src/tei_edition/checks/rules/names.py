"""Names from the register that occur in a text without markup."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.frame import check
from tei_edition.facts.pointers import ENTITY
from tei_edition.facts.registers import Kind
from tei_edition.problems import Location, Problem, problem
from tei_edition.reader.prose import BARRIER, CJK, UNREAD, WORD, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Edition, Text

_KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE})
# A shorter single word is no evidence.
_SHORTEST = 4
# A word that the edition leaves untagged so many times as often as it tags it is no oversight.
_MOST = 3

Words = tuple[str, ...]  # words, and what is between them, by turns


class _Hit(NamedTuple):
    """A form in the prose of a text: the block it is in, and how often the text has it."""

    form: str
    location: Location
    number: int


@check("edition", "untagged-name")
def check_untagged_names(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem, once per text, for each name of the register without markup.

    A full name is reported if it belongs to only one entity; a single word, or forenames, only if
    the edition marks up the same words elsewhere often enough. Texts that mark up no persons are
    not searched for persons.
    """
    edition = resolver.edition
    plays = {text.file for text in edition.texts if any(p.element == "sp" for p in text.pointers)}
    forms = _list_forms(edition)
    index = _Index(forms)
    found = {text.file: list(index.find(text)) for text in edition.texts}
    totals: Counter[str] = Counter()
    for hits in found.values():
        for hit in hits:
            totals[hit.form] += hit.number
    tagged = _count_tagged(resolver, {form: forms[form] for form in totals})
    for text in edition.texts:
        if not found[text.file]:
            continue
        content: dict[str, str] = {}
        kinds = {mention.kind for mention in text.mentions if mention.pointers}
        for hit in found[text.file]:
            entity = forms[hit.form]
            if entity.location.file in plays - {text.file}:
                continue  # a character of another text
            is_slip = totals[hit.form] <= _MOST * tagged[hit.form]
            if entity.kind not in kinds or not (is_slip or _is_full(hit.form, entity)):
                continue
            more = f", and {hit.number - 1} more in this file" if hit.number > 1 else ""
            yield problem(
                "untagged-name",
                f'"{hit.form}" is not marked up here{more}',
                _locate(hit, content, config.root),
                hint=f'if it is "{entity.id}" ({entity.name}), mark it up',
            )


def _list_forms(edition: Edition) -> dict[str, Entity]:
    """Return forms that belong to one entity alone, and are long enough to say so, each with it."""
    owners: dict[str, Entity | None] = {}
    for entity in edition.entities:
        if entity.kind not in _KINDS or entity.name == entity.id:
            continue
        for form in {*_list_names(entity)}:
            other = owners.get(form, entity)
            owners[form] = entity if other is not None and other.id == entity.id else None
    return {form: e for form, e in owners.items() if e is not None and _is_evidence(form)}


def _count_tagged(resolver: Resolver, forms: Mapping[str, Entity]) -> Counter[str]:
    """How often the edition tags each form as the entity that it belongs to."""
    if not forms:
        return Counter()
    fold = functools.cache(fold_words)
    return Counter(
        form
        for text in resolver.edition.texts
        for mention in text.mentions
        if (form := fold(mention.quotation.surface)) in forms
        for pointer in mention.pointers
        if (target := resolver.resolve(pointer, text.file)) is not None
        and target.kind == ENTITY
        and target.id == forms[form].id
    )


def _list_names(entity: Entity) -> Iterator[str]:
    for name in (entity.name, *(form.text for form in entity.forms)):
        yield fold_words(name)
        family, comma, given = name.partition(", ")
        if comma and "," not in given:
            yield fold_words(f"{given} {family}")


def _is_evidence(form: str) -> bool:
    """Whether a form is long enough, and begins as a name does."""
    shortest = 2 if re.search(f"[{CJK}]", form) else _SHORTEST
    first = WORD.search(form)
    return len(form) >= shortest and first is not None and not first[0][0].islower()


def _is_full(form: str, entity: Entity) -> bool:
    """Whether a form is a full name: several words including the family name.

    A word that begins as the family name does is another spelling of it.
    """
    words = [word for word in WORD.findall(form) if len(word) > 1 and not word.islower()]
    family, comma, _ = entity.name.partition(", ")
    stems = {word[:3].casefold() for word in WORD.findall(family) if not word.islower()}
    return len(words) > 1 and (not comma or any(word[:3].casefold() in stems for word in words))


def _split(words: str) -> Words:
    """Return what is before the first word, the word, what parts it from the next, so on."""
    parts: list[str] = []
    end = 0
    for match in WORD.finditer(words):
        parts += (words[end : match.start()], match[0])
        end = match.end()
    return (*parts, words[end:])


class _Index:
    """Forms by their first words: a text is gone through once, whatever their number."""

    def __init__(self, forms: Mapping[str, Entity]) -> None:
        self._forms: dict[str, list[tuple[Words, str]]] = {}
        for form in forms:
            if parts := _split(form)[1:-1]:
                self._forms.setdefault(parts[0], []).append((parts, form))
        for found in self._forms.values():
            found.sort(key=lambda item: -len(item[0]))

    def find(self, text: Text) -> Iterator[_Hit]:
        """Each form that the prose of a text has, where it has it first."""
        # Few texts have any of the words, and few of their blocks: both are soon found out.
        if not (starts := self._forms.keys() & text.capitals):
            return
        places: dict[str, Location] = {}
        counts: dict[str, int] = {}
        for block in text.prose:
            if not any(start in block.words for start in starts):
                continue
            for form in self._find_in(block.words):
                places.setdefault(form, block.location)
                counts[form] = counts.get(form, 0) + 1
        for form, location in places.items():
            yield _Hit(form, location, counts[form])

    def _find_in(self, words: str) -> Iterator[str]:
        parts = _split(words)
        at = 1
        while at < len(parts):
            for wanted, form in self._forms.get(parts[at], ()):
                end = at + len(wanted)
                if parts[at:end] == wanted and _is_whole(parts[at - 1], parts[end]):
                    yield form
                    at = end - 1
                    break
            at += 2


def _is_whole(before: str, after: str) -> bool:
    """Whether no larger word or name goes on at either side: Goethe-Haus, St Petersburg."""
    if before[-1:] in _JOINING or after[:1] in _JOINING:
        return False
    # A name beside a tagged one is often a part of it.
    return before.strip() != BARRIER and after.strip() != BARRIER


_JOINING = frozenset("-‐‑_@/&'’")


# Where a form is in its file.

_TOKENS = (
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\["
    r"|</(?P<end>[\w.-]+)\s*>"
    r"""|<(?P<start>[\w.-]+)(?:"[^"]*"|'[^']*'|[^>"'])*?(?P<empty>/?)>"""
)


def _locate(hit: _Hit, contents: dict[str, str], root: Path) -> Location:
    """Return the place of the first letter of a form, or of its block if it is not found.

    The prose does not know where its words come from: they are looked for in the file, outside
    tags and outside what the prose leaves out.
    """
    file = hit.location.file
    if file not in contents:
        try:
            contents[file] = (root / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            contents[file] = ""
    content = contents[file]
    offset = 0
    for _ in range(hit.location.line - 1):
        offset = content.find("\n", offset) + 1
    words = r"\s+".join(re.escape(word) for word in hit.form.split(" "))
    pattern = re.compile(rf"{_TOKENS}|(?P<form>(?<!\w){words}(?!\w))", re.DOTALL)
    left_out = 0
    for match in pattern.finditer(content, offset + hit.location.column - 1):
        name = match["start"] or match["end"]
        if name in UNREAD and not match["empty"]:
            left_out += 1 if match["start"] else -1
        elif match["form"] and left_out <= 0:
            line = content.count("\n", 0, match.start()) + 1
            return Location(file, line, match.start() - content.rfind("\n", 0, match.start()))
    return hit.location
