"""Run rules from strangers in a separate process with limits of time and memory.

Saxon cannot be interrupted within a process: who asks ends the process when its time is over. It
also ends by itself then, or with the program that asked, where that can no longer do so.
`python -m tei_edition.runtime.saxon_apart` is that process.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.helper_process import make_command, read_message, write_message
from tei_edition.runtime.measuring import measure_memory, measure_time
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
_LOOK = 0.25  # seconds between two looks at time and memory


_ENDED = "end the process that they are run in"


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
    running = _start()
    try:
        before = measure_time(running.process.pid)
        assert running.process.stdin is not None
        write_message(running.process.stdin, msgspec.msgpack.encode((seconds, question)))
        data = _wait(running, seconds, before)
    except OSError:
        _stop()
        raise BudgetError(_ENDED) from None
    except BaseException:
        # Whatever ends the waiting, Ctrl-C for one, ends the process too.
        _stop()
        raise
    reply = msgspec.msgpack.decode(data, type=_Reply)
    if reply.failure:
        faults = [StaticFault(*fault) for fault in reply.faults]
        raise StylesheetError(reply.failure, faults=faults)
    return Answer(reply.result, reply.messages, reply.error)


class _Running(NamedTuple):
    """A process, and what it has answered; None when it has ended."""

    process: subprocess.Popen[bytes]
    answers: queue.SimpleQueue[bytes | None]


# The process of this one, while it runs.
_running: list[_Running] = []


def _start() -> _Running:
    if _running and _running[0].process.poll() is None:
        return _running[0]
    _stop()
    command, environment = make_command(__spec__.name if __spec__ else __name__)
    process = subprocess.Popen(  # noqa: S603 - this interpreter, on a module of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    running = _Running(process, queue.SimpleQueue())
    # A thread reads, since not every system can wait for a pipe for so long and no longer.
    threading.Thread(target=_listen, args=running, daemon=True).start()
    if not _running:
        atexit.register(_stop)
    _running[:] = [running]
    return running


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    """Gather the answers of a process until it ends."""
    data: bytes | None = b""
    while data is not None:
        try:
            assert process.stdout is not None
            data = read_message(process.stdout)
        except (OSError, ValueError):  # it was closed on this side
            data = None
        answers.put(data)


def _stop() -> None:
    """End the process, if there is one, at once."""
    while _running:
        process = _running.pop().process
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):  # what it was sent may not have arrived
            if process.stdin:
                process.stdin.close()
    atexit.unregister(_stop)


def _wait(running: _Running, seconds: float, before: float) -> bytes:
    """Return the next answer; raises BudgetError if the process exceeds its time or memory.

    `before` is the time that it had needed before it was asked.
    """
    process = running.process
    end = time.monotonic() + seconds * _PATIENCE
    while True:
        with contextlib.suppress(queue.Empty):
            data = running.answers.get(timeout=_LOOK)
            break
        if time.monotonic() > end or measure_time(process.pid) - before > seconds:
            raise BudgetError(_too_long(seconds))
        if measure_memory(process.pid) > MEMORY:
            raise BudgetError(f"need more than {MEMORY // 10**9} GB of memory")
    if data is not None:
        return data
    code = process.wait()
    if os.name == "posix" and code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise BudgetError(_too_long(seconds))
    raise BudgetError(_ENDED)


def _too_long(seconds: float) -> str:
    return f"do not end within {seconds:.0f} seconds"


# The other side.


def _serve() -> None:
    """Answer questions from the standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what Saxon might print is no answer
    limit = _prepare_limits()
    while (data := read_message(sys.stdin.buffer)) is not None:
        seconds, question = msgspec.msgpack.decode(data)
        limit(seconds)
        # Ends this process from outside the interpreter, which Saxon does not let go.
        faulthandler.dump_traceback_later(seconds * _PATIENCE, exit=True)
        answer = msgspec.msgpack.encode(_answer(Question(*question)))
        faulthandler.cancel_dump_traceback_later()
        write_message(answers, answer)


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
        soft = int(used + seconds) + 2  # who asks comes first, if it still can
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    return limit


if __name__ == "__main__":
    _serve()
