"""The process that checks an edition while somebody writes: `python -m tei_edition.editor.checker`.

It reads the texts as they are in the editor program, and keeps the rest between questions. The
server asks it, and goes on answering while it works.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.rules.schema import judge_source
from tei_edition.checks.targets import list_wanted
from tei_edition.config import list_files
from tei_edition.dating.shortforms import format_lifetime
from tei_edition.editor.editions import load_edition, make_source
from tei_edition.editor.messages import (
    Card,
    CheckAnswer,
    CheckRequest,
    Finding,
    Index,
)
from tei_edition.facts.pointers import ENTITY, WITNESS, Resolver
from tei_edition.language.wording import list_words
from tei_edition.loading.checking import check_whole
from tei_edition.loading.edition import read_edition
from tei_edition.problems import EditionError
from tei_edition.report.edits import settle_edits
from tei_edition.report.lines import SourceLines
from tei_edition.report.selection import settle_problems
from tei_edition.runtime.files import read_regular, set_unsaved
from tei_edition.runtime.helper_process import open_answers, read_message, write_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Target
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem

_NAME = re.compile(rb"<([^\s<>/!?&=\"']+)")
_ATTRIBUTE = re.compile(rb"\s([^\s<>/=\"']+)\s*=\s*[\"']")


class Checker:
    """Answers questions about editions."""

    def __init__(self) -> None:
        self._indexed: dict[str, bytes] = {}

    def answer(self, question: CheckRequest) -> CheckAnswer:
        """Return what is wrong, and what the server must know."""
        _show(question.unsaved)
        try:
            files = [Path(name) for name in question.files]
            config = load_edition(question.settings, Path(question.folder), files)
            if question.only:
                return CheckAnswer(_judge(config, Path(question.only), question.unsaved))
            return self._check(config, question)
        except EditionError as error:
            return CheckAnswer(error=f"{error} ({error.hint})" if error.hint else str(error))

    def _check(self, config: Config, question: CheckRequest) -> CheckAnswer:
        reading, told = check_whole(config)
        findings = _place(told, config.root)
        if unread := {str(config.root / file.file) for file in reading.edition.unread}:
            # What is not well-formed just now is known from its file.
            _show({name: text for name, text in question.unsaved.items() if name not in unread})
            reading = read_edition(config)
        index = make_index(Resolver(reading.edition), config)
        data = msgspec.msgpack.encode(index)
        is_new = self._indexed.get(question.settings) != data
        self._indexed[question.settings] = data
        return CheckAnswer(findings, index if is_new else None)


def _show(unsaved: dict[str, str]) -> None:
    set_unsaved({Path(name): text for name, text in unsaved.items()})


def _judge(config: Config, path: Path, unsaved: dict[str, str]) -> list[Finding]:
    """Return what is wrong with one file by its schema."""
    source = make_source(path, unsaved[str(path)], config)
    told = settle_problems(judge_source(source, config), config, (), ())
    return _place(told, config.root)


def _place(problems: Iterable[Problem], root: Path) -> list[Finding]:
    lines = SourceLines(root)
    settled = settle_edits(problems, lines)
    return [Finding(found, lines.find_end(found.location)) for found in settled]


# What the server must know


def make_index(resolver: Resolver, config: Config) -> Index:
    """Return what the server must know of an edition."""
    writings: dict[str, Counter[str]] = {}
    targets: dict[str, dict[str, str]] = {}
    mentions: Counter[str] = Counter()
    for text in resolver.edition.files:
        for attribute, value, target in _list_pointers(resolver, text):
            mentions[target.id] += 1
            if value.endswith(target.id):
                before = value.removesuffix(target.id)
                writings.setdefault(attribute, Counter())[before] += 1
            else:
                targets.setdefault(text.file, {})[value] = target.id
    elements, attributes = _count_names(config)
    return Index(
        tuple(_list_cards(resolver, config, mentions)),
        {attribute: counts.most_common(1)[0][0] for attribute, counts in writings.items()},
        targets,
        elements,
        attributes,
    )


def _list_pointers(resolver: Resolver, text: Text) -> Iterator[tuple[str, str, Target]]:
    """Yield the attributes and values of pointers that lead to entities and witnesses."""
    for pointer in text.pointers:
        target = resolver.resolve_name(pointer.value, text.file)
        if target is not None and target.kind in {ENTITY, WITNESS}:
            yield pointer.attribute, pointer.value, target


def _list_cards(resolver: Resolver, config: Config, mentions: Counter[str]) -> Iterator[Card]:
    language = config.edition.language or "en"
    words = list_words(language)
    seen = set()
    for entity in resolver.entities.values():
        seen.add((entity.location.file, entity.id))
        yield Card(
            entity.id, entity.name, entity.element, entity.location.file, entity.kind,
            tuple(dict.fromkeys(form.text for form in entity.forms)),
            format_lifetime(entity.times, words, language), entity.description,
            mentions[entity.id], entity.location,
        )  # fmt: skip
    for witness in resolver.witnesses.values():
        seen.add((witness.location.file, witness.id))
        yield Card(
            witness.id, witness.siglum, "witness", witness.location.file, "witness",
            description=witness.description, mentions=mentions[witness.id],
            location=witness.location,
        )  # fmt: skip
    wanted = list_wanted()
    for text in resolver.edition.files:
        for ident, element in text.ids.items():
            if element in wanted and (text.file, ident) not in seen:
                yield Card(ident, "", element, text.file)


def _count_names(config: Config) -> tuple[dict[str, int], dict[str, int]]:
    elements: Counter[bytes] = Counter()
    attributes: Counter[bytes] = Counter()
    for path in list_files(config):
        with contextlib.suppress(OSError):
            data = read_regular(path)
            elements.update(_NAME.findall(data))
            attributes.update(_ATTRIBUTE.findall(data))
    return _decode(elements), _decode(attributes)


def _decode(counted: Counter[bytes]) -> dict[str, int]:
    # Numbers change with every word; an order of magnitude is enough to say what is usual.
    return {name.decode("utf-8", "replace"): n.bit_length() for name, n in counted.items()}


def main() -> None:
    """Answer questions from the standard input until it ends."""
    answers = open_answers()
    checker = Checker()
    while (data := read_message(sys.stdin.buffer)) is not None:
        question = msgspec.msgpack.decode(data, type=CheckRequest)
        write_message(answers, msgspec.msgpack.encode(checker.answer(question)))


if __name__ == "__main__":
    main()
