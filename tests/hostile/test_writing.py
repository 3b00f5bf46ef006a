"""What is written is whole or not written, one build at a time, with one message for trouble."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from building import TEI, find_kept, find_program, make_edition, run, run_command, write_text
from hostile.canaries import digest_files
from tei_edition.config import read_config
from tei_edition.problems import EditionError
from tei_edition.publishing import output as publishing
from tei_edition.publishing.latexmk import make_pdf
from tei_edition.publishing.output import publish
from tei_edition.runtime import user_folder
from tei_edition.runtime.kept import DamagedError, read_kept, read_tree, write_kept
from tei_edition.runtime.locking import hold_lock

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "<text><body><p>{}</p></body></text>"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of two texts, with a Sphinx project."""
    return make_edition(
        tmp_path / "edition",
        {"a": TEXT.format("one"), "b": TEXT.format("two")},
        toml="[edition]\nregisters = []\n",
    )


# What is published.


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Publish texts as the whole of what somebody makes."""
    publish(folder, {name: text.encode() for name, text in files.items()}, "maker")


def read_files(folder: Path) -> dict[str, str]:
    """The texts in a folder, without the list of what was made."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".tei-edition-made.json"
    }


def test_what_is_no_longer_made_is_deleted_and_other_files_stay(tmp_path: Path) -> None:
    """By the list of what the same maker made before."""
    (tmp_path / "mine.txt").write_text("mine")
    write_files(tmp_path, {"a/b.html": "1", "c.html": "1"})
    publish(tmp_path, {"c.html": b"1", "d.html": b"other"}, "other")
    write_files(tmp_path, {"e.html": "2"})

    assert read_files(tmp_path) == {
        "c.html": "1", "d.html": "other", "e.html": "2", "mine.txt": "mine",
    }  # fmt: skip
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("step", ["_write", "write_made"])
def test_full_disk_leaves_the_last_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whether it is full at the second file or at the list of files, no page has changed."""
    write_files(tmp_path, {"a": "old", "b": "old"})
    really, calls = getattr(publishing, step), []

    def fail(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == (2 if step == "_write" else 1):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(*arguments)

    monkeypatch.setattr(publishing, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_files(tmp_path, {"a": "new", "b": "new", "c": "new"})

    assert read_files(tmp_path) == {"a": "old", "b": "old"}


def test_rest_of_a_build_that_was_killed_is_cleared(tmp_path: Path) -> None:
    """Also where it is a link: what that leads to stays."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "0").write_text("mine")
    site = tmp_path / "site"
    (site / ".tei-edition-new").mkdir(parents=True)
    (site / ".tei-edition-new/0").write_text("half")
    write_files(site, {"a": "1"})
    (site / ".tei-edition-new").symlink_to(home)
    write_files(site, {"a": "2"})

    assert read_files(site) == {"a": "2"}
    assert (home / "0").read_text() == "mine"


def test_link_in_the_place_of_a_file_is_replaced(tmp_path: Path) -> None:
    """The file that it led to keeps its content, also if that is the same."""
    mine = tmp_path / "mine"
    mine.write_text("1")
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").symlink_to(mine)
    (site / "b").symlink_to(tmp_path / "nowhere")
    write_files(site, {"a": "1", "b": "2"})
    write_files(site, {"a": "3", "b": "2"})

    assert (mine.read_text(), (tmp_path / "nowhere").exists()) == ("1", False)
    assert read_files(site) == {"a": "3", "b": "2"}


def test_published_copies_are_known_by_their_times(tmp_path: Path) -> None:
    """A file whose content is the same is not written again, one that was touched is."""
    made, site = tmp_path / "made", tmp_path / "site"
    made.write_text("1")
    publish(site, {"a": made}, "maker")
    first = (site / "a").stat().st_ino
    os.utime(made, ns=(1, 1))
    publish(site, {"a": made}, "maker")
    assert ((site / "a").stat().st_ino, (site / "a").stat().st_mtime_ns) == (first, 1)

    (site / "a").write_text("touched")
    publish(site, {"a": made}, "maker")
    assert (site / "a").read_text() == "1"


# Whole commands.


def test_build_that_fails_leaves_the_last_site(edition: Path) -> None:
    """A handler that fails late, when Sphinx has written pages, changes nothing that was built."""
    assert run_command("build", cwd=edition).returncode == 0
    site = digest_files(edition / "build")
    write_text(edition, "a", TEXT.format("changed"))
    with (edition / "docs/conf.py").open("a") as file:
        file.write(
            "def fail(app, error):\n    raise OSError(28, 'No space left on device')\n"
            "def setup(app):\n    app.connect('build-finished', fail)\n"
        )

    done = run_command("build", cwd=edition)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: No space left on device\n"
    assert digest_files(edition / "build") == site


