"""A compiled schema is kept between runs, as long as none of its files changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tei_edition.config import Config, make_config
from tei_edition.loading.schema_only import judge_edition
from tei_edition.relaxng import SchemaError, judge_text
from tei_edition.schema import compiled
from tei_edition.schema.compiled import read_compiled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An edition with a schema of two files."""
    (tmp_path / "inner.rnc").write_text("content = text")
    (tmp_path / "small.rnc").write_text('include "inner.rnc"\nstart = element p { content }')
    return make_config({}, tmp_path)


def read_again(config: Config) -> list[str]:
    """What the schema says against an element in <p>, as a new process would be told."""
    compiled._read.cache_clear()
    schema = read_compiled(config.root / "small.rnc", config)
    return [problem.code for problem in judge_text(schema, "<p><q/></p>", "a.xml")]


def test_the_second_run_does_not_read_the_schema(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled is taken from the disk."""
    first = read_again(config)
    monkeypatch.setattr("tei_edition.relaxng.read_schema", lambda *_, **__: pytest.fail("read"))

    assert read_again(config) == first == ["schema-unknown-element"]


def test_a_change_in_what_a_schema_includes_counts(config: Config) -> None:
    """A kept schema is right only as long as all its files are the same."""
    first = read_again(config)
    (config.root / "inner.rnc").write_text("content = element q { empty }")

    assert first
    assert read_again(config) == []


def test_a_damaged_store_is_no_hindrance(config: Config) -> None:
    """Bytes that are not ours are passed over, and written anew."""
    first = read_again(config)
    (store,) = (config.cache_folder / "cache").glob("*.schema")
    whole = store.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"x" + whole):
        store.write_bytes(damaged)

        assert read_again(config) == first
        assert store.read_bytes() == whole


def test_a_schema_with_a_fault_is_not_kept(config: Config) -> None:
    """It is read, and refused, each time."""
    path = config.root / "small.rnc"
    path.write_text("start = element p { nobody }")

    for _ in range(2):
        compiled._read.cache_clear()
        with pytest.raises(SchemaError, match="nobody"):
            read_compiled(path, config)
    assert not [*config.cache_folder.rglob("*.schema")]


ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
<schemaSpec ident="small" start="p">{}
<elementSpec ident="p" mode="add"><content><textNode/></content></elementSpec>
</schemaSpec></body></text></TEI>"""


def check_by_odd(root: Path) -> list[str]:
    """The codes of what the schema says of the edition's one text."""
    settings = {"edition": {"texts": ["a.xml"]}, "check": {"schema": "small.odd"}}
    compiled._read.cache_clear()
    judged = judge_edition(make_config(settings, root))
    return [f"{p.location.file}:{p.location.line} {p.code}" for p in judged.problems]


def test_an_odd_is_compiled_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text is judged by the ODD itself; what is wrong with it is reported at its place."""
    (tmp_path / "a.xml").write_text('<p xmlns="http://www.tei-c.org/ns/1.0"><q/></p>')
    odd = tmp_path / "small.odd"
    odd.write_text(ODD.format(""))
    assert check_by_odd(tmp_path) == ["a.xml:1 schema-unknown-element"]

    with monkeypatch.context() as patch:
        patch.setattr("tei_edition.schema.odd.compile_odd", lambda *_: pytest.fail("compiled"))
        (tmp_path / "a.xml").write_text('<p xmlns="http://www.tei-c.org/ns/1.0">\n<q/></p>')
        assert check_by_odd(tmp_path) == ["a.xml:2 schema-unknown-element"]

    more = '<elementSpec ident="q" mode="add"><content><empty/></content></elementSpec>'
    odd.write_text(ODD.format(more).replace("<textNode/>", '<elementRef key="q"/>'))
    assert check_by_odd(tmp_path) == []

    odd.write_text(ODD.format("\n<moduleRef key='core' source='none.xml'/>"))
    assert check_by_odd(tmp_path) == ["small.odd:3 schema-unreadable"]
