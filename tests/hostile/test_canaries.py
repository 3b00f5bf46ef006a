"""Every command on an edition full of traps: nothing of it is run, no file outside changes."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING

import click
import pytest

from building import CONF, INDEX, find_program, has_pagefind
from hostile.canaries import (
    Trap,
    digest_files,
    git,
    load_pickle,
    lose_an_object,
    make_bare,
    make_repository,
    set_trap,
    write_edition,
)
from tei_edition.citation.version import describe_version
from tei_edition.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDS_GIT = pytest.mark.skipif(not find_program("git"), reason="git is not installed")
SCHEMA = b"""<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="p"><text/>
</element></start></grammar>"""


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Trap:
    """An edition full of traps, for all commands one after the other."""
    trap = set_trap(tmp_path_factory.mktemp("trap"))
    if find_program("git"):
        make_repository(trap.edition, trap.canary)
        git(trap.edition, "config", "--unset", "core.worktree")  # else its tags have other files
    return trap


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a schema on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(SCHEMA)))
            self.end_headers()
            self.wfile.write(SCHEMA)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}/small.rng"
    service.shutdown()
    service.server_close()


COMMANDS = {
    "check": ("check", "-j", "2"),
    "check as data": ("check", "--format", "sarif", "--write-baseline", "known.json"),
    "check a file": ("check", "tei/a.xml", "--fix-hints"),
    "correct": ("check", "--fix"),
    "explain": ("explain", "unknown-person"),
    "html": ("html",),
    "html elsewhere": ("html", "-o", "plain"),
    "build": ("build",),
    "build text": ("build", "-b", "text"),
    "build epub": ("build", "-b", "epub"),
    "export": ("export", "text", "-o", "texts"),
    "export all": ("export", "bag", "-o", "bags"),
    "check a bag": ("check", "--bag", "bags/trap.zip"),
    "changes since a bag": ("diff", "bags/trap.zip"),
    "collate": ("collate", "b.txt", "tei/a.xml", "-o", "new.xml"),
    "collate to a table": ("collate", "b.txt", "tei/a.xml", "-o", "new.json"),
    "init": ("init", "new", "--text", "b.txt"),
    "complete": ("init", "."),
    "add a text": ("add", "b.txt", "--id", "new", "--from", "Ann"),
    "add a person": ("add", "person", "Smith, Ann"),
    "add a place": ("add", "place", "Rome"),
    "add an organisation": ("add", "org", "The Academy"),
    "list names": ("names", "--format", "json"),
    "draft a register": ("names", "--least", "1", "--draft", "drafted.xml"),
    "mark up": ("tag", "--select", "dates"),
    "list candidates": ("tag", "--candidates"),
    "rules for a host": ("init", ".", "--host", "nginx"),
    "compile": ("schema", "compile"),
    "compile docs": ("schema", "compile", "--docs", "-o", "reference"),
    "fetch": ("schema", "fetch", "ADDRESS"),
    "clean": ("clean",),
}


@pytest.mark.program("pandoc")
def test_import_runs_nothing_of_the_edition(trap: Trap) -> None:
    """Pandoc is not looked for in the folder, and reads no settings there."""
    home = trap.list_home()

    done = trap.run("import", "b.md", "-o", "imported.xml")

    assert (done.returncode, trap.sung) == (0, ""), done.stderr
    assert trap.list_home() == home


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_command_runs_nothing_of_the_edition(
    trap: Trap, server: str, command: tuple[str, ...]
) -> None:
    """The command does its work, no canary is touched, and the user's files stay as they are."""
    sources = {name: (trap.edition / name).read_bytes() for name in ("tei/a.xml", "tei/b.xml")}
    home = trap.list_home()

    done = trap.run(*(server if part == "ADDRESS" else part for part in command))

    assert (done.returncode, trap.sung) == (0, ""), done.stderr
    assert trap.list_home() == home
    assert {name: (trap.edition / name).read_bytes() for name in sources} == sources


def test_the_language_server_runs_nothing_of_the_edition(trap: Trap) -> None:
    """It opens a text of the edition, and reports on it."""
    home = trap.list_home()
    uri = (trap.edition / "tei/a.xml").as_uri()
    document = {"uri": uri, "languageId": "xml", "version": 1, "text": "<TEI/>"}
    folder = trap.edition.as_uri()
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize",
         "params": {"processId": None, "rootUri": folder, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
    ]  # fmt: skip
    with trap.start("lsp") as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            for message in messages:
                text = json.dumps({"jsonrpc": "2.0", **message})
                process.stdin.write(f"Content-Length: {len(text)}\r\n\r\n{text}")
            process.stdin.flush()
            told = ""
            while "publishDiagnostics" not in told:
                told += (letter := process.stdout.read(1))
                assert letter, told
        finally:
            process.kill()
    assert trap.sung == ""
    assert trap.list_home() == home


