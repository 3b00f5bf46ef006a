"""The map of places: circles on an outline of coasts, those that would touch joined to one.

It says nothing that the table below it does not say.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tei_edition.facts.registers import Kind
from tei_edition.pages.addresses import GAZETTEER
from tei_edition.pages.coastline import draw_coast, fit_window, stretch
from tei_edition.pages.fact_xml import add_shape, make_element
from tei_edition.pages.labelling import Labelled, place_labels
from tei_edition.pages.letters import RECEIVED, SENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tei_edition.pages.coastline import Position, Projection
    from tei_edition.pages.gazetteer import GazetteerPlace
    from tei_edition.pages.site_plan import SitePlan

# Units of the picture; degrees from west to east that it shows at least.
_WIDTH, _LEAST, _MOST, _SMALLEST = 960.0, 420.0, 640.0, 26.0
# Circles whose centres are nearer than this are one, with the number of its places.
_APART = 16.0
_SMALL, _LARGE = 4.0, 14.0
_MOST_LABELS = 40


class MapCircle(NamedTuple):
    """A circle: where it is, how large, and the places that it stands for, the largest first."""

    x: float
    y: float
    radius: float
    places: tuple[GazetteerPlace, ...]


def draw_map(book: SitePlan, places: Sequence[GazetteerPlace]) -> etree._Element | None:
    """Return the map as a fact that the stylesheets write down; None if no place is known."""
    located = {place: _find_middle(place) for place in places if place.coordinates.points}
    if not located:
        return None
    projection = fit_window(
        [*located.values()], width=_WIDTH, least=_LEAST, most=_MOST, smallest=_SMALLEST
    )
    marks = list(_join_marks(located, projection))
    drawn = make_element(
        "map", width=f"{_WIDTH:g}", height=f"{projection.height:g}", number=str(len(located))
    )
    _add_tiles(book, drawn, projection)
    add_shape(drawn, "path", class_name="land", d=draw_coast(projection))
    _draw_routes(book, drawn, located, projection)
    joined = [mark for mark in marks if len(mark.places) > 1]
    for mark in marks:
        number = joined.index(mark) + 1 if mark in joined else 0
        _draw_mark(book, drawn, mark, number)
    _draw_labels(drawn, marks, projection)
    for number, mark in enumerate(joined, 1):
        group = make_element("cluster", drawn, anchor=_name_cluster(number))
        for place in mark.places:
            make_element("member", group, target=place.target, name=place.name)
    return drawn


def _add_tiles(book: SitePlan, drawn: etree._Element, projection: Projection) -> None:
    """Say where the tiles of a server are that may be its background, and what part it shows."""
    table, window = book.config.map, projection.window
    if table.tiles:
        address = urlsplit(table.tiles)
        drawn.attrib.update(
            {
                "tiles": table.tiles,
                "origin": f"{address.scheme}://{address.netloc}",
                "window": f"{window.west:.6f} {window.east:.6f} {stretch(window.north):.6f}",
                "credit": table.credit,
                "terms": table.terms,
                "deepest": str(table.deepest),
            }
        )


def _name_cluster(number: int) -> str:
    return f"map-places-{number}"


def _find_middle(place: GazetteerPlace) -> Position:
    """Return where a place is: its point, or the middle of its line or area."""
    points = list(dict.fromkeys(place.coordinates.points))
    first = points[0][1]
    # Around the antimeridian, longitudes are counted from the first of them.
    easts = [first + (east - first + 180) % 360 - 180 for _, east in points]
    return sum(easts) / len(easts), sum(north for north, _ in points) / len(points)


def _join_marks(
    located: dict[GazetteerPlace, Position], projection: Projection
) -> Iterator[MapCircle]:
    """Yield the circles, the largest first, so that smaller ones are drawn above them."""
    most = max((place.mentions for place in located), default=0) or 1
    groups: list[tuple[float, float, list[GazetteerPlace]]] = []
    for place in sorted(located, key=lambda place: (-place.mentions, place.name, place.id)):
        east, north = located[place]
        x, y = projection.place(projection.wrap(east), north)
        near = (g for g in groups if math.hypot(g[0] - x, g[1] - y) < _APART)
        group = next(near, None)
        if group is None:
            groups.append((x, y, [place]))
        else:
            group[2].append(place)
    for x, y, found in groups:
        mentions = sum(place.mentions for place in found)
        share = min(1.0, math.sqrt(mentions / most))
        radius = _SMALL + (_LARGE - _SMALL) * share
        radius = max(radius, 9.0) if len(found) > 1 else radius
        yield MapCircle(round(x, 1), round(y, 1), round(radius, 1), tuple(found))


def _draw_mark(book: SitePlan, drawn: etree._Element, mark: MapCircle, number: int) -> None:
    """Draw a circle that links to its place, or to the list of its places."""
    first = mark.places[0]
    is_group = len(mark.places) > 1
    if is_group:
        names = ", ".join(place.name for place in mark.places)
        label = f"{book.words.say('map cluster', number=len(mark.places))}: {names}"
    elif first.kind == "text":
        label = first.name
    else:
        label = book.words.say("map mentions", name=first.name, number=first.mentions)
    anchor = f"{book.folder}/{GAZETTEER}#{_name_cluster(number)}"
    add_shape(
        drawn, "circle", class_name="places" if is_group else "place", label=label,
        target=anchor if is_group else first.target, cx=mark.x, cy=mark.y, r=mark.radius,
    )  # fmt: skip
    if is_group:
        add_shape(drawn, "text", class_name="number", text=str(len(mark.places)), x=mark.x,
               y=mark.y + 4)  # fmt: skip


def _draw_labels(drawn: etree._Element, marks: Sequence[MapCircle], projection: Projection) -> None:
    """Name the most mentioned places, each where there is room, or not at all."""
    labelled = sorted(marks, key=lambda m: -sum(p.mentions for p in m.places))
    wanted = [
        Labelled(m.x, m.y, m.radius, "" if len(m.places) > 1 else m.places[0].name)
        for m in labelled
    ]
    for label in place_labels(wanted, projection.width, projection.height)[:_MOST_LABELS]:
        add_shape(drawn, "text", class_name="name", text=label.text, x=label.x, y=label.y)


def _draw_routes(
    book: SitePlan,
    drawn: etree._Element,
    located: dict[GazetteerPlace, Position],
    projection: Projection,
) -> None:
    """Draw a line from each place to each to which letters went from there."""
    positions = {place.id: (place, position) for place, position in located.items()}
    counts: dict[tuple[str, str], int] = {}
    for letter in book.letters:
        found: dict[str, list[str]] = {SENT: [], RECEIVED: []}
        for mention in letter.mentions:
            if mention.kind == Kind.PLACE and mention.role in found:
                named = book.catalogue.list_named(mention, letter.text.file)
                found[mention.role] += [ident for ident in named if ident in positions]
        for sent in dict.fromkeys(found[SENT]):
            for received in dict.fromkeys(found[RECEIVED]):
                if sent != received:
                    counts[sent, received] = counts.get((sent, received), 0) + 1
    for (sent, received), number in sorted(counts.items()):
        (start, from_here), (end, to_there) = positions[sent], positions[received]
        x1, y1 = projection.place(projection.wrap(from_here[0]), from_here[1])
        x2, y2 = projection.place(projection.wrap(to_there[0]), to_there[1])
        label = book.words.say("map route", sent=start.name, received=end.name, number=number)
        width = min(6.0, math.sqrt(number))
        add_shape(drawn, "line", class_name="route", label=label, x1=x1, y1=y1, x2=x2, y2=y2,
               width=width)  # fmt: skip
