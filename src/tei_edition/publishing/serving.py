"""The site on this computer: its files, news of changes, and answers of DTS and OAI-PMH."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import mimetypes
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from tei_edition.exports.dts_addresses import (
    COLLECTION,
    DOCUMENT,
    ENTRY,
    NAVIGATION,
    TEI_XML,
    Addresses,
)
from tei_edition.exports.dts_answers import HttpAnswer, Service
from tei_edition.exports.oai import answer_oai
from tei_edition.exports.reading_formats import HTML, PLAIN
from tei_edition.problems import EditionError
from tei_edition.publishing.exporting import make_holdings, plan_site
from tei_edition.report.lines import escape_controls
from tei_edition.runtime.files import real_path
from tei_edition.runtime.resources import find_asset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.publishing.live import LiveNews

_LOOPBACK = "127.0.0.1"
_NAMES = frozenset({_LOOPBACK, "localhost"})
_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
_SAFE = {"X-Content-Type-Options": "nosniff"}
# Pages of the site say themselves what they may run. To a browser TEI and SVG are pages too, and
# so is what an answer quotes of a text.
_POLICY = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
_ENDPOINTS = {
    "/dts": ENTRY,
    "/dts/collection": COLLECTION,
    "/dts/navigation": NAVIGATION,
    "/dts/document": DOCUMENT,
}
_ANEW = {"Cache-Control": "no-store"}
_TYPES = {".jsonld": "application/ld+json", ".ttl": "text/turtle", ".xml": "application/xml",
          ".lpf.json": "application/geo+json", ".geojson": "application/geo+json",
          ".csv": "text/csv", ".cff": "text/yaml"}  # fmt: skip


_EVENTS, _SCRIPT = "/-/events", "/-/live.js"
_LOAD = f'<script src="{_SCRIPT}" defer></script>'.encode()


class ServedSite:
    """What is served: an edition as it was read, and the folder of its pages.

    With `news` pages follow what is saved, by a script that is put into them.
    """

    def __init__(self, reading: LoadedEdition, folder: Path, news: LiveNews | None = None) -> None:
        self.folder = folder.resolve()
        self.news = news
        self._reading = reading
        self._read: Callable[[], LoadedEdition] | None = None
        self._services: dict[str, Service] = {}
        self._lock = Lock()

    def note_change(self, read: Callable[[], LoadedEdition]) -> None:
        """Read the edition again when it is asked for next."""
        with self._lock:
            self._read = read

    def answer(self, target: str, host: str) -> HttpAnswer:
        """Return the answer to a request for a target, a path with its query, at a host."""
        parts = urlsplit(target)
        # The same path with or without the slash at its end.
        path = parts.path.rstrip("/")
        query = {name: escape_controls(value) for name, value in parse_qsl(parts.query)}
        if path in _ENDPOINTS and (parts.query or not (self.folder / f".{path}").is_file()):
            with self._lock:
                found = self._find_service(host).answer(_ENDPOINTS[path], query)
            return found._replace(headers=found.headers | _POLICY)
        if path == "/oai":
            with self._lock:
                holdings = self._find_service(host).holdings
                body = answer_oai(holdings, query, _tell_time())
            return HttpAnswer(200, {"Content-Type": "text/xml; charset=utf-8"} | _POLICY, body)
        if self.news is not None and path == _SCRIPT:
            headers = {"Content-Type": "text/javascript; charset=utf-8", **_ANEW}
            return HttpAnswer(200, headers, find_asset("live.js").read_bytes())
        return self._read_file(parts.path)

    def _find_service(self, host: str) -> Service:
        """Return the service whose addresses are those of the host that was asked."""
        if self._read is not None:
            self._reading, self._read, self._services = self._read(), None, {}
        if host not in self._services:
            base = f"http://{host}/"
            holdings = make_holdings(self._reading, plan_site(self._reading), url=base)
            media = (TEI_XML, HTML, PLAIN)
            self._services = {host: Service(holdings, Addresses(base, queries=True,
                                                                media_types=media))}  # fmt: skip
        return self._services[host]

    def _read_file(self, path: str) -> HttpAnswer:
        name = unquote(path).lstrip("/")
        if name.endswith("/") or not name:
            name += "index.html"
        try:
            file = real_path(self.folder / name)
            if file.is_dir():
                file = real_path(file / "index.html")
            # Neither ".." nor a link leads out of the site.
            is_there = file.is_relative_to(self.folder) and file.is_file()
        except (OSError, ValueError):  # a name that is too long, a NUL
            is_there = False
        if not is_there:
            return _refuse(404, "Not found")
        known = next((kind for end, kind in _TYPES.items() if file.name.endswith(end)), "")
        kind = known or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        headers = {"Content-Type": kind, "Access-Control-Allow-Origin": "*"}
        if "xml" in kind:
            headers |= _POLICY
        data = file.read_bytes()
        if self.news is not None:
            headers |= _ANEW
            if file.suffix == ".html":
                # Files stay as the build made them.
                before, end, after = data.rpartition(b"</body>")
                data = before + _LOAD + end + after if end else data
        return HttpAnswer(200, headers, data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """Let a browser go away while it is answered; report anything else in one line."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            print(f"error: a request could not be answered: {error!r}", file=sys.stderr)

    def __init__(self, site: ServedSite, port: int) -> None:
        super().__init__((_LOOPBACK, port), _Handler)
        self.site = site


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "tei-edition"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer a request."""
        news = self.server.site.news
        if news is not None and self.path == _EVENTS and self._refuse_host() is None:
            self._follow(news)
        else:
            self._send(self._answer())

    def _follow(self, news: LiveNews) -> None:
        """Tell an open page what happens, until it is closed."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with contextlib.suppress(OSError):
            for event in news.follow():
                self.wfile.write(event)
                self.wfile.flush()

    def do_HEAD(self) -> None:
        """Answer a request without the body."""
        self._send(self._answer(), is_whole=False)

    def _answer(self) -> HttpAnswer:
        if (refusal := self._refuse_host()) is not None:
            return refusal
        return self.server.site.answer(self.path, self._find_host())

    def _find_host(self) -> str:
        return self.headers.get("Host", f"{_LOOPBACK}:{self.server.server_port}")

    def _refuse_host(self) -> HttpAnswer | None:
        """Return the answer to a request that is not meant for this host; None if it is."""
        host = self._find_host()
        try:
            name = urlsplit(f"//{host}").hostname
            urlsplit(self.path)
        except ValueError:  # brackets that are no address
            return _refuse(400, "Bad request")
        # A page of another host that a browser was led to believe is here gets nothing.
        is_ours = name in _NAMES and _HOST.fullmatch(host)
        return None if is_ours else _refuse(403, "Forbidden")

    def _send(self, answer: HttpAnswer, *, is_whole: bool = True) -> None:
        self.send_response(answer.status)
        for name, value in (_SAFE | answer.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if is_whole:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Write no line for each request."""


def _refuse(status: int, words: str) -> HttpAnswer:
    return HttpAnswer(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{words}\n".encode())


def make_server(site: ServedSite, port: int, *, tries: int = 1) -> _Server:
    """Return a server of the site that only this computer can ask.

    If the port is taken, the next ones are tried, as many as it is to try.
    """
    try:
        return _Server(site, port)
    except OSError as error:
        if tries > 1 and error.errno == errno.EADDRINUSE:
            return make_server(site, port + 1, tries=tries - 1)
        raise EditionError(
            f"port {port} cannot be used: {error.strerror}", hint="choose another with --port"
        ) from None


def _tell_time() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
