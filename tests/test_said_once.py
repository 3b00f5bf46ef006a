"""What a text holds is on its page and in its plain text: whole, separated, and in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree, html

from building import TEI
from in_process import show_text
from tei_edition.config.tables import TextTable
from tei_edition.exports.filling import EmptyWords
from tei_edition.exports.text import export_text
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.reader.text import read_text
from tei_edition.source import read_source
from tei_edition.source.stamps import strip_stamps


class Sample(NamedTuple):
    """The content of a division, and its lines in plain text and on the page."""

    content: str
    text: str
    page: str


def read_samples() -> list[Sample]:
    """The samples of the file beside this one."""
    found = []
    for block in Path(__file__).with_name("said_once.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        parts = [[line[2:] for line in lines if line[:2] == mark] for mark in ("= ", "~ ")]
        content = "\n".join(line for line in lines if line[:2] not in {"= ", "~ "})
        if content:
            found.append(Sample(content, "\n".join(parts[0]), "\n".join(parts[1] or parts[0])))
    return found


SAMPLES = read_samples()
BODY = "".join(f'<div xml:id="d{n}">{sample.content}</div>' for n, sample in enumerate(SAMPLES))
TEXT = TEI.format(title="A", content=f"<text><body>{BODY}</body></text>")


def parse(page: str) -> Any:
    """The tree of a page."""
    return html.fromstring(page)


def squeeze(tree: etree._Element | etree._ElementTree) -> str:
    """A tree without any white space."""
    return "".join(etree.tostring(tree, method="c14n").decode().split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The page that has all samples."""
    found, _ = show_text(tmp_path_factory.mktemp("page"), TEXT)
    return parse(found)


def lines_of(division: Any) -> str:
    """What readers see of a division, a block in each line."""
    for node in division.xpath(".//*[@hidden or contains(@class, 'no-search')] | .//sup/a"):
        node.drop_tree()
    for node in division.xpath(".//p | .//pre | .//dt | .//li | .//td"):
        node.text = f"\n{node.text or ''}"
        node.tail = f"\n{node.tail or ''}"
    lines = (" ".join(line.split()) for line in division.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_page_says_what_the_file_says(page: Any, number: int) -> None:
    """Nothing is lost, glued or torn on the page."""
    [division] = page.xpath(f"//*[@id='d{number}']")

    assert lines_of(division) == SAMPLES[number].page


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_plain_text_says_what_the_file_says(tmp_path: Path, number: int) -> None:
    """Nothing is lost, glued or torn in plain text; the file itself can be had from the tree."""
    file = tmp_path / "a.xml"
    content = f"<text><body><div>{SAMPLES[number].content}</div></body></text>"
    file.write_text(TEI.format(title="A", content=content), encoding="utf-8")
    source = read_source(file, tmp_path)
    assert source.root is not None
    before = squeeze(etree.parse(file))
    rewrite_tree(source.root)
    text = read_text(source, TextTable())
    words = EmptyWords({f"#{ident}": head for ident, head in text.heads.items()}, "picture")

    assert (
        export_text(source.root, text, TextTable(), words=words).text.rstrip("\n")
        == SAMPLES[number][1]
    )
    fresh = read_source(file, tmp_path).root
    assert fresh is not None
    rewrite_tree(fresh)
    strip_stamps(fresh)
    etree.cleanup_namespaces(fresh)
    assert squeeze(fresh) == before


def test_references_in_a_note_are_separated(page: Any) -> None:
    """Two references in a note with nothing else are a list."""
    [note] = [n for n in page.xpath("//aside") if "Go, 1900" in n.text_content()]

    assert note.text_content().endswith("Go, 1900; Ho")


def test_a_span_in_a_note_is_drawn(tmp_path: Path) -> None:
    """What a delSpan deletes in a note is shown as deleted."""
    note = '<note>kept <delSpan spanTo="#z"/>gone<anchor xml:id="z"/></note>'
    shown, _ = show_text(
        tmp_path, TEI.format(title="A", content=f"<text><body><p>x{note}</p></body></text>")
    )

    assert [
        e.text_content() for e in parse(shown).xpath("//aside//*[contains(@class, 'tei-del')]")
    ] == ["⟦gone⟧"]


def test_marks_between_items_and_rows_are_in_the_next(tmp_path: Path) -> None:
    """A page that begins between two items or rows begins in the second; forme work is no item."""
    body = (
        "<list><pb n='1'/><item>a</item><fw>head</fw><pb n='2'/><item>b</item><pb n='3'/></list>"
        "<table><row><cell>c</cell></row><pb n='4'/><row><cell>d</cell></row></table>"
    )
    shown, _ = show_text(
        tmp_path, TEI.format(title="A", content=f"<text><body><div>{body}</div></body></text>")
    )
    found = parse(shown)
    for hidden in found.xpath("//*[@hidden]"):
        hidden.drop_tree()

    items = [e.text_content().strip() for e in found.xpath("//li[contains(@class, 'tei-item')]")]
    assert items == ["[1]a", "[2]b[3]"]
    assert [e.text_content().strip() for e in found.xpath("//td")] == ["c", "[4]d"]


@pytest.mark.parametrize(
    ("stage", "said", "quoted"),
    [("last", "He ran home, then spoke.", "then spoke."),
     ("first", "He walked home, and said no.", "and said no.")],
)  # fmt: skip
def test_reading_text_is_of_the_stage_that_the_editor_asks_for(
    tmp_path: Path, stage: Any, said: str, quoted: str
) -> None:
    """Exports and quotations have what was added, or else what was deleted, not both."""
    file = tmp_path / "a.xml"
    content = (
        "<text><body><p>He <subst><del>walked</del><add>ran</add></subst> "
        "<persName>home</persName>, "
        '<del>and said</del> <add>then</add> <delSpan spanTo="#z"/>no<anchor xml:id="z"/>'
        '<addSpan spanTo="#y"/>spoke<anchor xml:id="y"/>.</p></body></text>'
    )
    file.write_text(TEI.format(title="A", content=content), encoding="utf-8")
    source = read_source(file, tmp_path)
    assert source.root is not None
    rewrite_tree(source.root)
    shown = TextTable(stage=stage)
    text = read_text(source, shown)

    assert export_text(source.root, text, shown).text == f"{said}\n"
    assert text.mentions[0].quotation.after == f", {quoted}"
