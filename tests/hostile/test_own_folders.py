"""Nothing is written or deleted through links, nor deleted that the program did not make."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command

if TYPE_CHECKING:
    from pathlib import Path

TEXT = '<text><body><p>A <figure><graphic url="p.png"/></figure> ship.</p></body></text>'
# The links that a stranger's folder may bring, and a command that would follow each.
LINKS = {
    "pictures": ("docs/edition/pictures", ("build", "-o", "out")),
    "pages": ("docs/edition", ("build", "-o", "out")),
    "source": ("docs", ("build", "-o", "out")),
    "letters of a page": ("docs/edition/a", ("build", "-o", "out")),
    "output": ("out", ("build", "-o", "out")),
    "output by default": ("build", ("build",)),
    "output of html": ("out", ("html", "-o", "out")),
    "output of html by default": ("build", ("html",)),
    "pages in the output": ("out/edition", ("html", "-o", "out")),
    "downloads in the output": ("out/tei", ("build", "-o", "out")),
    "static files in the output": ("out/_static", ("build", "-o", "out")),
    "exported texts": ("texts", ("export", "text", "-o", "texts")),
    "exports": ("out", ("export", "plain", "-o", "out")),
    "folder above the output": ("sub", ("html", "-o", "sub/out")),
    "folder far above the output": ("sub", ("build", "-o", "sub/deep/out")),
    "folder above exported texts": ("sub", ("export", "text", "-o", "sub/texts")),
    "exports by default": ("build", ("export", "plain")),
    "folder of exports by default": ("build/export", ("export", "plain")),
    "folder in the exports": ("build/export/text", ("export", "plain")),
    "report of changes": ("out", ("diff", ".", "-o", "out/changes.txt")),
    "baseline": ("out", ("check", "--write-baseline", "out/known.json")),
    "folder of a collation": ("out", ("collate", "tei/a.xml", "tei/a.xml", "-o", "out/new.xml")),
    "files of editor programs": (".vscode", ("init", ".")),
    "copy of an added text": ("seeds", ("add", "b.txt")),
    "rules for a host": ("host", ("init", ".", "--host", "nginx")),
}
# Links where the program writes nothing any more.
UNUSED = {
    "downloads": (".tei-edition/downloads", ("build", "-o", "out")),
    "cache": (".tei-edition/cache", ("check",)),
    "whole cache": (".tei-edition", ("check",)),
}


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of a text with a picture, beside a folder of the user's."""
    root = tmp_path / "edition"
    (root / "tei").mkdir(parents=True)
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["tei/a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    (root / "tei/a.xml").write_text(TEI.format(title="A", content=TEXT))
    (root / "tei/p.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "b.txt").write_text("A ship.\n")
    home = tmp_path / "home"
    home.mkdir()
    for name in ("thesis.docx", "letter.xml", "a.teipage.xml"):
        (home / name).write_text("mine")
    return root


def list_home(edition: Path) -> dict[str, str]:
    """The files of the user's folder with what is in them."""
    return {p.name: p.read_text() for p in (edition.parent / "home").iterdir()}


@pytest.mark.parametrize(("link", "command"), LINKS.values(), ids=LINKS)
def test_link_out_of_the_edition_is_refused(
    edition: Path, link: str, command: tuple[str, ...]
) -> None:
    """One clear message, and no file behind the link is touched or added."""
    home = edition.parent / "home"
    (edition / link).parent.mkdir(parents=True, exist_ok=True)
    (edition / link).symlink_to(home)

    done = run_command(*command, cwd=edition)

    assert done.returncode == 2
    assert "is a link" in done.stderr
    assert "Traceback" not in done.stderr
    assert {p.name: p.read_text() for p in home.iterdir()} == dict.fromkeys(
        ("thesis.docx", "letter.xml", "a.teipage.xml"), "mine"
    )


@pytest.mark.parametrize(("link", "command"), UNUSED.values(), ids=UNUSED)
def test_links_in_a_folder_of_earlier_versions_lead_nowhere(
    edition: Path, link: str, command: tuple[str, ...]
) -> None:
    """Work is kept with the user: what lies where it was kept before is not opened."""
    home = edition.parent / "home"
    before = {p.name: p.read_text() for p in home.iterdir()}
    (edition / link).parent.mkdir(parents=True, exist_ok=True)
    (edition / link).symlink_to(home)

    assert run_command(*command, cwd=edition).returncode == 0
    assert {p.name: p.read_text() for p in home.iterdir()} == before


def test_html_keeps_files_that_it_did_not_make(edition: Path) -> None:
    """Pictures of the user in the output folder stay; outdated copies of ours go."""
    own = edition / "out/edition/pictures"
    own.mkdir(parents=True)
    (own / "scan.jpg").write_text("mine")
    assert run_command("html", "-o", "out", cwd=edition).returncode == 0
    made = list(own.rglob("*.png"))
    (edition / "tei/a.xml").write_text(
        TEI.format(title="A", content="<text><body><p>No ship.</p></body></text>")
    )

    assert run_command("html", "-o", "out", cwd=edition).returncode == 0

    assert len(made) == 1
    assert not made[0].exists()
    assert (own / "scan.jpg").read_text() == "mine"


def test_list_of_made_files_reaches_nothing_outside(edition: Path) -> None:
    """A list that came with the folder cannot name files elsewhere."""
    own = edition / "out/edition/pictures"
    own.mkdir(parents=True)
    for folder, up in ((own, "../../../"), (edition / "out", "../")):
        (folder / ".tei-edition-made.json").write_text(
            f'{{"plain": ["{up}tei/a.xml", "/etc/hostname", "sub/thesis.docx"], '
            f'"": ["{up}tei/a.xml", "sub/thesis.docx"]}}'
        )
    (own / "sub").symlink_to(edition.parent / "home")
    (edition / "out/sub").symlink_to(edition.parent / "home")

    run_command("html", "-o", "out", cwd=edition)

    assert (edition / "tei/a.xml").exists()
    assert (edition.parent / "home/thesis.docx").read_text() == "mine"


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        ('[pages]\nsource = "."\nfolder = "tei"\n', ("build", "-o", "out")),
        ('[pages]\nfolder = "tei"\n', ("html", "-o", ".")),
    ],
)
def test_folder_of_sources_is_not_filled(
    edition: Path, settings: str, command: tuple[str, ...]
) -> None:
    """Pages are not written among the texts of the edition."""
    with (edition / "edition.toml").open("a") as file:
        file.write(settings)
    (edition / "conf.py").write_text('extensions = ["tei_edition.sphinxext"]\n')
    (edition / "index.rst").write_text("A\n=\n")
    before = {p: p.read_bytes() for p in (edition / "tei").iterdir()}

    done = run_command(*command, cwd=edition)

    assert done.returncode == 2
    assert "contains" in done.stderr
    assert {p: p.read_bytes() for p in (edition / "tei").iterdir()} == before