# Commands that have tests of their own above or below.
OWN_TESTS = {"import", "serve", "lsp"}


def test_every_command_is_tried() -> None:
    """A new command needs a line in COMMANDS, or a test of its own; all formats are one here."""

    def list_commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[str]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group) and name != "export":
                yield from list_commands(command, (*above, name))
            else:
                yield " ".join((*above, name))

    called = {" ".join(words[:number]) for words in COMMANDS.values() for number in (1, 2)}
    # `add FILE` is `add text FILE`.
    called |= {"add text"} if "add" in called else set()
    assert set(list_commands(main)) - called == OWN_TESTS


@NEEDS_GIT
@pytest.mark.parametrize("command", [("diff", "v1.2"), ("check", "--against", "v1.2")])
def test_command_reads_a_tag_and_runs_nothing_of_it(trap: Trap, command: tuple[str, ...]) -> None:
    """The repository of the edition has filters, hooks and helpers in all places."""
    home = trap.list_home()

    done = trap.run(*command)

    assert (done.returncode, trap.sung) == (0, ""), done.stderr
    assert trap.list_home() == home


def test_serving_runs_nothing_of_the_edition(trap: Trap) -> None:
    """The site is built and served; an answer is there, and no canary is touched."""
    home = trap.list_home()
    with trap.start("serve", "-p", "0") as process:
        try:
            assert process.stdout is not None
            told = ""
            while "http://127.0.0.1:" not in told:
                line = process.stdout.readline()
                assert line, told
                told += line
            address = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert address is not None
            with urllib.request.urlopen(f"{address[0]}edition/a.html", timeout=60) as page:  # noqa: S310
                assert b"ship" in page.read()
        finally:
            process.terminate()
    assert trap.sung == ""
    assert trap.list_home() == home


@pytest.mark.skipif(not has_pagefind(), reason="pagefind is not installed")
def test_pagefind_reads_no_settings_of_the_edition(tmp_path: Path) -> None:
    """A pagefind.toml of the folder could name a file of the user to write its log to."""
    trap = set_trap(tmp_path)
    with (trap.edition / "edition.toml").open("a") as file:
        file.write('[search]\nengine = "pagefind"\n')
    home = trap.list_home()

    done = trap.run("build")

    assert (done.returncode, done.stderr, trap.sung) == (0, "", "")
    assert (trap.edition / "build/html/pagefind/pagefind.js").is_file()
    assert trap.list_home() == home


@pytest.mark.program("latexmk", "xelatex", "makeindex")
def test_latex_reads_no_settings_of_the_edition(tmp_path: Path) -> None:
    """LaTeX works in a folder of the user's; a .latexmkrc in the output is not met at all."""
    trap = set_trap(tmp_path)
    home = trap.list_home()

    done = trap.run("build", "-b", "pdf")

    assert (done.returncode, trap.sung) == (0, ""), done.stderr
    assert [*(trap.edition / "build/pdf").glob("*.pdf")]
    assert trap.list_home() == home


def test_sphinx_build_unpickles_nothing_of_the_edition(tmp_path: Path) -> None:
    """With the extension, plain `sphinx-build` keeps its own work outside the edition too."""
    trap = set_trap(tmp_path)
    (trap.edition / "docs/conf.py").write_text(CONF.format(theme="basic", more=""))
    (trap.edition / "docs/index.rst").write_text(INDEX)
    (trap.edition / "docs/docutils.conf").unlink()
    home = trap.list_home()

    for options in ((), ("-d", "build/doctrees"), ("-d", "docs/doctrees", "-j", "2")):
        arguments = ("-q", *options, "docs", "build/html")
        done = trap.run(*arguments, program="sphinx-build")
        assert (done.returncode, trap.sung) == (0, ""), done.stderr
    assert (trap.edition / "build/html/edition/a.html").is_file()
    assert trap.list_home() == home
    # The trap would have snapped.
    load_pickle(trap.edition / "build/html/.doctrees/environment.pickle")
    assert trap.sung.startswith("pickle-of-html")


