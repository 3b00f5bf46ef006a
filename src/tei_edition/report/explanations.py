"""The explanation of each problem, from its page in the manual, as text for a terminal.

The page is the only place where a code is explained: the manual shows it, and `explain` prints
it. The pages keep to the few forms of reStructuredText that `_to_text` knows.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from tei_edition.config import suggest
from tei_edition.problems import RULES, EditionError
from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = re.compile(r"\.\. _[\w-]+:$")
_BLOCK = re.compile(r"\.\. code-block:: (\w+)$")
_ROLE = re.compile(r":[\w:-]+:`(?:([^`<]+?) *<[^>`]+>|~?([^`]+))`")
_FIELD = re.compile(r":(\w+): ")


def read_explanation(code: str) -> str:
    """Return the manual page of a problem as plain text.

    Raises EditionError, with the nearest code, for a code that does not exist.
    """
    if code not in RULES:
        raise EditionError(
            f'there is no problem "{code}"',
            hint=suggest(code, RULES) or "tei-edition explain lists them all",
        )
    return "\n".join(_to_text(_read_page(code))).strip("\n") + "\n"


def read_markdown(code: str) -> str:
    """Return the manual page of a problem in Markdown, which the hosts of code show."""
    return "\n".join(_to_markdown(_read_page(code))).strip("\n") + "\n"


def list_codes() -> str:
    """Return every code with its severity and meaning, a line each, by topic."""
    width = max(map(len, RULES))
    return "\n".join(
        f"{topic}\n"
        + "".join(f"  {r.code:<{width}}  {r.severity.value:<7}  {r.summary}\n" for r in rules)
        for topic, rules in itertools.groupby(RULES.values(), key=lambda rule: rule.topic)
    )


def _read_page(name: str) -> str:
    return find_resource(f"explanations/{name}.rst").read_text(encoding="utf-8")


def _to_markdown(page: str) -> Iterator[str]:
    is_example = False
    lines = page.splitlines()
    for line, below in itertools.pairwise([*lines, ""]):
        if is_example and line and not line.startswith("  "):
            yield "```\n"
            is_example = False
        if _LABEL.match(line) or re.fullmatch("=+|-+", line):
            continue
        if block := _BLOCK.match(line):
            yield f"```{block[1]}"
            is_example = True
        elif is_example:
            if line:
                yield line.removeprefix("   ")
        elif re.fullmatch("=+|-+", below) and line:
            yield f"{'#' if below[0] == '=' else '##'} {line}"
        else:
            shown = _ROLE.sub(lambda found: f"`{found[1] or found[2]}`", line)
            yield _FIELD.sub(lambda found: f"**{found[1]}:** ", shown).replace("``", "`")
    if is_example:
        yield "```"


def _to_text(page: str) -> Iterator[str]:
    blank = False
    for line in page.splitlines():
        if _LABEL.match(line) or _BLOCK.match(line):
            continue
        if line.startswith("  "):
            shown = line  # an example, unchanged
        else:
            shown = _ROLE.sub(lambda found: found[1] or found[2], line)
            shown = _FIELD.sub(lambda found: f"{found[1]}: ", shown).replace("``", "")
            shown = re.sub(r"(?<!\*)\*(?!\*)|\*\*", "", shown)
        if shown or not blank:
            yield shown
        blank = not shown
