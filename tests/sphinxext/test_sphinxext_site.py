"""The site as a whole: navigation, downloads, pages that go, settings, workers."""

from __future__ import annotations

import filecmp
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.errors import SphinxError

from sphinxext.conftest import list_files
from tei_edition.problems import EditionError, Location, problem
from tei_edition.publishing.staging import StagedFile
from tei_edition.sphinxext import staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinxext.conftest import Project


def write_pages(project: Project, count: int) -> None:
    """An edition of so many pages, each with a person of its own, and a register of them."""
    pages = [f"edition/p{i}" for i in range(count)]
    entries = " ".join(pages)
    project.write(
        "edition/index.teipage.xml",
        f'<document source="e"><section ids="e" classes="tei-page"><title>All</title>'
        f'<toctree entries="edition/persons {entries}" maxdepth="1"/></section></document>',
    )
    terms = "".join(
        f'<definition_list_item><term ids="k{i}" tei_object="person" tei_key="k{i}"'
        f' tei_name="Name {i}">Name {i}</term><definition><paragraph>Entry.</paragraph>'
        "</definition></definition_list_item>"
        for i in range(count)
    )
    project.write(
        "edition/persons.teipage.xml",
        f'<document source="e"><section ids="persons"><title>Persons</title><definition_list>'
        f"{terms}</definition_list></section></document>",
    )
    for i, page in enumerate(pages):
        project.write(
            f"{page}.teipage.xml",
            f'<document source="e"><section ids="t" classes="tei-page"><title>Page {i}</title>'
            f'<paragraph ids="p1" tei_object="passage" tei_key="p{i}#p1"><tei_link ids="m"'
            f' target="edition/persons#k{i}">Name</tei_link></paragraph></section></document>',
        )


