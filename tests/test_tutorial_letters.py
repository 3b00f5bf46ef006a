"""The tutorial from a Word file to an edition: each of its commands is run, in its order."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from oracle import parse_page
from tutorial_letters import FILE, SHOWN, follow, make_letters

if TYPE_CHECKING:
    from click.testing import Result

pytestmark = pytest.mark.program("pandoc")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """The results of all commands, the edits made between them; the edition is in `whitby`."""
    return dict(follow(tmp_path_factory.mktemp("tutorial")))


def test_the_document_is_that_which_the_tests_write() -> None:
    """Part by part: `python tests/support/tutorial_letters.py` writes it again."""
    with zipfile.ZipFile(FILE) as shown, zipfile.ZipFile(io.BytesIO(make_letters())) as made:
        assert {n: shown.read(n) for n in shown.namelist()} == {
            n: made.read(n) for n in made.namelist()
        }


def test_every_command_succeeds(done: dict[str, Result]) -> None:
    """Without a traceback or a message of error."""
    assert len(done) >= 11
    failed = {name: result.output for name, result in done.items() if result.exit_code}
    assert failed == {}


def test_the_tutorial_shows_what_is_asked_and_printed(done: dict[str, Result]) -> None:
    """The questions of `init` with all answers, and the name that is not certain."""
    asked = done["tei-edition init --split headings"].output.partition("whitby/edition.toml")[0]
    shown = (SHOWN / "questions.txt").read_text("utf-8")
    assert [line.rstrip() for line in asked.splitlines()] == shown.splitlines()
    candidates = done["tei-edition tag --candidates -q"].stdout
    assert candidates == (SHOWN / "candidates.txt").read_text("utf-8")


def test_the_checks_find_what_the_tutorial_says(done: dict[str, Result]) -> None:
    """Notes, no errors; at the end only on what is not known yet."""
    for name in ("tei-edition check", "tei-edition check again"):
        assert ": error:" not in done[name].output
        assert ": warning:" not in done[name].output
    codes = set(re.findall(r"\[([a-z-]+)\]$", done["tei-edition check again"].output, re.MULTILINE))
    assert codes == {"citation-incomplete", "incomplete-header"}


def test_the_edition_is_what_the_tutorial_promises(
    done: dict[str, Result], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Letters by date, registers that lead to them, and a chronology."""
    site = tmp_path_factory.getbasetemp() / "tutorial0/whitby/build/html/edition"
    words = " ".join("".join(parse_page(site / "letters.html").itertext()).split())
    dates = [words.index(date) for date in ("4 March 1862", "9 March 1862", "15 March 1862")]
    assert dates == sorted(dates)
    persons = " ".join("".join(parse_page(site / "persons.html").itertext()).split())
    assert all(name in persons for name in ("Marsh, Ellen", "Reed, Martha", "Storr, Captain"))
    letter = parse_page(site / "letters-1.html")
    assert "The gale is in the log" in letter.xpath("string(.)")
    chronology = " ".join(parse_page(site / "chronology.html").xpath("string(.)").split())
    assert "1 March 1862" in chronology
