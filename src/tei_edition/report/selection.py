"""Select which problems are reported, and set their severity.

An editor decides in edition.toml, in the sources by `<?tei-edition ignore CODE?>`, and by a
baseline: a list of what an old edition may keep, so that only what is new is reported.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from tei_edition.config import apply_severities, suggest
from tei_edition.problems import (
    RULES,
    EditionError,
    Ignored,
    Problem,
    problem,
    sort_problems,
)
from tei_edition.report.following import drop_following
from tei_edition.runtime.files import read_regular

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from tei_edition.config import Config

# What only those find who transform a text, and not the checks.
_TRANSFORMED = {"stylesheet-failed", "unhandled-element"}


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Problems of a baseline: `count` of one code with one message in one file.

    Lines and columns are left out, so that text may be written above them.
    """

    file: str
    code: str
    message: str
    count: int


def settle_problems(
    found: Iterable[Problem],
    config: Config,
    ignored: Sequence[Ignored] = (),
    codes: Collection[str] | None = None,
) -> list[Problem]:
    """Return problems as severe as the edition finds them, without those that it ignores, in order.

    `ignored` are the parts of the sources in which problems are not reported. `codes` are those
    that were looked for, None for all that checks can find: an instruction that names one of
    them, and suppresses no problem, is itself a problem.
    """
    told = [*found]
    if ignored:
        told = _drop_ignored(told, ignored, codes)
    return sort_problems(
        msgspec.structs.replace(problem, severity=severity)
        for problem in drop_following(told, codes)
        if (severity := apply_severities(config, problem.code, problem.severity))
    )


def match_codes(code: str, patterns: Iterable[str]) -> bool:
    """Whether a code is one of these, which may be patterns such as `schema-*`."""
    return any(fnmatch.fnmatchcase(code, pattern) for pattern in patterns)


# Instructions in the sources.


def _drop_ignored(
    found: list[Problem], ignored: Sequence[Ignored], codes: Collection[str] | None
) -> list[Problem]:
    parts: dict[str, list[tuple[Ignored, str]]] = {}
    idle: list[Problem] = []
    waiting: dict[tuple[Ignored, str], None] = {}
    for part in ignored:
        verb, *patterns = part.words or ("",)
        if verb != "ignore" or not patterns:
            idle.append(_refuse_instruction(part))
            continue
        for pattern in patterns:
            matching = fnmatch.filter(RULES, pattern)
            if not matching:
                idle.append(_refuse_code(part, pattern))
                continue
            parts.setdefault(part.location.file, []).append((part, pattern))
            if not set(matching) & _TRANSFORMED and (codes is None or set(matching) <= {*codes}):
                waiting[part, pattern] = None
    kept = []
    for told in found:
        here = [
            (part, pattern)
            for part, pattern in parts.get(told.location.file, ())
            if part.start <= told.location <= part.end and match_codes(told.code, (pattern,))
        ]
        for one in here:
            waiting.pop(one, None)
        if not here:
            kept.append(told)
    idle.extend(_report_idle(part, pattern) for part, pattern in waiting)
    return kept + idle


def _refuse_instruction(part: Ignored) -> Problem:
    said = " ".join(part.words)
    return problem(
        "idle-instruction",
        f'"{said}" is not an instruction of tei-edition' if said else "the instruction is empty",
        part.location,
        hint="write <?tei-edition ignore CODE?>, with the code in brackets after the problem",
    )


def _refuse_code(part: Ignored, code: str) -> Problem:
    return problem(
        "idle-instruction",
        f'there is no problem "{code}"',
        part.location,
        hint=suggest(code, RULES) or "tei-edition explain lists them all",
    )


def _report_idle(part: Ignored, code: str) -> Problem:
    return problem(
        "idle-instruction",
        f'the element that follows has no problem "{code}"',
        part.location,
        hint="remove the instruction, or move it directly before the element that it is meant for",
    )


# Baselines.


def write_baseline(found: Iterable[Problem]) -> bytes:
    """Return a baseline of these problems, as JSON.

    The same problems always give the same bytes.
    """
    counts = Counter((p.location.file, p.code, p.message) for p in found)
    known = sorted(_Known(*key, count) for key, count in counts.items())
    return msgspec.json.format(msgspec.json.encode(known), indent=1) + b"\n"


def drop_known(found: Iterable[Problem], baseline: Path) -> tuple[list[Problem], int]:
    """Return the problems that a baseline does not have, and how many of its own are corrected.

    If several are equal, the first count as known. Raises EditionError for a
    file that is not a baseline.
    """
    try:
        known = msgspec.json.decode(read_regular(baseline), type=list[_Known])
    except FileNotFoundError:
        raise EditionError(
            f'there is no baseline "{baseline}"',
            hint="create it with tei-edition check --write-baseline FILE",
        ) from None
    except (OSError, ValueError) as error:
        raise EditionError(f'"{baseline}" is not a baseline: {error}') from None
    left = Counter({(k.file, k.code, k.message): k.count for k in known})
    new = []
    for told in found:
        key = (told.location.file, told.code, told.message)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(told)
    return new, left.total()
