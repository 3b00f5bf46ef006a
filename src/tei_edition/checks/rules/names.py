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
from tei_edition.reader.naming.finding import NameIndex
from tei_edition.reader.naming.forms import Rank, list_forms, may_occur
from tei_edition.reader.prose import UNREAD, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Edition, Text
    from tei_edition.reader.naming.forms import NameForm

_KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE})
# A word that the edition leaves untagged so many times as often as it tags it is no oversight.
_MOST = 3


class _Hit(NamedTuple):
    """A form in the prose of a text: its entity, the block, and how often the text has it."""

    form: str
    entity: Entity
    location: Location
    number: int
    is_full: bool


@check("edition", "untagged-name")
def check_untagged_names(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem, once per text, for each name of the register without markup.

    A full name is reported if it belongs to only one entity; a single word, or forenames, only if
    the edition marks up the same words elsewhere often enough. Texts that mark up no persons are
    not searched for persons.
    """
    edition = resolver.edition
    plays = {text.file for text in edition.texts if any(p.element == "sp" for p in text.pointers)}
    index = NameIndex(_list_forms(edition))
    found = {text.file: list(_find(index, text)) for text in edition.texts}
    totals: Counter[str] = Counter()
    owners: dict[str, Entity] = {}
    for hits in found.values():
        for hit in hits:
            totals[hit.form] += hit.number
            owners[hit.form] = hit.entity
    tagged = _count_tagged(resolver, owners)
    for text in edition.texts:
        if not found[text.file]:
            continue
        content: dict[str, str] = {}
        kinds = {mention.kind for mention in text.mentions if mention.pointers}
        for hit in found[text.file]:
            entity = hit.entity
            if entity.location.file in plays - {text.file}:
                continue  # a character of another text
            is_slip = totals[hit.form] <= _MOST * tagged[hit.form]
            if entity.kind not in kinds or not (is_slip or hit.is_full):
                continue
            more = f", and {hit.number - 1} more in this file" if hit.number > 1 else ""
            yield problem(
                "untagged-name",
                f'"{hit.form}" is not marked up here{more}',
                _locate(hit, content, config.root),
                hint=f'if it is "{entity.id}" ({entity.name}), mark it up',
            )


def _list_forms(edition: Edition) -> Iterator[NameForm]:
    """Yield the forms of the entities that have a name, if they are long enough to say so."""
    words = {word for text in edition.texts for word in text.capitals}
    for entity in edition.entities:
        if entity.kind in _KINDS and entity.name != entity.id and may_occur(entity, words):
            yield from (
                form
                for form in list_forms(entity)
                if form.is_evidence and form.rank is not Rank.GUESSED
            )


def _count_tagged(resolver: Resolver, owners: Mapping[str, Entity]) -> Counter[str]:
    """How often the edition tags each form as the entity that it belongs to."""
    if not owners:
        return Counter()
    fold = functools.cache(fold_words)
    return Counter(
        form
        for text in resolver.edition.texts
        for mention in text.mentions
        if (form := fold(mention.quotation.surface)) in owners
        for pointer in mention.pointers
        if (target := resolver.resolve(pointer, text.file)) is not None
        and target.kind == ENTITY
        and target.id == owners[form].id
    )


def _find(index: NameIndex, text: Text) -> Iterator[_Hit]:
    """Each form that the prose of a text has, where it has it first."""
    # Few texts have any of the words, and few of their blocks: both are soon found out.
    if not (starts := index.starts & set(text.capitals)):
        return
    found: dict[str, _Hit] = {}
    for block in text.prose:
        if not any(start in block.words for start in starts):
            continue
        for hit in index.find(block.words):
            owner = hit.owner
            name = next((f for f in hit.forms if owner is not None and f.entity is owner), None)
            if owner is None or name is None or name.written != hit.written:
                continue
            form = block.words[hit.start : hit.end]
            known = found.get(form, _Hit(form, owner, block.location, 0, is_full=name.is_full))
            found[form] = known._replace(number=known.number + 1)
    yield from found.values()


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
