"""Ask a service of an authority file about entries of the registers: `names --look-up`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import click

from tei_edition.cli.terminal import describe_error, show_words
from tei_edition.editing.authority_answers import KeptAnswers
from tei_edition.editing.identifying import find_lookup, identify, list_lacking
from tei_edition.editing.revision import write_revision
from tei_edition.problems import EditionError
from tei_edition.runtime.progress import show_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.config import Config
    from tei_edition.editing.authority_service import AuthorityAnswer
    from tei_edition.editing.identifying import Lookup
    from tei_edition.facts.registers import Entity


class FoundAnswers(NamedTuple):
    """An entry without an identifier, and what a service proposes for it."""

    entity: Entity
    answers: tuple[AuthorityAnswer, ...]


class LookUp:
    """The entries of some registers, by default of all, that a service was asked about.

    Raises EditionError if edition.toml does not name the service. If it does not answer to
    everything, `error` says why, and only what was answered is there.
    """

    def __init__(self, config: Config, name: str, files: Sequence[str]) -> None:
        self._config = config
        self.lookup: Lookup = find_lookup(config, name)
        self.error: EditionError | None = None
        lacking = list_lacking(config, self.lookup, files)
        kept = KeptAnswers(self.lookup.address, config.cache_folder)
        queries = {
            entity.id: self.lookup.make_query(entity.name, entity.kind) for entity in lacking
        }
        if new := len({query for query in queries.values() if kept.find(query) is None}):
            host = urlsplit(self.lookup.address).netloc
            told = f"asking {host} about {new} name{'' if new == 1 else 's'}"
            click.echo(show_words(told), err=True)
        try:
            # Whoever interrupts it has seen enough: what was answered is kept.
            with suppress(KeyboardInterrupt), show_progress("Asking") as report:
                kept.ask(list(queries.values()), report)
        except EditionError as error:
            self.error = error
        self.found = [
            FoundAnswers(entity, answers)
            for entity in lacking
            if (answers := kept.find(queries[entity.id])) is not None
        ]

    def describe(self) -> list[dict[str, Any]]:
        """Return the entries and answers as data."""
        return [
            {
                "id": entity.id,
                "name": entity.name,
                "file": entity.location.file,
                "line": entity.location.line,
                "answers": [
                    {
                        "id": answer.id,
                        "name": answer.name,
                        "description": answer.description,
                        "types": list(answer.types),
                        "address": answer.address,
                    }
                    for answer in answers
                ],
            }
            for entity, answers in self.found
        ]

    def write(self) -> str:
        """Return the entries and answers as lines."""
        lines = [line for found in self.found for line in _write_found(found)]
        return show_words("".join(f"{line}\n" for line in lines))

    def review(self) -> int:
        """Ask which answer is right; write each that is chosen at once. Return how many."""
        asked = [found for found in self.found if found.answers]
        written = 0
        for number, found in enumerate(asked, 1):
            click.echo(show_words(f"\n{number} of {len(asked)}: " + "\n".join(_write_found(found))))
            letters = [*map(str, range(1, len(found.answers) + 1)), "s", "q"]
            try:
                answer = click.prompt(
                    f"Number of the right one (1-{len(found.answers)}), skip, quit",
                    type=click.Choice(letters, case_sensitive=False),
                    show_choices=False,
                    prompt_suffix="? ",
                )
            except click.Abort:
                break
            if answer == "q":
                break
            if answer != "s":
                written += self._write_chosen(found.entity, found.answers[int(answer) - 1])
        return written

    def _write_chosen(self, entity: Entity, answer: AuthorityAnswer) -> int:
        """Write an identifier into an entry; say why if this cannot be."""
        kind = self.lookup.type
        try:
            value = self.lookup.read_identifier(answer.id)
            write_revision(identify(self._config, entity, kind, value))
        except EditionError as error:
            click.echo(describe_error(error), err=True)
            return 0
        click.echo(show_words(f'  <idno type="{kind}">{value}</idno>'))
        return 1


def _write_found(found: FoundAnswers) -> list[str]:
    entity, answers = found
    place = f"{entity.location.file}:{entity.location.line}"
    head = f"{entity.name} ({entity.id}, {place})"
    if not answers:
        return [f"{head}: no answer"]
    lines = [head]
    for number, answer in enumerate(answers, 1):
        told = [answer.name, *([answer.description] if answer.description else [])]
        types = f" [{', '.join(answer.types)}]" if answer.types else ""
        lines.append(f"  {number}: {answer.id}  {'; '.join(told)}{types}")
        if answer.address:
            lines.append(f"     {answer.address}")
    return lines
