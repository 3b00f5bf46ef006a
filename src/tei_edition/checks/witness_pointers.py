"""The sigla of `@wit` must be those of witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.meant import ask, replace_pointer, separate_pointers
from tei_edition.checks.repeated import show_pointer
from tei_edition.checks.targets import describe_target, list_names
from tei_edition.config import find_nearest
from tei_edition.facts.pointers import EXTERNAL
from tei_edition.problems import About, problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text
    from tei_edition.problems import Problem


def check_siglum(pointer: Pointer, text: Text, resolver: Resolver) -> Iterator[Problem]:
    """Yield the problem of a pointer of `@wit` that leads to no witness."""
    if resolver.find_witness(pointer.value, text.file) is not None:
        return
    target = resolver.resolve(pointer.value, text.file)
    if target is not None and target.kind == EXTERNAL:
        return
    shown = show_pointer(pointer.value)
    if target is not None:
        yield problem(
            "wrong-target-kind",
            f'"{shown}" is {describe_target(target)}, not a witness',
            pointer.location,
            hint="point @wit to a witness of a listWit",
            about=About(other=target.element),
        )
        return
    known = {w.id for w in resolver.witnesses.values()}
    own = {w.id for w in resolver.witnesses.values() if w.location.file == text.file}
    declared = f"declared are {list_names(own or known)}" if known else "declare it in a listWit"
    same = (siglum for siglum in known if siglum.casefold() == shown.casefold())
    near = next(same, "") or find_nearest(shown, known)
    is_hand = bool(near) and (shown.startswith(near) or near.startswith(shown))
    also = f"; if it is a hand or a part of {near}, declare it too" if is_hand else ""
    apart = separate_pointers(pointer.value)
    if joined := _split_sigla(shown, known):
        apart = f'separate several by spaces: "{" ".join(f"#{siglum}" for siglum in joined)}"'
    bare = shown.strip(",;.")
    apart = f'write "#{bare}"' if bare != shown and bare in known else apart
    yield problem(
        "unknown-witness",
        f'no witness "{shown}" is declared',
        pointer.location,
        hint=apart or (f"{ask(near)}{also}" if near else declared),
        fix=() if is_hand or apart else replace_pointer(pointer, shown, near),
        about=About(meant=(near,) if near else ()),
        cause="" if near or apart else f'"{shown}" is the siglum of no declared witness',
    )


def _split_sigla(written: str, known: Collection[str]) -> list[str]:
    """Return the sigla that are written together; none if what is written is anything else."""
    for siglum in sorted(known, key=len, reverse=True):
        rest = written.removeprefix(siglum)
        if not rest or rest == written:
            continue
        following = [rest] if rest in known else _split_sigla(rest, known)
        if following:
            return [siglum, *following]
    return []
