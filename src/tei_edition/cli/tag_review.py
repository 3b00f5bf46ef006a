"""Ask about names that are not certain: form by form, then place by place if the editor wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from tei_edition.cli.terminal import show_words
from tei_edition.editing.tagging.answers import Always, Never
from tei_edition.editing.tagging.proposals import Treatment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.editing.tagging.proposals import Proposal
    from tei_edition.editing.tagging.session import TaggingSession

_SHOWN = 3


class _Said(NamedTuple):
    """What one answer led to: what is marked up, and what is remembered."""

    accepted: tuple[Proposal, ...] = ()
    answers: tuple[Always | Never, ...] = ()


class _QuitError(Exception):
    """The editor does not want to answer any more."""


class _BackError(Exception):
    """The editor takes the last answer back."""


class Review:
    """The questions about an edition, and what was answered.

    `accepted` is to be marked up, `answers` are to be kept.
    """

    def __init__(self, session: TaggingSession) -> None:
        self._session = session
        groups: dict[tuple[str, tuple[str, ...]], list[Proposal]] = {}
        for found in session.list_questions():
            key = found.form, tuple(entity.id for entity in found.candidates)
            groups.setdefault(key, []).append(found)
        self._groups = sorted(groups.values(), key=lambda group: -len(group))
        self._said: list[_Said] = []

    @property
    def accepted(self) -> list[Proposal]:
        """What is to be marked up."""
        return [found for said in self._said for found in said.accepted]

    @property
    def answers(self) -> list[Always | Never]:
        """What is to be remembered."""
        return [answer for said in self._said for answer in said.answers]

    def run(self) -> None:
        """Ask about each form until the editor quits; what was answered until then is kept."""
        while len(self._said) < len(self._groups):
            group = self._groups[len(self._said)]
            try:
                self._said.append(self._ask_form(group))
            except _BackError:
                if self._said:
                    self._said.pop()
            except (_QuitError, click.Abort):
                return

    def _ask_form(self, group: Sequence[Proposal]) -> _Said:
        first = group[0]
        number = f"{len(self._said) + 1} of {len(self._groups)}"
        places = f"{len(group)} place{'' if len(group) == 1 else 's'}"
        click.echo(show_words(f"\n{number}: {first.form}, {places}; {first.reason}"))
        self._show_candidates(first)
        for found in group[:_SHOWN]:
            click.echo(show_words(_quote(found)))
        answer = self._prompt(
            first,
            "all, each, never, remember (all, now and later), skip, undo, quit",
            ("a", "e", "n", "r", "s", "u", "q"),
        )
        if answer == "s":
            return _Said()
        if answer == "n":
            return _Said(answers=(Never(first.form),))
        if answer == "e":
            return self._ask_each(group)
        if not first.candidates:
            return _Said(tuple(map(_accept, group)))
        ident = self._choose(first, answer)
        answers = (Always(first.form, ident),) if answer == "r" else ()
        return _Said(tuple(self._session.settle(p, ident) for p in group), answers)

    def _ask_each(self, group: Sequence[Proposal]) -> _Said:
        """Ask about each place; a place that is refused is remembered."""
        said: list[_Said] = []
        while len(said) < len(group):
            found = group[len(said)]
            click.echo(show_words(_quote(found)))
            try:
                answer = self._prompt(found, "yes, no, undo, quit", ("y", "n", "u", "q"))
            except _BackError:
                if not said:
                    raise
                said.pop()
                continue
            except _QuitError:
                self._said.append(_join(said))
                raise
            if answer == "n":
                said.append(_Said(answers=(Never(found.form, found.file, found.context),)))
            elif not found.candidates:
                said.append(_Said((_accept(found),)))
            else:
                ident = self._choose(found, answer)
                said.append(_Said((self._session.settle(found, ident),)))
        return _join(said)

    def _prompt(self, found: Proposal, words: str, letters: tuple[str, ...]) -> str:
        numbers = tuple(str(n) for n in range(1, len(found.candidates) + 1))
        others = "" if len(numbers) < 2 else f", or the number of an entry (1-{len(numbers)})"
        answer: str = click.prompt(
            f"{words}{others}",
            type=click.Choice([*letters, *numbers], case_sensitive=False),
            show_choices=False,
            prompt_suffix="? ",
        )
        if answer == "q":
            raise _QuitError
        if answer == "u":
            raise _BackError
        return answer

    def _choose(self, found: Proposal, answer: str) -> str:
        """Return the entity that an answer chooses: by its number, else the first."""
        return found.candidates[int(answer) - 1 if answer.isdigit() else 0].id

    def _show_candidates(self, found: Proposal) -> None:
        for number, entity in enumerate(found.candidates, 1):
            click.echo(show_words(f"  {number}: {entity.id} ({entity.name})"))


def _accept(found: Proposal) -> Proposal:
    """Return a date that an editor has accepted."""
    return found._replace(verdict=Treatment.WRITE)


def _join(said: Sequence[_Said]) -> _Said:
    return _Said(
        tuple(found for one in said for found in one.accepted),
        tuple(answer for one in said for answer in one.answers),
    )


def _quote(found: Proposal) -> str:
    return f"  {found.file}: … {found.before} [{found.form}] {found.after} …"
