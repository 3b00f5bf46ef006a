"""A site as a host serves it, for the time of some tests."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def drop_policy(page: bytes) -> bytes:
    """A page without its policy, for tests that put a script of their own into it."""
    return _POLICY.sub(b"", page)


def serve(
    folder: Path, handler: type[SimpleHTTPRequestHandler] = SimpleHTTPRequestHandler
) -> Iterator[str]:
    """Serve a folder until the next step, say where, and log nothing."""
    quiet = type("Quiet", (handler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
