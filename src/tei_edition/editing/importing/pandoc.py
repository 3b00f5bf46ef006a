"""Call pandoc, a program that the user installs, on the bytes of a document."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tei_edition.problems import EditionError
from tei_edition.runtime.programs import find_program

# Nothing but the bytes that are given is read: no pictures, no included files. And memory is
# limited, as its manual advises for documents of strangers.
_SAFE = ("--sandbox", "+RTS", "-M3G", "-RTS")
_SECONDS = 300


def run_pandoc(data: bytes, reader: str, *options: str) -> dict[str, Any]:
    """Return a document as pandoc's tree; raises EditionError where pandoc is missing or fails."""
    program = find_program("pandoc")
    if not program:
        raise EditionError(
            "pandoc is not installed, and documents of this kind need it",
            hint="install it from https://pandoc.org/installing.html (2.15 or later),"
            " or save the document as plain text",
        )
    command = [program, *_SAFE, "--from", reader, "--to", "json", *options]
    try:
        done = subprocess.run(  # noqa: S603 - a program found on the path, fixed options
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise EditionError("pandoc did not finish within five minutes") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EditionError(f"pandoc cannot read the document: {' '.join(lines)[:300]}")
    try:
        tree: dict[str, Any] = json.loads(done.stdout)
    except (ValueError, RecursionError):
        raise EditionError("the document is nested too deeply") from None
    return tree
