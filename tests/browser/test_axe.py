"""The apparatus and the pages of witnesses, judged by axe in a real browser, scripts and all."""

from __future__ import annotations

import json
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from browser.serving import drop_policy, serve
from browser.test_browser import browse
from building import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.program("axe.min.js")]

# axe looks at the edition's own part of the page: what is around it is the theme's.
_LOOK = """
<script src="/axe.min.js"></script>
<script>
addEventListener("load", () => setTimeout(async () => {
  const found = await axe.run(document.querySelector(".tei-page"));
  const pre = document.createElement("pre");
  pre.id = "axe";
  pre.textContent = JSON.stringify({
    passes: found.passes.length,
    violations: found.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]),
  });
  document.body.append(pre);
}, 1000));
</script></body>
"""
PAGES = (
    "edition/october/friction.html", "edition/october/friction.html?beside=L&witness=L",
    "edition/witnesses.html", "edition/witnesses/L/october/fate.html",
)  # fmt: skip


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site, and puts axe into its pages."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.name == "axe.min.js":
            path = Path(find_program("axe.min.js"))
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".html":
            data = drop_policy(data).replace(b"</body>", _LOOK.encode())
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served for the time of these tests."""
    yield from serve(site, _Handler)


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(page: str, address: str, tmp_path: Path) -> None:
    """No rule of axe is broken, and a good number have been looked at."""
    done = browse(tmp_path / "profile", f"{address}/{page}")
    found = json.loads(html.fromstring(done.stdout).findtext(".//pre[@id='axe']") or "{}")

    assert found.get("violations") == []
    assert found["passes"] > 5


def test_two_texts_stand_side_by_side(address: str, tmp_path: Path) -> None:
    """The same paragraph in one row, the words in which they differ marked in both."""
    page = f"{address}/edition/october/friction.html?beside=L"
    tree: Any = html.fromstring(browse(tmp_path / "profile", page).stdout)
    cells = tree.find_class("tei-parallel-cell")
    differing = [[e.text_content() for e in cell.find_class("tei-differs")] for cell in cells[:2]]

    assert len(cells) >= 6
    assert any("25th of October" in words for words in differing[0])
    assert any("November 7th" in words for words in differing[1])
    assert len(differing[0]) == len(differing[1]) > 5


def test_entries_are_chosen_by_the_address(address: str, tmp_path: Path) -> None:
    """A witness that the address names is chosen; how many entries are shown is reported."""
    page = f"{address}/edition/october/friction.html?witness=L"
    tree: Any = html.fromstring(browse(tmp_path / "profile", page).stdout)
    count = tree.find_class("tei-filter-count")[0].text_content()

    assert count == "18 of 18 entries"