def read_navigation(path: Path) -> list[str]:
    """The entries beside a page."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    tree = soup.find(class_="sidebar-tree") or soup.find(class_="sphinxsidebar")
    assert isinstance(tree, Tag)
    return [link.get_text() for link in tree.select("li[class*=toctree-l] > a")]


# Navigation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_navigation_is_bounded(make_project: Callable[[str], Project], theme: str) -> None:
    """A page of three hundred has its ancestors and some neighbours beside it, and a way out."""
    project = make_project("sphinx-many")
    write_pages(project, 300)
    output = project.build(html_theme=theme)

    entries = read_navigation(output / "edition/p150.html")
    assert entries[0] == "All"
    assert entries[1:-1] == [f"Page {i}" for i in range(140, 160)]
    assert entries[-1] == "all 301 …"
    sizes = {len((output / f"edition/p{i}.html").read_bytes()) for i in range(100, 280)}
    assert max(sizes) - min(sizes) < 100


def test_navigation_marks_the_way(make_project: Callable[[str], Project]) -> None:
    """The current page and its ancestors are marked as themes expect."""
    project = make_project("sphinx-many")
    write_pages(project, 3)
    output = project.build()

    soup = BeautifulSoup((output / "edition/p1.html").read_text(encoding="utf-8"), "html.parser")
    current = soup.select_one(".sidebar-tree li.current-page > a.current")
    assert current is not None
    assert current.get_text() == "Page 1"
    assert current["href"] == "#"
    assert soup.select_one(".sidebar-tree li.toctree-l1.current > a[href='index.html']")


def test_navigation_follows_titles(make_project: Callable[[str], Project]) -> None:
    """When a title changes, the pages that show it are written again, and no others."""
    project = make_project("sphinx-many")
    write_pages(project, 100)
    project.build()

    project.edit("edition/p50.teipage.xml", "Page 50", "The middle")
    output = project.build()

    assert "edition/p49" in project.wrote
    assert "edition/p10" not in project.wrote
    assert "The middle" in read_navigation(output / "edition/p45.html")
    clean = project.build(output="clean")
    assert [
        name
        for name in list_files(clean)
        if name.endswith(".html") and not filecmp.cmp(clean / name, output / name, shallow=False)
    ] == []


# Downloads and pages that go -----------------------------------------------------------------


def test_downloads_come_and_go(nodes_project: Project, tmp_path: Path) -> None:
    """Files that are offered are copied, changed ones again, and those no longer offered go."""
    first, second = tmp_path / "first.xml", tmp_path / "second.xml"
    first.write_text("<a/>")
    second.write_text("<b/>")
    nodes_project.downloads = [
        StagedFile(first, "tei/first.xml"),
        StagedFile(second, "tei/parts/second.xml"),
    ]
    output = nodes_project.build()
    assert (output / "tei/first.xml").read_text() == "<a/>"
    assert (output / "tei/parts/second.xml").read_text() == "<b/>"

    first.write_text("<c/>")
    nodes_project.downloads.pop()
    nodes_project.build()

    assert (output / "tei/first.xml").read_text() == "<c/>"
    assert not (output / "tei/parts").exists()


def test_downloads_stay_in_the_site(nodes_project: Project, tmp_path: Path) -> None:
    """No file is written outside the site."""
    file = tmp_path / "file.xml"
    file.write_text("<a/>")
    nodes_project.downloads = [StagedFile(file, "../../outside.xml")]

    nodes_project.build()

    assert not (nodes_project.folder / "outside.xml").exists()
    assert not (nodes_project.folder / "build/outside.xml").exists()


def test_pages_that_go(make_project: Callable[[str], Project]) -> None:
    """The HTML of a page that is no longer staged is deleted."""
    project = make_project("sphinx-many")
    write_pages(project, 3)
    output = project.build()
    assert (output / "edition/p2.html").exists()

    (project.folder / "edition/p2.teipage.xml").unlink()
    project.edit("edition/index.teipage.xml", " edition/p2", "")
    project.build()

    assert not (output / "edition/p2.html").exists()
    assert (output / "edition/p1.html").exists()


# Workers -------------------------------------------------------------------------------------


def test_workers_change_nothing(make_project: Callable[[str], Project]) -> None:
    """Four workers write the bytes that one writes."""
    project = make_project("sphinx-many")
    write_pages(project, 40)
    one = project.build(output="one")
    four = project.build(output="four", parallel=4)

    names = [name for name in list_files(one) if name != ".buildinfo"]
    assert names == [name for name in list_files(four) if name != ".buildinfo"]
    assert [n for n in names if not filecmp.cmp(one / n, four / n, shallow=False)] == []


# Staging -------------------------------------------------------------------------------------


def test_problems_are_warnings(nodes_project: Project) -> None:
    """A problem of the edition is a warning of Sphinx with its place, by its code."""
    place = Location("tei/october.xml", 41, 7)
    nodes_project.problems = [
        problem("unknown-person", 'no person "kerenski"', place, hint='did you mean "kerensky"?'),
        problem("unreferenced-entity", "nobody names him", place),
    ]

    nodes_project.build("text", warnings=True)

    assert nodes_project.warnings.strip() == (
        'tei/october.xml:41: WARNING: no person "kerenski";'
        ' did you mean "kerensky"? [tei.unknown-person]'
    )


def test_edition_error_is_of_sphinx(
    nodes_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stops the edition stops Sphinx with its own kind of error."""

    def fail(*_: object, **_settings: object) -> None:
        raise EditionError("there is no schema", hint="name one")

    monkeypatch.setattr(staging, "stage_edition", fail)

    with pytest.raises(SphinxError, match="there is no schema\nname one") as caught:
        nodes_project.build()
    assert caught.value.category == "TEI edition error"


def test_missing_configuration(nodes_project: Project) -> None:
    """Without an edition.toml Sphinx says what to do."""
    with pytest.raises(SphinxError, match=r"no file .*nowhere"):
        nodes_project.build(tei_edition_config="nowhere/edition.toml")


def test_settings_come_from_the_edition(nodes_project: Project) -> None:
    """The title is the edition's where conf.py has none; no copyright is claimed for anybody."""
    output = nodes_project.build()

    page = (output / "index.html").read_text(encoding="utf-8")
    assert "Copyright" not in page
    assert "<title>A small edition" in page
    assert "documentation" not in re.sub(r"<[^>]*>", "", page)
    assert list((output / "_sources").rglob("*.*")) == []


def test_unknown_node(nodes_project: Project) -> None:
    """A node that staged pages do not have is reported, and its text kept."""
    nodes_project.edit(
        "edition/october/fate.teipage.xml",
        "<strong>strong</strong>",
        '<raw format="html" line="9"><b>strong</b></raw>',
    )

    output = nodes_project.build(warnings=True)

    assert "no node <raw>; its text is kept [tei.unknown-node]" in nodes_project.warnings
    assert "october.xml:49: WARNING" in nodes_project.warnings
    page = (output / "edition/october/fate.html").read_text(encoding="utf-8")
    assert "strong" in page
    assert "<b>strong" not in page


def test_broken_page(nodes_project: Project) -> None:
    """A staged page that is no XML is an error of ours, not a traceback."""
    nodes_project.write("edition/persons.teipage.xml", "<document><section>")

    with pytest.raises(SphinxError, match=r"persons\.teipage\.xml is not a staged page"):
        nodes_project.build()
