"""The command `names`: words that may be names, and what the register could learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import click

from tei_edition.cli.edition import load_config
from tei_edition.cli.group import main
from tei_edition.cli.terminal import FILES, describe_error, print_json, show_path, show_words
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.editing.tagging.candidates import NameCandidate
    from tei_edition.editing.tagging.drafting import Lesson


@main.command()
@FILES
@click.option(
    "--least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="List words that are found at least N times.",
)
@click.option(
    "--draft",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a new register FILE with an entry for each.",
)
@click.option(
    "--learn",
    is_flag=True,
    help="List instead how the texts spell the names that they mark up, where the register has no"
    " such form.",
)
@click.option(
    "--model",
    metavar="MODEL",
    help="List also what this model of spaCy, which you have installed, takes for names.",
)
@click.option(
    "--look-up",
    "service",
    metavar="NAME",
    help="Ask the authority NAME of edition.toml instead about entries of the registers, or of"
    " those that are FILEs, without an identifier of it.",
)
@click.option(
    "--interactive",
    is_flag=True,
    help="With --look-up: ask which answer is right, and write its identifier into the entry.",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True)  # fmt: skip
@click.pass_context
def names(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    least: int,
    draft: Path | None,
    learn: bool,
    model: str | None,
    service: str | None,
    interactive: bool,
    form: str,
) -> None:
    """List words of all texts, or of some FILEs, that may be names and are in no register.

    No text and no register is changed, except by --interactive.
    """
    if interactive and service is None:
        raise click.UsageError("--interactive needs --look-up")
    if service is not None:
        if draft is not None or learn:
            raise click.UsageError("--look-up cannot be combined with --draft or --learn")
        _look_up(ctx, files, service, form, interactive=interactive)
    from tei_edition.editing.entering import list_ids
    from tei_edition.editing.tagging.candidates import list_candidates
    from tei_edition.editing.tagging.drafting import draft_register, list_lessons
    from tei_edition.editing.tagging.name_model import NameModel
    from tei_edition.editing.tagging.session import TaggingSession
    from tei_edition.loading.edition import keep_garbage
    from tei_edition.runtime.files import format_json, write_file

    if draft is not None and learn:
        raise click.UsageError("--draft cannot be combined with --learn")
    if model is not None and (learn or service is not None):
        raise click.UsageError("--model cannot be combined with --learn or --look-up")
    if draft is not None and draft.exists():
        raise EditionError(f'"{draft}" exists already', hint="name a new file")
    config, chosen = load_config(ctx, files)
    ctx.with_resource(keep_garbage())
    reader = NameModel(model, config.root) if model is not None else None
    session = TaggingSession(config, chosen, ())
    for error in session.words.unread:
        click.echo(describe_error(error), err=True)
    finder = session.finder
    if learn:
        lessons = list_lessons(finder, session.files)
        data = [
            {"id": one.entity.id, "form": one.form, "number": one.number, "element": one.element}
            for one in lessons
        ]
        text = _write_lessons(lessons)
    else:
        found = list_candidates(session.words, finder, session.files, least, reader)
        data = list(map(_describe, found))
        text = _write_candidates(found)
        if draft is not None:
            made = draft_register(found, list_ids(config), config.edition.language)
            write_file(draft, made.encode())
            click.echo(show_path(draft), err=True)
    if form == "json":
        print_json(format_json(data).decode())
    else:
        click.echo(text, nl=False)
    ctx.exit(int(bool(session.words.unread)))


def _look_up(
    ctx: click.Context, files: tuple[Path, ...], service: str, form: str, *, interactive: bool
) -> None:
    """Do what --look-up asks for, and end the command."""
    from tei_edition.cli.look_up import LookUp
    from tei_edition.runtime.files import format_json
    from tei_edition.source import relative_name

    config, chosen = load_config(ctx, files)
    done = LookUp(config, service, [relative_name(path, config.root) for path in chosen])
    if interactive:
        number = done.review()
        click.echo(f"{number} identifier{'' if number == 1 else 's'} written", err=True)
    elif form == "json":
        print_json(format_json(done.describe()).decode())
    else:
        click.echo(done.write(), nl=False)
    if done.error is not None:
        click.echo(describe_error(done.error), err=True)
    ctx.exit(int(done.error is not None))


def _describe(found: NameCandidate) -> dict[str, Any]:
    return {
        "form": found.form,
        "number": found.number,
        "kind": found.kind.value,
        "near": [{"form": form, "id": ident} for form, ident in found.near],
        "places": [place._asdict() for place in found.places],
    }


def _write_candidates(found: Sequence[NameCandidate]) -> str:
    lines = []
    for one in found:
        near = ", ".join(f"{form} ({ident})" for form, ident in one.near)
        told = f"; similar: {near}" if near else ""
        places = f"{one.number} place{'' if one.number == 1 else 's'}"
        lines.append(f"{one.form}: {places}{told}")
        lines += [
            f"  {place.file}:{place.line}: {place.before} [{one.form}] {place.after}"
            for place in one.places
        ]
    return show_words("".join(f"{line}\n" for line in lines))


def _write_lessons(lessons: Sequence[Lesson]) -> str:
    """Return the forms of each entry as elements to add to it."""
    lines: list[str] = []
    for number, one in enumerate(lessons):
        if not number or lessons[number - 1].entity.id != one.entity.id:
            lines.append(f"{one.entity.id} ({one.entity.name})")
        element = f'<{one.element} type="variant">{escape(one.form)}</{one.element}>'
        lines.append(f"  {element}  {one.number} place{'' if one.number == 1 else 's'}")
    return show_words("".join(f"{line}\n" for line in lines))
