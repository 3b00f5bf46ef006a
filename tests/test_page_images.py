"""Images of the source are beside the text, in both builders, as the file links them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from building import build_site, make_edition
from oracle import parse_page
from tei_edition.checks import check_edition
from tei_edition.checks.rules import pictures
from tei_edition.config import read_config
from tei_edition.exports.text import export_text
from tei_edition.loading.edition import load_tree, read_edition
from tei_edition.pages.facsimile import measure
from tei_edition.publishing.plain_html import write_html
from test_facsimile import draw_png

EXAMPLE = Path(__file__).parents[1] / "docs/manual/how-to/facsimiles.xml"
HOST = "https://images.example.org"


def make_example(root: Path, toml: str = "") -> Path:
    """An edition of the manual's example with its picture."""
    make_edition(root, {}, toml=toml)
    shutil.copy(EXAMPLE, root / "tei/letter.xml")
    (root / "tei/images").mkdir()
    (root / "tei/images/recto.png").write_bytes(draw_png(1200, 800))
    return root


def write_plain(root: Path, name: str = "letter") -> Any:
    """The page of a text without Sphinx."""
    write_html(read_config(root), root / "plain")
    return parse_page(root / f"plain/edition/{name}.html")


def write_text(root: Path, facsimile: str, body: str) -> Path:
    """Write the text of an edition, with its facsimile."""
    text = EXAMPLE.read_text(encoding="utf-8")
    before, _, _ = text.partition("  <facsimile>")
    content = f"{before}<facsimile>{facsimile}</facsimile><text><body>{body}</body></text></TEI>"
    (root / "tei/letter.xml").write_text(content, encoding="utf-8")
    return root


def list_images(page: Any) -> list[tuple[str, dict[str, str], list[str], list[str]]]:
    """Each image: where it leads, its data, the pictures loaded, the targets of its zones."""
    return [
        (
            figure.xpath("string(figcaption/a/@href)"),
            {k[9:]: v for e in figure.iter("*") for k, v in e.items() if k.startswith("data-tei-")},
            figure.xpath(".//img/@src"),
            figure.xpath(".//*[local-name() = 'svg']//@href"),
        )
        for figure in page.xpath("//figure[@class = 'tei-image']")
    ]


@pytest.mark.parametrize("has_pillow", [True, False])
def test_an_image_that_nothing_converts_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_pillow: bool
) -> None:
    """At its place, with what would convert it; not where Pillow is installed."""
    monkeypatch.setattr(pictures, "can_resize", lambda: has_pillow)
    surface = '<surface xml:id="a"><graphic url="images/a.tif"/></surface>'
    root = write_text(make_example(tmp_path / "e"), surface, '<p><pb facs="#a"/>x</p>')
    (root / "tei/images/a.tif").write_bytes(b"II*")
    config = read_config(root)

    found = [*check_edition(read_edition(config).edition, config, {"unshown-picture"})]

    assert [p.message for p in found] == ([] if has_pillow else [
        'browsers cannot show "images/a.tif", and Pillow is not installed to convert it'
    ])  # fmt: skip
    assert all('pip install "pillow' in p.hint for p in found)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example without Sphinx and with it."""
    root = make_example(tmp_path_factory.mktemp("images") / "edition")
    write_html(read_config(root), root / "plain")
    build_site(root)
    return root


@pytest.mark.parametrize("site", ["plain", "build/html"])
def test_page_has_its_images_with_zones_that_lead_to_the_text(example: Path, site: str) -> None:
    """A local picture is shown, one elsewhere linked; zones are over the picture and are links."""
    page = parse_page(example / site / "edition/letter.html")
    address = "pictures/tei/images/recto.png"
    remote = f"{HOST}/verso.jpg"

    assert list_images(page) == [
        (address, {"starts": "pb1"}, [address], ["#lb1", "#lb2"]),
        (remote, {"starts": "pb2", "src": remote}, [], []),
    ]
    assert (example / site / "edition" / address).is_file()
    assert page.xpath("//*[@id = 'pb1' or @id = 'lb2']/@class") == ["tei-pb", "tei-lb"]
    # The space of the surface is 600 wide, the picture 1200.
    assert page.xpath("//*[local-name() = 'path']/@d")[0] == "M120 80L1080 80L1080 160L120 160Z"
    assert [a.get("href") for a in page.xpath("//a[contains(@class, 'tei-break-number')]")] == [
        address,
        remote,
    ]


@pytest.mark.parametrize("site", ["plain", "build/html"])
def test_policy_allows_the_named_host_and_no_other(example: Path, site: str) -> None:
    """Pictures may come from the hosts of this page's images; other pages allow none."""
    policies = {
        path.name: parse_page(path).xpath("string(//meta[@http-equiv]/@content)")
        for path in (example / site / "edition").glob("*.html")
    }
    images = {n: p.partition("img-src ")[2].partition(";")[0] for n, p in policies.items()}

    assert images.pop("letter.html") == f"'self' data: {HOST}"
    assert images
    assert set(images.values()) == {"'self' data:"}


