"""Nobody dies before being born, nor writes or receives letters after death."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.dating.calendars import format_day, from_number
from tei_edition.facts.pointers import ENTITY, Resolver
from tei_edition.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Edition
    from tei_edition.facts.times import LifeDate

Lives = dict[str, dict[str, list["LifeDate"]]]


@check("edition", "dead-before-born")
def check_lives(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each entity that the register has die before it is born.

    Where a register has several births or deaths of one, some of them must go together.
    """
    edition = resolver.edition
    for ident, dates in _group(edition).items():
        births = [d for d in dates.get("birth", ()) if d.time.first is not None]
        deaths = [d for d in dates.get("death", ()) if d.time.last is not None]
        if not births or not deaths:
            continue
        birth = min(births, key=lambda life: life.time.first or 0)
        death = max(deaths, key=lambda life: life.time.last or 0)
        assert birth.time.first is not None
        assert death.time.last is not None
        if death.time.last < birth.time.first:
            yield problem(
                "dead-before-born",
                f'"{ident}" dies {_say(death.time.last)} and is born {_say(birth.time.first)}',
                death.location,
                hint="swap the two dates, or correct one",
                related=(birth.location,),
            )


@check("edition", "mention-after-death")
def check_acts(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each letter whose sender or addressee was dead at its date."""
    edition = resolver.edition
    lives = _group(edition)
    for text in edition.files:
        for act in text.acts:
            targets = (resolver.resolve(pointer, text.file) for pointer in act.pointers)
            for target in targets:
                if target is None or target.kind != ENTITY or act.time.first is None:
                    continue
                deaths = lives.get(target.id, {}).get("death", [])
                last = max((d.time.last for d in deaths if d.time.last is not None), default=None)
                # A death that has no latest day may have been at any time.
                is_open = any(d.time.last is None for d in deaths)
                births = lives.get(target.id, {}).get("birth", [])
                if last is None or is_open or act.time.first <= last or _are_after(births, last):
                    continue
                done = "sends" if act.kind == "sent" else "receives"
                yield problem(
                    "mention-after-death",
                    f'"{target.id}", who died {_say(last)}, {done} a letter'
                    f" of {_say(act.time.first)}",
                    act.location,
                    hint="correct a date, or the pointer: it may be a namesake",
                    related=(deaths[0].location,),
                )


def _are_after(births: list[LifeDate], death: int) -> bool:
    """Whether all births are after a death, which is reported as such."""
    days = [birth.time.first for birth in births if birth.time.first is not None]
    return bool(days) and min(days) > death


def _group(edition: Edition) -> Lives:
    lives: Lives = {}
    for text in edition.files:
        for life in text.lives:
            lives.setdefault(life.entity, {}).setdefault(life.aspect, []).append(life)
    return lives


def _say(number: int) -> str:
    return format_day(from_number(number))
