"""The site on this computer: its files, and live answers of DTS and OAI-PMH."""

from __future__ import annotations

import datetime as dt
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

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.loading.edition import LoadedEdition

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
_TYPES = {".jsonld": "application/ld+json", ".ttl": "text/turtle", ".xml": "application/xml",
          ".lpf.json": "application/geo+json", ".geojson": "application/geo+json",
          ".csv": "text/csv", ".cff": "text/yaml"}  # fmt: skip


class ServedSite:
    """What is served: an edition as it was read, and the folder of its pages."""

    def __init__(self, reading: LoadedEdition, folder: Path) -> None:
        self.reading = reading
        self.folder = folder.resolve()
        self.book = plan_site(reading)
        self._services: dict[str, Service] = {}
        self._lock = Lock()

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
        return self._read_file(parts.path)

    def _find_service(self, host: str) -> Service:
        """Return the service whose addresses are those of the host that was asked."""
        if host not in self._services:
            base = f"http://{host}/"
            holdings = make_holdings(self.reading, self.book, url=base)
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
        return HttpAnswer(200, headers, file.read_bytes())


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
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """Answer a request without the body."""
        self._send(self._answer(), is_whole=False)

    def _answer(self) -> HttpAnswer:
        own = f"{_LOOPBACK}:{self.server.server_port}"
        host = self.headers.get("Host", own)
        try:
            name = urlsplit(f"//{host}").hostname
            urlsplit(self.path)
        except ValueError:  # brackets that are no address
            return _refuse(400, "Bad request")
        # A page of another host that a browser was led to believe is here gets nothing.
        if name not in _NAMES or not _HOST.fullmatch(host):
            return _refuse(403, "Forbidden")
        return self.server.site.answer(self.path, host)

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


def make_server(site: ServedSite, port: int) -> _Server:
    """Return a server of the site that only this computer can ask."""
    try:
        return _Server(site, port)
    except OSError as error:
        raise EditionError(
            f"port {port} cannot be used: {error.strerror}", hint="choose another with --port"
        ) from None


def _tell_time() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
