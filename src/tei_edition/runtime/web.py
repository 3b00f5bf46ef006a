"""Fetch what is at an address of the web, within limits of time and size.

Only commands that say so use it: `schema fetch` and `names --look-up`.
"""

from __future__ import annotations

import re
import time
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PIECE = 65_536


class WebLimits(NamedTuple):
    """Seconds until the server says something, seconds in all, and the bytes that it may send."""

    silence: float = 30
    whole: float = 600
    size: int = 100_000_000


_USUAL = WebLimits()


class WebAnswer(NamedTuple):
    """What a server sent, and the address that it came from after redirects."""

    data: bytes
    address: str


class BusyError(EditionError):
    """A server asks to be left in peace for some `seconds`."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message, hint="try again later")
        self.seconds = seconds


def fetch_web(
    address: str, form: Mapping[str, str] | None = None, limits: WebLimits = _USUAL
) -> WebAnswer:
    """Return what is at an address of the web, or what the fields of a form sent to it give.

    Raises EditionError if there is nothing or the limits are exceeded, and BusyError if the server
    asks to wait (429 or 503, RFC 6585 and RFC 9110).
    """
    if not re.match("https?://", address):
        raise EditionError(
            f'"{address}" is not a web address', hint="begin it with https:// or http://"
        )
    quoted = quote(address, safe="%/:=&?~#+!$,;'@()*[]")
    sent = urlencode(form).encode() if form is not None else None
    try:
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            quoted, sent, {"User-Agent": "tei-edition"}
        )
        opener = urllib.request.build_opener(_WebOnly)
        with opener.open(request, timeout=limits.silence) as answer:
            data = _read(answer, address, limits)
            # `read` with a limit does not say that the connection broke off.
            promised = answer.headers.get("Content-Length", "")
            reached = answer.url
    except HTTPError as error:
        with error:
            if error.code in {429, 503}:
                wait = error.headers.get("Retry-After", "")
                seconds = float(wait) if wait.isascii() and wait.isdecimal() else 1.0
                told = f'"{address}" has too much to do: {error.code} {error.reason}'
                raise BusyError(told, seconds) from None
            raise _refuse(address, error) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise _refuse(address, error) from None
    if promised.isdecimal() and len(data) < int(promised):
        raise EditionError(
            f'"{address}" cannot be fetched: {len(data)} of {promised} bytes arrived',
            hint="nothing was stored: try again",
        )
    return WebAnswer(data, reached)


def _read(answer: object, address: str, limits: WebLimits) -> bytes:
    """Return what a server sends; it may send single bytes for hours."""
    end = time.monotonic() + limits.whole
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_PIECE):  # type: ignore[attr-defined]
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            most = f"{limits.size // 1_000_000} MB"
            raise EditionError(f'"{address}" cannot be fetched: it is larger than {most}')
        if time.monotonic() > end:
            raise EditionError(
                f'"{address}" cannot be fetched: it took longer than {limits.whole:g} seconds'
            )
    return b"".join(pieces)


def _refuse(address: str, error: Exception) -> EditionError:
    reason = str(getattr(error, "reason", None) or error or type(error).__name__)
    return EditionError(f'"{address}" cannot be fetched: {" ".join(reason.split())}')


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows no address that leads away from the web."""

    def redirect_request(self, request, file, code, message, headers, new):  # type: ignore[no-untyped-def]
        """Return the request for the new address."""
        if urlsplit(new).scheme not in {"http", "https"}:
            raise URLError(f'it leads to "{new}"')
        return super().redirect_request(request, file, code, message, headers, new)
