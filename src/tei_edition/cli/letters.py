"""The options of letters, and the questions about them in a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tei_edition.cli.terminal import show_words
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tei_edition.editing.new_texts import GivenText

_FACTS = {
    "sender": (
        "--from",
        "NAME",
        "Who wrote the letter: a name (Smith, Ann), or the id of a register's entry.",
    ),
    "addressee": ("--to", "NAME", "To whom it was written."),
    "date": ("--date", "DATE", "When it was written: 1852-05-03, or words whose date is certain."),
    "place": ("--place", "NAME", "Where it was written."),
}
_ONE = " Once for all texts, or once for each, in order; '' if not known."


def LETTER(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - used like an option
    """Add the options that describe letters to a command."""
    for name, (option, metavar, told) in reversed(_FACTS.items()):
        command = click.option(option, name, multiple=True, metavar=metavar, help=told + _ONE)(
            command
        )
    return click.option("--letter", is_flag=True, help="The texts are letters; in a terminal, ask"
                        " for what no option gives.")(command)  # fmt: skip


def is_interactive() -> bool:
    """Whether somebody at a terminal can answer questions."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def describe_letters(
    texts: Sequence[GivenText],
    language: str,
    *,
    letter: bool,
    sender: tuple[str, ...],
    addressee: tuple[str, ...],
    date: tuple[str, ...],
    place: tuple[str, ...],
) -> list[GivenText]:
    """Return texts with what the options, or the editor's answers, say of them as letters."""
    from tei_edition.editing.correspondence import LetterFacts, write_date

    given = {"sender": sender, "addressee": addressee, "date": date, "place": place}
    if not (letter or any(given.values())):
        return list(texts)
    for name, values in given.items():
        if len(values) not in {0, 1, len(texts)}:
            option = _FACTS[name][0]
            raise EditionError(
                f"{option} is given {len(values)} times, for {len(texts)} texts",
                hint="give it once for all, or once for each; '' if it is not known",
            )
    if not any(given.values()) and not is_interactive():
        raise EditionError(
            "nothing is known of the letter", hint="give --from, --to, --date or --place"
        )
    described = []
    for number, text in enumerate(texts):
        facts = {
            name: (values[0] if len(values) == 1 else values[number]) if values else ""
            for name, values in given.items()
        }
        if letter and is_interactive():
            facts = _ask(text, language, facts, given)
        if facts["date"]:
            write_date(facts["date"], text.language or language)  # raises an error before writing
        described.append(text._replace(letter=LetterFacts(**facts)))
    return described


def _ask(
    text: GivenText, language: str, facts: dict[str, str], given: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """Ask for the facts that no option gives; the date of the dateline is proposed."""
    from tei_edition.editing.correspondence import find_dateline

    click.echo(show_words(f"{text.title or text.stem} (Enter if it is not known)"))
    words = {"sender": "  From", "addressee": "  To", "date": "  Date", "place": "  Place"}
    dated = find_dateline([*text.paragraphs], text.language or language)
    answers = dict(facts)
    for name, question in words.items():
        if not given[name]:
            proposed = dated if name == "date" else ""
            answers[name] = ask_words(question, proposed)
    return answers


def ask_words(question: str, proposed: str = "") -> str:
    """Ask a question that may remain unanswered."""
    answer: str = click.prompt(question, default=proposed, show_default=bool(proposed))
    return answer.strip()