@pytest.mark.parametrize(
    ("remote", "loaded", "policy"),
    [("link", [], "'self' data:"), ("load", [f"{HOST}/verso.jpg"], f"'self' data: {HOST}")],
)
def test_setting_says_how_images_elsewhere_are_shown(
    tmp_path: Path, remote: str, loaded: list[str], policy: str
) -> None:
    """They are links only, or loaded at once."""
    page = write_plain(make_example(tmp_path / "e", f'[facsimile]\nremote = "{remote}"\n'))
    (_, _, pictures, _) = list_images(page)[1]

    assert pictures == loaded
    assert not page.xpath("//@data-tei-src")
    content = page.xpath("string(//meta[@http-equiv]/@content)")
    assert content.partition("img-src ")[2].partition(";")[0] == policy


def test_column_can_be_left_out(tmp_path: Path) -> None:
    """`beside = false` makes pages without images, whose breaks still lead to those on the web."""
    page = write_plain(make_example(tmp_path / "e", "[facsimile]\nbeside = false\n"))

    assert list_images(page) == []
    assert page.xpath("//a[contains(@class, 'tei-break-number')]/@href") == [f"{HOST}/verso.jpg"]
    assert "facsimile.js" not in str(page.xpath("//script/@src"))


def test_images_of_two_witnesses_are_two_series(tmp_path: Path) -> None:
    """Breaks with different @ed follow each other apart; one break may name several images."""
    root = make_example(tmp_path / "e")
    for name in ("a", "b", "c"):
        (root / f"tei/{name}.png").write_bytes(draw_png(30, 20))
    page = write_plain(write_text(
        root, "", '<pb ed="A" facs="a.png"/><p>x</p><pb ed="B" facs="b.png c.png"/><p>y</p>'
        '<pb ed="A" facs="a.png"/><p>z</p>',
    ))  # fmt: skip

    assert [(data, len(shown)) for _, data, shown, _ in list_images(page)] == [
        ({"starts": "pb1", "series": "A"}, 1),
        ({"starts": "pb2", "series": "B"}, 1),
        ({"starts": "pb2", "series": "B"}, 1),
    ]


