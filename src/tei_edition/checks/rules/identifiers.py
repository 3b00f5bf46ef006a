"""Identifiers of authority files must have the form, and the check digit, that theirs have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.facts.authorities import find_identifier
from tei_edition.problems import Location, Problem, problem
from tei_edition.source.stamps import locate
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.source import Source

_ADDRESSING = frozenset({"ref", "key", "target", "corresp", "sameAs", "resp", "who"})


@check("file", "malformed-identifier")
def check_identifiers(source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each `idno`, or pointer to an authority, that is malformed."""
    assert source.root is not None
    for idno in source.root.iter(tei("idno")):
        yield from _check(idno.text or "", idno.get("type", ""), locate(idno))
    for pointer in text.pointers:
        if pointer.attribute in _ADDRESSING and pointer.value.startswith("http"):
            yield from _check(pointer.value, "", pointer.location)


def _check(value: str, type_name: str, place: Location) -> Iterator[Problem]:
    found = find_identifier(value, type_name)
    fault = found.find_fault() if found else ""
    if found is None or not fault:
        return
    name, example = found.authority.name, found.authority.example
    if fault == "form":
        message = f'"{found.value}" does not have the form of an identifier of {name}'
        hint = f"write it like {example}"
    else:
        message = f'the check digit of "{found.value}" is wrong for an identifier of {name}'
        hint = f"a digit is wrong, or two digits are swapped: look it up in {name} again"
    yield problem("malformed-identifier", message, place, hint=hint)
