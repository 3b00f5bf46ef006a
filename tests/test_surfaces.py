"""Surfaces with several images, pictures that share a name, and parts of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from building import run_command
from oracle import parse_page
from tei_edition.reader.image_values import find_service
from test_facsimile import draw_png
from test_iiif import TOML, URL, check, export
from test_page_images import list_images, make_example, write_plain, write_text

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pictures/tei/images"


def list_captions(page: Any) -> list[str]:
    """What the images of a page are called."""
    return [caption.text_content() for caption in page.xpath("//figcaption")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An edition with a picture, one of the same size in another light, and one of a detail."""
    root = make_example(tmp_path / "e", TOML)
    (root / "tei/images/uv.png").write_bytes(draw_png(600, 400))
    (root / "tei/images/seal.png").write_bytes(draw_png(100, 100))
    return root


UV = (
    '<surface xml:id="s" n="1r"><graphic url="images/recto.png" n="full"/>'
    '<graphic url="images/uv.png" n="{}">{}</graphic>'
    '<zone xml:id="z" ulx="0" uly="0" lrx="600" lry="400">{}</zone></surface>'
)


@pytest.mark.parametrize(
    ("name", "inside", "label"),
    [
        ("ultraviolet", "", "ultraviolet"),
        ("thumb", "<desc>Raking light</desc>", "Raking light"),
        ("infra-red large", "", "infra-red large"),
    ],
)
def test_other_images_of_a_surface_are_shown_with_it(
    root: Path, name: str, inside: str, label: str
) -> None:
    """With the same zones on the page, and as a choice of the canvas in the manifest."""
    write_text(root, UV.format(name, inside, ""), '<pb facs="#s"/><p facs="#z">Words.</p>')
    page = write_plain(root)

    assert list_captions(page) == ["Image of 1r", f"Image of 1r, {label}"]
    assert [(data["starts"], zones) for _, data, _, zones in list_images(page)] == [
        ("pb1", ["#p1"])
    ] * 2
    files = export(root)
    check(files)
    [canvas] = files[f"{URL}/iiif/letter/manifest.json"]["items"]
    body = canvas["items"][0]["items"][0]["body"]
    assert body["type"] == "Choice"
    assert [part["label"]["none"] for part in body["items"]] == [["full"], [label]]


@pytest.mark.parametrize("name", ["thumbnail", "small", "", "screen 2"])
def test_sizes_of_one_image_are_no_other_images(root: Path, name: str) -> None:
    """One of them is shown."""
    write_text(root, UV.format(name, "", ""), '<pb facs="#s"/><p facs="#z">Words.</p>')

    assert list_captions(write_plain(root)) == ["Image of 1r"]
    [canvas] = export(root)[f"{URL}/iiif/letter/manifest.json"]["items"]
    assert canvas["items"][0]["items"][0]["body"]["type"] == "Image"


def test_the_picture_of_a_zone_is_shown_with_its_surface(root: Path) -> None:
    """By itself, and once, though the text names it by its address as well."""
    seal = '<graphic url="images/../images/seal.png"/>'
    body = '<pb facs="#s"/><p facs="#z">A <name facs="images/seal.png">seal</name>.</p>'
    write_text(root, UV.format("small", "", seal), body)
    page = write_plain(root)

    assert list_captions(page) == ["Image of 1r", "Image of 1r, 1"]
    assert list_images(page)[1][2:] == ([f"{FOLDER}/seal.png"], [])


def test_surfaces_without_a_number_are_named_by_their_leaves(root: Path) -> None:
    """Recto and verso with their group; where this is not enough, with their number."""
    leaf = '<surfaceGrp{}><surface type="recto">{}</surface></surfaceGrp>'
    picture = '<graphic url="images/uv.png"/>'
    leaves = [' n="1"', ' n="2"', "", ""]
    write_text(root, "".join(leaf.format(n, picture) for n in leaves), "<p>Words.</p>")

    assert list_captions(write_plain(root)) == [
        f"Image of {name}" for name in ("1, recto", "2, recto", "recto (3)", "recto (4)")
    ]


