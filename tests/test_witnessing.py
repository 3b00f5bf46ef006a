"""The text of every witness can be read, by whichever method the apparatus is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from apparatus_model import METHODS, WITNESSES, Passage, Variant, make_passage
from tei_edition.apparatus import stamp_entries
from tei_edition.config import TextTable
from tei_edition.facts import Edition, Entry, Method, Standing, Text
from tei_edition.problems import Location
from tei_edition.reader import read_text
from tei_edition.runs import Runs
from tei_edition.source import read_source
from tei_edition.witnesses import Witnesses
from tei_edition.witnessing import WitnessText, read_witness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

SHOWN = TextTable()


class Read(NamedTuple):
    """A file as it was read: its facts, its stamped tree and its witnesses."""

    text: Text
    root: etree._Element
    witnesses: Witnesses

    def witness(self, ident: str) -> WitnessText:
        """The text of a witness as a tree."""
        return read_witness(self.root, self.text, self.witnesses, ident)

    def words(self, ident: str = "") -> str:
        """The text of a witness, or of the base, in lines."""
        root = self.witness(ident).root if ident else self.root
        return Runs(root, SHOWN).lines()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Read]:
    """Reads a whole file."""

    def read_content(content: str) -> Read:
        path = tmp_path / "a.xml"
        path.write_text(content, encoding="utf-8")
        source = read_source(path, tmp_path)
        assert source.root is not None, source.problems
        text = read_text(source, SHOWN)
        stamp_entries(source.root, SHOWN)
        return Read(text, source.root, Witnesses(Edition((text,), ())))

    return read_content


def body(content: str, witnesses: str = "A B C") -> str:
    """A file with that text and these witnesses."""
    listed = "".join(f'<witness xml:id="{name}"/>' for name in witnesses.split())
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><sourceDesc>'
        f"<listWit>{listed}</listWit></sourceDesc></fileDesc></teiHeader>"
        f"<text><body>{content}</body></text></TEI>"
    )


OURS = Passage(
    [
        "Before the war a road ran along the river Orsk".split(),
        "to the old mill and there it ended".split(),
    ],
    [
        Variant(0, 3, 5, {"no road": ("B",), "": ("C", "D")}),
        Variant(0, 8, 10, {"brook": ("A", "D")}),
        Variant(1, 0, 2, {"at the": ("D",), "by an": ("A", "B")}),
        Variant(1, 7, 8, {"": ("A",), "began": ("B", "C")}),
    ],
)


@pytest.mark.parametrize(
    "passage", [OURS, *map(make_passage, range(40))], ids=lambda passage: passage.lines[0][0]
)
def test_all_methods_say_the_same(read: Callable[[str], Read], passage: Passage) -> None:
    """One passage in every method: equal entries, and texts equal to what the lists say."""
    entries = {}
    for method in METHODS:
        found = read(passage.write(method))
        for witness in ("", *WITNESSES):
            assert found.words(witness) == passage.read(witness), (method, witness)
        entries[method] = [compare(entry) for entry in found.text.entries]

    assert len(entries["in-place"]) == len(passage.variants)
    for method in METHODS:
        assert entries[method] == entries["in-place"], method


def compare(entry: Entry) -> object:
    """What entries of all methods have alike: all but how they say where they stand."""
    nowhere = Location("")
    readings = [msgspec.structs.replace(r, location=nowhere) for r in entry.readings]
    return (entry.passage, readings, entry.lemma, entry.type, entry.parent, entry.details)
