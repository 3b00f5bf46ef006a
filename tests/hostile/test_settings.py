"""edition.toml may hold anything: one line names the key, and there is no traceback."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tei_edition.cli import main
from tei_edition.config import make_config
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt>
<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader><text><body><p>x</p></body></text></TEI>
"""
BASE = '[edition]\ntexts = ["a.xml"]\nregisters = []\n'

# What edition.toml holds, and words of the one message.
BAD = {
    "too deep": ("x = " + "[" * 5000, "nested too deep"),
    "a long number": ("[pages]\nsplit = " + "9" * 5000, "a number has too many digits"),
    "a folder": (
        '[edition]\ntexts = ["."]\nregisters = []\n',
        '"." is a folder',
    ),
    "a pattern": ('[edition]\ntexts = ["**a/*.xml"]\nregisters = []\n', "edition.toml"),
    "a file that is not UTF-8": ("\udcff" + BASE, "byte 1 is not UTF-8"),
    "a NUL in copy_text": (BASE + '[check]\ncopy_text = {N = "a\\u0000b"}\n', "check.copy_text.N"),
    "a NUL in catalogues": (BASE + '[check]\ncatalogues = ["\\u0000"]\n', "check.catalogues"),
    "a NUL in a key": (BASE + '[check.catalogue]\n"a\\u0000" = "x"\n', "check.catalogue"),
    "a NUL in xslt": (BASE + 'xslt = "\\u0000"\n', "edition.xslt"),
    "an escape in title": (BASE + 'title = "\\u001b[31m"\n', "edition.title"),
    "half an address": (BASE + 'url = "https://[::1"\n', "cannot be the address of a site"),
    "a wrong port": (BASE + 'url = "https://example.org:x/"\n', "cannot be the address of a site"),
    "a port too high": (BASE + 'url = "https://a.b:99999"\n', "cannot be the address of a site"),
}


@pytest.mark.parametrize("command", ["check", "html"])
@pytest.mark.parametrize(("settings", "words"), BAD.values(), ids=BAD)
def test_bad_settings_are_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, settings: str, words: str
) -> None:
    """Every command ends with a message that names the file or key."""
    (tmp_path / "edition.toml").write_text(settings, "utf-8", "surrogateescape")
    (tmp_path / "a.xml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [command])
    assert isinstance(done.exception, SystemExit), done.exc_info
    assert words in done.output
    assert not set(done.output) & {"\0", "\x1b"}


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editors of Windows write one; it is no part of the settings."""
    (tmp_path / "edition.toml").write_text(BASE, encoding="utf-8-sig")
    (tmp_path / "a.xml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("date", ["yesterday", "9" * 40])
def test_a_wrong_date_of_the_environment_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    """Sphinx reads it when it is imported: the message names the variable."""
    (tmp_path / "edition.toml").write_text(BASE, encoding="utf-8")
    (tmp_path / "a.xml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    done = CliRunner().invoke(main, ["build"])
    assert isinstance(done.exception, SystemExit), done.exc_info
    assert "the variable SOURCE_DATE_EPOCH" in done.output


@pytest.mark.parametrize("key", ["edition", "search"])
@pytest.mark.parametrize("tag", ['en" onclick="x', "en><script>", "../../x", "e", " ", "en\n"])
def test_what_is_no_language_is_refused(tmp_path: Path, key: str, tag: str) -> None:
    """It becomes an attribute of each page, and the name of a file of messages."""
    with pytest.raises(EditionError, match=rf"{key}\.language"):
        make_config({key: {"language": tag}}, tmp_path)


@pytest.mark.parametrize("tag", ["en", "de-CH-1996", "grc-Latn", "zh-Hant-TW", ""])
def test_languages_are_taken(tmp_path: Path, tag: str) -> None:
    """Tags of BCP 47 are right, and so is none."""
    assert make_config({"edition": {"language": tag}}, tmp_path).edition.language == tag


@pytest.mark.parametrize("name", ["pipe", "folder"])
def test_a_copy_text_that_is_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A pipe and a folder are not read: they might never end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    settings = f'{BASE}[check]\ncopy_text = {{N = "{name}"}}\n'
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    witness = '<listWit><witness xml:id="N">N</witness></listWit>'
    text = TEXT.replace("<sourceDesc><p>S</p>", f"<sourceDesc>{witness}")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "[copy-text-missing]" in CliRunner().invoke(main, ["check"]).output
