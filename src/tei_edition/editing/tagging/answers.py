"""What editors answered about names, kept in a file beside edition.toml.

Answers are added at the end of the file; what is in it is never rewritten.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.files import overwrite, read_regular, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_NAME = "tags.toml"
_HEAD = "# Answers to the questions of `tei-edition tag`. You may edit this file.\n"


class Always(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that always means one entity."""

    form: str
    entity: str


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that is not to be marked up: everywhere, in a file, at one place, or as an entity.

    `context` is the form with the three words before and after it.
    """

    form: str
    file: str = ""
    context: str = ""
    entity: str = ""


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All answers."""

    always: tuple[Always, ...] = ()
    never: tuple[Never, ...] = ()

    def find_entity(self, form: str) -> str:
        """Return the entity that a form always means; empty if nobody said so."""
        return next((a.entity for a in reversed(self.always) if _same(a.form, form)), "")

    def refuse(self, form: str, file: str, context: str, entity: str) -> bool:
        """Whether a form at a place is not to be marked up as an entity."""
        return any(
            _same(answer.form, form)
            and answer.file in {"", file}
            and (not answer.context or _same(answer.context, context))
            and answer.entity in {"", entity}
            for answer in self.never
        )

    def add(self, others: Iterable[Always | Never]) -> Answers:
        """Return these answers and others."""
        new = list(others)
        return Answers(
            (*self.always, *(answer for answer in new if isinstance(answer, Always))),
            (*self.never, *(answer for answer in new if isinstance(answer, Never))),
        )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def read_answers(folder: Path) -> Answers:
    """Return the answers kept in a folder; raises EditionError if they cannot be read."""
    path = folder / FILE_NAME
    try:
        table = tomllib.loads(read_regular(path).decode("utf-8-sig"))
        return msgspec.convert(table, Answers)
    except FileNotFoundError:
        return Answers()
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        raise EditionError(
            f'"{path}" cannot be read: {error}',
            hint='it has tables [[always]] with "form" and "entity", and [[never]] with "form"',
        ) from None


def write_answers(folder: Path, answers: Iterable[Always | Never]) -> None:
    """Add answers to those kept in a folder."""
    parts = []
    for answer in answers:
        name = "always" if isinstance(answer, Always) else "never"
        lines = [f"{key} = {_quote(value)}" for key, value in msgspec.to_builtins(answer).items()
                 if value]  # fmt: skip
        parts.append("\n".join((f"\n[[{name}]]", *lines, "")))
    if not parts:
        return
    path = folder / FILE_NAME
    before = read_regular(path) if path.exists() else _HEAD.encode()
    after = before + "".join(parts).encode()
    try:
        tomllib.loads(after.decode("utf-8-sig"))
    except ValueError as error:
        raise EditionError(
            f'answers cannot be added to "{path}": {error}',
            hint="write each answer as a table: [[always]] or [[never]]",
        ) from None
    if path.exists():
        overwrite(path.resolve(), after)
    else:
        write_file(path, after)


def _quote(value: str) -> str:
    """Return a string as TOML has it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