def test_pages_of_divisions_begin_with_the_image_of_the_page_before(tmp_path: Path) -> None:
    """Where a division begins on a page of the source, its page has that image too."""
    root = make_example(tmp_path / "e", "[pages]\nsplit = 1\n")
    body = (
        '<div xml:id="one"><head>One</head><pb facs="#recto"/><p>a</p></div><div xml:id="two">'
        '<head>Two</head><p>b</p><pb facs="#verso"/><p>c</p></div>'
    )
    facsimile = (
        '<surface xml:id="recto"><graphic url="images/recto.png"/></surface>'
        f'<surface xml:id="verso"><graphic url="{HOST}/verso.jpg"/></surface>'
        f'<surface><graphic url="{HOST}/cover.jpg"/></surface>'
    )
    write_plain(write_text(root, facsimile, body))
    one, two = (
        list_images(parse_page(root / f"plain/edition/letter/{name}.html"))
        for name in ("one", "two")
    )

    assert [(href, data.get("opening"), data.get("starts")) for href, data, _, _ in two] == [
        ("../pictures/tei/images/recto.png", "1", None),
        (f"{HOST}/verso.jpg", None, "two.pb1"),
    ]
    assert [href for href, _, _, _ in one] == ["../pictures/tei/images/recto.png"]
    # That of which no text is known is on the first page.
    first = list_images(parse_page(root / "plain/edition/letter.html"))
    assert [href for href, _, _, _ in first] == [f"{HOST}/cover.jpg"]


@pytest.mark.parametrize(
    ("facs", "uri"),
    [
        ("https://i.example.org/iiif/x/info.json", "https://i.example.org/iiif/x/full/max/0/default.jpg"),
        ("https://i.example.org/iiif/x/full/200,/0/default.jpg", "https://i.example.org/iiif/x/full/200,/0/default.jpg"),
    ],
)  # fmt: skip
def test_image_services_are_asked_for_a_picture(tmp_path: Path, facs: str, uri: str) -> None:
    """The address of a IIIF service stands for its whole picture."""
    page = write_plain(write_text(make_example(tmp_path / "e"), "", f'<pb facs="{facs}"/><p>x</p>'))

    viewer = "pictures/openseadragon.min.js"
    content = page.xpath("string(//meta[@http-equiv]/@content)")

    assert [(data["src"], data["service"]) for _, data, _, _ in list_images(page)] == [
        (uri, "https://i.example.org/iiif/x")
    ]
    assert page.xpath("//aside/@data-tei-viewer") == [viewer]
    assert (tmp_path / "e/plain/edition" / viewer).is_file()
    assert "connect-src 'self' https://i.example.org;" in content


def test_addresses_that_are_no_hosts_are_only_linked(tmp_path: Path) -> None:
    """What could change the policy of a page is never written into it."""
    facs = "https://a.example.org;script-src/x.jpg https://u:p@b.example.org/y.jpg"
    page = write_plain(write_text(make_example(tmp_path / "e"), "", f'<pb facs="{facs}"/><p>x</p>'))
    content = page.xpath("string(//meta[@http-equiv]/@content)")

    assert "img-src 'self' data:;" in content
    assert len(list_images(page)) == 2


@pytest.mark.parametrize(("builder", "files"), [("text", "edition/letter.txt"), ("latex", "*.tex")])
def test_books_have_no_column(example: Path, builder: str, files: str) -> None:
    """Plain text and LaTeX have the text, without the images and their labels."""
    out = build_site(example, builder).out
    text = "".join(path.read_text(encoding="utf-8") for path in out.glob(files))

    assert "it has rained" in text
    assert "Image of" not in text


SOURCE = (
    '<sourceDoc><surface xml:id="leaf" n="2r"><zone xml:id="main"><line>I am that <mod><del>half'
    '</del><add>grown</add></mod> boy</line><line xml:id="second">fallen asleep</line></zone>'
    '<zone rotate="90"><line>in the margin</line></zone><metamark>Entered</metamark></surface>'
    '<surface n="2v"><graphic url="images/recto.png"/><zone>No lines.</zone></surface></sourceDoc>'
)


