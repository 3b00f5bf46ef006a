"""The block "cite this page" in a real browser: for a page, for a passage, without scripts."""

from __future__ import annotations

import json
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from lxml import html

from browser.serving import drop_policy, serve
from browser.test_browser import browse
from building import build_site, copy_shipped, run_command
from citations import read_bibtex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.driver import Browser

pytestmark = pytest.mark.browser

ADDRESS = "https://example.org/october"
PAGE = "edition/october/friction.html"
# What the page shows when it has come to rest, and after the address has changed and changed back.
_LOOK = """
<script>
addEventListener("load", async () => {
  const rest = () => new Promise(resolve => setTimeout(resolve, 50));
  const read = async () => {
    const block = document.querySelector(".tei-cite");
    const files = {};
    for (const link of block.querySelectorAll(".tei-cite-forms a[download]")) {
      const format = link.closest("[data-format]").dataset.format;
      files[format] = await (await fetch(link.href)).text();
    }
    const text = name => block.querySelector(name).textContent;
    return {
      summary: text("summary"), short: text(".tei-cite-short"), long: text(".tei-cite-long"),
      print: text(".tei-cite-print-text"), link: block.querySelector(".tei-cite-long a").href,
      buttons: block.querySelectorAll(".tei-cite-copy").length, files,
      open: block.querySelector("[data-format=ris]").open,
    };
  };
  document.querySelector("[data-format=ris]").open = true;
  const seen = { first: await read() };
  for (const hash of ["p2", "n-no-such", "p1.persName1", "TOP", ""]) {
    location.hash = hash === "TOP" ? document.querySelector(".tei-page").id : hash;
    await rest();
    seen[hash || "end"] = await read();
  }
  location.hash = "p2";
  await rest();
  document.querySelector(".tei-cite-page").click();
  seen.page = await read();
  const pre = document.createElement("pre");
  pre.id = "seen";
  pre.textContent = JSON.stringify(seen);
  document.body.append(pre);
});
</script></body>
"""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site, and puts what looks at them into its pages."""

    def do_GET(self) -> None:
        if not self.path.endswith("?look"):
            super().do_GET()
            return
        data = Path(self.translate_path(self.path)).read_bytes()
        data = drop_policy(data).replace(b"</body>", _LOOK.encode())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="module", params=["sphinx", "plain"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped edition with an address, made with and without Sphinx."""
    root = copy_shipped(tmp_path_factory.mktemp("citing") / "edition")
    settings = (root / "edition.toml").read_text()
    (root / "edition.toml").write_text(
        settings.replace("[edition]", f'[edition]\nurl = "{ADDRESS}"')
    )
    if request.param == "sphinx":
        return build_site(root).out
    done = run_command("html", "-o", "plain", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "plain"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served for the time of these tests."""
    yield from serve(site, _Handler)


@pytest.fixture(scope="module")
def seen(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a browser sees of the block while the address changes."""
    done = browse(tmp_path_factory.mktemp("profile"), f"{address}/{PAGE}?look#p1")
    seen: Any = html.fromstring(done.stdout).xpath("string(//pre[@id='seen'])")
    found: dict[str, Any] = json.loads(seen)
    assert "Uncaught" not in done.stderr
    return found


@pytest.mark.parametrize(("name", "anchor", "label"), [("first", "p1", "¶ 1"), ("p2", "p2", "¶ 2")])
def test_a_passage_in_the_address_is_cited(
    seen: dict[str, Any], name: str, anchor: str, label: str
) -> None:
    """All forms and all files carry the address and the label of the passage."""
    found, url = seen[name], f"{ADDRESS}/{PAGE}#{anchor}"

    assert found["summary"] == f"Cite this passage ({label})"
    assert found["short"].endswith(f", {label}")
    assert found["link"] == url
    assert found["long"] == found["print"]
    assert url in found["long"]
    (csl,) = json.loads(found["files"]["csl.json"])
    assert (csl["URL"], csl["locator"]) == (url, label)
    entry = read_bibtex(found["files"]["bib"]).fields_dict
    assert (entry["url"].value, entry["note"].value) == (url, label)
    (ris,) = rispy.loads(found["files"]["ris"].replace("\r\n", "\n"))
    assert (ris["urls"], ris["section"]) == ([url], label)
    assert found["files"]["ris"].count("\n") == found["files"]["ris"].count("\r\n")


def test_what_stands_in_a_passage_is_cited_with_it(seen: dict[str, Any]) -> None:
    """The place that the address names is kept, and called by the passage around it."""
    found = seen["p1.persName1"]

    assert found["link"] == f"{ADDRESS}/{PAGE}#p1.persName1"
    assert found["short"].endswith(", ¶ 1")


@pytest.mark.parametrize("name", ["n-no-such", "TOP", "end", "page"])
def test_else_the_page_is_cited(seen: dict[str, Any], site: Path, name: str) -> None:
    """An address that names nothing or all of it is that of the page; a button leads there."""
    found = seen[name]

    assert found["summary"] == "Cite this page"
    assert found["link"] == f"{ADDRESS}/{PAGE}"
    assert "¶" not in found["short"]
    assert found["files"]["bib"] == (site / PAGE).with_suffix(".bib").read_text()


def test_everything_may_be_copied_and_what_is_open_stays_so(seen: dict[str, Any]) -> None:
    """Each form has its button, whatever the address; what a reader has opened is open still."""
    assert {found["buttons"] for found in seen.values()} == {5}
    assert seen["first"]["open"]
    assert seen["end"]["open"]


def test_without_a_script_the_page_is_cited(site: Path) -> None:
    """Nothing needs the script: all is in the page, and no button that would do nothing."""
    tree: Any = html.fromstring((site / PAGE).read_text())
    block = tree.find_class("tei-cite-forms")[0]

    assert len(block.xpath(".//*[contains(@class, 'tei-cite-text')]")) == 5
    assert f"{ADDRESS}/{PAGE}" in block.text_content()
    assert not block.xpath(".//button | .//*[@hidden]")


def test_the_block_keeps_its_place_when_texts_stand_side_by_side(
    site: Path, address: str, tmp_path: Path
) -> None:
    """Columns are of the text alone: what the page says of itself stays at its foot."""
    if not (site / "_static").is_dir():
        pytest.skip("only pages of Sphinx have two texts side by side")
    done = browse(tmp_path / "profile", f"{address}/{PAGE}?beside=L")
    tree: Any = html.fromstring(done.stdout)

    (block,) = tree.find_class("tei-cite")
    assert "tei-page" in block.getparent().get("class")


def test_words_that_are_selected_can_be_cited(browser: Browser, site: Path) -> None:
    """A button below them opens the block for their passage; it goes with the selection."""
    browser.open(f"{site.as_uri()}/{PAGE}")
    select = (
        "(() => {{ const range = document.createRange();"
        " range.selectNodeContents(document.querySelector('{}'));"
        " const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);"
        " return new Promise((done) => setTimeout(done, 400)); }})()"
    )
    button = "document.querySelector('.tei-cite-chosen')"
    hint = "document.querySelector('.tei-cite-forms > .tei-label').textContent"
    assert "select its words" in browser.evaluate(hint)

    browser.evaluate(select.format("#p1\\\\.persName1"))
    assert browser.evaluate(f"{button}.textContent") == "Cite this passage (¶ 1)"
    browser.evaluate(f"{button}.click()")
    shown = browser.evaluate(
        "(() => { const block = document.querySelector('.tei-cite'); return {"
        " open: block.querySelector('details').open, hash: location.hash,"
        " short: block.querySelector('.tei-cite-short').textContent,"
        " top: block.getBoundingClientRect().top < innerHeight }; })()"
    )
    assert shown["open"]
    assert shown["top"]
    assert shown["hash"] == "#p1"
    assert shown["short"].endswith(", ¶ 1")

    for none in (".tei-cite-short", "h1"):
        browser.evaluate(select.format(none))
        assert browser.evaluate(button) is None
    assert browser.complaints == []
