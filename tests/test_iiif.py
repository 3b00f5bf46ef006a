"""IIIF manifests are what the specification demands, and have every image with its words."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

import oracle
from building import CORPORA, run_command
from tei_edition.pages import image_tiles
from tei_edition.pages.facsimile import measure
from test_facsimile import draw_png
from test_page_images import make_example, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://example.org/e"
TOML = f'[edition]\nurl = "{URL}"\n'


def export(root: Path) -> dict[str, Any]:
    """The files of the format, by their addresses."""
    done = run_command("export", "iiif", "-o", "out", cwd=root)
    assert done.returncode in {0, 2}, done.stderr
    files = sorted((root / "out").rglob("*.json"))
    return {
        f"{URL}/{file.relative_to(root / 'out').as_posix()}": json.loads(file.read_text("utf-8"))
        for file in files
    }


def find_all(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Each object of a type, at whatever depth."""
    if isinstance(node, dict):
        if node.get("type") == kind:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from find_all(part, kind)


def check(files: dict[str, Any]) -> None:
    """Hold the files against Presentation 3, chapters 3 to 5: what each type must have."""
    canvases: dict[str, dict[str, Any]] = {}
    for address, file in files.items():
        assert file["@context"] == "http://iiif.io/api/presentation/3/context.json"
        assert file["id"] == address
        for label in [file.get("label"), *(c.get("label") for c in find_all(file, "Canvas"))]:
            assert label is None or all(isinstance(v, list) and v for v in label.values())
    for manifest in (file for file in files.values() if file["type"] == "Manifest"):
        assert manifest["label"]
        assert manifest["items"]
        rights = manifest.get("rights", "http://creativecommons.org/")
        assert re.match(r"http://(creativecommons|rightsstatements)\.org/", rights)
        for canvas in manifest["items"]:
            assert canvas["type"] == "Canvas"
            assert canvas["id"] not in canvases
            canvases[canvas["id"]] = canvas
            assert all(isinstance(canvas[s], int) and canvas[s] > 0 for s in ("width", "height"))
            [page] = canvas["items"]
            for painting in page["items"]:
                assert (painting["motivation"], painting["target"]) == ("painting", canvas["id"])
                body = painting["body"]
                choice = body["items"] if body["type"] == "Choice" else [body]
                assert all(part["id"].startswith(("https://", "http://")) for part in choice)
                assert all(part["type"] == "Image" for part in choice)
                assert len(choice) == 1 or all(part["label"] for part in choice)
            for page in canvas.get("annotations", []):
                assert page["id"] in files
        ranges = [r for part in manifest.get("structures", []) for r in find_all(part, "Range")]
        assert len({r["id"] for r in ranges}) == len(ranges)
        for made in ranges:
            assert made["label"]
            assert made["items"]
            assert {c["id"] for c in find_all(made, "Canvas")} <= set(canvases)
    for page in (file for file in files.values() if file["type"] == "AnnotationPage"):
        assert len({found["id"] for found in page["items"]}) == len(page["items"])
        for found in page["items"]:
            target = found["target"]
            place = target if isinstance(target, str) else target["source"]
            name, _, box = str(place).partition("#")
            assert name in canvases
            if box:
                x, y, width, height = map(int, box.removeprefix("xywh=").split(","))
                assert x + width <= canvases[name]["width"]
                assert y + height <= canvases[name]["height"]


def list_words(files: dict[str, Any]) -> list[tuple[str, str]]:
    """The words on each canvas in turn, with the place of each."""
    return [
        (found["body"]["value"], str(found["target"]).rpartition("/canvas/")[2])
        for file in files.values()
        if file["type"] == "AnnotationPage"
        for found in file["items"]
    ]


def test_the_example_of_the_manual_has_a_manifest(tmp_path: Path) -> None:
    """Lines have their place, the page without zones has all of its words."""
    files = export(make_example(tmp_path / "e", TOML))

    check(files)
    assert [name.removeprefix(f"{URL}/iiif/") for name in files] == [
        "collection.json", "letter/1.json", "letter/2.json", "letter/manifest.json",
    ]  # fmt: skip
    words = list_words(files)
    assert words[0] == ("Dear friend, it has rained", "1#xywh=120,80,960,80")
    assert words[1][0] == "since you left."
    assert "M120 180L1080 190L1070 260L120 250Z" in words[1][1]
    assert words[2] == ("Come back soon.", "2")
    [manifest] = [file for file in files.values() if file["type"] == "Manifest"]
    assert [canvas["label"]["none"] for canvas in manifest["items"]] == [["1r"], ["1v"]]
    assert manifest["homepage"][0]["id"] == f"{URL}/edition/letter.html"


