"""Manifests are opened by viewers of others, with their images, labels and transcriptions."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.serving import serve
from building import find_program
from tei_edition.config import read_config
from tei_edition.publishing.plain_html import write_html
from test_facsimile import draw_png
from test_page_images import make_example, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.driver import Browser

pytestmark = pytest.mark.browser

FACSIMILE = (
    '<surface xml:id="a" n="1r"><graphic url="images/recto.png" n="full"/>'
    '<graphic url="images/uv.png"><desc>Ultraviolet light</desc></graphic>'
    '<zone xml:id="z" ulx="100" uly="100" lrx="900" lry="300"/></surface>'
    '<surface xml:id="b" n="1v"><graphic url="images/verso.png"/></surface>'
)
BODY = (
    '<div><head>Of rain</head><pb facs="#a"/><p facs="#z">Dear friend, it has rained.</p></div>'
    '<div><head>Of sun</head><pb facs="#b"/><p>Come back soon.</p></div>'
)
MIRADOR = """Mirador.viewer({id: "viewer", window: {allowClose: false, sideBarOpen: true,
  defaultSideBarPanel: "annotations"}, annotations: {filteredMotivations: ["supplementing"]},
  windows: [{manifestId: MANIFEST}]})"""
TIFY = """const viewer = new Tify({container: "#viewer", manifestUrl: MANIFEST, pages: [1]});
viewer.ready.then(() => viewer.setView("text"))"""
WAIT = """new Promise((done) => {{
  const began = Date.now();
  const look = () => {{
    const words = document.body.innerText;
    if ([{wanted}].every((word) => words.includes(word)) || Date.now() - began > 60000) done(words);
    else setTimeout(look, 100);
  }};
  look();
}})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a site with a manifest, and its folder."""
    folder = tmp_path_factory.mktemp("viewers") / "site"
    folder.mkdir()
    with contextmanager(serve)(folder) as url:
        root = make_example(folder.parent / "edition", f'[edition]\nurl = "{url}"\n')
        (root / "tei/images/uv.png").write_bytes(draw_png(600, 400))
        (root / "tei/images/verso.png").write_bytes(draw_png(500, 700))
        write_text(root, FACSIMILE, BODY)
        write_html(read_config(root), folder)
        yield url, folder


@pytest.mark.parametrize(
    ("program", "call", "wanted", "kind"),
    [
        pytest.param(
            "mirador.min.js", MIRADOR,
            ["A letter with its images", "1r", "Dear friend, it has rained."],
            "", marks=pytest.mark.program("mirador.min.js"),
        ),
        pytest.param(
            "tify.js", TIFY, ["A letter with", "Dear friend, it has rained."],
            'type="module"', marks=pytest.mark.program("tify.js"),
        ),
    ],
)  # fmt: skip
def test_viewers_show_images_with_their_words(
    browser: Browser, site: tuple[str, Path], program: str, call: str, wanted: list[str], kind: str
) -> None:
    """Each loads the manifest, its images and annotations, and nothing from elsewhere."""
    url, folder = site
    style = Path(find_program(program)).with_suffix(".css")
    for file in (Path(find_program(program)), *([style] if style.is_file() else [])):
        shutil.copy(file, folder / file.name)
    script = call.replace("MANIFEST", f'"{url}/iiif/letter/manifest.json"')
    (folder / f"{program}.html").write_text(
        "<!DOCTYPE html><html lang=en><title>Viewer</title><meta charset=utf-8>"
        f'<link rel="stylesheet" href="{style.name}">'
        '<div id="viewer" style="position: absolute; inset: 0"></div>'
        f'<script {kind} src="{program}"></script><script {kind}>{script}</script></html>',
        encoding="utf-8",
    )
    browser.open(f"{url}/{program}.html", width=1400, height=900)
    words = browser.evaluate(WAIT.format(wanted=", ".join(f'"{word}"' for word in wanted)))

    assert [word for word in wanted if word not in words] == []
    expected = {f"{url}/edition/pictures/tei/images/recto.png", f"{url}/iiif/letter/1.json"}
    for _ in range(100):
        asked = {address.partition("?")[0] for address in browser.requests}
        if expected <= asked:
            break
        browser.evaluate("new Promise((done) => setTimeout(done, 200))")
    assert expected <= asked
    assert [a for a in asked if not a.startswith((url, "data:", "blob:"))] == []
