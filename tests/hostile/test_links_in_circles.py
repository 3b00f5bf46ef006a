"""Links that lead in circles, or nowhere, are named; no text is left out or met twice by them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import TEI
from tei_edition.cli import main
from tei_edition.config import list_texts, read_config

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")

INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of one text, in which commands run."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *, texts: str = "*.xml", settings: str = "", inside: str = "") -> None:
    """An edition of one text."""
    content = f"<text><body><p>Good.</p>{inside}</body></text>"
    (root / "good.xml").write_text(TEI.format(title="Good", content=content))
    (root / "edition.toml").write_text(
        f'[edition]\ntexts = ["{texts}"]\nregisters = []\n{settings}\n'
    )


def call(*arguments: str) -> Result:
    """A command that ended by itself."""
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


@pytest.mark.parametrize("command", [("check",), ("html", "-o", "out"), ("export", "text")])
def test_texts_that_are_links_in_a_circle_are_named(root: Path, command: tuple[str, ...]) -> None:
    """Each is a problem, and the other text is taken."""
    (root / "a.xml").symlink_to("b.xml")
    (root / "b.xml").symlink_to("a.xml")
    done = call(*command)
    assert done.exit_code == 1
    for name in ("a.xml", "b.xml"):
        assert f'{name}:1:1: error: "{name}" is a link that leads back to itself' in done.output
    if command[0] == "html":
        assert (root / "out/edition/good.html").is_file()


def test_text_that_is_a_link_to_nothing_is_named(root: Path) -> None:
    """It is not passed over because its pattern names other files."""
    (root / "a.xml").symlink_to("gone.xml")
    done = call("check")
    assert 'a.xml:1:1: error: "a.xml" is a link that leads to no file' in done.output


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("sub", "."), ("one/two", ".."), ("one/two", "../one"), ("one/two/three", "../..")],
)
def test_folder_that_leads_back_is_not_entered(root: Path, name: str, leads_to: str) -> None:
    """Each text is listed once, however the link comes back."""
    write(root, texts="**/*.xml")
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(leads_to)
    assert [path.name for path in list_texts(read_config(root))] == ["good.xml"]


def test_folder_elsewhere_in_the_edition_is_entered(root: Path) -> None:
    """A link to a folder beside it is no circle."""
    write(root, texts="tei/*/*.xml")
    (root / "store").mkdir()
    (root / "store/a.xml").write_text((root / "good.xml").read_text())
    (root / "tei").mkdir()
    (root / "tei/letters").symlink_to("../store")
    assert [path.name for path in list_texts(read_config(root))] == ["a.xml"]


@pytest.mark.parametrize(
    "settings",
    [
        '[check]\nschema = "c"',
        '[check]\nschematron = ["c"]',
        '[check]\nbaseline = "c"',
        '[check]\ncopy_text = { N = "c" }',
        '[site]\ncss = ["c"]',
        '[site]\ntemplates = "c"',
        '[citation]\nstyle = "c"',
        '[schema]\nodd = "c"',
        "[text]\n[edition.x]",
    ][:-1],
)
def test_setting_that_names_a_circle_says_so(root: Path, settings: str) -> None:
    """It is not said to lie outside the edition, which it does not."""
    write(root, settings=settings)
    (root / "c").symlink_to("c")
    done = call("check")
    assert done.exit_code == 2
    assert "is a link that leads back to itself" in done.output


def test_other_references_to_circles_are_problems(root: Path) -> None:
    """An include, a picture and a pointer name them at their places."""
    inside = INCLUDE.format("c.xml") + '<p><graphic url="c.svg"/><ptr target="c.xml#a"/></p>'
    write(root, texts="good.xml", inside=inside)
    for name in ("c.xml", "c.svg"):
        (root / name).symlink_to(name)
    done = call("check")
    assert '"c.xml" is a link that leads back to itself [xinclude-failed]' in done.output
    write(root, texts="good.xml", inside=inside.partition("/>")[2])
    done = call("check")
    assert '"c.svg" is a link that leads back to itself [unshown-picture]' in done.output
    assert call("html", "-o", "out").exit_code == 0


def test_files_named_on_the_command_line_may_be_circles(root: Path) -> None:
    """A command says that there is no such file, or reports it."""
    (root / "c.xml").symlink_to("c.xml")
    for command in (["check"], ["html", "-o", "out"], ["export", "text"]):
        done = call(*command, "c.xml")
        assert done.exit_code in {1, 2}
        assert "c.xml" in done.output
    assert call("collate", "c.xml", "good.xml", "-o", "new.xml").exit_code == 2


@pytest.mark.parametrize("folder", ["docs", "docs/edition", "out", "out/edition"])
def test_folders_of_ours_that_are_circles_are_refused(root: Path, folder: str) -> None:
    """Nothing is written, and the link is named."""
    (root / folder).parent.mkdir(exist_ok=True)
    (root / folder).symlink_to(folder.rpartition("/")[2])
    done = call("build", "-o", "out")
    assert done.exit_code == 2, done.output
    assert f'{folder}" is a link' in done.output
