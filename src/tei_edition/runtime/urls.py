"""Take addresses of the web apart and join them, also those that are none."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urljoin, urlsplit


def split_url(address: str) -> SplitResult:
    """Return the parts of an address; all of it is a path if it cannot be taken apart."""
    try:
        return urlsplit(address)
    except ValueError:  # such as brackets of IPv6 that are not closed
        return SplitResult("", "", address, "", "")


def join_url(base: str, address: str) -> str:
    """Return an address as it is from a base; unchanged if one of them is no address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def is_address(text: str) -> bool:
    """Whether a text can be an address of the web, or the path of a file."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) or parts.scheme not in {"http", "https"}
        # The port raises ValueError if it is no number.
        return is_whole and parts.port != 0 and "\0" not in unquote(text)
    except ValueError:
        return False
