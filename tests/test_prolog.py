"""What stands before the root of a file, and judging a file by its text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tei_edition.checks.rules.schema import judge_source
from tei_edition.cli import main
from tei_edition.config import Config, make_config
from tei_edition.loading.schema_only import judge_edition
from tei_edition.problems import Location, Problem
from tei_edition.source import Source, scan_source
from tei_edition.source.prolog import read_prolog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NS = "http://www.tei-c.org/ns/1.0"
SCHEMA = """default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { attribute n { "1" | "2" }?, p* }
p = element p { attribute xml:id { xsd:ID }?, text }
"""


class TestProlog:
    """Instructions with their places, the root's name, whether there is a DTD."""

    def test_all_of_it(self) -> None:
        """Everything before the root, and nothing after."""
        text = f"<?xml version='1.0'?><!DOCTYPE TEI>\n <?a b='c'?><t:TEI xmlns:t='{NS}'><?d e?>"

        found = read_prolog(text, "a.xml")

        assert found.root == f"{{{NS}}}TEI"
        assert found.has_doctype
        assert [(i.target, i.attributes) for i in found.instructions] == [("a", {"b": "c"})]
        assert found.instructions[0].location == Location("a.xml", 2, 2)

    @pytest.mark.parametrize("text", ["", "no XML", "<!-- <TEI/> -->", "<?a"])
    def test_without_a_root(self, text: str) -> None:
        """Whatever a file holds, what can be read of it is."""
        assert read_prolog(text, "a.xml").root == ""

    def test_a_long_comment_before_the_root(self) -> None:
        """The root may be far down."""
        text = f"<!--{'é' * 100_000}--><TEI/>"

        assert read_prolog(text, "a.xml").root == "TEI"

    def test_where_a_value_stands(self) -> None:
        """A value is found on its own line, in whichever quotes."""
        (model,) = read_prolog(
            "  <?xml-model a='>'\n  href=\"b.rng\"?><TEI/>", "a.xml"
        ).instructions

        assert model.locate("href") == Location("a.xml", 2, 9)
        assert model.locate("a") == Location("a.xml", 1, 18)
        assert model.locate("none") == Location("a.xml", 1, 3)


SOUND = f'<TEI xmlns="{NS}"><p xml:id="a">x</p></TEI>'
FILES = {
    "sound": SOUND,
    "wrong value": f'<TEI xmlns="{NS}" n="3"/>',
    "same id": f'<TEI xmlns="{NS}"><p xml:id="a"/><p xml:id="a"/></TEI>',
    "no end": f'<TEI xmlns="{NS}"><q/>',
    "no TEI": "<html/>",
    "entity": f'<!DOCTYPE TEI [<!ENTITY e "<q xmlns=\'{NS}\'/>">]><TEI xmlns="{NS}">&e;</TEI>',
    "external": f'<!DOCTYPE TEI SYSTEM "t.dtd"><TEI xmlns="{NS}">&e;</TEI>',
    "bomb": f'<!DOCTYPE T [<!ENTITY a "x"><!ENTITY b "&b;">]><TEI xmlns="{NS}"><p>&b;</p></TEI>',
    "include": f'<TEI xmlns="{NS}"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude"'
    ' href="part.txt"/></TEI>',
    "ignored": f'<?tei-edition ignore schema-*?><TEI xmlns="{NS}" n="3"/>',
    "deep": f'<TEI xmlns="{NS}">{"<p>" * 200}{"</p>" * 200}</TEI>',
    "empty": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition with a small schema."""
    (tmp_path / "small.rnc").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "part.txt").write_text(f'<q xmlns="{NS}"/>', encoding="utf-8")
    toml = '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "small.rnc"\n'
    (tmp_path / "edition.toml").write_text(toml, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_the_short_way_says_what_the_long_way_says(name: str, folder: Path) -> None:
    """Asked for the schema alone, a file is judged without a tree, and in the same words."""
    (folder / "a.xml").write_text(FILES[name], encoding="utf-8")

    def run(*codes: str) -> str:
        selected = [f"--select={code}" for code in codes]
        command = ["--edition", str(folder), "check", "--jobs=1", *selected]
        return CliRunner().invoke(main, command, catch_exceptions=False).stdout

    short = run("schema-*")
    kept = run("schema-*")
    long = run("schema-*", "xml-*", "unreferenced-entity")

    assert short == kept
    if name != "deep":  # how deep a file is, is not asked of the schema
        assert short == long
    assert (name in {"sound", "ignored"}) == short.startswith("Sound")


@pytest.mark.parametrize(
    ("name", "is_plain"),
    [("sound", True), ("wrong value", True), ("no end", True), ("entity", False),
     ("include", False), ("ignored", False), ("no TEI", False), ("empty", False)],
)  # fmt: skip
def test_which_files_need_a_tree(name: str, is_plain: bool, folder: Path) -> None:
    """A DTD, an XInclude, an instruction for us: these are read in full."""
    (folder / "a.xml").write_text(FILES[name], encoding="utf-8")

    assert (scan_source(folder / "a.xml", folder) is not None) == is_plain


def test_only_what_changed_is_judged_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the schema says of a file is kept until the file or the schema changes."""
    for name in "ab":
        (folder / f"{name}.xml").write_text(SOUND, encoding="utf-8")
    table = {"edition": {"texts": ["a.xml", "b.xml"]}, "check": {"schema": "small.rnc"}}
    config = make_config(table, folder)
    judged: list[str] = []

    def judge() -> list[str]:
        judged.clear()
        return [p.code for p in judge_edition(config).problems]

    def note(source: Source, config: Config) -> Iterator[Problem]:
        judged.append(source.file)
        return judge_source(source, config)

    monkeypatch.setattr("tei_edition.loading.schema_only.judge_source", note)

    assert (judge(), judged) == ([], ["a.xml", "b.xml"])
    assert (judge(), judged) == ([], [])
    (folder / "b.xml").write_text(FILES["wrong value"], encoding="utf-8")
    assert (judge(), judged) == (["schema-bad-value"], ["b.xml"])
    assert (judge(), judged) == (["schema-bad-value"], [])
    (folder / "small.rnc").write_text(SCHEMA.replace('"1"', '"3"'), encoding="utf-8")
    assert (judge(), judged) == ([], ["a.xml", "b.xml"])
