"""Images of sources: what a text says of them stays data, and pictures from anywhere run nothing.

Pictures are read by libraries that know many formats; addresses lead to files of the edition, or
are links. Thousands of images take no more for each than a few.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import time
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree, html

from building import TEI
from in_process import show_text
from tei_edition.config import read_config
from tei_edition.exports.iiif import write_iiif
from tei_edition.loading.edition import LoadedEdition, load_tree, read_edition
from tei_edition.pages import pictures
from tei_edition.pages.facsimile import measure
from tei_edition.pages.image_column import MOST_SERIES, describe_images
from tei_edition.pages.image_sizes import can_resize, make_copy
from tei_edition.publishing.exporting import make_holdings, plan_site
from tei_edition.reader.facsimile import read_facsimile

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """[edition]
texts = ["a.xml"]
registers = []
url = "https://example.org/"
[check]
schema = "none"
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><script>x()</script></svg>'
EPS = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 2000 100\n%%EndComments\nshowpage\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def read(folder: Path, content: str, more: str = "") -> LoadedEdition:
    """Read an edition of one text."""
    (folder / "edition.toml").write_text(f"{SETTINGS}{more}")
    (folder / "a.xml").write_text(TEI.format(title="T", content=content))
    return read_edition(read_config(folder))


# Addresses.

ADDRESSES = [
    "javascript:alert(1)", "JaVaScript:alert(1)", " javascript:alert(1)", "vbscript:x",
    "data:image/svg+xml,<svg onload='x()'/>", "data:text/html;base64,AAAA", "blob:https://x/1",
    "file:///etc/passwd", "about:blank", "../../secret.png", "%2e%2e/%2e%2e/secret.png",
    "/etc/secret.png", "//evil.org/a.png", "%2f%2fevil.org/a.png", "\\\\evil.org\\a.png",
    "https:evil.org/a.png", "x.html", "sub", "pipe.png", "out.png", "a" * 5000 + ".png",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ['<surface xml:id="s"><graphic url={}/></surface>', ""])
def test_no_image_leads_to_a_script_or_out_of_the_edition(
    tmp_path: Path, form: str, address: str
) -> None:
    """What is no picture of the edition, and no address on the web, is neither shown nor a link."""
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "edition"
    (folder / "sub").mkdir(parents=True)
    (folder / "x.html").write_text("<script>x()</script>")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")
    quoted = quoteattr(address)
    facsimile = f"<facsimile>{form.format(quoted)}</facsimile>" if form else ""
    pointer = '"#s"' if form else quoted
    reading = read(folder, f"{facsimile}<text><body><p><pb facs={pointer}/>x</p></body></text>")
    book = plan_site(reading)
    found = describe_images(book, book.texts[0])
    assert found.copies == {}
    assert [image for images in found.pages.values() for image in images] == []


