"""Pictures of the edition are shown, pictures elsewhere linked, and no path leads out of it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def make_png() -> bytes:
    """A picture of one black pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def show(*urls: str) -> str:
    """A text with a figure for each picture."""
    figures = "".join(
        f'<figure><graphic url="{url}"/><figDesc>Figure {number}</figDesc></figure>'
        for number, url in enumerate(urls, 1)
    )
    return f'<text xmlns="http://www.tei-c.org/ns/1.0"><body>{figures}</body></text>'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition with pictures of all kinds, and a secret beside it."""
    (tmp_path / "secret.png").write_bytes(make_png())
    urls = (
        "img/a%20tree.png", "img/vector.svg", "gone.png", "https://example.org/a.png",
        "../../secret.png", "/etc/hostname", "img/notes.txt", "img/link.png", "x" * 5000 + ".png",
    )  # fmt: skip
    root = make_edition(tmp_path / "edition", {"text": show(*urls)})
    images = root / "tei/img"
    images.mkdir()
    (images / "a tree.png").write_bytes(make_png())
    (images / "vector.svg").write_text(SVG)
    (images / "notes.txt").write_text("private")
    (images / "link.png").symlink_to(tmp_path / "secret.png")
    return root


def list_pictures(folder: Path) -> list[tuple[str, bool]]:
    """The description of each picture on the page, and whether its file is there."""
    page = folder / "edition/text.html"
    return [
        (image.get("alt", ""), (page.parent / image.get("src", "").replace("%20", " ")).is_file())
        for image in parse_page(page).xpath("//img[contains(@class, 'tei-graphic')]")
    ]


@pytest.mark.parametrize("builder", ["plain", "html"])
def test_only_what_lies_in_the_edition_is_shown(edition: Path, builder: str) -> None:
    """Two of nine pictures are the edition's own; one is a link, the others are their words."""
    if builder == "plain":
        folder = edition / "plain"
        assert run_command("html", "-o", folder, cwd=edition).returncode == 0
    else:
        folder = build_site(edition).out

    assert list_pictures(folder) == [("Figure 1", True), ("Figure 2", True)]
    page = parse_page(folder / "edition/text.html")
    assert page.xpath("//a[contains(@class, 'tei-graphic')]/@href") == ["https://example.org/a.png"]
    assert page.text_content().count("Figure ") == 9
    names = {path.name for path in folder.rglob("*.*")}
    assert not {"secret.png", "hostname", "notes.txt", "link.png"} & names


def test_latex_has_what_it_can_show(edition: Path) -> None:
    """LaTeX is given the picture that it knows, and the description of the other."""
    out = build_site(edition, "latex").out
    book = next(out.glob("*.tex")).read_text(encoding="utf-8")

    assert book.count(r"\sphinxincludegraphics") == 1 + book.count("newcommand{\\sphinxincludegr")
    assert "Figure 2{]}" in book


def test_pictures_come_and_go(edition: Path) -> None:
    """A picture that is added is shown at the next run, one taken away leaves the site."""
    folder = edition / "plain"
    run_command("html", "-o", folder, cwd=edition)
    (edition / "tei/gone.png").write_bytes(make_png())
    (edition / "tei/img/vector.svg").unlink()

    run_command("html", "-o", folder, cwd=edition)

    assert list_pictures(folder) == [("Figure 1", True), ("Figure 3", True)]
    assert sorted(path.suffix for path in (folder / "edition/pictures").rglob("[!.]*.*")) == [
        ".png",
        ".png",
    ]


GLYPHS = """<encodingDesc><charDecl><glyph xml:id="leaf"><figure><graphic url="img/leaf.png"/>
</figure></glyph><glyph xml:id="both"><mapping type="standard">&amp;</mapping><figure><graphic
url="img/leaf.png"/></figure></glyph><glyph xml:id="gone"><graphic url="img/gone.png"/></glyph>
</charDecl></encodingDesc>"""


def test_a_character_without_mapping_is_its_picture(tmp_path: Path) -> None:
    """A glyph that the header only draws is shown as drawn; what has a mapping is that."""
    body = '<p>a <g ref="#leaf"/> b <g ref="#both"/> c <g ref="#gone"/> d <g ref="#none"/></p>'
    root = make_edition(tmp_path / "edition", {"a": f"<text><body>{body}</body></text>"})
    (root / "tei/img").mkdir()
    (root / "tei/img/leaf.png").write_bytes(make_png())
    file = root / "tei/a.xml"
    file.write_text(file.read_text().replace("</fileDesc>", f"</fileDesc>{GLYPHS}"))
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    passage = parse_page(root / "out/edition/a.html").xpath("//p[@id='p1']")[0]

    assert passage.xpath("//img/@alt") == ["[leaf]"]
    assert passage.xpath("//img/@src")[0].endswith("leaf.png")
    assert passage.text_content().removeprefix("1") == "a  b & c [gone] d [none]"


PORTRAITS = """<listPerson><person xml:id="a"><persName>Ada</persName><figure><graphic
url="img/ada.png"/><head>Ada in 1840</head><figDesc>A woman at a desk</figDesc></figure></person>
<person xml:id="b"><persName>Bea</persName><figure><graphic url="https://example.org/b.png"/>
<figDesc>A drawing</figDesc></figure></person><person xml:id="c"><persName>Cid</persName><figure>
<graphic url="img/gone.png"/></figure></person><person xml:id="d"><persName>Dan</persName><figure>
<figDesc>Lost</figDesc></figure></person></listPerson>"""


@pytest.mark.parametrize("place", ["register", "standOff"])
def test_pictures_of_persons_are_in_their_entries(tmp_path: Path, place: str) -> None:
    """One of the edition is shown with its caption; of any other its words, with a link to it."""
    text = "<text><body><p>Words</p></body></text>"
    if place == "standOff":
        text = f"<standOff>{PORTRAITS}</standOff>{text}"
    root = make_edition(
        tmp_path / "edition", {"a": text}, register=PORTRAITS if place == "register" else ""
    )
    (root / "tei/img").mkdir()
    (root / "tei/img/ada.png").write_bytes(make_png())
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    page = parse_page(root / "out/edition/persons.html")
    (image,) = page.xpath("//img")
    details = page.xpath("//*[contains(@class, 'tei-detail-figure')]")

    assert image.get("alt") == "A woman at a desk"
    assert (root / "out/edition" / image.get("src", "")).is_file()
    assert page.xpath("string(//*[contains(@class, 'tei-caption')])") == "Ada in 1840"
    assert [detail.text_content() for detail in details] == [
        "Picture: A drawing", "Picture: img/gone.png", "Picture: Lost",
    ]  # fmt: skip
    assert page.xpath("//*[contains(@class, 'tei-detail-figure')]//a/@href") == [
        "https://example.org/b.png"
    ]
    assert "img/gone.png" in run_command("check", cwd=root).stdout


@pytest.mark.parametrize("builder", ["weasyprint", "epub", "latex"])
def test_books_have_the_pictures(tmp_path: Path, builder: str) -> None:
    """A picture of the text lies beside the page that shows it, and nothing is missing."""
    if builder == "weasyprint":
        pytest.importorskip("weasyprint")
    body = '<figure><graphic url="img/leaf.png"/></figure><p>Words</p>'
    root = make_edition(tmp_path / "edition", {"a": f"<text><body>{body}</body></text>"})
    (root / "tei/img").mkdir()
    (root / "tei/img/leaf.png").write_bytes(make_png())

    out = build_site(root, builder, options=["-D", "tei_edition_check=0"]).out

    assert [path.name for path in out.rglob("leaf.png")] == ["leaf.png"]
