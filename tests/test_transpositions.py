"""Words that a witness has in another order, by pointers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command

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