def test_sphinx_build_writes_through_no_link(tmp_path: Path) -> None:
    """A link in the output folder of a project is refused before Sphinx writes anything."""
    trap = set_trap(tmp_path)
    (trap.edition / "docs/conf.py").write_text(CONF.format(theme="basic", more=""))
    (trap.edition / "docs/index.rst").write_text(INDEX)
    (trap.edition / "docs/docutils.conf").unlink()
    home = trap.list_home()
    for name in ("index.html", "_static", "tei"):
        link = trap.edition / "build/html" / name
        link.symlink_to(trap.home)
        done = trap.run("-q", "docs", "build/html", program="sphinx-build")
        assert done.returncode == 2
        assert f'{name}" is a link' in done.stderr
        link.unlink()
    assert trap.list_home() == home


@pytest.mark.parametrize("name", ["click", "lxml", "msgspec", "saxonche", "sphinx", "struct"])
def test_module_started_by_python_takes_none_of_the_current_folder(
    tmp_path: Path, name: str
) -> None:
    """`python -m tei_edition` drops the current folder from those that modules come from."""
    write_edition(tmp_path / "edition")
    canary = tmp_path / "canary"
    line = f"open({str(canary)!r}, 'a').close()\n"
    (tmp_path / "edition" / f"{name}.py").write_text(line)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    environment.pop("PYTHONSAFEPATH", None)
    done = subprocess.run(
        [sys.executable, "-m", "tei_edition", "check"], cwd=tmp_path / "edition",
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, canary.exists()) == (0, False), done.stderr


# The version, by git.


def make_folder(tmp_path: Path) -> tuple[Path, Path]:
    """An edition with a repository full of traps, and the canary."""
    root = tmp_path / "edition"
    root.mkdir()
    make_repository(root, tmp_path / "canary")
    return root, tmp_path / "canary"


@NEEDS_GIT
def test_version_is_read_whatever_the_repository_sets(tmp_path: Path) -> None:
    """The tag is found; hooks, filters, helpers, aliases and pagers are not run."""
    root, canary = make_folder(tmp_path)

    assert describe_version(root) == "1.2"
    assert not canary.exists()


@NEEDS_GIT
def test_version_fetches_no_object(tmp_path: Path) -> None:
    """A repository without its commit names a program that would fetch it."""
    root, canary = make_folder(tmp_path)
    git(root, "config", "--unset", "core.worktree")
    git(root, "config", "--unset", "alias.describe")
    git(root, "config", "--unset", "remote.origin.vcs")
    lose_an_object(root, canary)

    assert describe_version(root) == ""
    assert not canary.exists()
    # The trap would have snapped.
    subprocess.run(["git", "describe", "--tags"], cwd=root, capture_output=True, check=False)
    assert "fetch" in canary.read_text()


@NEEDS_GIT
@pytest.mark.parametrize("place", ["", "sub"])
def test_folder_that_looks_like_a_repository_is_none(tmp_path: Path, place: str) -> None:
    """A bare repository that lies in the edition's folder, or above it, is not asked."""
    root, canary = make_folder(tmp_path)
    make_bare(root)
    (root / "sub").mkdir()
    assert git(root, "-c", "alias.describe=", "describe", "--tags") == "v1.2"
    canary.unlink(missing_ok=True)

    assert describe_version(root / place) == ""
    assert not canary.exists()


@NEEDS_GIT
def test_repository_elsewhere_is_as_harmless(tmp_path: Path) -> None:
    """A `.git` that is a file leads to a repository in another folder, with its settings."""
    root, canary = make_folder(tmp_path)
    git(root, "config", "--unset", "core.worktree")
    shutil.move(root / ".git", root / "hidden")
    (root / ".git").write_text("gitdir: hidden\n")

    assert describe_version(root) == "1.2"
    lose_an_object_of = root / "hidden"
    git(lose_an_object_of, "config", "--unset", "remote.origin.vcs")
    commit = git(root, "rev-parse", "HEAD")
    (root / "hidden/objects" / commit[:2] / commit[2:]).unlink()
    assert describe_version(root) == ""
    assert not canary.exists()


def test_home_and_sources_are_compared_whole(tmp_path: Path) -> None:
    """The comparison that these tests rest on sees contents, new files and links."""
    before = digest_files(tmp_path)
    (tmp_path / "a").write_text("1")
    one = digest_files(tmp_path)
    (tmp_path / "a").write_text("2")
    two = digest_files(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert len({str(each) for each in (before, one, two, digest_files(tmp_path))}) == 4
