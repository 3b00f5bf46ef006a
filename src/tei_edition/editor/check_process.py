"""The server's side of the process that checks."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import msgspec

from tei_edition.editor.messages import CheckAnswer, CheckRequest
from tei_edition.runtime.helper_process import LENGTH, make_command

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable

_MODULE = "tei_edition.editor.checker"


class CheckingProcess:
    """A process that answers one question after the other; it starts with the first."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._under_way: asyncio.Task[CheckAnswer] | None = None

    async def ask(self, question: CheckRequest, note: Callable[[CheckAnswer], None]) -> CheckAnswer:
        """Return the answer to a question, which `note` is given first.

        Who is cancelled while the question waits does not ask it; once it is asked, `note` is given
        in any case.
        """
        while self._under_way is not None and not self._under_way.done():
            await asyncio.wait([self._under_way])
        self._under_way = asyncio.create_task(self._exchange(question, note))
        return await asyncio.shield(self._under_way)

    async def _exchange(
        self, question: CheckRequest, note: Callable[[CheckAnswer], None]
    ) -> CheckAnswer:
        try:
            process = await self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            data = msgspec.msgpack.encode(question)
            process.stdin.write(LENGTH.pack(len(data)) + data)
            await process.stdin.drain()
            head = await process.stdout.readexactly(LENGTH.size)
            data = await process.stdout.readexactly(LENGTH.unpack(head)[0])
        except (OSError, asyncio.IncompleteReadError):
            await self.end()
            return CheckAnswer(error="the process that checks the edition has ended")
        answer = msgspec.msgpack.decode(data, type=CheckAnswer)
        note(answer)
        return answer

    async def _start(self) -> Process:
        if self._process is None:
            command, environment = make_command(_MODULE)
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=environment,
            )
        return self._process

    async def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
