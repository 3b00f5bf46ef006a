"""The tutorial of three letters: its Word file, and all that it tells the reader to do.

As a script it writes the Word file again, after a change of its letters.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from word_files import make_docx, note, p, r, refer

if TYPE_CHECKING:
    from collections.abc import Iterator

TUTORIAL = Path(__file__).parents[2] / "docs/manual/tutorial"
FILE = TUTORIAL / "letters.docx"
SHOWN = TUTORIAL / "letters"

GALE = (
    " came in this morning with her mast gone. Captain Storr says that she met the gale off"
    " Scarborough on 1 March 1862 and lay to for a day and a night."
)
GLOVES = (
    "your letter was read aloud here twice. Martha Reed sends you her thanks, and a pair of gloves."
    " We expect Captain Storr in Hull by the end of the month."
)
SHIP = r("Hopewell", "<w:i/>")


def make_letters() -> bytes:
    """Three letters with headings, a footnote, and words in italics."""
    body = (
        p(r("Ellen Marsh to Thomas Reed"), "Heading1")
        + p(r("Whitby, 4 March 1862"))
        + p(r("Dear Mr Reed,"))
        + p(r("the ") + SHIP + r(GALE) + refer("2") + r(" All are safe."))
        + p(r("Please tell Martha Reed that her brother’s chest is dry."))
        + p(r("Ellen Marsh"))
        + p(r("Thomas Reed to Ellen Marsh"), "Heading1")
        + p(r("Hull, 9 March 1862"))
        + p(r("Dear Miss Marsh,"))
        + p(r(GLOVES))
        + p(r("Thomas Reed"))
        + p(r("Ellen Marsh to Thomas Reed"), "Heading1")
        + p(r("Whitby, 15 March 1862"))
        + p(r("Dear Mr Reed,"))
        + p(r("the gloves are too fine for Whitby; I wear them to church. The ") + SHIP
            + r(" has a new mast, and sails for Hull on 20 March 1862."))
        + p(r("Ellen Marsh"))
    )  # fmt: skip
    return make_docx(body, notes=note("2", p(r("The gale is in the log of the harbour."))))


def list_commands() -> list[list[str]]:
    """The commands of the tutorial, in order."""
    page = (TUTORIAL / "letters.rst").read_text(encoding="utf-8")
    return [shlex.split(line) for line in re.findall(r"^   \$ (.+)$", page, re.MULTILINE)]


def list_answers(dialog: str) -> str:
    """What the reader types: what follows the questions."""
    asked = re.findall(
        r"^(?:  )?(?:[A-Z][\w ,.'?]*?)(?: \[[^\]]+\])?: ?(.*)$", dialog, re.MULTILINE
    )
    return "".join(f"{answer}\n" for answer in asked)


def edit(name: str, old: str, new: str) -> None:
    """What the reader writes in an editor program."""
    path = Path("tei") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def follow(folder: Path) -> Iterator[tuple[str, Result]]:
    """Do in a folder what the tutorial says; yields each command, as it is typed, and its result.

    One that is typed again has "again" at its end. The edition is in `whitby`.
    """
    seen: set[str] = set()
    dialog = (SHOWN / "questions.txt").read_text("utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        shutil.copy(FILE, folder)
        for module in ("init", "letters"):
            patch.setattr(f"tei_edition.cli.{module}.is_interactive", lambda: True)
        for command in list_commands():
            if command[0] == "cd":
                patch.chdir(folder / command[1])
                continue
            key = shlex.join(command)
            key = f"{key} again" if key in seen else key
            seen.add(key)
            given = list_answers(dialog) if "init" in command else None
            yield key, CliRunner().invoke(main, command[1:], input=given)
            if "--candidates" in command:
                _edit_letters()


def _edit_letters() -> None:
    reed = (SHOWN / "reed.xml").read_text("utf-8").strip()
    for name in ("letters-1.xml", "letters-3.xml"):
        edit(name, '<p xml:id="p2">Dear Mr Reed,</p>', reed)
    source = re.sub("<[^>]*>", "", (SHOWN / "witness.xml").read_text("utf-8")).strip()
    for number in (1, 2, 3):
        edit(f"letters-{number}.xml", "Describe here the source of the text.", source)


if __name__ == "__main__":
    FILE.write_bytes(make_letters())