def test_pages_lead_to_their_manifest(tmp_path: Path) -> None:
    """Only those of texts that have one; canvases and manifests have small pictures."""
    root = make_example(tmp_path / "e", TOML)
    header = (root / "tei/letter.xml").read_text(encoding="utf-8").partition("</teiHeader>")[0]
    content = "</teiHeader><text><body><p>Words.</p></body></text></TEI>"
    (root / "tei/plain.xml").write_text(header + content, encoding="utf-8")
    run_command("html", "-o", "plain", cwd=root)
    found = {
        name: oracle.parse_page(root / f"plain/edition/{name}.html").xpath("//a[. = 'IIIF']/@href")
        for name in ("letter", "plain")
    }

    assert found == {"letter": ["../iiif/letter/manifest.json"], "plain": []}
    manifest = json.loads((root / "plain/iiif/letter/manifest.json").read_text("utf-8"))
    assert manifest["thumbnail"] == manifest["items"][0]["thumbnail"]
    [thumbnail] = manifest["thumbnail"]
    assert (root / "plain" / thumbnail["id"].removeprefix(f"{URL}/")).is_file()
    assert "thumbnail" not in manifest["items"][1], "nothing is known of what another host has"


def test_thumbnails_are_the_copies_of_the_pages(tmp_path: Path) -> None:
    """Where Pillow makes smaller ones, these, with their size."""
    pytest.importorskip("PIL")
    root = make_example(tmp_path / "e", TOML + "[facsimile]\nwidth = 300\n")
    files = export(root)
    check(files)
    [manifest] = [file for file in files.values() if file["type"] == "Manifest"]

    assert manifest["thumbnail"] == [
        {
            "id": f"{URL}/edition/pictures/tei/images/recto.png-300.jpg", "type": "Image",
            "format": "image/jpeg", "width": 300, "height": 200,
        }
    ]  # fmt: skip


TILED = f"{URL}/edition/pictures/tei/images/large.png.tiles"


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a picture of 2500 by 1300 pixels in tiles, and one that needs none."""
    image = pytest.importorskip("PIL.Image")
    root = make_example(
        tmp_path_factory.mktemp("tiles") / "e", f"{TOML}[facsimile]\ntiles = true\n"
    )
    picture = image.linear_gradient("L").resize((2500, 1300))
    picture.save(root / "tei/images/large.png")
    write_text(
        root, "", '<p><pb facs="images/large.png"/>a <pb facs="images/recto.png"/>b</p>'
    )  # fmt: skip
    assert run_command("html", "-o", "plain", cwd=root).returncode == 0
    return root


def test_large_pictures_have_tiles(tiled: Path) -> None:
    """Each request that the specification derives from info.json has a file of that size."""
    home = tiled / "plain" / TILED.removeprefix(f"{URL}/")
    info = json.loads((home / "info.json").read_text("utf-8"))
    expected = {"full/max/0/default.jpg": (2500, 1300)}
    [tile] = info["tiles"]
    for factor in tile["scaleFactors"]:
        width, height = math.ceil(2500 / factor), math.ceil(1300 / factor)
        side = tile["width"] * factor
        for x in range(0, 2500, side):
            for y in range(0, 1300, side):
                w, h = min(side, 2500 - x), min(side, 1300 - y)
                region = "full" if (w, h) == (2500, 1300) else f"{x},{y},{w},{h}"
                size = (
                    (width, height)
                    if region == "full"
                    else tuple(math.ceil(n / factor) for n in (w, h))
                )
                expected[f"{region}/{size[0]},{size[1]}/0/default.jpg"] = size
    found = {p.relative_to(home).as_posix(): p for p in home.rglob("*.jpg")}

    assert (info["id"], info["type"], info["width"], info["height"]) == (
        TILED, "ImageService3", 2500, 1300,
    )  # fmt: skip
    assert {name: measure(path) for name, path in found.items()} == expected
    assert not list((tiled / "plain").rglob("recto.png.tiles"))
    manifest = json.loads((tiled / "plain/iiif/letter/manifest.json").read_text("utf-8"))
    bodies = [canvas["items"][0]["items"][0]["body"] for canvas in manifest["items"]]
    assert bodies[0]["service"] == [{"id": TILED, "type": "ImageService3", "profile": "level0"}]
    assert "service" not in bodies[1]


def test_tiles_are_made_once(tiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made again where the picture has changed, and by themselves when one was cut off."""
    path, folder = tiled / "tei/images/large.png", tiled / "cache"
    first = image_tiles.make_tiles(path, (2500, 1300), folder)
    made: list[Path] = []
    write = image_tiles._write_tiles

    def note(picture: Path, size: Any, to: Path) -> Any:
        """Write them, and note where."""
        made.append(to)
        return write(picture, size, to)

    monkeypatch.setattr(image_tiles, "_write_tiles", note)

    assert image_tiles.make_tiles(path, (2500, 1300), folder) == first
    assert made == []
    os.utime(path, ns=(1, 1))
    again = image_tiles.make_tiles(path, (2500, 1300), folder)
    assert len(made) == 1
    assert [Path(file).read_bytes() for file in again.values()] == [
        Path(file).read_bytes() for file in first.values()
    ]
    (made[0] / "done").unlink()
    assert image_tiles.make_tiles(path, (2500, 1300), folder) == again
    assert image_tiles.make_tiles(tiled / "tei/letter.xml", (2500, 1300), folder) == {}


