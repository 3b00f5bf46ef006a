"""Mutants of valid documents are judged as jing judges them, and faulted in the same place.

The documents are made from the schema, by walking through it, and one is written by hand; each
mutant has one seeded change. Jing is started once for each schema.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from mutants import Maker, find_faulty, find_jings, find_tags, list_mutants
from tei_edition.problems import Location
from tei_edition.relaxng import Schema, judge_text, judge_tree, read_schema

SHARED = Path(__file__).parents[2] / "shared" / "tei"
SOUND = Path(__file__).parent / "relaxng" / "sound.xml"
ROOT = "http://www.tei-c.org/ns/1.0}TEI"
COUNTS = {"tei_all": 800, "tei_ms": 600, "tei_lite": 600}
_MADE = 25
_MESSAGE = re.compile(r".*?(\d+)\.xml:(\d+):(\d+): (?:error|fatal): (.*)")

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI's own schemas are not in ../shared"),
]


def make_documents(schema: Schema, name: str) -> list[str]:
    """Valid documents first, then the mutants."""
    maker = Maker(schema, seed=len(name))
    valid = [maker.make(ROOT) for _ in range(_MADE)]
    bases = [*valid, etree.parse(SOUND).getroot()]
    mutants = list_mutants(schema, bases, COUNTS[name], seed=len(name))
    return [*(etree.tostring(root, encoding="unicode") for root in valid), *mutants]


def ask_jing(
    schema: Path, documents: list[str], folder: Path
) -> dict[int, tuple[tuple[int, int], str]]:
    """The first thing that jing finds wrong with each document, with its place."""
    for i, text in enumerate(documents):
        (folder / f"{i:05}.xml").write_text(text, encoding="utf-8")
    files = sorted(path.name for path in folder.glob("*.xml"))
    done = subprocess.run(
        ["jing", schema, *files], cwd=folder, capture_output=True, text=True, check=False
    )
    found: dict[int, tuple[tuple[int, int], str]] = {}
    for line in done.stdout.splitlines():
        told = _MESSAGE.fullmatch(line)
        if told and "first occurrence" not in told[4]:
            place = (int(told[2]), int(told[3]))
            found.setdefault(int(told[1]), (place, told[4]))
    return found


@pytest.mark.program
@pytest.mark.skipif(shutil.which("jing") is None, reason="needs the program jing: apt install jing")
@pytest.mark.parametrize("name", COUNTS)
def test_mutants_are_judged_as_jing_judges_them(name: str, tmp_path: Path) -> None:
    """Every verdict is the same, and so is the first element that is faulted."""
    schema = read_schema(SHARED / f"{name}.rng")
    documents = make_documents(schema, name)
    jings = ask_jing(SHARED / f"{name}.rng", documents, tmp_path)
    assert len(jings) > COUNTS[name] / 3

    differing = []
    for i, text in enumerate(documents):
        ours = judge_text(schema, text, "a.xml")
        if bool(ours) != (i in jings):
            differing.append((i, ours[:1], jings.get(i)))
        elif ours:
            tags = find_tags(text)
            first = ours[0].location
            faulty = find_faulty(tags, (first.line, first.column))
            if faulty not in find_jings(tags, *jings[i]):
                differing.append((i, ours[:1], jings[i]))

    assert differing == []
    assert not jings.keys() & set(range(_MADE))  # what was made is valid


def test_a_tree_is_judged_as_its_text_is() -> None:
    """Whether the events come from the file or from a tree, the problems are the same."""
    schema = read_schema(SHARED / "tei_lite.rng")
    parser = etree.XMLParser(collect_ids=False)

    for text in make_documents(schema, "tei_lite")[::7]:
        streamed = judge_text(schema, text, "a.xml")
        walked = judge_tree(schema, etree.fromstring(text, parser), lambda *_: Location("a.xml"))

        assert [(p.code, p.message, p.hint) for p in walked] == [
            (p.code, p.message, re.sub(r"on line \d+", "on line 1", p.hint)) for p in streamed
        ]
