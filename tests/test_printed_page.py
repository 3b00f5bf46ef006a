"""A page of a printed edition: its apparatus here, entry by entry beside the print."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from building import run_command
from oracle import parse_page

PRINTED = Path(__file__).parent / "printed"
LINES = [
    line.split(" | ")
    for line in (PRINTED / "phaenomena.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition of the page."""
    root = tmp_path_factory.mktemp("printed")
    (root / "tei").mkdir()
    shutil.copy(PRINTED / "phaenomena.xml", root / "tei")
    shutil.copy(PRINTED / "edition.toml", root)
    return root


@pytest.fixture(scope="module")
def entries(root: Path) -> list[str]:
    """The entries of the page without their letters, what is raised behind a `^`."""
    assert run_command("html", "-o", "html", cwd=root).returncode == 0
    page = parse_page(root / "html/edition/phaenomena.html")
    found = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    for entry in found:
        for mark in entry.xpath(".//*[contains(@class, 'tei-entry-mark')]"):
            mark.text = ""
        for raised in entry.xpath(".//sup"):
            raised.text = f"^{raised.text}"
    return [" ".join(entry.text_content().split()) for entry in found]


def test_printed_entries_are_those_of_the_table(entries: list[str]) -> None:
    """Each once, in the order of the text; the table says how and why they differ from print."""
    assert entries == [ours for _, _, ours in LINES]
    assert len(entries) >= 40


def test_printed_entries_keep_their_words_and_lines(root: Path) -> None:
    """Every Greek word, siglum and number of the print is in the entry made of it."""
    assert "Sound" in run_command("check", cwd=root).stdout
    for page, printed, ours in LINES:
        number, _, said = printed.partition(". ")
        place = re.match(r"(?:p\. (\d+), )?(?:l\. ([\d–]+) )?", ours)
        assert place is not None
        assert place[1] in {None, page}
        assert place[2] in {None, number}
        # Of a longer lemma only the first and the last word are quoted.
        lemma, _, readings = said.rpartition("] ")
        words = GREEK.findall(readings) + (GREEK.findall(lemma) if "…" not in ours else [])
        assert [word for word in words if word not in ours] == []
        sigla = re.findall(r"Vat|v′|V|L|l|(?<![\w])v|Gregorius", re.sub(r"Vat\.", "Vat", readings))
        assert [siglum for siglum in sigla if siglum not in ours] == []


@pytest.mark.program("latexmk", "xelatex", "pdftotext", "reledmac.sty")
def test_printed_page_has_its_own_lines_in_the_book(root: Path, entries: list[str]) -> None:
    """An entry has the number of the line in the book alone, not that of the source besides."""
    run_command("build", "-b", "pdf", "--keep-going", cwd=root)
    (pdf,) = root.rglob("*.pdf")
    shown = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    text = " ".join(shown.stdout.split())

    assert "1 ἐπειδή] in ras. V | ἀεί] om. Vat." in text
    assert not re.search(r"l\. \d+ \w+\]", text)
    assert "15 ὁρίζων δὲ" not in text
    for lemma in {entry.partition("]")[0].rpartition(" ")[2] for entry in entries}:
        assert f"{lemma}]" in text
    # A number is on the line of its entry.
    assert not re.findall(r"\][^\]\n]*(?<!m\.) \d+$", shown.stdout, re.MULTILINE)
