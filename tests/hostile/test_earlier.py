"""Earlier states of an edition (`diff`, `check --against`) and bags come from anywhere too."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from building import TEI, find_program
from hostile.canaries import git, sing
from tei_edition.citation import version
from tei_edition.citation.version import read_version
from tei_edition.cli import main
from tei_edition.exports import bag_check

if TYPE_CHECKING:
    from pathlib import Path

TEXT = TEI.format(title="T", content="<text><body><p>One.</p></body></text>")
SETTINGS = '[edition]\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
LIST = {"version": 1, "passages": {}, "entities": {}, "pages": []}


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition beside a folder of the user's, with another edition in it."""
    for name in ("edition", "home"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "edition.toml").write_text(SETTINGS)
        (tmp_path / name / "a.xml").write_text(TEXT)
    monkeypatch.chdir(tmp_path / "edition")
    return tmp_path / "edition"


def call(*arguments: str | Path) -> Result:
    """A command that ended by itself."""
    done = CliRunner().invoke(main, [str(part) for part in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


# The repository of the edition.

ATTRIBUTES = {
    "a filter for what is written": "filter.trap.smudge",
    "a filter that goes on": "filter.trap.process",
    "a filter for what is read": "filter.trap.clean",
    "a comparison": "diff.trap.command",
    "a conversion": "diff.trap.textconv",
    "a format of archives": "tar.tar.command",
    "another format of archives": "tar.tar.gz.command",
}


@pytest.mark.skipif(not find_program("git"), reason="git is not installed")
@pytest.mark.parametrize("place", ["committed", "of the repository"])
@pytest.mark.parametrize("name", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_reading_a_tag_runs_no_program_of_the_repository(
    edition: Path, name: str, place: str
) -> None:
    """The files of a tag are read as they are: no filter of the repository's settings is run."""
    canary = edition.parent / "canary"
    git(edition, "init", "-q", ".")
    attributes = "* filter=trap diff=trap export-subst\n"
    if place == "committed":
        (edition / ".gitattributes").write_text(attributes)
    git(edition, "add", "-A")
    git(edition, "commit", "-qm", "x")
    git(edition, "tag", "v1")
    git(edition, "config", name, f"{sing(canary, 'git')}; cat")
    (edition / ".git/info").mkdir(exist_ok=True)
    (edition / ".git/info/attributes").write_text(attributes)
    (edition / "a.xml").write_text(TEXT.replace("One.", "Two."))
    canary.unlink(missing_ok=True)

    assert "One." in call("diff", "v1").output
    assert call("check", "--against", "v1").exit_code == 0
    with (edition / "edition.toml").open("a") as file:
        file.write('against = "v1"\n')
    assert call("check").exit_code == 0
    assert not canary.exists()


@pytest.mark.skipif(not find_program("git"), reason="git is not installed")
def test_reading_a_tag_gives_every_file_as_it_was(edition: Path) -> None:
    """Names with spaces and other scripts, lines of every system, empty files; links are left."""
    names = {"a.xml": TEXT.encode(), "b ü\n.txt": b"1\r\n2\n", "sub/empty": b"", "sub/ж": b"\0\xff"}
    (edition / "sub").mkdir()
    for name, data in names.items():
        (edition / name).write_bytes(data)
    (edition / "link").symlink_to("a.xml")
    git(edition, "init", "-q", ".")
    git(edition, "add", "-A")
    git(edition, "commit", "-qm", "x")
    git(edition, "tag", "v1")
    found = read_version(edition, "v1")
    assert found == names | {"edition.toml": SETTINGS.encode()}
    assert read_version(edition / "sub", "v1") == {"empty": b"", "ж": b"\0\xff"}


# States outside the edition.


@pytest.mark.parametrize("against", ["../home", "{home}", "link", "link/addresses.json"])
def test_settings_name_no_state_outside(edition: Path, against: str) -> None:
    """Of another folder of the user nothing is read because edition.toml names it."""
    home = edition.parent / "home"
    (home / "addresses.json").write_text(json.dumps(LIST))
    (edition / "link").symlink_to(home)
    with (edition / "edition.toml").open("a") as file:
        file.write(f'against = "{against.format(home=home)}"\n')
    done = call("check")
    assert (done.exit_code, "outside" in done.output) == (2, True)


NAMES = ["../home/addresses.json", "{home}/addresses.json", "link/addresses.json", "", ".", "a\0"]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_of_addresses_names_no_file_outside(edition: Path, name: str) -> None:
    """The further files of a list are in its own folder."""
    home = edition.parent / "home"
    (home / "addresses.json").write_text(json.dumps(LIST))
    state = edition / "state"
    state.mkdir()
    (state / "link").symlink_to(home)
    (state / "addresses.json").write_text(json.dumps(LIST | {"files": [name.format(home=home)]}))
    for named in (state, state / "addresses.json"):
        done = call("check", "--against", named)
        assert done.exit_code == 2
        assert "no list of addresses" in done.output or "leads out" in done.output


BROKEN: dict[str, Any] = {
    "no object": [],
    "another version": LIST | {"version": 99},
    "a version in words": LIST | {"version": "1"},
    "passages as a list": LIST | {"passages": []},
    "a passage as a word": LIST | {"passages": {"a#p1": "x"}},
    "a passage without its page": LIST | {"passages": {"a#p1": {"digest": "x"}}},
    "a digest as a number": LIST | {"passages": {"a#p1": {"page": "x", "digest": 1}}},
    "an entity without its name": LIST | {"entities": {"e": {"page": "x"}}},
    "pages as numbers": LIST | {"pages": [1]},
    "files as a word": LIST | {"files": "abc"},
    "files as numbers": LIST | {"files": [7]},
}  # fmt: skip


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_list_of_addresses_of_another_form_is_told(edition: Path, content: Any) -> None:
    """One sentence says so."""
    (edition / "state.json").write_text(json.dumps(content))
    done = call("check", "--against", "state.json")
    assert (done.exit_code, "no list of addresses" in done.output) == (2, True)


# Archives.


def make_zip(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of some files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


WHOLE = {"edition.toml": SETTINGS.encode(), "a.xml": TEXT.encode() * 3, "bagit.txt": b"x"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_archives_are_told(edition: Path, compression: int) -> None:
    """Wherever bytes of a ZIP are cut off or changed, that is one sentence."""
    whole = make_zip(WHOLE, compression)
    path = edition / "state.zip"
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        for data in (whole[:at], whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]):
            path.write_bytes(data)
            for command in (("check", "--bag", path), ("diff", path)):
                done = call(*command)
                assert "Traceback" not in done.output


@pytest.mark.parametrize("name", ["../out.xml", "/out.xml", "C:\\out.xml", "a\\..\\..\\out.xml"])
def test_archives_write_nothing_outside(edition: Path, name: str) -> None:
    """A name in an archive that leads out of it is left out."""
    (edition / "state.zip").write_bytes(make_zip(WHOLE | {"a.xml": TEXT.encode(), name: b"x"}))
    assert call("diff", "state.zip").exit_code == 0
    assert [*edition.parent.rglob("out.xml")] == []


def test_archives_that_grow_without_end_are_refused(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terabytes of nothing are not unpacked; nor is a folder of as much."""
    bomb = make_zip({"edition.toml": SETTINGS.encode(), "data/big": bytes(3_000_000)})
    monkeypatch.setattr(bag_check, "MOST_UNPACKED", 2_000_000)
    (edition / "state.zip").write_bytes(bomb)
    (edition / "state").mkdir()
    (edition / "state/big").write_bytes(bytes(3_000_000))
    for name in ("state.zip", "state"):
        done = call("check", "--bag", name)
        assert (done.exit_code, "unpacked" in done.output) == (2, True)


@pytest.mark.skipif(not find_program("git"), reason="git is not installed")
def test_tags_of_any_size_are_refused(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a tag holds is counted before it is read."""
    (edition / "big").write_bytes(bytes(3_000_000))
    git(edition, "init", "-q", ".")
    git(edition, "add", "-A")
    git(edition, "commit", "-qm", "x")
    git(edition, "tag", "v1")
    monkeypatch.setattr(version, "MOST_UNPACKED", 2_000_000)
    done = call("diff", "v1")
    assert (done.exit_code, "has more than" in done.output) == (2, True)