def test_a_part_of_a_picture_is_a_zone_of_its_surface(root: Path) -> None:
    """No second image is shown for it, and `check` knows that the file is there."""
    surface = '<surface xml:id="s"><graphic url="images/recto.png"/></surface>'
    body = (
        '<pb facs="#s"/><p facs="images/recto.png#xywh=0,0,40,30">Words.</p>'
        '<p facs="images/recto.png#xywh=percent:50,50,50,50">More.</p>'
    )
    write_text(root, surface, body)

    assert [zones for *_, zones in list_images(write_plain(root))] == [["#p1", "#p2"]]
    assert "recto.png" not in run_command("check", cwd=root).stdout
    write_text(root, surface, body.replace("recto.png", "lost.png"))
    assert 'there is no file "images/lost.png"' in run_command("check", cwd=root).stdout


def test_copies_of_pictures_that_differ_in_their_suffix_are_two(tmp_path: Path) -> None:
    """A TIFF that becomes a JPEG, and large pictures, beside others of the same name."""
    image = pytest.importorskip("PIL.Image")
    root = make_example(tmp_path / "e", "[facsimile]\nwidth = 100\n")
    for suffix in ("tif", "jpg", "png"):
        image.new("RGB", (400, 200), "#123").save(root / f"tei/images/a.{suffix}")
    names = [f"images/a.{suffix}" for suffix in ("tif", "jpg", "png")]
    write_text(root, "", "".join(f'<pb facs="{n}"/><p>Words.</p>' for n in names))
    images = list_images(write_plain(root))

    assert len({href for href, *_ in images}) == 3
    assert len({shown for _, _, [shown], _ in images}) == 3


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://h.org/iiif/2/abc", "https://h.org/iiif/2/abc"),
        ("https://h.org/x/iiif/3/a%2Fb.tif/", "https://h.org/x/iiif/3/a%2Fb.tif"),
        ("https://h.org/iiif/image/v2/abc.jpg", "https://h.org/iiif/image/v2/abc.jpg"),
        ("https://h.org/iiif/abc", "https://h.org/iiif/abc"),
        ("https://h.org/iiif/abc.jpg", ""),
        ("https://h.org/iiif/2/manifest.json", ""),
        ("https://h.org/iiif/abc/manifest", ""),
        ("https://h.org/pictures/abc", ""),
    ],
)
def test_the_address_of_a_service_itself_is_recognised(url: str, service: str) -> None:
    """It gives no picture without a request; that of a picture beside it is left alone."""
    assert find_service(url) == service


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<graphic url="https://h.org/a.tif"/>', 'browsers cannot show "https://h.org/a.tif"'),
        ('<media url="a.mp4" mimeType="video/mp4"/>', "the <media> of a surface is not shown"),
        ("<binaryObject>AAAA</binaryObject>", "the <binaryObject> of a surface is not shown"),
        ('<graphic url="../../a.png"/>', 'the picture "../../a.png" is outside the edition'),
        ('<zone><graphic url="letter.xml"/></zone>', '"letter.xml" is not a picture'),
    ],
)
def test_check_reports_what_of_a_surface_is_not_shown(root: Path, inside: str, told: str) -> None:
    """At its place; an image service in the same format is shown."""
    write_text(root, f'<surface xml:id="s">{inside}</surface>', '<pb facs="#s"/><p>Words.</p>')
    output = run_command("check", cwd=root).stdout

    assert f"warning: {told}" in output
    assert output.count("[unshown-picture]") == 1


def test_the_shipped_schema_allows_what_is_shown_of_images(root: Path) -> None:
    """Groups, media, zones in zones, their words and @start, as the Guidelines have them."""
    facsimile = (
        '<surfaceGrp n="1"><surface start="#b"><media url="images/uv.png" mimeType="image/png"/>'
        '<zone><zone start="#p" points="0,0 9,0 9,9"><media url="images/seal.png"'
        ' mimeType="image/png"/></zone></zone></surface></surfaceGrp>'
        '<media url="images/recto.png" mimeType="image/png"/>'
    )
    write_text(root, facsimile, '<pb xml:id="b"/><p xml:id="p">Words.</p>')
    source = "<sourceDoc><surface><zone>Words <del>of</del> a zone</zone></surface></sourceDoc>"
    letter = (root / "tei/letter.xml").read_text(encoding="utf-8")
    head = letter.partition("<facsimile>")[0]
    (root / "tei/source.xml").write_text(f"{head}{source}</TEI>", encoding="utf-8")

    assert "[schema-" not in run_command("check", cwd=root).stdout
    write_plain(root)
    page = parse_page(root / "plain/edition/source.html")
    [zone] = page.xpath("//*[@id = 'ab1']")
    assert (
        " ".join("".join(zone.xpath(".//text()[not(ancestor::a)]")).split()) == "Words ⟦of⟧ a zone"
    )
