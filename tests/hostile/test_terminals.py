"""Words of texts that would steer a terminal: whatever a command prints, a terminal shows it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import TEI
from in_process import working_here
from tei_edition.cli import main, terminal

if TYPE_CHECKING:
    from pathlib import Path

# A terminal takes the first for ESC [, the second turns the line, the third begins another.
ODD = "\x9b31m\u202ereversed\u2028::error::forged\x85 Rome"
COMMANDS = {
    "problems": ("check",),
    "corrections": ("check", "--fix"),
    "a build": ("build", "--keep-going", "-o", "site"),
    "pages": ("html", "-o", "plain"),
    "differences": ("diff", "../old"),
    "differences as JSON": ("diff", "../old", "--format", "json"),
    "candidates for names": ("names", "--least", "1"),
    "candidates as JSON": ("names", "--least", "1", "--format", "json"),
    "forms to learn": ("names", "--learn"),
    "names to ask for": ("tag", "--candidates", "-q"),
    "names as JSON": ("tag", "--format", "json"),
    "a further text": ("add", "new.txt"),
    "an entry": ("add", "person", ODD.replace("\u2028", "").replace("\x85", "")),
    "a collation": ("collate", "new.txt", "other.txt", "-o", "c.xml"),
    "a bag": ("export", "bag", "-o", "bags"),
}
DATA = {
    "the text": ("export", "text"),
    "the text of a witness": ("export", "text", "--witness", "B"),
    "tables": ("export", "geojson"),
    "names": ("tag",),
    "dates": ("tag", "--select", "dates"),
    "corrections": ("check", "--fix-hints"),
    "a page of differences": ("diff", "../old", "--format", "html"),
    "problems as SARIF": ("check", "--format", "sarif"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of such words, in which commands run, and beside it an earlier state of it."""
    for name, more in (("old", ""), ("new", f" {ODD}")):
        root = tmp_path / name
        (root / "tei").mkdir(parents=True)
        (root / "edition.toml").write_text(
            '[edition]\nregisters = ["register.xml"]\n[check]\nschema = "none"\n'
        )
        word = f"{ODD}{more}"
        listed = f'<witness xml:id="B" n="{word}"><name>{word}</name></witness>'
        content = (
            f'<text><body><head>{word}</head><p n="{word}" rend="{word}" xml:lang="x-{word}">The '
            f'<persName ref="#{word}">{word}</persName> and Ann {ODD} on 3 May 1850 in Romé '
            f'<app><lem wit="#A">x</lem><rdg wit="#B">{word}</rdg></app> <date when="{word}">{word}'
            f'</date> <ref target="{word}">{word}</ref><note type="{word}">{word}</note> cafÃ© '
            f'<graphic url="{word}.png"/><g ref="#{word}"/></p></body></text>'
        )
        text = TEI.format(title=f"T {word}", content=content)
        text = text.replace("<sourceDesc>", f"<sourceDesc><listWit>{listed}</listWit>", 1)
        (root / "tei/a.xml").write_text(text, encoding="utf-8")
        person = f'<person xml:id="ann"><persName>Ann {ODD}</persName><note>{word}</note></person>'
        lists = f"<text><body><listPerson>{person}</listPerson></body></text>"
        (root / "register.xml").write_text(TEI.format(title=word, content=lists), encoding="utf-8")
    (root / "new.txt").write_text(f"{ODD}\n\nwords divi-\nded {ODD}\n", encoding="utf-8")
    (root / "other.txt").write_text(f"{ODD} {ODD}\n", encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def call(command: tuple[str, ...]) -> str:
    """What a command prints on both streams."""
    with working_here():
        done = CliRunner().invoke(main, list(command))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "Traceback" not in done.output
    return done.output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_words_of_texts_steer_no_terminal(command: tuple[str, ...]) -> None:
    """What people read has no control, no mark of direction and no line of the text's own."""
    output = call(command)
    assert {char for char in output if not char.isprintable()} <= {"\n"}
    assert not any(line.startswith("::error") for line in output.split("\n"))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", DATA.values(), ids=DATA)
def test_data_steer_no_terminal(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal data are shown without what steers it; other programs get them as they are."""
    plain = call(command)
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setenv("NO_COLOR", "1")

    shown = call(command)

    assert {char for char in shown if not char.isprintable()} <= {"\n", "\t"}
    assert shown.count("\n") >= plain.count("\n") > 0


@pytest.mark.usefixtures("folder")
def test_page_of_differences_runs_and_loads_nothing() -> None:
    """It stands alone: its policy allows its own styles, by their digest, and nothing else."""
    page = call(("diff", "../old", "--format", "html"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'"


@pytest.mark.usefixtures("folder")
def test_json_of_differences_says_the_words_all_the_same() -> None:
    """What is escaped in JSON is the same for the program that reads it."""
    told = json.loads(call(("diff", "../old", "--format", "json")))
    assert any(ODD.split("\u2028")[0] in change.get("after", "") for change in told)
