"""The domain: roles, inventory, warnings, and what is read or written again when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.inventory import InventoryFile

from sphinxext.test_sphinxext_builders import read_html

if TYPE_CHECKING:
    from sphinxext.conftest import Project

PERSONS = "edition/persons.teipage.xml"


def test_roles_are_links(nodes_project: Project) -> None:
    """A role is called by the object's name, or as the author says, and leads to its place."""
    article = read_html(nodes_project.build() / "index.html")

    links = {link.get_text(): link["href"] for link in article.find_all("a", class_="internal")}
    assert links["Kerensky, Aleksandr"] == "edition/persons.html#kerensky"
    assert links["the man himself"] == "edition/persons.html#kerensky"
    assert links["Vikzhel"] == "edition/organisations.html#vikzhel"
    assert links["L"] == "edition/witnesses.html#L"
    assert links["the second paragraph"] == "edition/october/fate.html#fate.p2"


def test_inventory(nodes_project: Project) -> None:
    """Other projects find every object in objects.inv; passages come last in any search."""
    output = nodes_project.build()

    data = InventoryFile.loads((output / "objects.inv").read_bytes(), uri="").data
    person = data["tei:person"]["lukasiewicz"]
    assert person.display_name == "Łukasiewicz, Jan"
    assert person.uri == "edition/persons.html#lukasiewicz"
    passage = data["tei:passage"]["october#fate.p2"]
    assert passage.uri == "edition/october/fate.html#fate.p2"
    assert "tei:passage" not in (output / "searchindex.js").read_text(encoding="utf-8")


def test_unknown_object(nodes_project: Project) -> None:
    """A role that leads nowhere is named with its place, and the nearest name is offered."""
    nodes_project.write("page.rst", ":orphan:\n\nPage\n====\n\nOf :tei:person:`kerenski`.\n")

    nodes_project.build(warnings=True)

    assert nodes_project.warnings.count("WARNING") == 1
    assert "page.rst:6: WARNING" in nodes_project.warnings
    assert (
        'no person "kerenski" in the edition; did you mean "kerensky"? [tei.unknown-person]'
        in nodes_project.warnings
    )


def test_any_role(nodes_project: Project) -> None:
    """The role `any` finds objects of the edition."""
    nodes_project.write("page.rst", ":orphan:\n\nPage\n====\n\nOf :any:`kerensky`.\n")

    article = read_html(nodes_project.build() / "page.html")

    assert article.find("a", href="edition/persons.html#kerensky")


def test_nothing_changed(nodes_project: Project) -> None:
    """A build without a change writes no page."""
    nodes_project.build()
    nodes_project.build()

    assert set(nodes_project.wrote) <= {
        "genindex", "search", "tei-persons", "tei-organisations", "tei-places",
    }  # fmt: skip


def test_search_index_after_a_change(nodes_project: Project) -> None:
    """The search index knows the entries of pages not written again, and no word that is gone."""
    nodes_project.write(
        "page.rst", ":orphan:\n\nPage\n====\n\n.. index:: pair: soviet; congress\n\nOf it.\n"
    )
    output = nodes_project.build()
    before = (output / "searchindex.js").read_bytes()
    assert b'"congress":[[' in before

    nodes_project.build()
    assert (output / "searchindex.js").read_bytes() == before

    nodes_project.edit(PERSONS, "Logician.", "Philosopher.")
    nodes_project.build()
    clean = nodes_project.build(output="clean")
    assert (output / "searchindex.js").read_bytes() == (clean / "searchindex.js").read_bytes()


def test_renamed_entity(nodes_project: Project) -> None:
    """Pages that call an entity by its name are written again when it is renamed."""
    nodes_project.build()

    nodes_project.edit(PERSONS, 'tei_name="Kerensky, Aleksandr"', 'tei_name="Kerensky, A. F."')
    output = nodes_project.build()

    assert "Kerensky, A. F." in read_html(output / "index.html").get_text()
    assert "edition/october" not in nodes_project.wrote


def test_deleted_entity(nodes_project: Project) -> None:
    """When an entity goes, pages that refer to it are written again, and say so."""
    nodes_project.build()

    text = nodes_project.read(PERSONS)
    nodes_project.write(PERSONS, text.replace('tei_object="person" tei_key="kerensky"', ""))
    nodes_project.build(warnings=True)

    assert nodes_project.warnings.count("[tei.unknown-person]") == 2


def test_indices(nodes_project: Project) -> None:
    """An index has a line an entity, linked to the register; Ł stands under L."""
    article = read_html(nodes_project.build() / "tei-persons.html")

    links = {link.get_text(): link["href"] for link in article.select("table a")}
    assert links == {
        "Kerensky, Aleksandr": "edition/persons.html#kerensky",
        "Łukasiewicz, Jan": "edition/persons.html#lukasiewicz",
    }
    assert [tag.get_text() for tag in article.select("tr.cap strong")] == ["K", "L"]
