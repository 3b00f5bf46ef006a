"""The images of a text: surfaces, zones and links, as the file has them and in pixels."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from tei_edition.config import read_config
from tei_edition.facts.facsimile import Box
from tei_edition.loading.edition import read_edition
from tei_edition.pages.facsimile import list_canvases, list_linked
from tei_edition.publishing.exporting import plan_site
from tei_edition.reader.facsimile import read_facsimile
from tei_edition.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.facts.facsimile import Facsimile
    from tei_edition.pages.facsimile import Canvas, LinkedCanvas

    Read = Callable[..., Facsimile]
    Place = Callable[..., tuple[list[Canvas], list[LinkedCanvas]]]


def draw_png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\xb0" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def write_tei(path: Path, facsimile: str, body: str, header: str = "") -> None:
    """Write a TEI file with images and a text."""
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
        f"</fileDesc><encodingDesc>{header}</encodingDesc></teiHeader>\n{facsimile}\n"
        f"<text><body>{body}</body></text></TEI>",
        encoding="utf-8",
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads the images of a file."""

    def read_images(facsimile: str, body: str = "<p/>", header: str = "") -> Facsimile:
        write_tei(tmp_path / "a.xml", facsimile, body, header)
        root = read_source(tmp_path / "a.xml", tmp_path).root
        assert root is not None
        return read_facsimile(root)

    return read_images


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Makes canvases of a file in an edition with pictures of 600 by 400 and 60 by 40 pixels."""
    (tmp_path / "tei/img").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(draw_png(9, 9))
    root = tmp_path / "edition"
    (root / "tei/img").mkdir(parents=True)
    (root / "edition.toml").write_text('[check]\nschema = "none"\n')
    (root / "tei/img/large.png").write_bytes(draw_png(600, 400))
    (root / "tei/img/small.png").write_bytes(draw_png(60, 40))
    (root / "tei/img/damaged.png").write_bytes(b"\x89PNG\r\n")
    (root / "tei/img/link.png").symlink_to(tmp_path / "outside.png")

    def place_images(
        facsimile: str, body: str = "<p/>", header: str = ""
    ) -> tuple[list[Canvas], list[LinkedCanvas]]:
        write_tei(root / "tei/a.xml", facsimile, body, header)
        book = plan_site(read_edition(read_config(root)))
        canvases = list_canvases(book, book.texts[0])
        return canvases, list(list_linked(book, book.texts[0], canvases))

    return place_images


def test_surfaces_have_their_pictures_and_zones(read: Read) -> None:
    """A surface knows its label, space, pictures with sizes however written, and zones."""
    found = read(
        '<facsimile><surfaceGrp n="Quire 1"><surface xml:id="r" n="1r" type="recto" ulx="10"'
        ' uly="0" lrx="110" lry="200"><graphic url="a.jpg" width="5520px" height="3680px"/>'
        """<graphic url="b.jpg" n="print" width="'1265px'" height="'1639px'"/><graphic url=""/>"""
        '<graphic/><media mimeType="video/mp4" url="c.mp4"/>'
        '<zone xml:id="z" ulx="20" uly="0" lrx="60" lry="50" type="line"><zone points="20,0 30,0'
        ' 30,9"/></zone></surface></surfaceGrp><graphic url="loose.png"/></facsimile>'
    )
    surface, loose = found.surfaces

    assert (surface.id, surface.label, surface.kind, surface.groups) == (
        "r", "1r", "recto", ("Quire 1",),
    )  # fmt: skip
    assert surface.space == Box(10, 0, 100, 200)
    assert [(p.url, p.width, p.height, p.name) for p in surface.pictures] == [
        ("a.jpg", 5520, 3680, ""),
        ("b.jpg", 1265, 1639, "print"),
    ]
    zone, inner = surface.zones
    assert (zone.id, zone.kind, zone.box) == ("z", "line", Box(20, 0, 40, 50))
    assert (inner.corners, inner.parent, inner.is_rectangle) == (
        ((20, 0), (30, 0), (30, 9)), "z", False,
    )  # fmt: skip
    assert zone.is_rectangle
    assert loose.pictures[0].url == "loose.png"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ('ulx="5" uly="0" lrx="5" lry="9"', "@lrx (5) is not greater than @ulx (5)"),
        ('ulx="0" uly="9" lrx="5" lry="3"', "@lry (3) is not greater than @uly (9)"),
        ('ulx="0" uly="0" lrx="5"', "it has no @lry"),
        ('ulx="0" uly="0" lrx="wide" lry="9"', '@lrx is not a number: "wide"'),
        ('ulx="0" uly="0" lrx="1e99" lry="9"', '@lrx is not a number: "1e99"'),
        ('points="1,1 2,2"', "@points has fewer than three points"),
        ('points="1,1 2,2 1,1"', "@points has fewer than three points"),
        ('points="1,1 2 3,3"', '@points has "2", which is not two numbers with a comma'),
        ('points="a,b 2,2 3,3"', '@points has "a,b", which is not two numbers'),
        ("", ""),
    ],
)
def test_zones_that_cannot_be_placed_say_why(read: Read, given: str, fault: str) -> None:
    """A zone without usable coordinates has no corners, and a reason if it gives any."""
    (surface,) = read(
        f'<facsimile><surface><zone xml:id="z" {given}/></surface></facsimile>'
    ).surfaces

    assert surface.zones[0].corners == ()
    assert surface.zones[0].fault.startswith(fault)
    assert bool(surface.zones[0].fault) == bool(fault)


def test_turned_zones_have_turned_corners(read: Read) -> None:
    """A zone turned by a quarter is as high as it was wide."""
    (surface,) = read(
        '<facsimile><surface><zone ulx="0" uly="0" lrx="40" lry="20" rotate="90"/></surface>'
        "</facsimile>"
    ).surfaces

    assert surface.zones[0].box == Box(10, -10, 20, 40)


def test_text_and_images_are_linked_from_both_sides(read: Read) -> None:
    """@facs, and @start and @corresp of surfaces and zones, say what is on which image."""
    found = read(
        '<facsimile><surface xml:id="r" start="#first"><graphic xml:id="g" url="r.png"/>'
        '<zone xml:id="z1" ulx="0" uly="0" lrx="4" lry="2"/><zone xml:id="z2" corresp="#l2"/>'
        "</surface></facsimile>",
        '<pb xml:id="first"/><p facs="#z1 #r"><lb facs="#z1"/>a <lb xml:id="l2"/>b</p>'
        '<pb facs="#g"/><div corresp="#z2"/><p facs="#nothing"/><rdg facs="#z1"/>'
        '<p xml:id="own"/><linkGrp><link target="#own #z2"/></linkGrp>',
    )

    assert [(x.anchor, x.element, x.surface, x.zone, x.pointer) for x in found.links] == [
        ("first", "pb", "r", "", ""),
        ("p1", "p", "r", "z1", ""),
        ("p1", "p", "r", "", ""),
        ("lb1", "lb", "r", "z1", ""),
        ("l2", "lb", "r", "z2", ""),
        ("pb1", "pb", "r", "", ""),
        ("div1", "div", "r", "z2", ""),
        ("p2", "p", "", "", "#nothing"),
        ("own", "p", "r", "z2", ""),
    ]


def test_pictures_named_by_the_text_have_surfaces(read: Read) -> None:
    """Addresses in @facs, with prefixes or a part of a picture, make one surface each."""
    found = read(
        "",
        '<pb n="1" facs="a.jpg"/><p facs="a.jpg#xywh=0,10,20,30"/><pb n="2" facs="img:7 b.jpg"/>'
        '<p facs="a.jpg#xywh=percent:0,0,50,50"/><pb facs="other.xml#s1"/>'
        '<pb facs="https://iiif.example.org/img/x1/info.json"/>'
        '<pb facs="https://iiif.example.org/img/x2/full/800,/0/default.jpg"/>',
        '<listPrefixDef><prefixDef ident="img" matchPattern="(\\d+)"'
        ' replacementPattern="pages/$1.png"><p/></prefixDef></listPrefixDef>',
    )

    assert [(s.label, s.is_made, s.pictures[0].url) for s in found.surfaces] == [
        ("1", True, "a.jpg"),
        ("2", True, "pages/7.png"),
        ("2", True, "b.jpg"),
        ("", True, "https://iiif.example.org/img/x1/info.json"),
        ("", True, "https://iiif.example.org/img/x2/full/800,/0/default.jpg"),
    ]
    assert [z.is_percent for z in found.surfaces[0].zones] == [False, True]
    assert [s.pictures[0].service for s in found.surfaces[3:]] == [
        "https://iiif.example.org/img/x1",
        "https://iiif.example.org/img/x2",
    ]
    assert [x.pointer for x in found.links if not x.surface] == ["other.xml#s1"]


def test_break_names_another_picture_of_its_surface(read: Read) -> None:
    """Where a surface says which break it is of, what that names is no further surface."""
    found = read(
        '<facsimile><surface xml:id="s" corresp="#p1"><graphic url="a.jpg"/></surface></facsimile>',
        '<pb xml:id="p1" facs="data/a.jpg"/><pb facs="a.jpg"/>',
    )

    assert [[p.url for p in s.pictures] for s in found.surfaces] == [["a.jpg", "data/a.jpg"]]
    assert [x.surface for x in found.links] == ["s", "s"]


def test_pictures_of_zones_and_slips_are_of_their_own(read: Read) -> None:
    """A zone with a picture and no place, and a slip with a picture, are surfaces."""
    found = read(
        '<facsimile><surface xml:id="sheet"><graphic url="sheet.jpg"/><zone xml:id="left">'
        '<graphic url="left.jpg"/></zone><surface xml:id="slip"><graphic url="slip.jpg"/></surface>'
        '<surface xml:id="patch" ulx="0" uly="0" lrx="2" lry="2"/></surface>'
        '<surface xml:id="leaf"><zone ulx="-5" uly="-5" lrx="15" lry="5"><graphic url="leaf.jpg"/>'
        "</zone></surface></facsimile>"
    )

    assert [(s.id, [p.url for p in s.pictures]) for s in found.surfaces] == [
        ("sheet", ["sheet.jpg"]),
        ("left", ["left.jpg"]),
        ("slip", ["slip.jpg"]),
        ("leaf", ["leaf.jpg"]),
    ]
    assert [(z.id, z.element) for z in found.surfaces[0].zones] == [("patch", "surface")]
    assert found.surfaces[3].space == Box(-5, -5, 20, 10)


def test_canvas_is_that_of_the_largest_picture(place: Place) -> None:
    """Local pictures are measured, and zones are scaled from the space of their surface."""
    (canvas,), _ = place(
        '<facsimile><surface lrx="60" lry="40"><graphic url="img/small.png" width="9" height="9"/>'
        '<graphic url="img/large.png"/><graphic url="img/none.png"/>'
        '<zone ulx="6" uly="4" lrx="12" lry="99"/><zone ulx="70" uly="0" lrx="80" lry="10"/>'
        "</surface></facsimile>"
    )

    assert (canvas.width, canvas.height, canvas.is_local) == (600, 400, True)
    assert [(p.width, p.height) for p in canvas.pictures] == [(600, 400), (60, 40)]
    assert canvas.zones[0].box == Box(60, 40, 60, 360)
    assert canvas.zones[1].corners == (), "a zone beside its surface has no place on it"


def test_zones_without_a_space_are_in_pixels_of_the_first_picture(place: Place) -> None:
    """Without @lrx and @lry of the surface, the stated or measured size of its picture counts."""
    zone = '<zone ulx="6" uly="4" lrx="12" lry="8"/>'
    canvases, _ = place(
        f'<facsimile><surface><graphic url="img/small.png"/><graphic url="img/large.png"/>{zone}'
        '</surface><surface><graphic url="img/large.png" width="60px" height="40px"/>'
        f'{zone}</surface><surface><graphic url="https://example.org/a.png"/>{zone}</surface>'
        "</facsimile>"
    )

    assert [c.zones[0].corners[:1] for c in canvases] == [((60, 40),), ((60, 40),), ()]
    assert [c.has_size for c in canvases] == [True, True, False]


def test_pictures_outside_the_edition_are_not_used(place: Place) -> None:
    """No link, path or scheme leads out of the edition's folder; damaged files have no size."""
    canvases, linked = place(
        "",
        '<pb facs="img/link.png"/><pb facs="../../outside.png"/><pb facs="/etc/hostname"/>'
        '<pb facs="file:///etc/hostname"/><pb facs="unknown:7.png"/><pb facs="img/damaged.png"/>'
        '<pb facs="https://example.org/a.tif"/><pb facs="javascript:alert(1)"/>',
    )

    assert [[p.address or (p.path and p.path.name) for p in c.pictures] for c in canvases] == [
        [], [], [], [], [], ["damaged.png"], ["https://example.org/a.tif"], [],
    ]  # fmt: skip
    assert [c.has_size for c in canvases] == [False] * 8
    assert not canvases[6].pictures[0].is_shown_by_browsers
    assert [found.link.anchor for found in linked] == [f"pb{n}" for n in range(1, 9)]