@pytest.fixture(scope="module")
def transcribed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text with a transcription of its source, without Sphinx and with it."""
    root = make_example(tmp_path_factory.mktemp("source") / "edition")
    write_text(
        root, "", '<pb facs="#leaf"/><p>I am that grown boy, <seg facs="#second">asleep</seg>.</p>'
    )
    path = root / "tei/letter.xml"
    text = path.read_text(encoding="utf-8").replace("<facsimile></facsimile>", SOURCE)
    path.write_text(text, encoding="utf-8")
    write_html(read_config(root), root / "plain")
    build_site(root)
    return root


@pytest.mark.parametrize("site", ["plain", "build/html"])
def test_transcription_of_the_source_is_beside_the_text(transcribed: Path, site: str) -> None:
    """Surfaces, zones and lines of a sourceDoc have their stages and directions of writing."""
    page = parse_page(transcribed / site / "edition/letter.html")
    found = page.xpath("//aside//*[contains(@class, 'tei-transcription')]")
    lines = found[0].xpath(".//*[contains(@class, 'tei-line')]")

    assert [figure.xpath("string(figcaption)") for figure in page.xpath("//aside//figure")] == [
        "2r", "Image of 2v",
    ]  # fmt: skip
    assert [" ".join(line.text_content().split()) for line in lines] == [
        "I am that ⟦half⟧\\grown/ boy", "fallen asleep", "in the margin",
    ]  # fmt: skip
    assert "Entered" in found[0].text_content()
    assert "No lines." in found[1].text_content()
    turned = lines[2].xpath("ancestor::*[contains(@class, 'tei-turned-90')]")
    assert len(turned) == 1
    assert page.xpath("string(//aside/preceding-sibling::p[1])").endswith("grown boy, asleep.")


ALONE = (
    '<sourceDoc xml:lang="la"><surface xml:id="leaf" n="2r" lrx="100" lry="90"><graphic '
    'url="images/recto.png"/><zone ulx="1" uly="1" lrx="9" lry="9"><line>Ego <persName ref="#x">'
    'Lewis</persName></line><line>UNICUM<note>Note</note></line></zone><zone rotate="90"><line>in '
    "margine<zone>supra</zone></line></zone><metamark>Entered</metamark><surface><line>slip</line>"
    "</surface></surface><surface n='2v'><desc>Empty</desc></surface></sourceDoc>"
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a transcription of a source and no text, as a site and without Sphinx."""
    root = make_example(tmp_path_factory.mktemp("alone") / "edition")
    path = root / "tei/letter.xml"
    header = path.read_text(encoding="utf-8").partition("</teiHeader>")[0]
    path.write_text(f"{header}</teiHeader>{ALONE}</TEI>", encoding="utf-8")
    write_html(read_config(root), root / "plain")
    build_site(root)
    return root


@pytest.mark.parametrize("site", ["plain", "build/html"])
def test_transcription_alone_is_the_text_of_its_page(alone: Path, site: str) -> None:
    """A paragraph for each zone, in its direction, and a line for each line; each word once."""
    page = parse_page(alone / site / "edition/letter.html")
    blocks = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-ab ')]")
    words = [re.sub(r"\[?\d\]?", "", " ".join(b.text_content().split())) for b in blocks]

    assert [word.strip() for word in words] == [
        "Ego Lewis UNICUM", "in margine supra", "Entered", "slip",
    ]  # fmt: skip
    assert ["turned-90" in block.get("class") for block in blocks] == [False, True, False, False]
    assert len(page.xpath("//*[contains(@class, 'tei-kept')]")) == 1
    begun = page.xpath("//*[contains(@class, 'tei-pb')]/*[contains(@class, 'break-number')]")
    assert begun[0].text_content() == "[2r]"
    assert len(page.xpath("//*[starts-with(@id, 'pb')]")) == 1
    [zone] = page.xpath("//*[local-name() = 'svg']/*[local-name() = 'a']/@href")
    assert zone == f"#{blocks[0].get('id')}"
    assert "".join(page.itertext()).count("UNICUM") == 1


