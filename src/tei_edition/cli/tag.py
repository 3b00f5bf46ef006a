"""The command `tag`: mark up the names of the registers in the texts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from tei_edition.cli.edition import load_config
from tei_edition.cli.group import main
from tei_edition.cli.terminal import (
    FILES,
    describe_error,
    print_data,
    print_json,
    show_path,
    show_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tei_edition.editing.revision import Revision
    from tei_edition.editing.tagging.proposals import Proposal
    from tei_edition.editing.tagging.session import TaggingSession
    from tei_edition.problems import EditionError


@main.command()
@FILES
@click.option(
    "--select",
    multiple=True,
    metavar="WHAT",
    help="What to mark up: names, titles, dates, the id of an entry, or a form of a name."
    "  [default: names]",
)
@click.option("--write", is_flag=True, help="Write what is certain to the files.")
@click.option(
    "--interactive", is_flag=True, help="Ask about what is not certain, form by form, then write."
)
@click.option(
    "--candidates", is_flag=True, help="List what is not certain, with the entries it may be."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print no diff, only what could not be written.")
@click.pass_context
def tag(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    write: bool,
    interactive: bool,
    candidates: bool,
    form: str,
    quiet: bool,
) -> None:
    """Mark up names of the registers, or dates, in all texts, or in some FILEs.

    Without --write or --interactive, no file is changed: a diff shows what would be written.
    """
    from tei_edition.editing.tagging.answers import write_answers
    from tei_edition.editing.tagging.session import TaggingSession
    from tei_edition.loading.edition import keep_garbage

    if write and interactive:
        raise click.UsageError("--write cannot be combined with --interactive")
    if form == "json" and interactive:
        raise click.UsageError("--format json cannot be combined with --interactive")
    config, chosen = load_config(ctx, files)
    ctx.with_resource(keep_garbage())
    session = TaggingSession(config, chosen, select)
    for error in session.words.unread:
        click.echo(describe_error(error), err=True)
    accepted = session.list_certain()
    if interactive:
        from tei_edition.cli.tag_review import Review

        review = Review(session)
        review.run()
        write_answers(config.root, review.answers)
        accepted += review.accepted
    revisions, refused = session.revise(accepted)
    failures = list(refused)
    if write or interactive:
        failures += _write(revisions)
    if form == "json":
        print_json(_format_json(session))
    else:
        _show(session, accepted, revisions, is_written=write or interactive, is_quiet=quiet,
              is_listed=candidates)  # fmt: skip
    for failure in failures:
        click.echo(describe_error(failure), err=True)
    ctx.exit(int(bool(failures) or bool(session.words.unread)))


def _write(revisions: Iterable[Revision]) -> list[EditionError]:
    """Write files, and return why some could not be."""
    from tei_edition.editing.revision import write_revision
    from tei_edition.problems import EditionError

    failures = []
    for revision in revisions:
        try:
            write_revision(revision)
        except EditionError as error:
            failures.append(error)
    return failures


def _show(
    session: TaggingSession,
    accepted: Sequence[Proposal],
    revisions: Sequence[Revision],
    *,
    is_written: bool,
    is_quiet: bool,
    is_listed: bool,
) -> None:
    if not is_quiet and not is_written:
        for revision in revisions:
            _show_diff(revision)
    if is_listed:
        _list_questions(session.proposals)
    count = sum(map(_count, accepted))
    files = f"{len(revisions)} file{'' if len(revisions) == 1 else 's'}"
    places = f"{count} place{'' if count == 1 else 's'}"
    if is_written:
        click.echo(f"Marked up {places} in {files}.", err=True)
    else:
        click.echo(f"{places} in {files} would be marked up; --write does it.", err=True)
    bare = sum(1 for found in accepted if found.reason)
    if bare:
        click.echo(f"{bare} of them without a value of the date.", err=True)
    asked = {found.form for found in session.list_questions()}
    if asked and not is_listed and not is_written:
        forms = f"{len(asked)} form{'' if len(asked) == 1 else 's'}"
        click.echo(f"{forms} must be asked for: --candidates lists them, --interactive asks.",
                   err=True)  # fmt: skip


def _count(proposal: Proposal) -> int:
    return 1 + sum(map(_count, proposal.inside))


def _show_diff(revision: Revision) -> None:
    from tei_edition.editing.tagging.writing import decode_data
    from tei_edition.report.patch import compare_bytes

    before, after = (
        decode_data(data, revision.path.name).encode("utf-8", "surrogatepass")
        for data in (revision.before, revision.after)
    )
    print_data(compare_bytes(show_path(revision.path), before, after), is_diff=True)


def _list_questions(proposals: Iterable[Proposal]) -> None:
    """List each form that is not certain: how often, why, and the entries that it may be."""
    from tei_edition.editing.tagging.proposals import Treatment

    groups: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for found in proposals:
        if found.verdict is not Treatment.WRITE:
            named = tuple(f"{entity.id} ({entity.name})" for entity in found.candidates)
            groups[found.form, found.reason, named] += 1
    for (form, reason, named), number in groups.most_common():
        places = f"{number} place{'' if number == 1 else 's'}"
        entities = f": {', '.join(named)}" if named else ""
        click.echo(show_words(f"{form}: {places}; {reason}{entities}"))


def _format_json(session: TaggingSession) -> str:
    from tei_edition.runtime.files import format_json

    listed: list[dict[str, Any]] = [_describe(session, found) for found in session.proposals]
    return format_json(listed).decode()


def _describe(session: TaggingSession, found: Proposal) -> dict[str, Any]:
    line, column = session.find_place(found)
    return {
        "file": found.file,
        "line": line,
        "column": column,
        "form": found.form,
        "before": found.before,
        "after": found.after,
        "verdict": found.verdict.value,
        "reason": found.reason,
        "attributes": dict(found.tagging.attributes) if found.tagging else {},
        "candidates": [{"id": e.id, "name": e.name} for e in found.candidates],
        "inside": [_describe(session, inner) for inner in found.inside],
    }
