"""What is shown of an element, a problem or an entry of a register, in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.dating.calendars import GREGORIAN, JULIAN, convert, format_day, parse_day

if TYPE_CHECKING:
    from tei_edition.editor.messages import Card

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def escape(text: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def describe_name(name: str, documentation: str) -> str:
    """Return what a schema says of an element, an attribute or a value."""
    head = f"`{name}`" if name else ""
    return "\n\n".join(part for part in (head, escape(documentation)) if part)


def describe_card(card: Card) -> str:
    """Return what a register says of an entry."""
    head = f"**{escape(card.name or card.id)}**" + (
        f" ({escape(card.dates)})" if card.dates else ""
    )
    forms = "; ".join(escape(form) for form in card.forms if form != card.name)
    count = f"{card.mentions} pointer{'s' if card.mentions != 1 else ''}" if card.kind else ""
    place = f"`{card.id}` in {escape(card.file)}"
    last = " · ".join(part for part in (card.kind or card.element, place, count) if part)
    parts = (head, escape(card.description), f"Also: {forms}" if forms else "", last)
    return "\n\n".join(part for part in parts if part)


def describe_date(value: str, language: str = "en") -> str:
    """Return a day of @when and the like in words, Gregorian and Julian; empty for no date."""
    day = parse_day(value)
    if day is None:
        return ""
    shown = format_day(day, language)
    if not day.day:
        return escape(shown)
    julian = convert(day, GREGORIAN)[0]
    return f"{escape(shown)} (Gregorian), {escape(format_day(julian, language, JULIAN))} (Julian)"
