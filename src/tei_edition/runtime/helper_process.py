"""Processes that run a module of this program for another, and the messages between the two."""

from __future__ import annotations

import os
import signal
import struct
import sys
from pathlib import Path
from typing import IO

LENGTH = struct.Struct("!Q")
_PACKAGES = Path(__file__).resolve().parents[2]


def make_command(module: str) -> tuple[list[str], dict[str, str]]:
    """Return the command that runs a module, and its environment.

    Modules are looked for where this package and its interpreter are, and in no edition's folder.
    """
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return [sys.executable, "-P", "-m", module], environment


def read_message(stream: IO[bytes]) -> bytes | None:
    """Return the next message of a stream; None at its end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    data = stream.read(size)
    return data if len(data) == size else None


def write_message(stream: IO[bytes], data: bytes) -> None:
    """Write a message to a stream."""
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def open_answers() -> IO[bytes]:
    """Return the stream for the answers of this process, which is not to print anything else.

    Ctrl-C in a terminal does not end it: it ends when nobody asks any more.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library might print is no answer
    return answers