def test_build_of_a_changed_edition_equals_a_new_one(edition: Path) -> None:
    """A text that is gone is gone from the site, and one that changed has changed."""
    assert run_command("build", "-o", "one", cwd=edition).returncode == 0
    (edition / "one/CNAME").write_text("example.org")
    write_text(edition, "a", TEXT.format("changed"))
    (edition / "tei/b.xml").unlink()
    assert run_command("build", "-o", "one", cwd=edition).returncode == 0
    assert run_command("clean", cwd=edition).returncode == 0
    assert run_command("build", "-o", "two", cwd=edition).returncode == 0

    one, two = digest_files(edition / "one"), digest_files(edition / "two")
    assert one.pop("CNAME")
    assert "edition/b.html" not in one
    # The two that Sphinx leaves something in: see test_rebuild.
    for site in (one, two):
        site.pop("searchindex.js")
        site.pop(".buildinfo", None)
    assert one == two


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount")
@pytest.mark.skipif(not shutil.which("mount"), reason="needs mount")
@pytest.mark.parametrize("command", [("build", "-o"), ("html", "-o"), ("export", "text", "-o")])
def test_full_disk_is_one_message(edition: Path, command: tuple[str, ...]) -> None:
    """The output lies on a disk that is too small."""
    small = edition / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", small], check=False)
    if mounted.returncode:
        pytest.skip("this system does not let us mount")
    try:
        (small / "filler").write_bytes(b"x" * 4096)
        done = run_command(*command, "small/out", cwd=edition)
    finally:
        subprocess.run(["umount", small], check=True)

    assert done.returncode == 2
    assert done.stderr.startswith('error: "')
    assert done.stderr.endswith("No space left on device\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount")
@pytest.mark.parametrize("command", [("build",), ("build", "-b", "epub")])
def test_full_disk_of_the_cache_is_one_message(
    edition: Path, command: tuple[str, ...], tmp_path: Path
) -> None:
    """Sphinx, which only warns of files that it cannot write, is stopped."""
    small = tmp_path / "cache"
    small.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(small)]
    if subprocess.run(options, check=False).returncode:
        pytest.skip("this system does not let us mount")
    call = "from tei_edition.cli import main; main(prog_name='tei-edition')"
    try:
        done = subprocess.run(
            [sys.executable, "-c", call, *command], cwd=edition, capture_output=True, text=True,
            env={**os.environ, "TEI_EDITION_CACHE": str(small), "NO_COLOR": "1"}, check=False,
        )  # fmt: skip
    finally:
        subprocess.run(["umount", small], check=True)

    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert not (edition / "build").exists()


def test_check_writes_nothing_into_the_edition(edition: Path) -> None:
    """So it works in a folder that cannot be written."""
    before = digest_files(edition)
    folders = sorted(edition.rglob("*"))
    for arguments in (("check",), ("check", "--format", "json"), ("check", "--select", "xml-*")):
        assert run_command(*arguments, cwd=edition).returncode == 0
    assert digest_files(edition) == before
    assert sorted(edition.rglob("*")) == folders


@pytest.mark.parametrize("name", ["edition", "tei", "docs"])
def test_output_that_holds_the_edition_is_refused(edition: Path, name: str) -> None:
    """Neither the edition's own folder nor those of its texts and pages are filled with a site."""
    output = {"edition": ".", "tei": "tei", "docs": "docs"}[name]
    before = digest_files(edition)
    for command in ("html", "build"):
        done = run_command(command, "-o", output, cwd=edition)
        assert done.returncode == 2
        assert "choose another folder" in done.stderr
    assert digest_files(edition) == before


@pytest.mark.parametrize("command", [("tei_edition", "build"), ("sphinx", "docs", "build/html")])
def test_file_in_the_place_of_the_folder_of_pages_is_told(
    edition: Path, command: tuple[str, ...]
) -> None:
    """In one message with the name of the folder, and not as a fault of the extension."""
    (edition / "docs/edition").write_text("a file\n")
    done = run(sys.executable, "-m", *command, cwd=edition)

    assert done.returncode == 2
    assert "docs/edition" in done.stderr
    assert "Extension error" not in done.stderr
    assert "Traceback (most recent" not in done.stderr
    assert (edition / "docs/edition").read_text() == "a file\n"