ODD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="small" start="p">'
    '<elementSpec ident="p" mode="add"><content><textNode/></content></elementSpec>'
    "</schemaSpec></body></text></TEI>"
)
# Links in the way of commands that make new files: what they would write through.
NEW = {
    "folder of a new edition": ("new/tei", "", ("init", "new")),
    "file of a new edition": ("new/edition.toml", "letter.xml", ("init", "new")),
    "collated text": ("new.xml", "nothing", ("collate", "one.txt", "two.txt", "-o", "new.xml")),
    "reference pages": ("pages", "", ("schema", "compile", "--docs", "-o", "pages")),
}
REPLACED = {
    "schema": ("small.rng", ("schema", "compile")),
    "baseline": ("known.json", ("check", "--write-baseline", "known.json")),
    "picture in the output": ("out/edition/pictures/tei/p.png", ("html", "-o", "out")),
    "page in the output": ("out/edition/a.html", ("html", "-o", "out")),
    "page of the source": ("docs/edition/.gitignore", ("build", "-b", "text", "-o", "out")),
    "exported text": ("texts/a.txt", ("export", "text", "-o", "texts")),
}


def add_sources(edition: Path) -> dict[str, str]:
    """Add an ODD and two plain texts; return the user's files."""
    with (edition / "edition.toml").open("a") as file:
        file.write('[schema]\nodd = "small.odd"\n')
    (edition / "small.odd").write_text(ODD)
    for name in ("one", "two"):
        (edition / f"{name}.txt").write_text("A ship.\n")
    return {p.name: p.read_text() for p in (edition.parent / "home").iterdir()}


