"""One long text beside CETEIcean, which shows TEI in the browser without a build.

Both are served from this machine and opened in Chromium, each time by a browser that has seen
neither: when words appear, when all of the text is there, and how much is fetched.

    CETEI_JS=…/CETEI.js python bench/reading.py [--size 1000000] [--runs 3] [--table FILE]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:] = [str(REPOSITORY / part) for part in ("tests", "tests/support")] + sys.path

from browser.driver import Browser  # noqa: E402
from costs import describe_machine, measure_process  # noqa: E402
from editions import write_long  # noqa: E402

_CETEI = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Text</title>
<script src="CETEI.js"></script></head><body><div id="text"></div><script>
new CETEI().getHTML5("text.xml", data => {
  document.getElementById("text").appendChild(data);
  requestAnimationFrame(() => setTimeout(() => { window.isThere = performance.now(); }));
});
</script></body></html>
"""
# A page that is built is there when it has been loaded.
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd || 0"
_PAINTED = "(performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime || 0"

_FETCHED = """["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""


class Visit(NamedTuple):
    """Milliseconds until words appear and until all is there; what is fetched, in bytes."""

    painted: float
    there: float
    fetched: float


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def visit(address: str, there: str) -> Visit:
    """Open a page in a new browser; `there` gives when all of it is shown, or 0 before."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        try:
            browser.open(address)
            wait = f"""new Promise(done => {{ const look = () => {{
              const then = {there}, painted = {_PAINTED};
              then && painted ? done(then) : setTimeout(look, 5); }}; look(); }})"""
            shown = browser.evaluate(wait)
            return Visit(browser.evaluate(_PAINTED), shown, browser.evaluate(_FETCHED))
        finally:
            browser.close()


def main() -> None:
    """Build the text once, open both pages in turn, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--table", type=Path, help="where to write the table of the manual")
    arguments = parser.parse_args()
    library = os.environ.get("CETEI_JS")
    if not library:
        raise SystemExit("CETEI_JS must name CETEI.js: npm install CETEIcean")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_long(root, arguments.size)
        site = root / "site"
        command = [sys.executable, "-m", "tei_edition", "html", "-o", str(site)]
        built = measure_process(command, root)
        (site / "text.xml").write_bytes((root / "tei/text.xml").read_bytes())
        (site / "CETEI.js").write_bytes(Path(library).read_bytes())
        (site / "cetei.html").write_text(_CETEI, encoding="utf-8")
        ours, theirs = [], []
        with serve(site) as address:
            for _ in range(arguments.runs):
                ours.append(visit(f"{address}/edition/text.html", _LOADED))
                theirs.append(visit(f"{address}/cetei.html", "window.isThere || 0"))
    rows = [
        ("tei-edition", f"{built.seconds:.1f} s", *_word(ours)),
        ("CETEIcean", "none", *_word(theirs)),
    ]
    print(describe_machine())
    for row in rows:
        print("  ".join(f"{cell:>14}" for cell in row))
    if arguments.table:
        head = '.. csv-table::\n   :header: "", "build", "first words", "whole text", "fetched"\n\n'
        body = "".join('   "' + '", "'.join(row) + '"\n' for row in rows)
        arguments.table.write_text(head + body, encoding="utf-8")


def _word(visits: list[Visit]) -> tuple[str, str, str]:
    """The medians, with their units."""
    painted, there, fetched = (statistics.median(values) for values in zip(*visits, strict=True))
    return f"{painted / 1000:.2f} s", f"{there / 1000:.2f} s", f"{fetched / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
