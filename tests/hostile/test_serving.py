"""`serve` answers whatever is asked, shows no file outside the site, and lets no TEI be a page."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from building import TEI
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.serving import ServedSite, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = '<script xmlns="http://www.w3.org/1999/xhtml">x</script>'


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of an edition whose site holds a link to a file of the user's, and a pipe."""
    root = tmp_path_factory.mktemp("served")
    site = root / "build/html"
    (site / "tei").mkdir(parents=True)
    (root / "private.txt").write_text("PRIVATE")
    (site / "link.txt").symlink_to(root / "private.txt")
    (site / "links").symlink_to(root)
    for name in ("index.html", "tei/a.xml", "x.svg"):
        (site / name).write_text(f"<a>{SCRIPT}</a>")
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    content = f"<text><body><p>One {SCRIPT}</p></body></text>"
    (root / "a.xml").write_text(TEI.format(title="T", content=content))
    with make_server(ServedSite(read_edition(read_config(root)), site), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(port: int, target: bytes, host: bytes = b"127.0.0.1") -> bytes:
    """The whole answer to a request of bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(b"GET " + target + b" HTTP/1.0\r\nHost: " + host + b"\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


TARGETS = [
    b"/../private.txt", b"/%2e%2e/private.txt", b"/..%2f..%2fprivate.txt", b"/link.txt",
    b"/links/private.txt", b"//private.txt", b"/%00", b"/a%00.html", b"/" + b"a" * 5000,
    b"//[", b"http://[/x", b"/[", b"/%ff%fe", b"/index.html/../../private.txt", b"/tei/..%5c",
    b"/dts/document?resource=..%2fprivate.txt&ref=%00", b"/dts/navigation?resource=" + b"9" * 5000,
    b"/oai?verb=GetRecord&identifier=..%2f..%2fprivate.txt", b"/oai?verb=%00", b"/dts?%00=%ff",
    b"/dts/collection?page=" + b"9" * 5000, b"/dts/navigation?resource=a&down=" + b"9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_every_request_is_answered(
    port: int, target: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever the target, there is an answer of HTTP without the user's file, and no traceback."""
    answer = ask(port, target)
    assert answer.startswith(b"HTTP/1.0 ")
    assert not answer.startswith(b"HTTP/1.0 5")
    assert b"PRIVATE" not in answer
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "host",
    [b"evil.example", b"[", b"[::1", b"127.0.0.1:x/y", b"a@127.0.0.1", b"127.0.0.1\\@e", b"\xff"],
)
def test_other_hosts_get_nothing(port: int, host: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """A page of another host that a browser was led to believe is here is refused."""
    answer = ask(port, b"/index.html", host)
    assert answer.startswith((b"HTTP/1.0 403", b"HTTP/1.0 400"))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "target",
    [b"/tei/a.xml", b"/x.svg", b"/dts/document?resource=a", b"/oai?verb=Identify",
     b"/dts/document?resource=a&mediaType=text/html"],
)  # fmt: skip
def test_what_holds_words_of_texts_runs_nothing(port: int, target: bytes) -> None:
    """A browser that opens TEI, SVG or an answer of an interface is told to run no script of it."""
    answer = ask(port, target)
    assert b"Content-Security-Policy: sandbox; default-src 'none'" in answer
    assert b"X-Content-Type-Options: nosniff" in answer


def test_pages_of_the_site_keep_their_own_policy(port: int) -> None:
    """They are not put into a sandbox, where the search and the menus would not work."""
    assert b"sandbox" not in ask(port, b"/index.html").partition(b"\r\n\r\n")[0]


def test_a_client_that_goes_away_is_no_error(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """A request that is broken off prints nothing."""
    for begun in (b"", b"GET", b"GET / HTTP/1.0\r\nHo"):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(begun)
            linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    assert ask(port, b"/index.html").startswith(b"HTTP/1.0 200")
    assert capfd.readouterr().err == ""