@pytest.mark.parametrize(
    "address", ["%2f%2fh.org/a.png", "\\\\h.org\\a.png", "%5c%5ch.org%5ca.png"]
)
def test_shares_of_other_hosts_are_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Windows would log in to a host that such a path names, only to see whether it has a file."""
    monkeypatch.setattr(pictures, "real_path", lambda path: pytest.fail(f"asked for {path}"))
    assert pictures.find_picture(tmp_path, address, tmp_path) is None


STRANGE = [
    "https://h.org/a.png' onerror='x()", 'https://h.org/"><script>x()</script>.png',
    "https://h.org/a b<i>.jpg", 'https://h.org/iiif/a"onload="x/full/max/0/default.jpg',
    "https://h.org;script-src *;/a.png", "https://u:p@h.org/a.png", "https:///a.png",
    "https://[::1/a.jpg", "https://h.org:x/a.jpg", "https://h.org\\@evil.org/a.jpg",
    "https://h.org/iiif/\u202e%00%zz/info.json", "https://h.org/a\u2028b/info.json",
    "https://h.org/x#xywh=1e400,0,1e400,3", "https://h.org/x#xywh=percent:-9,-9,1000,1000",
]  # fmt: skip


@pytest.mark.parametrize("remote", ["click", "load"])
def test_addresses_of_images_become_no_markup_and_no_policy(tmp_path: Path, remote: str) -> None:
    """Odd bytes stay inside their attribute; only what is a host is allowed to be asked."""
    surfaces = "".join(
        f'<surface xml:id="s{at}" n="&lt;b onclick=x>"><graphic n="iiif" url={quoteattr(url)}/>'
        "</surface>"
        for at, url in enumerate(STRANGE)
    )
    breaks = "".join(
        f'<pb facs="#s{at}"/>w <pb facs={quoteattr(url)}/>v ' for at, url in enumerate(STRANGE)
    )
    content = f"<facsimile>{surfaces}</facsimile><text><body><p>{breaks}</p></body></text>"
    page, _ = show_text(
        tmp_path, TEI.format(title="T", content=content), {"facsimile": {"remote": remote}}
    )
    root = html.fromstring(page)
    assert not [script for script in root.iter("script") if "x()" in (script.text or "")]
    assert [(e.tag, k) for e in root.iter("*") for k in e.attrib if str(k).startswith("on")] == []
    policy = next(e.get("content", "") for e in root.iter("meta") if e.get("http-equiv"))
    assert {*re.findall(r"https?:[^\s;]+", policy)} == {"https://h.org"}
    loaded = [str(e.get("src")) for e in root.iter("img")]
    assert all(src.startswith("https://h.org/") for src in loaded)
    assert bool(loaded) is (remote == "load")


# Pictures.

PICTURES = {
    "a number through the whole file": (b"P6 " + b"9" * 3_000_000, (0, 0)),
    "a comment through the whole file": (b"P6 #" + b"9" * 3_000_000, (0, 0)),
    "more pixels than a number has": (SVG.format("9" * 400).encode(), (0, 0)),
    "a size of forty digits": (SVG.format("9" * 40).encode(), (0, 0)),
    "a size below zero": (b"BM" + bytes(16) + struct.pack("<ll", -5, -5) + bytes(20), (0, 0)),
    "billions of pixels": (PNG + struct.pack(">LL", 4_000_000_000, 9) + b"\x08\x06\0\0\0", (0, 0)),
    "parts of no length": (b"\xff\xd8" + b"\xff\xe0\0\0" * 1000, (0, 0)),
    "a directory in itself": (b"II*\0\x08\0\0\0\xff\xff" + b"\0\1" * 99, (0, 0)),
    "boxes of no length": (b"\0\0\0\0ftypavif" + bytes(99), (0, 0)),
    "what is honest": (PNG + struct.pack(">LL", 400, 300) + b"\x08\x06\0\0\0", (400, 300)),
}


@pytest.mark.parametrize(("data", "size"), PICTURES.values(), ids=PICTURES)
def test_a_picture_that_lies_has_no_size(
    tmp_path: Path, data: bytes, size: tuple[int, int]
) -> None:
    """No header takes long, ends in a traceback, or is believed to be larger than any picture."""
    (tmp_path / "a.png").write_bytes(data)
    start = time.process_time()
    assert measure(tmp_path / "a.png") == size
    assert time.process_time() - start < 1


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.skipif(not can_resize(), reason="Pillow is not installed")
@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.jp2", "a.ppm"])
def test_a_picture_that_is_a_program_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """PostScript under the name of a picture is not given to Ghostscript."""
    from PIL import EpsImagePlugin

    canary = tmp_path / "canary"
    stand_in = tmp_path / "bin/gs"
    stand_in.parent.mkdir()
    stand_in.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    stand_in.chmod(stand_in.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(EpsImagePlugin, "gs_binary", None)
    (tmp_path / name).write_text(EPS)
    assert make_copy(tmp_path / name, 1000, tmp_path / "copies") is None
    assert not canary.exists()


@pytest.mark.skipif(not can_resize(), reason="Pillow is not installed")
def test_a_picture_that_fills_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    """A few bytes that say that they are billions of pixels have no smaller copy."""
    (tmp_path / "a.png").write_bytes(
        PNG + struct.pack(">LL", 60_000, 60_000) + b"\x08\0\0\0\0" + bytes(40)
    )
    start = time.process_time()
    assert make_copy(tmp_path / "a.png", 1000, tmp_path / "copies") is None
    assert time.process_time() - start < 5


# Zones.

PLACES = {
    "no number": ('ulx="NaN" uly="0" lrx="9" lry="9"', '@ulx is not a number: "NaN"'),
    "no end": ('ulx="0" uly="0" lrx="inf" lry="9"', '@lrx is not a number: "inf"'),
    "too large": ('ulx="0" uly="0" lrx="1e400" lry="9"', '@lrx is not a number: "1e400"'),
    "a point too far": ('points="0,0 1e99,0 5,5"', "two numbers with a comma"),
    "points on one line": ('points="0,0 1,0 2,0"', "all of its @points are on one line"),
    "points below each other": ('points="3,0 3,1 3,9"', "all of its @points are on one line"),
}


@pytest.mark.parametrize("element", ["zone", "surface"])
@pytest.mark.parametrize(("given", "fault"), PLACES.values(), ids=PLACES)
def test_places_that_can_be_none_are_told(
    tmp_path: Path, element: str, given: str, fault: str
) -> None:
    """A surface or a zone whose coordinates enclose nothing ends no page, and is a problem."""
    attributes = {"zone": ("", given), "surface": (given, 'ulx="0" uly="0" lrx="1" lry="1"')}
    outer, inner = attributes[element]
    (tmp_path / "a.svg").write_text(SVG.format(9))
    reading = read(
        tmp_path,
        f'<facsimile><surface {outer}><graphic url="a.svg"/><zone xml:id="z" {inner}/></surface>'
        '</facsimile><text><body><p facs="#z">x</p></body></text>',
    )
    book = plan_site(reading)
    assert describe_images(book, book.texts[0]).pages
    (found,) = [p for p in reading.problems if p.code == "unusable-zone"]
    assert fault in found.message


def test_a_part_of_a_picture_is_finite(tmp_path: Path) -> None:
    """An address that names a part without an end names the whole picture."""
    pointers = "".join(
        f'<seg facs="https://h.org/a.jpg#xywh={part}">x</seg>'
        for part in ("1e400,0,1e400,3", "-1e400,0,1e400,3", "0,0,0,0", "9,9,-1,-1")
    )
    reading = read(tmp_path, f"<text><body><p>{pointers}</p></body></text>")
    (surface,) = reading.edition.texts[0].facsimile.surfaces
    assert surface.zones == ()


def test_zones_and_words_in_a_circle_are_linked_once(tmp_path: Path) -> None:
    """A zone and words that name each other, by several ways, and zones that name themselves."""
    reading = read(
        tmp_path,
        '<facsimile><surface xml:id="s" corresp="#z #s"><zone xml:id="z" start="#w"'
        ' corresp="#w #z" ulx="0" uly="0" lrx="9" lry="9"><zone corresp="#z"/></zone></surface>'
        '</facsimile><text><body><p><seg xml:id="w" facs="#z" corresp="#z #w">x</seg></p></body>'
        '</text><standOff><link target="#w #z"/><link target="#z #w #z"/></standOff>',
    )
    (link,) = [x for x in reading.edition.texts[0].facsimile.links if x.anchor == "w"]
    assert (link.surface, link.zone) == ("s", "z")


# Thousands.


def _list_surfaces(number: int) -> str:
    return "".join(
        f'<surface xml:id="s{at}"><graphic url="https://h.org/{at}.jpg" width="9" height="9"/>'
        "</surface>"
        for at in range(number)
    )


WIDE = {
    "pictures that breaks name": lambda n: (
        "", "".join(f'<pb facs="https://h.org/{at}.jpg"/>w ' for at in range(n)),
    ),
    "parts of one picture": lambda n: (
        "",
        "".join(f'<seg facs="https://h.org/a.jpg#xywh={at % 50},0,4,3">w</seg>' for at in range(n)),
    ),
    "other pictures of surfaces": lambda n: (
        _list_surfaces(n),
        "".join(f'<pb corresp="#s{at}" facs="https://h.org/o{at}.jpg"/>w ' for at in range(n)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", WIDE.values(), ids=WIDE)
def test_thousands_of_images_are_read_in_proportion(tmp_path: Path, make: object) -> None:
    """Each image, and each part of one, takes as long as the first."""
    assert callable(make)
    surfaces, words = make(15_000)
    text = TEI.format(
        title="T",
        content=f"<facsimile>{surfaces}</facsimile><text><body><p>{words}</p></body></text>",
    )
    root = etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True))
    for at, element in enumerate(root.iter("{*}pb", "{*}seg")):
        element.set("{urn:tei-edition:source}anchor", f"x{at}")
    start = time.process_time()
    found = read_facsimile(root)
    assert time.process_time() - start < 8
    assert len(found.links) == 15_000


def test_a_link_of_thousands_with_thousands_is_not_used(tmp_path: Path) -> None:
    """It would make millions of links, and is a problem at its place; a small one is used."""
    words = "".join(f'<seg xml:id="w{at}">w</seg> ' for at in range(2000))
    ends = " ".join(f"#s{at} #w{at}" for at in range(2000))
    reading = read(
        tmp_path,
        f"<facsimile>{_list_surfaces(2000)}</facsimile><text><body><p>{words}</p></body></text>"
        f'<standOff><link target="{ends}"/><link target="#s1 #s2 #w3 #w4"/></standOff>',
    )
    (text,) = reading.edition.texts
    assert [(x.anchor, x.surface) for x in text.facsimile.links] == [
        ("w3", "s1"), ("w3", "s2"), ("w4", "s1"), ("w4", "s2"),
    ]  # fmt: skip
    (found,) = [p for p in reading.problems if p.code == "unusable-zone"]
    assert "is not used" in found.message


def test_pages_begin_with_the_images_of_so_many_editions(tmp_path: Path) -> None:
    """A text of hundreds of editions does not repeat the images of all of them on each page."""
    parts = "".join(
        f'<div><head>{at}</head><p><pb ed="#e{at}" facs="#s{at}"/>w</p></div>' for at in range(150)
    )
    reading = read(
        tmp_path,
        f"<facsimile>{_list_surfaces(150)}</facsimile><text><body>{parts}</body></text>",
        "[pages]\nsplit = 1\n",
    )
    book = plan_site(reading)
    pages = describe_images(book, book.texts[0]).pages
    assert len(pages) > 150
    assert max(map(len, pages.values())) == MOST_SERIES + 1


def test_words_on_thousands_of_images_are_repeated_so_often_at_most(tmp_path: Path) -> None:
    """A text that is on each of thousands of images has not all its words on every one of them."""
    pointers = " ".join(f"#s{at}" for at in range(600))
    reading = read(
        tmp_path,
        f"<facsimile>{_list_surfaces(600)}</facsimile><text><body>"
        f'<p facs="{pointers}">{"word " * 1000}</p></body></text>',
    )
    assert load_tree(reading, reading.edition.texts[0]) is not None
    made = dict(write_iiif(make_holdings(reading)))
    assert len(made) > 20
    assert sum(map(len, made.values())) < 3_000_000
