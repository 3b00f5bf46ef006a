"""The built site in a real browser: narrow and wide, with scripts and without."""

from __future__ import annotations

import json
import subprocess
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

import oracle
from browser.serving import drop_policy, serve
from building import find_program, list_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
PAGES = (
    "index.html", "introduction.html", "principles.html", "edition/october.html",
    "edition/october/friction.html", "edition/october/fate.html", "edition/persons.html",
    "edition/organisations.html", "edition/gazetteer.html", "edition/chronology.html",
    "edition/witnesses.html",
    "edition/downloads.html",
)  # fmt: skip


# All that is folded is opened first. What a theme does is its own: only WCAG itself counts.
AXE = """AXE;
document.querySelectorAll("details").forEach(details => { details.open = true; });
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
axe.run(document, {runOnly: rules}).then(result => {
  const found = result.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]);
  document.body.innerHTML = "<pre id='seen'></pre>";
  const seen = JSON.stringify({passed: result.passes.length, found});
  document.getElementById("seen").textContent = seen;
});"""


CARD = """const name = document.querySelector("a[data-card]");
const card = () => getComputedStyle(name, "::after").content;
const before = card();
name.focus({focusVisible: true});
const seen = JSON.stringify([before, card()]);
document.body.innerHTML = "<pre id='seen'></pre>";
document.getElementById("seen").textContent = seen;"""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site, and beside it the page that looks at all others."""

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0][1:]
        if name in {"look.html", "read.html"}:
            return str(HERE / name)
        return super().translate_path(path)

    def do_GET(self) -> None:
        """Serve a page; with `?axe` or `?card`, one that looks at itself and says what it saw."""
        path, _, wanted = self.path.partition("?")
        if wanted not in {"axe", "card"}:
            super().do_GET()
            return
        page = drop_policy(Path(self.translate_path(path)).read_bytes()).decode()
        look = CARD
        if wanted == "axe":
            look = AXE.replace("AXE", Path(find_program("axe.min.js")).read_text(encoding="utf-8"))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.replace("</body>", f"<script>{look}</script></body>").encode())

    def end_headers(self) -> None:
        if self.path.endswith("?scripts=off"):
            self.send_header("Content-Security-Policy", "script-src 'none'")
        super().end_headers()


@pytest.fixture(scope="module", params=["site", "plain"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The site of Sphinx, and the pages made by XSLT alone."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the site is served for the time of these tests."""
    yield from serve(folder, _Handler)


def browse(profile: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Open a page in Chromium and return its tree as the browser has it, and what was logged."""
    done = subprocess.run(
        [
            find_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--enable-logging=stderr",
            "--hide-scrollbars",
            f"--user-data-dir={profile}", "--virtual-time-budget=60000", "--dump-dom", url,
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def seen(folder: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What look.html saw on every page, in one run of the browser, and what was logged in it."""
    pages = ",".join(page for page in PAGES if (folder / page).is_file())
    done = browse(tmp_path_factory.mktemp("profile"), f"{address}/look.html?{pages}")
    text = html.fromstring(done.stdout).findtext(".//pre[@id='seen']") or ""
    assert text.startswith("{"), done.stderr
    found: dict[str, Any] = json.loads(text)
    found["console"] = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return found


@pytest.mark.parametrize("width", ["360", "1280"])
def test_no_page_scrolls_sideways(seen: dict[str, Any], width: str) -> None:
    """No page is wider than the window, on a telephone as on a desk."""
    widths = seen["widths"][width]

    assert len(widths) >= 8
    assert {page: w for page, w in widths.items() if w > int(width)} == {}


def test_the_console_is_silent(seen: dict[str, Any]) -> None:
    """No script fails and nothing that a page asks for is missing."""
    assert seen["console"] == []


def test_quotations_lead_to_words_in_sight(seen: dict[str, Any]) -> None:
    """Following a quotation of the register shows the very word that it quotes."""
    assert len(seen["followed"]) >= 6
    assert [found for found in seen["followed"] if not found["ok"]] == []


def test_everything_is_there_without_scripts(
    folder: Path, address: str, shipped: Path, tmp_path: Path
) -> None:
    """With scripts off, the pages of the text hold every stream."""
    said = oracle.read_tei(shipped / "tei/october.xml", {"regularised": False})
    pages = []
    for number, page in enumerate(list_pages(folder, "edition/october")):
        name = page.relative_to(folder).as_posix()
        done = browse(tmp_path / "profile", f"{address}/{name}?scripts=off")
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_text(done.stdout, encoding="utf-8")

    assert oracle.compare(said, oracle.read_html(pages)) == []


@pytest.mark.program("axe.min.js")
@pytest.mark.parametrize("page", ["edition/october/fate.html", "edition/persons.html"])
def test_axe_finds_nothing(address: str, tmp_path: Path, page: str) -> None:
    """Pages with cards, folded lists and quotations pass axe by the rules of WCAG 2.2, level AA."""
    done = browse(tmp_path / "profile", f"{address}/{page}?axe")
    text = html.fromstring(done.stdout).findtext(".//pre[@id='seen']") or ""

    found = json.loads(text)
    assert found["passed"] >= 10
    assert found["found"] == []


def test_a_name_shows_who_it_is(address: str, folder: Path, tmp_path: Path) -> None:
    """While the keyboard stays on a name its card is there, without scripts of ours."""
    page = html.fromstring((folder / "edition/october/fate.html").read_text(encoding="utf-8"))
    name = page.find(".//a[@data-card]")
    assert name is not None
    done = browse(tmp_path / "profile", f"{address}/edition/october/fate.html?card")
    seen = html.fromstring(done.stdout).findtext(".//pre[@id='seen']") or ""

    before, focused = json.loads(seen)
    assert before in {"none", "normal"}
    assert focused.strip('"').replace("\\a ", "\n") == name.get("data-card")


def test_a_reader_chooses_and_finds_notes(address: str, tmp_path: Path) -> None:
    """Choices show, are remembered and stand in the address; notes stand beside, or open."""
    done = browse(tmp_path / "profile", f"{address}/read.html?edition/october/fate.html")

    text = html.fromstring(done.stdout).findtext(".//pre[@id='seen']") or ""
    assert text.startswith("{"), done.stderr
    seen: dict[str, Any] = json.loads(text)
    beside = seen.pop("beside")
    assert len(beside) >= 2
    assert all(beside)
    assert seen == {
        "configured": "orig", "controls": True, "chosen": "reg", "address": "?spelling=reg",
        "apart": True, "remembered": "reg", "told": "?spelling=reg", "asked": "orig",
        "nonsense": "orig", "foot": True, "opened": True, "closed": True,
    }  # fmt: skip
