"""What each problem means, from its page in the manual, as text for a terminal.

The page is the only place where a code is explained: the manual shows it, and `explain` prints
it. The pages keep to the few forms of reStructuredText that `_to_text` knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.config import suggest
from tei_edition.problems import RULES, EditionError
from tei_edition.resources import find_resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = re.compile(r"\.\. _[\w-]+:$")
_BLOCK = re.compile(r"\.\. code-block:: \w+$")
_ROLE = re.compile(r":[\w:-]+:`(?:([^`<]+?) *<[^>`]+>|~?([^`]+))`")
_FIELD = re.compile(r":(\w+): ")


def read_explanation(code: str) -> str:
    """The manual page of a problem as plain text.

    Raises EditionError, with the nearest code, for a code that does not exist.
    """
    if code not in RULES:
        raise EditionError(
            f'there is no problem "{code}"',
            hint=suggest(code, RULES) or "tei-edition explain lists them all",
        )
    page = find_resource(f"explanations/{code}.rst").read_text(encoding="utf-8")
    return "\n".join(_to_text(page)).strip("\n") + "\n"


def list_codes() -> str:
    """Every code with its severity and meaning, a line each."""
    width = max(map(len, RULES))
    return "".join(
        f"{rule.code:<{width}}  {rule.severity.value:<7}  {rule.summary}\n"
        for rule in RULES.values()
    )


def _to_text(page: str) -> Iterator[str]:
    blank = False
    for line in page.splitlines():
        if _LABEL.match(line) or _BLOCK.match(line):
            continue
        if line.startswith("  "):
            shown = line  # an example, as it stands
        else:
            shown = _ROLE.sub(lambda found: found[1] or found[2], line)
            shown = _FIELD.sub(lambda found: f"{found[1]}: ", shown).replace("``", "")
            shown = re.sub(r"(?<!\*)\*(?!\*)|\*\*", "", shown)
        if shown or not blank:
            yield shown
        blank = not shown
