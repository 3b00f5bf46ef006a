"""Surfaces and zones must have coordinates, and images sizes (TEI Guidelines, section 12.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


@check("file", "unusable-zone")
def check_zones(_source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each surface and zone whose coordinates cannot be used.

    One without coordinates is none: it may group what is in it. A link that joins too much with
    too much is one.
    """
    for surface in text.facsimile.surfaces:
        places = [("surface", surface.fault, surface.location)]
        places += [(zone.element, zone.fault, zone.location) for zone in surface.zones]
        for element, fault, location in places:
            if fault:
                yield problem(
                    "unusable-zone",
                    f"the {element} has no place: {fault}",
                    location,
                    hint="give the upper left corner (@ulx, @uly) and the lower right one (@lrx,"
                    ' @lry), or at least three @points: "0,0 40,0 40,20"',
                )
    for location in text.facsimile.unused:
        yield problem(
            "unusable-zone",
            "the link joins many elements with many places on images, each with each, and is"
            " not used",
            location,
            hint="write a link for each element with its places",
        )


@check("file", "picture-size-missing")
def check_sizes(_source: Source, text: Text, config: Config) -> Iterator[Problem]:
    """Yield a problem for each image elsewhere without a size, which a IIIF manifest needs.

    There are no manifests without an address of the edition.
    """
    for surface in text.facsimile.surfaces if config.edition.url else ():
        is_elsewhere = all(p.url.startswith(("https://", "http://")) for p in surface.pictures)
        has_size = surface.space or any(p.width and p.height for p in surface.pictures)
        if surface.pictures and is_elsewhere and not has_size:
            yield problem(
                "picture-size-missing",
                "the size of an image is not known: the text has no IIIF manifest",
                surface.pictures[0].location,
                hint="give @width and @height of the graphic in pixels, or @lrx and @lry of the"
                " surface",
            )
