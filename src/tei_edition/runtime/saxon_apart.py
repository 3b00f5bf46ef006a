"""Run rules from strangers in a separate process with limits of time and memory.

Saxon cannot be interrupted within a process: what runs here is ended by the system when its time is
over, and with the program that asked. `python -m tei_edition.runtime.saxon_apart` is that process.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.saxon import Answer, Question, StaticFault, StylesheetError, ask_here

if TYPE_CHECKING:
    from collections.abc import Callable

# Of the processor's time, for a document, and what each of its characters adds.
SECONDS = 20.0
SECONDS_A_CHARACTER = 1e-5
# A process that sleeps, or waits for the others on a busy machine, has so many times as much.
_PATIENCE = 15
MEMORY = 3_000_000_000
_MOST_ANSWERED = 100_000_000
_LOOK = 0.25  # seconds between two looks at the memory
_LENGTH = struct.Struct("!Q")
_PACKAGES = Path(__file__).resolve().parents[2]


class BudgetError(EditionError):
    """Rules did not end within their time or memory; the message ends a sentence about them."""


class _Reply(msgspec.Struct):
    """The reply of the process: an answer, or why the stylesheet does not compile."""

    result: Any = None
    messages: tuple[str, ...] = ()
    error: str = ""
    failure: str = ""
    faults: tuple[tuple[int, str], ...] = ()


def ask_apart(question: Question) -> Answer:
    """Return a stylesheet's messages on a document, within a budget of time and memory.

    Raises BudgetError where that is not enough, and StylesheetError for a stylesheet that does not
    compile.
    """
    size = len(question.text) + sum(map(len, question.documents.values()))
    seconds = SECONDS + size * SECONDS_A_CHARACTER
    process = _start()
    try:
        _write(process.stdin, msgspec.msgpack.encode((seconds, question)))
        data = _wait(process, seconds)
    except BaseException:
        # Whatever ends the waiting, Ctrl-C for one, ends the process too.
        _stop()
        raise
    reply = msgspec.msgpack.decode(data, type=_Reply)
    if reply.failure:
        faults = [StaticFault(*fault) for fault in reply.faults]
        raise StylesheetError(reply.failure, faults=faults)
    return Answer(reply.result, reply.messages, reply.error)


# The process of this one, while it runs.
_running: list[subprocess.Popen[bytes]] = []


def _start() -> subprocess.Popen[bytes]:
    if _running and _running[0].poll() is None:
        return _running[0]
    _stop()
    # Modules are looked for where this package and its interpreter are, and in no edition's folder.
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(  # noqa: S603 - this interpreter, on a module of ours
        [sys.executable, "-P", "-m", __spec__.name if __spec__ else __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    if not _running:
        atexit.register(_stop)
    _running[:] = [process]
    return process


def _stop() -> None:
    """End the process, if there is one, at once."""
    while _running:
        process = _running.pop()
        process.kill()
        with contextlib.suppress(OSError):  # what it was sent may not have arrived
            process.communicate()
    atexit.unregister(_stop)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Return the next message of the process; raises BudgetError if it does not come in time."""
    end = time.monotonic() + seconds * _PATIENCE
    while not _is_ready(process):
        if time.monotonic() > end:
            raise BudgetError(_too_long(seconds))
        if _measure(process.pid) > MEMORY:
            raise BudgetError(f"need more than {MEMORY // 10**9} GB of memory")
    data = _read(process.stdout)
    if data is not None:
        return data
    code = process.wait()
    if os.name == "posix" and code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise BudgetError(_too_long(seconds))
    raise BudgetError("end the process that they are run in")


def _too_long(seconds: float) -> str:
    return f"do not end within {seconds:.0f} seconds"


def _is_ready(process: subprocess.Popen[bytes]) -> bool:
    if os.name == "nt":
        return True  # pipes cannot be waited for: `_read` waits, without limit
    assert process.stdout is not None
    return bool(select.select([process.stdout], [], [], _LOOK)[0])


def _measure(pid: int) -> int:
    """Return how many bytes of memory a process uses; 0 if unknown."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _write(stream: IO[bytes] | None, data: bytes) -> None:
    assert stream is not None
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _read(stream: IO[bytes] | None) -> bytes | None:
    """Read a message; None if the other side has gone."""
    assert stream is not None
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    return data if len(data) == size else None


# The other side.


def _serve() -> None:
    """Answer questions from the standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what Saxon might print is no answer
    limit = _prepare_limits()
    while (data := _read(sys.stdin.buffer)) is not None:
        seconds, question = msgspec.msgpack.decode(data)
        limit(seconds)
        _write(answers, msgspec.msgpack.encode(_answer(Question(*question))))


def _answer(question: Question) -> _Reply:
    try:
        answer = ask_here(question)
    except StylesheetError as error:
        faults = tuple((fault.line, fault.message) for fault in error.faults)
        return _Reply(failure=str(error), faults=faults)
    if len(msgspec.msgpack.encode(answer)) > _MOST_ANSWERED:
        return _Reply(error="the rules say more than can be reported")
    return _Reply(answer.result, answer.messages, answer.error)


def _prepare_limits() -> Callable[[float], None]:
    """Bind this process to the one that asks; the function sets the time for one question."""
    # Ctrl-C in a terminal reaches this process too, which Saxon would not let go.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "win32":
        return lambda _seconds: None
    import resource

    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def limit(seconds: float) -> None:
        used = sum(os.times()[:2])
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(used + seconds) + 1
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    return limit


if __name__ == "__main__":
    _serve()