def test_names_steer_no_terminal(edition: Path) -> None:
    """Paths on the standard output and in errors have control characters written out."""
    for name in ("a\x1b[31m", "b\x07", "c\n::stop-commands::x"):
        done = run_command("export", "text", "-o", name, cwd=edition)
        assert done.returncode == 0
        assert done.stdout.isascii()
        assert {char for char in done.stdout if not char.isprintable()} == {"\n"}
        assert done.stdout.count("\n") == 2
        (edition / "link").unlink(missing_ok=True)
        (edition / f"{name}-link").symlink_to(edition / name)
        done = run_command("html", "-o", f"{name}-link", cwd=edition)
        assert done.returncode == 2
        assert {char for char in done.stderr if not char.isprintable()} == {"\n"}


# One build at a time.


def test_second_build_waits_for_the_first(edition: Path) -> None:
    """Two builds at once: the second says that it waits, and both sites are right."""
    call = "from tei_edition.cli import main; main(prog_name='tei-edition')"
    command = [sys.executable, "-c", call, "build", "-o"]
    with hold_lock(find_kept(edition)):
        waiting = [
            subprocess.Popen([*command, out], cwd=edition, stderr=subprocess.PIPE, text=True)
            for out in ("one", "two")
        ]
        with pytest.raises(subprocess.TimeoutExpired):
            waiting[0].wait(4)
    said = [process.communicate(timeout=120)[1] for process in waiting]

    assert [process.returncode for process in waiting] == [0, 0], said
    assert "Waiting: another process builds this edition." in said[0]
    assert digest_files(edition / "one") == digest_files(edition / "two")
    assert "edition/a.html" in digest_files(edition / "one")


def test_check_does_not_wait(edition: Path) -> None:
    """Somebody who checks while the site is built gets an answer."""
    with hold_lock(find_kept(edition)):
        done = run_command("check", cwd=edition)
    assert (done.returncode, done.stderr) == (0, "")


# What is kept.


@pytest.fixture
def kept_file(tmp_path: Path) -> Path:
    """A kept file."""
    path = tmp_path / "kept"
    write_kept(path, b"<a/>")
    return path


@pytest.mark.parametrize("data", [b"", b"<a/>", b"x" * 32 + b"<a/>"])
def test_kept_file_without_its_digest_is_damaged(kept_file: Path, data: bytes) -> None:
    """What somebody else wrote is not taken."""
    assert read_kept(kept_file) == b"<a/>"
    kept_file.write_bytes(data)
    with pytest.raises(DamagedError):
        read_kept(kept_file)


@pytest.mark.parametrize(
    "tree", [b'<!DOCTYPE a SYSTEM "x"><a/>', b'<?xml version="1.0"?><a/>', b" <a/>", b""]
)
def test_kept_tree_has_no_doctype(tmp_path: Path, tree: bytes) -> None:
    """Whatever its digest, only an element is a tree, and what is none is deleted."""
    path = tmp_path / "tree"
    write_kept(path, tree)
    with pytest.raises(EditionError, match="damaged"):
        read_tree(path)
    assert not path.exists()


def test_tree_that_was_forged_is_not_shown(edition: Path) -> None:
    """Facts and tree of the same size, in the cache and in the folder of earlier versions."""
    assert run_command("html", "-o", "out", cwd=edition).returncode == 0
    for tree in (find_kept(edition) / "cache").glob("*.xml"):
        tree.write_bytes(tree.read_bytes().replace(b"one", b"two").replace(b"two", b"EVE"))
        (edition / ".tei-edition/cache").mkdir(parents=True, exist_ok=True)
        shutil.copy(tree, edition / ".tei-edition/cache")

    done = run_command("html", "-o", "out2", cwd=edition)
    assert done.returncode == 2
    assert "damaged" in done.stderr
    # Both were deleted, and are made again.
    assert run_command("html", "-o", "out2", cwd=edition).returncode == 0
    assert digest_files(edition / "out2") == digest_files(edition / "out")


