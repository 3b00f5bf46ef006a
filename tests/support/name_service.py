"""A reconciliation service on this machine, as authority files have them on the web."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Names",
    "identifierSpace": "https://d-nb.info/gnd/",
    "schemaSpace": "https://d-nb.info/standards/",
    "view": {"url": "https://d-nb.info/gnd/{{id}}"},
}
KNOWN = {
    "Karl Marx": [
        {
            "id": "118578537",
            "name": "Marx, Karl",
            "score": 90,
            "match": True,
            "description": "1818-1883; philosopher",
            "type": [{"id": "DifferentiatedPerson", "name": "Person"}],
        },
        {"id": "118578538", "name": "Marx, Karl", "score": 12.5, "type": ["Person"]},
    ],
    "Berlin": [{"id": "4005728-8", "name": "Berlin", "score": 50, "description": None}],
}


class NameService:
    """A reconciliation service on this machine: what it is asked, what it answers instead."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.gets = 0
        self.manifest: bytes = json.dumps(MANIFEST).encode()
        # Each is sent once in place of an answer, as a status with its bytes and headers.
        self.instead: list[tuple[int, bytes, dict[str, str]]] = []
        self.address = ""

    def answer(self, form: str) -> bytes:
        """Answer a batch as the API says."""
        queries = json.loads(parse_qs(form)["queries"][0])
        self.asked.append(queries)
        return json.dumps(
            {key: {"result": KNOWN.get(query["query"], [])} for key, query in queries.items()}
        ).encode()


@contextlib.contextmanager
def run_service() -> Iterator[NameService]:
    """A service that runs for as long as it is needed."""
    made = NameService()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            made.gets += 1
            self._send(200, made.manifest, {})

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, data, headers = made.instead.pop(0) if made.instead else (200, b"", {})
            self._send(status, data or made.answer(form), headers)

        def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}/reconcile"
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
