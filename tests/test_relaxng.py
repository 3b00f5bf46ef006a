"""RELAX NG: what the specification decides, case by case, and the tools beside the validator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from tei_edition.relaxng import (
    Schema,
    SchemaError,
    compare_schemas,
    dump_schema,
    judge_text,
    load_schema,
    read_schema,
)
from tei_edition.relaxng.datatypes import XSD

CASES = Path(__file__).parent / "relaxng" / "cases"
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


@pytest.mark.parametrize(
    ("block", "kind", "text"), [case for case in DECIDED if case.values[1] != "bad"]
)
def test_a_schema_that_was_kept_decides_alike(
    block: Block, kind: str, text: str, tmp_path: Path
) -> None:
    """A schema written as bytes and read back says the same, in the same words."""
    schema = read_schema(write_schema(block, tmp_path))
    if (data := dump_schema(schema)) is None:
        assert "QName" in block.files[block.schema] or "NOTATION" in block.files[block.schema]
        return

    kept = load_schema(data)

    assert judge_text(kept, text, "case.xml") == judge_text(schema, text, "case.xml")
    assert dump_schema(kept) == data


@pytest.mark.parametrize(
    "data", [b"", b"no schema", msgspec.msgpack.encode([1, [], [], [], [], None])]
)
def test_other_bytes_are_no_schema(data: bytes) -> None:
    """What was not kept by us, or was cut off, is refused and not half read."""
    with pytest.raises(ValueError, match=r"."):
        load_schema(data)


@pytest.mark.parametrize(
    "block",
    [
        block
        for block in BLOCKS
        if list(block.files) == ["schema.rng"] and block.decided[0][0] != "bad"
    ],
    ids=lambda block: block.title,
)
def test_libxml2_says_the_same(block: Block) -> None:
    """Where the schema is one file in XML syntax, libxml2 judges the documents as we do."""
    schema = etree.RelaxNG(etree.fromstring(block.files["schema.rng"]))

    verdicts = [schema.validate(etree.fromstring(text)) for _, text in block.decided]

    assert verdicts == [kind == "valid" for kind, _ in block.decided]


def compile_text(text: str, folder: Path, name: str = "a.rnc") -> Schema:
    """A schema in compact syntax."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_schema(folder / name)


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("element a { empty }", "element a { text }", []),
        ("element a { text }", "element a { empty }", ["text is not allowed"]),
        ("element a { b? } b = element b { empty }", "element a { b* } b = element b { text }", []),
        ("element a { b* } b = element b { empty }", "element a { b } b = element b { empty }",
         ["it may end after nothing"]),
        ('element a { attribute x { "1" } }', "element a { attribute x { xsd:int } }", []),
        ("element a { attribute x { xsd:int } }", 'element a { attribute x { "1" } }',
         ["@x may have other values"]),
        ("element a { attribute x { text }? }", "element a { attribute x { text } }",
         ["@x must be there"]),
        ("element a { attribute x { list { xsd:int } } }",
         "element a { attribute x { list { xsd:int+ } } }", []),
        ("element a { empty }", "element * { empty }", []),
        ("element * { empty }", "element a { empty }", ["<\0other> is not allowed"]),
    ],
)  # fmt: skip
def test_one_schema_within_another(
    inner: str, outer: str, expected: list[str], tmp_path: Path
) -> None:
    """Every document of the one is one of the other, or the reason is reported."""
    one = compile_text(f"start = {inner}", tmp_path, "one.rnc")
    other = compile_text(f"start = {outer}", tmp_path, "other.rnc")

    assert [found.what for found in compare_schemas(one, other)] == expected
    assert compare_schemas(one, one) == []


def test_the_place_of_a_fault_counts_code_points(tmp_path: Path) -> None:
    """Columns count characters, not bytes, whatever stands before."""
    letter = compile_text("element letter { element head { text }, element p { text } }", tmp_path)
    text = "<letter><head>\U0001d504é</head><x/><p/></letter>"

    (found,) = judge_text(letter, text, "a.xml")

    assert found.location.column == text.index("<x/>") + 1


def test_a_schema_that_nests_too_deeply(tmp_path: Path) -> None:
    """A hostile schema is an error like others."""
    (tmp_path / "a.rnc").write_text("element a { " + "(" * 5000 + "text" + ")" * 5000 + " }")

    with pytest.raises(SchemaError, match="too deeply"):
        read_schema(tmp_path / "a.rnc")


def test_a_deep_and_a_wide_document(tmp_path: Path) -> None:
    """Neither depth nor width is too much."""
    schema = compile_text("start = a a = element a { a* }", tmp_path)

    assert judge_text(schema, "<a>" * 10_000 + "</a>" * 10_000, "a.xml") == []
    assert judge_text(schema, "<a>" + "<a/>" * 100_000 + "</a>", "a.xml") == []


@pytest.mark.parametrize("names", ["<nsName/>", "<anyName/>", "<name>b</name>"])
def test_a_class_of_names_is_no_pattern(names: str, tmp_path: Path) -> None:
    """Within a choice of patterns it is an error at its place."""
    path = tmp_path / "a.rng"
    path.write_text(f'<element name="a"{_RNG}>\n<choice>{names}</choice></element>')

    with pytest.raises(SchemaError, match="is not a pattern") as caught:
        read_schema(path)

    assert caught.value.location.line == 2


@pytest.mark.parametrize("name", ["%00", "a%00.rng", "%ED%A0%80.rng", "%0A"])
def test_a_name_that_no_file_has_is_reported(name: str, tmp_path: Path) -> None:
    """A grammar that names such a file is at fault, at the place of the name."""
    path = tmp_path / "a.rng"
    path.write_text(f'<element name="a"{_RNG}>\n<externalRef href="{name}"/></element>')

    with pytest.raises(SchemaError, match="cannot be read") as caught:
        read_schema(path)

    assert caught.value.location.line == 2
