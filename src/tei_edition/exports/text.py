"""The reading text of an edition, or of one of its witnesses, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.exports.filling import (
    EmptyWords,
    fill_pointers,
    fill_readings,
    fill_speakers,
    make_empty_words,
    raise_numbers,
)
from tei_edition.exports.tei_files import list_readable, name_witnesses
from tei_edition.facts.witnesses import Certainty
from tei_edition.reader.apparatus.witness_text import read_witness
from tei_edition.reader.reading_text import Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import Witnesses


class PlainText(NamedTuple):
    """A file's text in lines, a block on each; what is not known of it, in sentences."""

    text: str
    remarks: tuple[str, ...] = ()


def export_text(
    root: etree._Element,
    text: Text,
    shown: TextTable,
    witnesses: Witnesses | None = None,
    witness: str = "",
    words: EmptyWords | None = None,
) -> PlainText:
    """Return the reading text of a stamped tree, or of a witness if its id is given.

    Notes and the apparatus are not part of it. The text ends with a line end unless it is empty.
    With `words`, empty elements are filled with these, in the tree itself where no witness is read.
    """
    if words is not None:
        fill_readings(root, words.facsimile)
    if witnesses is None or not witness:
        return PlainText(_write_lines(root, shown, words))
    found = read_witness(root, text, witnesses, witness)
    remarks: list[str] = []
    if found.lacunae:
        remarks.append(
            f"is not extant in {_count(len(found.lacunae), 'passage')}, in whole or part"
        )
    if found.unrecorded:
        number = _count(len(found.unrecorded), "entry")
        remarks.append(f"is not recorded in {number}, where the base is given")
    if found.unplaced:
        number = _count(len(found.unplaced), "entry")
        remarks.append(f"has a reading in {number} whose place in the text is not known")
    if not any(_list_recorded(text, witnesses, witness)):
        remarks = ["is in no entry of the apparatus: the base is given"]
    return PlainText(_write_lines(found.root, shown, words), tuple(remarks))


def write_texts(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the whole edition, each text, and each text as each witness has it, as plain text."""
    book = holdings.book
    shown = book.config.text
    whole: list[str] = []
    names = name_witnesses(holdings)
    made: dict[str, str] = {}
    for text in book.texts:
        root = holdings.read_tree(text.file)
        ident = holdings.text_ids[text.file]
        words = make_empty_words(book, text)
        of_witnesses = {
            names[witness]: export_text(root, text, shown, book.witnesses, witness, words).text
            for witness in list_readable(holdings, text)
        }
        # The last, since it fills the tree.
        if base := export_text(root, text, shown, words=words).text:
            whole.append(base)
            made[f"text/{ident}.txt"] = base
        for name, found in of_witnesses.items():
            if found:
                made.setdefault(f"text/{ident}.{name}.txt", found)
    if whole:
        yield "edition.txt", "\n".join(whole).encode()
    for path, content in made.items():
        yield path, content.encode()


def _list_recorded(text: Text, witnesses: Witnesses, witness: str) -> list[bool]:
    """Return for each entry of a file whether it gives the reading of the witness."""
    return [
        witnesses.choose(entry, witness, text.file).certainty
        in {Certainty.STATED, Certainty.LACUNOSE}
        for entry in text.entries
    ]


def _write_lines(root: etree._Element, shown: TextTable, words: EmptyWords | None) -> str:
    if words is not None:
        fill_pointers(root, words.pointers)
        fill_speakers(root, words)
        raise_numbers(root)
    lines = Runs(root, shown).lines()
    return f"{lines}\n" if lines else ""


def _count(number: int, noun: str) -> str:
    plural = "entries" if noun == "entry" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