@pytest.mark.parametrize(("link", "behind", "command"), NEW.values(), ids=NEW)
def test_new_files_are_not_made_through_links(
    edition: Path, link: str, behind: str, command: tuple[str, ...]
) -> None:
    """The command ends with a message, and makes nothing behind the link."""
    before = add_sources(edition)
    (edition / link).parent.mkdir(parents=True, exist_ok=True)
    (edition / link).symlink_to(edition.parent / "home" / behind)

    done = run_command(*command, cwd=edition)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert {p.name: p.read_text() for p in (edition.parent / "home").iterdir()} == before


@pytest.mark.parametrize(("link", "command"), REPLACED.values(), ids=REPLACED)
def test_link_in_the_place_of_a_new_file_is_replaced(
    edition: Path, link: str, command: tuple[str, ...]
) -> None:
    """The file is written where it was asked for; that of the user behind the link stays."""
    before = add_sources(edition)
    (edition / link).parent.mkdir(parents=True, exist_ok=True)
    (edition / link).symlink_to(edition.parent / "home/letter.xml")

    done = run_command(*command, cwd=edition)

    refused = "docs" in link
    assert (done.returncode, "is a link" in done.stderr) == (2 if refused else 0, refused)
    assert (edition / link).is_symlink() == refused
    assert {p.name: p.read_text() for p in (edition.parent / "home").iterdir()} == before


# Commands that make many files.
MAKING = {
    "pages": ("html", "-o", "out"),
    "site and pages for Sphinx": ("build", "-b", "text", "-o", "out"),
    "texts": ("export", "text", "-o", "out"),
    "exports": ("export", "plain", "-o", "out"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
@pytest.mark.parametrize("way", ["hard link", "pipe"])
@pytest.mark.parametrize("command", MAKING.values(), ids=MAKING)
def test_what_is_in_the_place_of_a_made_file_is_replaced(
    edition: Path, command: tuple[str, ...], way: str
) -> None:
    """A second name of a file of the user keeps its bytes; a pipe is neither read nor filled."""
    sources = {path for path in edition.rglob("*") if path.is_file()}
    assert run_command(*command, cwd=edition).returncode == 0
    made = {p: p.read_bytes() for p in edition.rglob("*") if p.is_file() and p not in sources}
    for path in made:
        path.unlink()
        if way == "pipe":
            os.mkfifo(path)
        else:
            path.hardlink_to(edition.parent / "home/letter.xml")
    before = list_home(edition)

    signal.alarm(60)  # a hang would be the end of all tests
    try:
        done = run_command(*command, cwd=edition)
    finally:
        signal.alarm(0)

    assert done.returncode == 0, done.stderr
    assert list_home(edition) == before
    named = [p for p in made if p.name != ".gitignore" and not p.name.endswith(".doctree")]
    assert {p for p in named if p.is_file() and p.read_bytes() == b"mine"} == set()
    assert {p for p in named if p.is_fifo()} == set()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount")
@pytest.mark.skipif(not shutil.which("mount"), reason="needs mount")
@pytest.mark.parametrize("command", [("html", "-o", "out"), ("build", "-o", "out")])
@pytest.mark.parametrize("mounted", ["tei", "."])
def test_sources_under_a_second_name_are_not_filled(
    edition: Path, command: tuple[str, ...], mounted: str
) -> None:
    """The folder of the texts is mounted as the output, as a folder may differ in case alone."""
    (edition / "out").mkdir()
    before = {p: p.read_bytes() for p in edition.rglob("*") if p.is_file()}
    mount = ["mount", "--bind", str(edition / mounted), str(edition / "out")]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system does not let us mount")
    try:
        done = run_command(*command, cwd=edition)
    finally:
        subprocess.run(["umount", edition / "out"], check=True)

    assert done.returncode == 2
    assert "choose another folder" in done.stderr
    assert {p: p.read_bytes() for p in edition.rglob("*") if p.is_file()} == before
