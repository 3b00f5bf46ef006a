"""A paragraph over two pages is one paragraph, in which a word can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from in_process import show_text
from oracle import parse_page
from tei_edition.config.tables import TextTable
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path


def wrap(body: str) -> str:
    """A file with that body."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
        f"<text><body>{body}</body></text></TEI>"
    )


def read(body: str) -> list[str]:
    """The blocks of the reading text of a body."""
    root = etree.fromstring(wrap(body))
    rewrite_tree(root)
    return Runs(root, TextTable()).lines().splitlines()


LINKED = '<p xml:id="a" next="#b">one</p><pb n="2"/><p xml:id="b" prev="#a">two</p>'


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ('<p part="I">one</p><pb n="2"/><p part="F">two</p><p>x</p>', ["one two", "x"]),
        ('<p part="I">par-</p><pb n="2" break="no"/><p part="F">agraph</p>', ["paragraph"]),
        (
            (
                '<p part="I">a</p>\n<fw>HEAD</fw>\n<pb n="2"/>\n<p part="M">b</p><cb/>'
                '<p part="F">c</p>'
            ),
            ["a b c"],
        ),
        ('<ab part="I">a</ab><!-- x --><ab part="F">b</ab>', ["a b"]),
        (LINKED, ["one two"]),
        (LINKED.replace(' next="#b"', ""), ["one two"]),
        (LINKED.replace(' prev="#a"', ""), ["one two"]),
        # These are not parts of each other, or something is between them.
        (LINKED.replace(' prev="#a"', "").replace("#b", "#c"), ["one", "two"]),
        ('<p part="I">one</p><p>between</p><p part="F">two</p>', ["one", "between", "two"]),
        ('<p part="I">one</p><ab part="F">two</ab>', ["one", "two"]),
        ('<p part="F">one</p><p part="I">two</p>', ["one", "two"]),
        ('<p part="I">one</p><figure><head>H</head></figure><p part="F">two</p>',
         ["one", "H", "two"]),
    ],
)  # fmt: skip
def test_parts_of_a_paragraph_are_read_as_one(body: str, blocks: list[str]) -> None:
    """Breaks, forme work and comments may be between the parts, but nothing else."""
    assert read(body) == blocks


def test_joined_paragraphs_are_taken_back() -> None:
    """The file that readers download has the parts as they were."""
    body = (
        '<p part="I">a<note xml:id="n1" next="#n2">x</note> par-</p>\n<fw>H</fw>'
        '<pb n="2" break="no"/>\n<p part="F" xml:id="z">agraph<note xml:id="n2" prev="#n1">y'
        "</note> b</p>"
        '<p part="I">c</p><p part="F">d</p>'
    )
    root = etree.fromstring(wrap(body))
    before = etree.tostring(root, method="c14n")
    rewrite_tree(root)
    assert etree.tostring(root, method="c14n") != before
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    assert etree.tostring(root, method="c14n") == before


def test_a_joined_paragraph_is_one_on_its_page(tmp_path: Path) -> None:
    """The page number is in its line, the next paragraph has the next number, and ids stay."""
    body = (
        '<p part="I">one</p><pb n="2"/><p part="F" xml:id="z">two</p><p>three '
        '<ref target="#z">back</ref></p>'
    )
    page = parse_page(tmp_path / "out/edition/a.html") if show_text(tmp_path, wrap(body)) else None
    assert page is not None
    blocks = page.xpath("//p[contains(@class, 'tei-p')]")

    assert [" ".join(b.text_content().split()) for b in blocks] == ["1one [2]two", "2three back"]
    assert page.xpath("//p[1]//*[@id='z']")
    assert page.xpath("//a[contains(@class, 'tei-ref')]/@href") == ["#z"]