def test_folder_of_the_cache_inside_the_edition_is_refused(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends the edition could fill it."""
    for named in (edition / ".tei-edition", edition):
        monkeypatch.setenv("TEI_EDITION_CACHE", str(named))
        done = run_command("check", cwd=edition)
        assert done.returncode == 2
        assert "is in the folder of the edition" in done.stderr


def test_two_editions_are_kept_apart(tmp_path: Path) -> None:
    """By their real paths: a link to an edition is the same edition."""
    one, two = tmp_path / "x/edition", tmp_path / "y/edition"
    for root in (one, two):
        root.mkdir(parents=True)
        (root / "edition.toml").touch()
    (tmp_path / "link").symlink_to(one)

    folders = [read_config(root).cache_folder for root in (one, two, tmp_path / "link")]

    assert folders[0] == folders[2] != folders[1]


def test_user_without_a_cache_folder_has_one_for_the_run(
    edition: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the home cannot be written, everything works, and nothing is left behind."""
    (tmp_path / "file").touch()
    (tmp_path / "passing").mkdir()
    monkeypatch.setenv("TEI_EDITION_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file/cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    for command in (("check", "-j", "2"), ("build", "-j", "2")):
        done = run_command(*command, cwd=edition)
        assert (done.returncode, done.stderr) == (0, "")
    assert (edition / "build/html/edition/a.html").is_file()
    assert [*(tmp_path / "passing").iterdir()] == []


def test_named_folder_that_cannot_be_written_is_told(
    edition: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It was asked for: no other takes its place."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("TEI_EDITION_CACHE", str(tmp_path / "file/cache"))
    done = run_command("check", cwd=edition)
    assert done.returncode == 2
    assert "TEI_EDITION_CACHE" in done.stderr
    assert done.stderr.count("\n") == 1


def test_folder_that_another_user_has_made_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a folder that everybody may write to, somebody may have been there before."""
    monkeypatch.setenv("TEI_EDITION_CACHE", str(tmp_path / "base"))
    root = tmp_path / "edition"
    root.mkdir()
    folder = user_folder.find_kept_folder(root)
    user_folder._forget()
    monkeypatch.setattr(os, "geteuid", lambda: 54321, raising=False)
    with pytest.raises(EditionError, match="does not belong to you"):
        user_folder.find_kept_folder(root)

    monkeypatch.undo()
    monkeypatch.setenv("TEI_EDITION_CACHE", str(tmp_path / "base"))
    shutil.move(folder, tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EditionError, match="does not belong to you"):
        user_folder.find_kept_folder(root)


def test_clean_deletes_only_what_is_kept(edition: Path, tmp_path: Path) -> None:
    """Of this edition, or of all; a folder that only has such a name stays."""
    base = tmp_path / "base"
    other = base / f"letters-{'0' * 16}"
    other.mkdir(parents=True)
    (other / "thesis.docx").write_text("mine")
    environment = {**os.environ, "TEI_EDITION_CACHE": str(base)}
    call = "from tei_edition.cli import main; main(prog_name='tei-edition')"
    before = digest_files(edition)
    for command in (("check",), ("clean",), ("check",), ("clean", "--all")):
        subprocess.run(
            [sys.executable, "-c", call, *command], cwd=edition, env=environment, check=True,
            capture_output=True,
        )  # fmt: skip
        folders = sorted(path.name for path in base.iterdir())
        assert len(folders) == (1 if command[0] == "clean" else 2)
    assert (other / "thesis.docx").read_text() == "mine"
    assert digest_files(edition) == before
    assert (user_folder.MARK, TEI[:5]) == ("edition.txt", "<?xml")


# LaTeX.


@pytest.mark.program("latexmk", "pdflatex", "makeindex")
def test_latex_runs_nothing_and_opens_nothing_outside(tmp_path: Path) -> None:
    """Neither by its own settings in the folder nor by orders in the text."""
    folder = tmp_path / "work"
    folder.mkdir()
    canary, secret = tmp_path / "canary", tmp_path / "secret.txt"
    secret.write_text("The secret words.\n")
    for name in (".latexmkrc", "LatexMk"):
        (folder / name).write_text(f'system("touch {canary}");\n')
    (folder / "texmf.cnf").write_text("shell_escape = t\nopenout_any = a\nopenin_any = a\n")
    (folder / "book.tex").write_text(
        "\\documentclass{article}\\begin{document}Words.\n"
        f"\\immediate\\write18{{touch {canary}}}\n"
        f"\\newread\\r\\openin\\r={secret} \\ifeof\\r closed\\else open\\fi\\par\n"
        f" \\openin\\r=../secret.txt \\ifeof\\r closed\\else open\\fi\n"
        "\\end{document}\n"
    )
    pdf = make_pdf(folder / "book.tex").pdf
    assert pdf.is_file()
    assert not canary.exists()
    if find_program("pdftotext"):
        words = subprocess.run(
            ["pdftotext", pdf, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert words.split()[:3] == ["Words.", "closed", "closed"]

    (folder / "book.tex").write_text(
        "\\documentclass{article}\\begin{document}Words.\n"
        f"\\newwrite\\w\\immediate\\openout\\w={canary}\\relax\\immediate\\write\\w{{x}}\n"
        "\\end{document}\n"
    )
    # LaTeX may stop there, and may go on without the file.
    with contextlib.suppress(EditionError):
        make_pdf(folder / "book.tex")
    assert not [*tmp_path.glob("canary*")]
