"""The elements of an apparatus: entries, readings and sigla."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from lxml import etree


def list_apps(root: etree._Element) -> list[etree._Element]:
    """Every entry of a file, in order; there are none in a header."""
    return [
        app
        for app in root.iter(tei("app"))
        if not any(local(above.tag) == "teiHeader" for above in app.iterancestors())
    ]


def list_readings(app: etree._Element) -> list[etree._Element]:
    """Return the readings of an entry, those in groups too, without those of entries inside it."""
    readings: list[etree._Element] = []
    for child in app:
        name = local(child.tag)
        if name in {"lem", "rdg"}:
            readings.append(child)
        elif name == "rdgGrp":
            readings += list_readings(child)
    return readings


def find_lemma(app: etree._Element) -> etree._Element | None:
    """Return the lemma of an entry, which may be in a group; None if it has none."""
    return next((r for r in list_readings(app) if local(r.tag) == "lem"), None)


def find_printed_sigla(reading: etree._Element) -> etree._Element | None:
    """Return the `wit` of a reading, which is in it or follows it."""
    inside = reading.find(tei("wit"))
    after = reading.getnext()
    return after if inside is None and after is not None and after.tag == tei("wit") else inside


def split_sigla(value: str, sigla: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the values of a @wit.

    `sigla` are those with spaces in them, which older files have.
    """
    tokens = value.split()
    if not sigla or len(tokens) < 2:
        return tuple(tokens)
    known = {tuple(siglum.split()) for siglum in sigla}
    longest = max(map(len, known))
    found: list[str] = []
    while tokens:
        size = next(
            (n for n in range(longest, 1, -1) if tuple(tokens[:n]) in known and n <= len(tokens)), 1
        )
        found.append(" ".join(tokens[:size]))
        del tokens[:size]
    return tuple(found)