HOST = "https://images.example.org"


@pytest.mark.parametrize(
    ("graphic", "setting", "version"),
    [
        (f'url="{HOST}/iiif/3/a/info.json"', "", 3),
        (f'url="{HOST}/image/v3/a/info.json"', "", 3),
        (f'url="{HOST}/iiif/2/a/info.json"', "image_api = 3", 2),
        (f'url="{HOST}/iiif/a/info.json"', "", 2),
        (f'url="{HOST}/iiif/a/info.json"', "image_api = 3", 3),
        (f'url="{HOST}/iiif/a/full/full/0/native.jpg"', "image_api = 3", 2),
        (f'url="{HOST}/iiif/a/full/^max/0/default.jpg"', "", 3),
        (f'url="{HOST}/objects/3/a/info.json"', "", 2),
        (f'url="{HOST}/iiif/a/info.json" type="ImageService3"', "", 3),
        (f'url="{HOST}/iiif/3/a/info.json" type="ImageService2"', "", 2),
        (
            f'url="{HOST}/iiif/a/info.json" mimeType="http://iiif.io/api/image/3/context.json"',
            "", 3,
        ),
    ],
)  # fmt: skip
def test_services_have_the_version_that_the_file_says(
    tmp_path: Path, graphic: str, setting: str, version: int
) -> None:
    """What is said of the picture, else its address, else the setting."""
    root = make_example(tmp_path / "e", f"{TOML}[facsimile]\n{setting}\n")
    surface = f'<surface xml:id="a"><graphic {graphic} width="9px" height="9px"/></surface>'
    files = export(write_text(root, surface, '<p><pb facs="#a"/>Words.</p>'))
    [manifest] = [file for file in files.values() if file["type"] == "Manifest"]
    [service] = manifest["items"][0]["items"][0]["items"][0]["body"]["service"]

    assert service.get("type", service.get("@type")) == f"ImageService{version}"


FACSIMILE = """<surface xml:id="a"><graphic url="images/recto.png"/></surface>
<surface xml:id="b"><graphic url="https://images.example.org/iiif/3/b" width="300px"
height="400px"/></surface>"""
BODY = """<div><head>One</head><p><pb facs="#a"/>First <note>no</note>words.</p></div>
<div><head>Two</head><p>On the same, <pb facs="#b"/>then on the next.</p>
<div><p>Without a title.</p></div></div>"""


def test_divisions_are_ranges(tmp_path: Path) -> None:
    """A division that begins in the middle of an image is on this image too."""
    files = export(write_text(make_example(tmp_path / "e", TOML), FACSIMILE, BODY))

    check(files)
    [manifest] = [file for file in files.values() if file["type"] == "Manifest"]
    assert [
        (made["label"], [item["id"].rpartition("/")[2] for item in made["items"]])
        for made in manifest["structures"]
    ] == [({"none": ["One"]}, ["1"]), ({"none": ["Two"]}, ["1", "2"])]
    assert [words for words, _ in list_words(files)] == [
        "First words. Two On the same,", "then on the next. Without a title.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "facsimile",
    [
        '<surface xml:id="a"><graphic url="https://images.example.org/a.jpg"/></surface>',
        '<surface xml:id="a"><graphic url="images/missing.png"/></surface>',
        '<surface xml:id="a"><graphic url=""/></surface>',
        "",
    ],
)
def test_there_is_no_manifest_without_images_of_known_size(tmp_path: Path, facsimile: str) -> None:
    """An image elsewhere whose size no file gives, a picture that is missing, no picture."""
    body = '<p><pb facs="#a"/>Words.</p>' if facsimile else "<p>Words.</p>"
    assert export(write_text(make_example(tmp_path / "e", TOML), facsimile, body)) == {}


@pytest.mark.corpora
def test_a_letter_of_others_has_its_surfaces_and_lines(tmp_path: Path) -> None:
    """As many canvases as surfaces, and each word of a zone once, as XPath counts them."""
    root = make_example(tmp_path / "e", TOML)
    source = min(CORPORA.glob("bellini/LL*.xml"), key=lambda path: path.stat().st_size)
    shutil.copy(source, root / "tei/letter.xml")
    tree = etree.parse(source).getroot()
    for graphic in oracle.find_all(tree, "//t:surface//t:graphic[@url != '']"):
        picture = root / "tei" / graphic.get("url", "")
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(draw_png(1200, 1600))

    files = export(root)

    check(files)
    surfaces = oracle.find_all(tree, "//t:surface[t:graphic/@url != '']")
    [manifest] = [file for file in files.values() if file["type"] == "Manifest"]
    assert len(manifest["items"]) == len(surfaces) > 0
    words = " ".join(" ".join(value.split()) for value, _ in list_words(files))
    lines = [
        line
        for line in oracle.find_all(tree, "//t:text//t:lb[@facs]")
        if oracle.find_all(tree, f"//t:zone[@xml:id = '{line.get('facs', '')[1:]}']")
    ]
    for line in lines:
        assert " ".join((line.tail or "").split()) in words
    assert lines
