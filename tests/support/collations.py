"""Texts to collate, made at random, and what the witnesses of a collation read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.config.tables import TextTable
from tei_edition.exports.text import export_text
from tei_edition.facts.text import Edition
from tei_edition.facts.witnesses import Witnesses
from tei_edition.reader.apparatus.marking import stamp_entries
from tei_edition.reader.text import read_text
from tei_edition.source import read_source

if TYPE_CHECKING:
    import random
    from pathlib import Path

NS = {"t": "http://www.tei-c.org/ns/1.0"}


def write(folder: Path, name: str, text: str) -> Path:
    """A file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wrap(body: str) -> str:
    """A TEI file."""
    return (
        f'<TEI xmlns="{NS["t"]}"><teiHeader><fileDesc><sourceDesc><p/></sourceDesc></fileDesc>'
        f"</teiHeader><text><body>{body}</body></text></TEI>"
    )


def read_back(folder: Path, tei: str, *names: str) -> dict[str, list[str]]:
    """The words of each witness in a collation, as the export of texts has them."""
    source = read_source(write(folder, "out.xml", tei), folder)
    assert source.root is not None
    text = read_text(source, TextTable())
    stamp_entries(source.root, TextTable())
    witnesses = Witnesses(Edition((text,), ()))
    return {
        name: export_text(source.root, text, TextTable(), witnesses, name).text.split()
        for name in names
    }


def vary(dice: random.Random, words: list[str], rate: float) -> list[str]:
    """Words left out, added, exchanged."""
    new: list[str] = []
    for word in words:
        if dice.random() < rate:
            new += dice.choice([[], [dice.choice("xyz")], [word, "add"], ["add", "ed", word]])
        else:
            new.append(word)
    return new


def mark_up(dice: random.Random, words: list[str], depth: int = 0) -> str:
    """Words in nested names, with notes, breaks and words that are partly marked."""
    parts: list[str] = []
    place = 0
    while place < len(words):
        size = dice.randint(1, 4)
        some = words[place : place + size]
        place += size
        kind = dice.randrange(7)
        if kind == 0 and depth < 3:
            parts.append(f"<hi>{mark_up(dice, some, depth + 1)}</hi>")
        elif kind == 1:
            first, *rest = some
            parts.append(" ".join([f"<hi>{first[:1]}</hi>{first[1:]}", *rest]))
        elif kind == 2:
            parts.append(f"{' '.join(some)}<note>not this</note>")
        elif kind == 3:
            parts.append(f"<choice><sic>wrong</sic><corr>{' '.join(some)}</corr></choice>")
        elif kind == 4:
            parts.append("<lb/>".join(some))
        elif kind == 5:
            first, *rest = some
            parts.append(" ".join([f'{first[:1]}\n<lb break="no"/>{first[1:]}', *rest]))
        else:
            parts.append(" ".join(some))
    return " ".join(parts)
