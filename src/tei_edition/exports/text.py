"""The reading text of an edition, or of one of its witnesses, as plain text."""

from __future__ import annotations

from functools import partial
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
from tei_edition.runtime.kept_files import describe_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import Witnesses
    from tei_edition.runtime.kept_files import FileContent


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


def write_texts(holdings: Holdings) -> Iterator[tuple[str, FileContent]]:
    """Yield the whole edition, each text, and each text as each witness has it, as plain text."""
    whole: list[bytes] = []
    made: dict[str, FileContent] = {}
    for text in holdings.book.texts:
        words = make_empty_words(holdings.book, text)
        witnesses = list_readable(holdings, text)
        if witnesses:  # what they read depends on other files too
            files = {
                p: describe_content(d) for p, d in _write_text(holdings, text, words, witnesses)
            }
        else:
            around = [dict(words.pointers), words.facsimile, dict(words.transitions)]
            shown = repr(holdings.config.text)
            make = partial(_write_text, holdings, text, words, ())
            files = dict(holdings.recall_files("plain", text, [*around, shown], make))
        base = _name_file(holdings, text)
        if base in files:
            made[base] = files.pop(base)
            whole.append(holdings.read_content(base, made[base]))
        for path, content in files.items():
            made.setdefault(path, content)
    if whole:
        yield "edition.txt", describe_content(b"\n".join(whole))
    yield from made.items()


def _name_file(holdings: Holdings, text: Text, witness: str = "") -> str:
    return f"text/{holdings.text_ids[text.file]}{f'.{witness}' if witness else ''}.txt"


def _write_text(
    holdings: Holdings, text: Text, words: EmptyWords, witnesses: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield a text, and what each of the witnesses reads, where there are words."""
    shown = holdings.config.text
    root = holdings.read_tree(text.file)
    names = name_witnesses(holdings)
    for witness in witnesses:
        found = export_text(root, text, shown, holdings.book.witnesses, witness, words)
        if found.text:
            yield _name_file(holdings, text, names[witness]), found.text.encode()
    # The last, since it fills the tree.
    if base := export_text(root, text, shown, words=words).text:
        yield _name_file(holdings, text), base.encode()


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