def test_words_of_a_transcription_alone_are_found_and_exported(alone: Path) -> None:
    """The search, the plain text and the registers know them; check does not refuse the file."""
    index = (alone / "build/html/searchindex.js").read_text(encoding="utf-8")
    assert "unicum" in index
    config = read_config(alone)
    reading = read_edition(config)
    [text] = [text for text in reading.edition.texts if text.file == "tei/letter.xml"]
    root = load_tree(reading, text)
    exported = export_text(root, text, config.text).text

    assert exported == "Ego Lewis UNICUM\nin margine supra\nslip\n"
    assert [mention.quotation.surface for mention in text.mentions] == ["Lewis"]
    assert not [p for p in reading.problems if p.code == "missing-text"]


def test_large_pictures_are_shown_smaller_and_others_converted(tmp_path: Path) -> None:
    """With Pillow a page has a small copy, and the link leads to the picture; TIFF becomes JPEG."""
    image = pytest.importorskip("PIL.Image")
    root = make_example(tmp_path / "e", "[facsimile]\nwidth = 300\n")
    image.new("RGBA", (400, 200), "#1238").save(root / "tei/scan.tif")
    (root / "tei/broken.tif").write_bytes(b"II*\0 nothing")
    write_text(
        root, "", '<pb facs="images/recto.png"/><p>a</p><pb facs="scan.tif"/><p>b</p>'
        '<pb facs="broken.tif"/><p>c</p>',
    )  # fmt: skip
    folder = "pictures/tei"
    images = list_images(write_plain(root))

    assert [(href, shown) for href, _, shown, _ in images] == [
        (f"{folder}/images/recto.png", [f"{folder}/images/recto.png-300.jpg"]),
        (f"{folder}/scan.tif.jpg", [f"{folder}/scan.tif-300.jpg"]),
    ]
    sizes = [measure(root / "plain/edition" / shown) for _, _, (shown,), _ in images]
    assert sizes == [(300, 200), (300, 150)]


@pytest.mark.parametrize("has_pillow", [True, False])
@pytest.mark.parametrize(
    ("surface", "setting", "is_told"),
    [
        ('<graphic url="heavy.png"/>', "", True),
        ('<graphic url="heavy.png"/>', "width = 0", False),
        ('<graphic url="heavy.png"/><graphic url="images/recto.png"/>', "", False),
        ('<graphic url="images/recto.png"/>', "", False),
        ('<graphic url="no.png"/>', "", False),
    ],
)
def test_large_pictures_are_reported_without_pillow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surface: str, setting: str,
    *, is_told: bool, has_pillow: bool,
) -> None:  # fmt: skip
    """Not where a smaller one is there or made, nor where the edition wants them as they are."""
    monkeypatch.setattr(pictures, "can_resize", lambda: has_pillow)
    root = make_example(tmp_path / "e", f"[facsimile]\n{setting}\n")
    write_text(root, f'<surface xml:id="a">{surface}</surface>', '<p><pb facs="#a"/>x</p>')
    (root / "tei/heavy.png").write_bytes(draw_png(9, 9) + bytes(4_000_000))
    config = read_config(root)

    found = [*check_edition(read_edition(config).edition, config, {"large-picture"})]

    assert [p.message for p in found] == (
        ['pages load the whole picture "heavy.png": it has 4 MB'] * (is_told and not has_pillow)
    )


def test_pictures_are_shown_as_they_are_without_pillow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has the picture itself, and none of a kind that browsers do not show."""
    for module in ("image_sizes", "image_column"):
        monkeypatch.setattr(f"tei_edition.pages.{module}.can_resize", lambda: False)
    root = make_example(tmp_path / "e", "[facsimile]\nwidth = 300\n")
    (root / "tei/scan.tif").write_bytes(b"II*\0")
    write_text(root, "", '<pb facs="images/recto.png"/><p>a</p><pb facs="scan.tif"/><p>b</p>')

    picture = "pictures/tei/images/recto.png"
    assert [(href, shown) for href, _, shown, _ in list_images(write_plain(root))] == [
        (picture, [picture])
    ]
