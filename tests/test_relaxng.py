"""RELAX NG: what the specification decides, case by case, and the tools beside the validator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tei_edition.relaxng import SchemaError, judge_text, read_schema
from tei_edition.relaxng.datatypes import XSD

CASES = Path(__file__).parent / "relaxng"
_KEY = re.compile(r"(rng|rnc|type|bad|valid|invalid|allows|refuses|file [\w.]+): ?(.*)")
_RNG = f' xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="{XSD}"'


@dataclass
class Block:
    """A schema with its files, and what it decides: (kind, text)."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    schema: str = ""
    decided: list[tuple[str, str]] = field(default_factory=list)


def read_blocks() -> list[Block]:
    """All blocks of all files of cases."""
    blocks: list[Block] = []
    for path in sorted(CASES.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n== ")[1:]:
            title, *lines = part.strip("\n").split("\n")
            blocks.append(_read_block(title, lines))
    return blocks


def _read_block(title: str, lines: list[str]) -> Block:
    entries: list[list[str]] = []
    for line in lines:
        if found := _KEY.fullmatch(line):
            entries.append([found[1], found[2]])
        else:
            entries[-1][1] += f"\n{line}"
    block = Block(title)
    for key, text in entries:
        if key.startswith("file "):
            block.files[key[5:]] = text
        elif key in {"rng", "rnc"}:
            block.schema = f"schema.{key}"
            block.files[block.schema] = complete(text) if key == "rng" else text
        elif key == "type":
            block.schema = "schema.rnc"
            block.files[block.schema] = f"element a {{ {text} }}"
        elif key in {"allows", "refuses"}:
            kind = "valid" if key == "allows" else "invalid"
            block.decided += [(kind, f"<a>{value}</a>") for value in text.split(" | ")]
        else:
            block.decided.append((key, text))
    return block


def complete(schema: str) -> str:
    """A schema in XML syntax, with its namespace and datatypes where it has none."""
    return re.sub(r"^<\w+(?=[\s/>])", lambda found: found[0] + _declare(schema), schema, count=1)


def _declare(schema: str) -> str:
    tag = schema[: schema.index(">")]
    if "datatypeLibrary=" in tag:
        return ' xmlns="http://relaxng.org/ns/structure/1.0"'
    return _RNG


BLOCKS = read_blocks()
DECIDED = [
    pytest.param(block, kind, text, id=f"{block.title}: {kind} {text}"[:120])
    for block in BLOCKS
    for kind, text in block.decided
]


def write_schema(block: Block, folder: Path) -> Path:
    """Write a block's files; the path of its schema."""
    for name, text in block.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / block.schema


def test_there_are_cases_enough() -> None:
    """Every section of the specification that decides something has its cases."""
    assert len(DECIDED) >= 300


@pytest.mark.parametrize(("block", "kind", "text"), DECIDED)
def test_the_specification_decides(block: Block, kind: str, text: str, tmp_path: Path) -> None:
    """A document is valid or not, a schema is one or not, as the section says that is cited."""
    path = write_schema(block, tmp_path)
    if kind == "bad":
        with pytest.raises(SchemaError) as caught:
            read_schema(path)
        assert text in str(caught.value)
        assert caught.value.location.file in block.files
        return

    found = judge_text(read_schema(path), text, "case.xml")

    assert bool(found) == (kind == "invalid"), [problem.message for problem in found]
