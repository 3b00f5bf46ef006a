"""The page of the network: who is named with whom, laid out alike everywhere, with a table."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.graph_layout import lay_out
from tei_edition.pages.labelling import Labelled, place_labels
from tei_edition.pages.network_page import list_network_pages
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

X = "{urn:tei-edition:facts}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SitePlan:
    """An edition with a hundred persons and an organisation, and two letters."""
    persons = "".join(
        f'<person xml:id="p{n}"><persName>P{n:03} &amp; Co</persName></person>' for n in range(100)
    )
    orgs = '<listOrg><org xml:id="o"><orgName>The Org</orgName></org></listOrg>'
    folder = make_edition(
        tmp_path_factory.mktemp("network") / "e", {"a": "<text><body><p>x</p></body></text>"},
        register=f"<listPerson>{persons}</listPerson>{orgs}",
    )  # fmt: skip
    letter = folder / "tei/a.xml"
    head = (
        '</fileDesc><profileDesc><correspDesc><correspAction type="sent"><persName ref="#p2"/>'
        '</correspAction><correspAction type="received"><persName ref="#p1"/></correspAction>'
        "</correspDesc></profileDesc>"
    )
    letter.write_text(letter.read_text().replace("</fileDesc>", head))
    return plan_site(read_edition(read_config(folder)))


def draw(book: SitePlan, edges: list[tuple[str, str, int]]) -> dict[str, etree._Element]:
    """The facts of each relation by its name."""
    pages = list_network_pages(book, edges)
    return {
        str(graph.get("name")): graph for page in pages.values() for graph in page.iter(f"{X}graph")
    }


def list_names(graph: etree._Element) -> list[str]:
    """The names of the rows of a table."""
    return [str(node.get("name")) for node in graph.iter(f"{X}node")]


def test_the_table_begins_with_who_is_named_most_with_others(book: SitePlan) -> None:
    """With the sum of shared passages, and the neighbours, the nearest first."""
    graph = draw(book, [("p1", "p2", 5), ("p2", "p3", 1), ("o", "p2", 2)])["passages"]

    assert list_names(graph) == ["P002 & Co", "P001 & Co", "The Org", "P003 & Co"]
    first = next(graph.iter(f"{X}node"))
    assert (first.get("weight"), first.get("others")) == ("8", "3")
    assert [(w.get("name"), w.get("weight")) for w in first] == [
        ("P001 & Co", "5"), ("The Org", "2"), ("P003 & Co", "1"),
    ]  # fmt: skip
    assert first.get("target") == "edition/persons#p2"


def test_letters_are_a_relation_of_their_own(book: SitePlan) -> None:
    """Between those who exchanged them, whoever wrote."""
    graphs = draw(book, [("p1", "p2", 5)])

    assert list(graphs) == ["passages", "letters"]
    assert list_names(graphs["letters"]) == ["P001 & Co", "P002 & Co"]


def test_the_picture_has_few_enough_names_and_lines(book: SitePlan) -> None:
    """The heaviest, from the smallest weight that leaves no more; the table has the others."""
    edges = [(f"p{a}", f"p{b}", 1 + (a * b) % 7) for a, b in combinations(range(90), 2)]

    graph = draw(book, edges)["passages"]

    shapes = [(s.get("kind"), s.get("class")) for s in graph.iter(f"{X}shape")]
    assert sum(kind == "circle" for kind, _ in shapes) <= 60
    assert sum(kind == "line" for kind, _ in shapes) <= 120 or graph.get("least") == "7"
    assert len(list_names(graph)) == 90
    assert graph.get("number") == "90"


def test_what_is_not_in_the_table_is_counted(
    book: SitePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says how many names are in the files alone."""
    monkeypatch.setattr("tei_edition.pages.network_page._MOST_ROWS", 3)

    graph = draw(book, [(f"p{n}", f"p{n + 1}", 1) for n in range(9)])["passages"]

    assert len(list_names(graph)) == 3
    assert graph.get("unlisted") == "7"


def test_no_page_where_nobody_is_named_with_another(tmp_path: Path) -> None:
    """Neither in a passage nor as correspondents."""
    folder = make_edition(tmp_path / "e", {"a": "<text><body><p>x</p></body></text>"})

    assert list_network_pages(plan_site(read_edition(read_config(folder))), []) == {}


def test_a_layout_is_always_the_same_and_fills_the_picture() -> None:
    """To the last digit, as computed once; nobody is upon another; neighbours are near."""
    nodes = [f"n{number}" for number in range(12)]
    weights = {(f"n{a}", f"n{b}"): 3 for a, b in combinations(range(4), 2)}
    weights |= {(f"n{a}", f"n{b}"): 3 for a, b in combinations(range(4, 12), 2)}
    weights["n3", "n4"] = 1

    places = lay_out(nodes, weights, 800, 500)

    assert places == lay_out(nodes, dict(reversed(weights.items())), 800, 500)
    xs, ys = zip(*places.values(), strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == (0, 800, 0, 500)
    assert all(math.dist(a, b) > 10 for a, b in combinations(places.values(), 2))
    inside = math.dist(places["n0"], places["n1"])
    assert inside < math.dist(places["n0"], places["n8"])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_few_nodes_have_places_too(number: int) -> None:
    """One is in the middle."""
    places = lay_out([str(n) for n in range(number)], {}, 100, 50)

    assert len(places) == number
    assert number != 1 or places == {"0": (50.0, 25.0)}


def test_labels_stay_in_the_picture_and_off_each_other() -> None:
    """What has no room has no label; a long name is cut."""
    circles = [
        Labelled(95, 50, 5, "to the left"),
        Labelled(95, 52, 5, "above"),
        Labelled(5, 5, 5, ""),
    ]
    circles += [Labelled(50, 300, 5, "x" * 60)]

    placed = {label.text: label for label in place_labels(circles, 400, 400)}

    assert len(placed) == 3
    assert next(text for text in placed if text.startswith("x")) == "x" * 27 + "…"
    assert place_labels([Labelled(5, 5, 5, "nowhere")], 10, 10) == []


def test_what_is_drawn_whole_is_not_explained(book: SitePlan) -> None:
    """Nor is a line between two names drawn, which shows nothing that is not plain."""
    two = draw(book, [("p1", "p2", 5)])["passages"]
    three = draw(book, [("p1", "p2", 5), ("p2", "p3", 4)])["passages"]

    assert list_names(two) == ["P001 & Co", "P002 & Co"]
    assert two.find(f"{X}shape") is None
    assert three.find(f"{X}shape") is not None
    assert [graph.get("least") for graph in (two, three)] == ["1", "1"]
