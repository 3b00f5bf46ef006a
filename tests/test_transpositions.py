"""Words in another order: of a witness, by pointers to them, and in the last stage of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import TEI, make_edition, run_command
from oracle import parse_page
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><front><div><listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></div>
</front><body><p>The {}.</p></body></text>"""
LEMMA = '<lem wit="#A"><seg xml:id="s">old</seg> <seg xml:id="t">grey <hi>sea</hi></seg></lem>'


@pytest.mark.parametrize(
    ("reading", "text"),
    [
        ('<ptr target="#t"/> <ptr target="#s"/>', "The grey sea old."),
        ('<ptr target="#t #s"/>', "The grey sea old."),
        ('<seg><ptr target="#t"/></seg>', "The grey sea."),
        ('<ptr target="#t"/> and <ptr target="#s"/>', "The grey sea and old."),
        ("", "The."),
    ],
)
def test_transposed_words_are_in_the_text_of_their_witness(
    tmp_path: Path, reading: str, text: str
) -> None:
    """A reading has the words of other readings that it points to, in its own order."""
    app = f'<app>{LEMMA}<rdg wit="#B">{reading}</rdg></app>'
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n')
    content = TEI.format(title="A", content=TEXT.format(app))
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    exported = run_command("export", "text", "--witness", "B", cwd=tmp_path).stdout

    assert exported.strip().splitlines()[-1].replace(" .", ".") == text


SEGS = '<p>The <seg xml:id="s">old</seg> and <seg xml:id="t">grey <hi>sea</hi></seg> sank{}.</p>{}'
LIST = "<listTranspose>{}</listTranspose>"
TRANSPOSE = '<transpose xml:id="x">{}</transpose>'.format("".join(
    f'<ptr target="#{name}"/>' for name in "ts"
))  # fmt: skip


def publish(folder: Path, body: str, more: str = "") -> tuple[str, list[str]]:
    """The text of the page without what the edition adds, and the signs of transpositions."""
    text = f"<text><body><div>{body}</div></body></text>{more}"
    root = make_edition(folder, {"a": text})
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0
    page = parse_page(root / "out/edition/a.html").xpath("//section[contains(@class, 'tei-page')]")[
        0
    ]
    signs = page.xpath(".//*[contains(@class, 'tei-sign')]")
    said = [sign.text_content() for sign in signs]
    for sign in signs:
        sign.drop_tree()
    return " ".join(page.text_content().split()), said


@pytest.mark.parametrize(
    ("inside", "after", "stand_off"),
    [
        (LIST.format(TRANSPOSE), "", ""),
        ("", LIST.format(TRANSPOSE), ""),
        ("", "", f"<standOff>{LIST.format(TRANSPOSE)}</standOff>"),
    ],
)
def test_transposed_words_are_in_their_last_order(
    tmp_path: Path, inside: str, after: str, stand_off: str
) -> None:
    """On the page, with a sign that says how they were written, and in exports."""
    page, signs = publish(tmp_path, SEGS.format(inside, after), stand_off)
    exported = run_command("export", "text", cwd=tmp_path).stdout

    assert "The grey sea and old sank." in page
    assert signs == ["[as written: old · grey sea]"]
    assert "The grey sea and old sank.\n" in exported


def test_transposed_blocks_are_in_their_last_order(tmp_path: Path) -> None:
    """Lines of a poem and paragraphs, and more than two."""
    pointers = "".join(f'<ptr target="#{name}"/>' for name in ("c", "a", "b"))
    body = (
        '<lg><l xml:id="a">First</l><l xml:id="b">Second</l><l xml:id="c">Third</l></lg>'
        f"<listTranspose><transpose>{pointers}</transpose></listTranspose>"
    )
    _, signs = publish(tmp_path, body)

    assert run_command("export", "text", cwd=tmp_path).stdout.split() == [
        "Third",
        "First",
        "Second",
    ]
    assert signs == ["[as written: First · Second · Third]"]


@pytest.mark.parametrize(
    "transpositions",
    [
        f'{LIST.format(TRANSPOSE)}<undo target="#x"/>',
        LIST.format('<transpose><ptr target="#s"/><ptr target="#t"/></transpose>'),
        LIST.format('<transpose><ptr target="#t"/><ptr target="#gone"/></transpose>'),
        LIST.format('<transpose><ptr target="#t"/><ptr target="#t"/></transpose>'),
        LIST.format('<transpose><ptr target="#t"/><ptr target="#inner"/></transpose>'),
    ],
)
def test_what_cannot_be_transposed_is_left(tmp_path: Path, transpositions: str) -> None:
    """What was undone, is in order, or points to nothing or to parts of parts."""
    body = SEGS.replace("<hi>", '<hi xml:id="inner">').format("", transpositions)
    page, signs = publish(tmp_path, body)

    assert "The old and grey sea sank." in page
    assert signs == []


def test_the_source_is_kept(tmp_path: Path) -> None:
    """What readers take away of a part is in the order in which it was written."""
    body = SEGS.format("", LIST.format(TRANSPOSE))
    tree = etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'
    )
    before = etree.tostring(tree, method="c14n", exclusive=True)
    rewrite_tree(tree)
    assert etree.tostring(tree, method="c14n", exclusive=True) != before
    strip_stamps(tree)

    assert etree.tostring(tree, method="c14n", exclusive=True) == before
