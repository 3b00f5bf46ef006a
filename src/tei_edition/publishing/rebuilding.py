"""Build a site again and again in one process, which keeps all that it has loaded.

`python -m tei_edition.publishing.rebuilding` is that process. Saxon runs in it too: nothing else
does, and who asks starts another if it ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from tei_edition.config import read_config
from tei_edition.loading.checking import check_whole
from tei_edition.problems import EditionError, Problem
from tei_edition.publishing.site_drafts import drafting
from tei_edition.publishing.sphinx_build import build_site
from tei_edition.runtime.helper_process import (
    make_command,
    open_answers,
    read_message,
    write_message,
)
from tei_edition.runtime.workers import work_here

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODULE = "tei_edition.publishing.rebuilding"


class BuildRequest(msgspec.Struct):
    """Which edition.toml is to be built into which folder, and whether for somebody who waits."""

    settings: str
    output: str
    allow_outside: bool = False
    is_draft: bool = False


class Rebuilt(msgspec.Struct):
    """What came of a build: the pages whose files changed, or why there is no new site."""

    pages: list[str] = []
    error: str = ""


class Checked(msgspec.Struct):
    """The problems of the edition that was built, or why they could not be found."""

    problems: list[Problem] = []
    error: str = ""


class Rebuilder:
    """Has a site built by another process."""

    def __init__(self, request: BuildRequest) -> None:
        self._request = request
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def rebuild(self, *, is_draft: bool = False) -> Iterator[Rebuilt | Checked]:
        """Build the site, and yield what came of it; then the problems.

        The downloads of a draft are those of the build before.
        """
        with self._lock:
            yield from self._rebuild(msgspec.structs.replace(self._request, is_draft=is_draft))

    def _rebuild(self, request: BuildRequest) -> Iterator[Rebuilt | Checked]:
        try:
            process = self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            write_message(process.stdin, msgspec.msgpack.encode(request))
            if (data := read_message(process.stdout)) is not None:
                yield msgspec.msgpack.decode(data, type=Rebuilt)
                if (data := read_message(process.stdout)) is not None:
                    yield msgspec.msgpack.decode(data, type=Checked)
                    return
        except OSError:
            pass
        self.end()
        yield Rebuilt(error="the process that builds has ended; the next save starts another")

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command, environment = make_command(_MODULE)
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
        return self._process

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


# The other side.


class _Builder:
    """Builds a site; texts that could not be read when it began are left out."""

    def __init__(self) -> None:
        self.is_known = False
        self.leaves_out = False

    def build(self, request: BuildRequest) -> Rebuilt:
        output = Path(request.output)
        before = _stamp_pages(output)
        try:
            path = Path(request.settings)
            config = read_config(path, allow_outside=request.allow_outside)
            keep_going = self.leaves_out or not self.is_known
            with drafting() if request.is_draft else nullcontext():
                site = build_site(config, "html", output, path=path, keep_going=keep_going)
        except EditionError as error:
            return Rebuilt(error=f"{error} ({error.hint})" if error.hint else str(error))
        except OSError as error:
            return Rebuilt(error=f'"{error.filename}": {error.strerror}')
        self.is_known, self.leaves_out = True, bool(site.left_out)
        after = _stamp_pages(output)
        changed = [page for page, stamp in after.items() if before.get(page) != stamp]
        return Rebuilt(sorted(changed))

    def check(self, request: BuildRequest) -> Checked:
        try:
            config = read_config(Path(request.settings), allow_outside=request.allow_outside)
            return Checked(check_whole(config)[1])
        except EditionError as error:
            return Checked(error=str(error))


def _stamp_pages(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each page of a site, by its path in it."""
    start = len(str(folder)) + 1
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                path = f"{base}/{name}"
                status = os.stat(path)  # noqa: PTH116 - called for thousands of pages
                found[path[start:].replace(os.sep, "/")] = status.st_size, status.st_mtime_ns
    return found


def main() -> None:
    """Build whenever the standard input says so, until it ends."""
    answers = open_answers()
    builder = _Builder()
    with work_here():
        while (data := read_message(sys.stdin.buffer)) is not None:
            request = msgspec.msgpack.decode(data, type=BuildRequest)
            write_message(answers, msgspec.msgpack.encode(builder.build(request)))
            write_message(answers, msgspec.msgpack.encode(builder.check(request)))


if __name__ == "__main__":
    main()
