"""The example of the manual: one passage with its apparatus by each of TEI's methods."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

HERE = Path(__file__).parent
EXAMPLE = HERE / "roots" / "test-apparatus"
PAGE = HERE.parent / "docs" / "manual" / "how-to" / "encode-apparatus.rst"


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, which is the working folder."""
    shutil.copytree(EXAMPLE, tmp_path / "edition")
    monkeypatch.chdir(tmp_path / "edition")
    return tmp_path / "edition"


def test_the_example_is_sound(edition: Path) -> None:
    """No method brings a problem, or even a note."""
    done = CliRunner().invoke(main, ["check", "--strict", "-j", "1"])

    assert done.output == "Sound: 4 files, no problems\n"


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        ("A", ("At dawn Hanna came to the ferry and waited a while.\n"
              "The boat was late, and nobody called.\n")),
        ("B", ("At dawn Hanna came to the ferry a while.\n"
              "The boat was gone, and nobody called.\n")),
        ("C", ("At dawn Hanna came to the ferry a while.\n"
              "The boat was gone again, and nobody called.\n")),
        ("D", "At dawn she came to the ferry and waited a while.\nThe boat was […]\n"),
    ],
)  # fmt: skip
def test_every_method_gives_the_same_texts(edition: Path, witness: str, expected: str) -> None:
    """A witness reads the same, byte for byte, in whatever method its readings are written."""
    done = CliRunner().invoke(
        main, ["export", "text", "--witness", witness, "-o", "out", "-j", "1"]
    )

    assert done.exit_code == 0, done.output
    assert {path.name: path.read_text() for path in (edition / "out").iterdir()} == {
        f"{name}.txt": expected for name in ("segmentation", "location", "double")
    }


def test_the_manual_shows_the_example() -> None:
    """Each piece of TEI on the page stands in the example's files."""
    files = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLE / "tei").iterdir())
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"\.\. code-block:: xml\n\n((?:   .*\n|\n)+)", page)

    assert len(blocks) == 9
    for block in blocks:
        assert flatten(textwrap.dedent(block)) in flatten(files)


def flatten(text: str) -> str:
    """A text without its indentation."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_files_of_one_name_are_not_written_over(edition: Path) -> None:
    """Two texts of the same name are exported with their folders."""
    (edition / "more").mkdir()
    shutil.copy(edition / "tei" / "double.xml", edition / "more")
    settings = edition / "edition.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"tei/double.xml"', '"tei/double.xml", "more/double.xml"'))

    CliRunner().invoke(main, ["export", "text", "-o", "out", "-j", "1"])

    names = {p.relative_to(edition / "out").as_posix() for p in edition.glob("out/**/*.txt")}
    assert names == {"segmentation.txt", "location.txt", "tei/double.txt", "more/double.txt"}


def test_collate_writes_a_new_file_and_no_other(edition: Path) -> None:
    """What exists is not written over; what disagrees is reported; the texts come back out."""
    pytest.importorskip("rapidfuzz")
    (edition / "B.txt").write_text("At dusk Hanna came to the ferry and waited.\n\nIt was late.\n")
    (edition / "Z.txt").write_text("Something else altogether.\n\nNo word of it.\n")
    command = ["collate", "tei/location.xml", "B.txt", "-o", "new.xml", "--sigla", "A,B"]

    refused = CliRunner().invoke(main, command)
    (edition / "A.txt").write_text(
        "At dawn Hanna came to the ferry and waited a while.\n\nThe boat was late.\n"
    )
    command[1] = "A.txt"
    done = CliRunner().invoke(main, command)
    again = CliRunner().invoke(main, command)
    command[2:5] = ["Z.txt", "-o", "other.xml"]
    loose = CliRunner().invoke(main, command)
    read = CliRunner().invoke(main, ["export", "text", "--witness", "B", "new.xml", "-j", "1"])

    assert refused.exit_code == 2
    assert "there are 1 files and 2 sigla" in refused.output
    assert done.stdout == "new.xml\n"
    assert again.exit_code == 2
    assert 'there is a file "new.xml" already' in again.output
    assert "0% of the words agree" in loose.stderr
    assert read.stdout == (edition / "B.txt").read_text().replace("\n\n", "\n")
