"""A site that is served follows what is saved."""

from __future__ import annotations

import http.client
import json
import queue
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from building import TEI
from tei_edition.publishing.live import LiveNews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("watchfiles", reason="watchfiles is not installed: pip install watchfiles")

PATIENCE = 120
BODY = (
    "<text><body><p xml:id='p1'>{} words of <persName ref='#a'>Anna</persName>.</p></body></text>"
)
REGISTER = (
    "<standOff><listPerson><person xml:id='a'><persName>Anna</persName></person></listPerson>"
    "</standOff>"
)


class Site:
    """An edition that is served, and the news that an open page gets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = (sys.executable, "-c", "from tei_edition.cli import main; main()")
        self.process = subprocess.Popen(
            (*command, "serve", "-p", "0", "-j1"),
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.news: queue.Queue[dict[str, Any]] = queue.Queue()
        self.stream = urllib.request.urlopen(f"{self.address}-/events")  # noqa: S310
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        self.last: dict[str, Any] = {}

    def _listen(self) -> None:
        for line in self.stream:
            if line.startswith(b"data: "):
                self.news.put(json.loads(line.removeprefix(b"data: ")))

    def wait(self) -> tuple[set[str], dict[str, Any]]:
        """The pages that a save changes, and the news when all is built and checked."""
        pages: set[str] = set()
        is_begun = False
        while not (is_begun and self.last["isComplete"]):
            self.last = self.news.get(timeout=PATIENCE)
            is_begun |= not self.last["isComplete"]
            pages |= {*self.last["pages"]}
        return pages, self.last

    def read(self, page: str) -> str:
        """A page as a browser gets it."""
        with urllib.request.urlopen(self.address + page) as answer:  # noqa: S310
            assert answer.headers["Cache-Control"] == "no-store"
            return str(answer.read().decode())

    def read_any(self, path: str) -> str:
        """What is at an address."""
        with urllib.request.urlopen(self.address + path) as answer:  # noqa: S310
            return str(answer.read().decode())

    def write(self, words: str) -> None:
        """Save the text."""
        text = TEI.format(title="One", content=BODY.format(words))
        (self.folder / "one.xml").write_text(text, encoding="utf-8")

    def end(self) -> None:
        """Ctrl-C, and a while for the end."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self.thread.join(PATIENCE)
        self.stream.close()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An edition of two texts and a register, served."""
    folder = tmp_path_factory.mktemp("edition")
    settings = '[edition]\ntexts = ["one.xml", "two.xml"]\nregisters = ["register.xml"]\n'
    (folder / "edition.toml").write_text(settings)
    for name, content in (("one", BODY), ("two", BODY), ("register", REGISTER)):
        text = TEI.format(title=name.title(), content=content.format("First"))
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    site = Site(folder)
    try:
        site.wait()  # the first look of the process that builds
        yield site
    finally:
        site.end()


def list_files(folder: Path) -> dict[str, bytes]:
    """The pages of a site, and what the search knows."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".js"}
    }


def test_a_page_shows_what_was_saved(site: Site) -> None:
    """With the script that follows, which is not in the file; what else changed is told too."""
    site.write("Second")
    pages, news = site.wait()
    assert "edition/one.html" in pages
    assert "edition/two.html" not in pages
    assert news["error"] == ""
    page = site.read("edition/one.html")
    assert "Second words" in page
    assert '<script src="/-/live.js" defer></script></body>' in page
    assert "EventSource" in site.read("-/live.js")
    on_disk = (site.folder / "build/html/edition/one.html").read_text(encoding="utf-8")
    assert "Second words" in on_disk
    assert "live.js" not in on_disk


def test_an_ill_formed_text_leaves_the_last_page(site: Site) -> None:
    """With the place of the mistake; when it is corrected the page goes on."""
    site.write("Third <hi>")
    pages, news = site.wait()
    assert pages == set()
    assert "one.xml" in news["error"]
    (found,) = [p for p in news["problems"] if p["code"] == "xml-not-well-formed"]
    assert re.match(r"one\.xml:\d+:\d+$", found["place"])
    assert "words of" in site.read("edition/one.html")
    site.write("Fourth")
    pages, news = site.wait()
    assert "edition/one.html" in pages
    assert news["error"] == ""
    assert "Fourth words" in site.read("edition/one.html")


def test_problems_are_listed(site: Site) -> None:
    """With place and hint, as `check` reports them."""
    site.write("<persName ref='#b'>B</persName>")
    _, news = site.wait()
    assert "unknown-person" in {problem["code"] for problem in news["problems"]}
    site.write("Fifth")
    _, news = site.wait()
    assert "unknown-person" not in {problem["code"] for problem in news["problems"]}


def test_the_files_are_those_of_a_clean_build(site: Site, tmp_path: Path) -> None:
    """After saves of a text, the register and the settings."""
    site.write("Sixth")
    site.wait()
    register = site.folder / "register.xml"
    register.write_text(register.read_text().replace(">Anna<", ">Anna of X<"))
    pages, _ = site.wait()
    assert any("person" in page for page in pages)
    settings = site.folder / "edition.toml"
    settings.write_text(settings.read_text() + "\n[pages]\ndownloads = false\n")
    site.wait()
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in site.folder.glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    command = (sys.executable, "-c", "from tei_edition.cli import main; main()")
    subprocess.run((*command, "build", "-j1"), cwd=copy, check=True, capture_output=True)
    assert list_files(site.folder / "build/html") == list_files(copy / "build/html")


def test_answers_of_dts_follow(site: Site) -> None:
    """They are of the edition as it is saved."""
    answer = json.loads(site.read_any("dts/collection"))
    assert "member" in answer


def test_other_hosts_get_nothing(site: Site) -> None:
    """Neither pages nor news."""
    host, _, port = site.address.removeprefix("http://").strip("/").partition(":")
    for path in ("/-/events", "/edition/one.html"):
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("GET", path, headers={"Host": "example.org"})
        assert connection.getresponse().status == 403
        connection.close()


def test_news_are_not_lost_on_slow_pages() -> None:
    """What happened between two looks is told at once, and the end ends all."""
    news = LiveNews()
    stream = news.follow()
    assert json.loads(next(stream).removeprefix(b"data: "))["pages"] == []
    news.tell_built(["a.html"])
    news.tell_built(["b.html"], "broken")
    found = json.loads(next(stream).removeprefix(b"data: "))
    assert (found["pages"], found["error"], found["version"]) == (["a.html", "b.html"], "broken", 2)
    news.end()
    assert list(stream) == []
