"""What a process costs: time by the clock and of processors, and memory."""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Cost(NamedTuple):
    """What a process and those it started took: time by the clock and of processors, in seconds.

    The memory is that of the largest of these processes, at its peak.
    """

    seconds: float
    processor: float
    megabytes: float


def measure_process(command: Sequence[str], folder: Path, output: Path | None = None) -> Cost:
    """What a command costs in a folder, with all processes that it starts; it must succeed.

    What it says goes to the file `output`, if one is given.
    """
    # As for those who have installed it, whose modules were compiled then.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with output.open("wb") if output else contextlib.nullcontext() as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=stream, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        code = os.waitstatus_to_exitcode(status)
        raise SystemExit(f"{' '.join(command)[:200]} ended with {code} in {folder}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def median(costs: list[Cost]) -> Cost:
    """The medians of times and of memory."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def describe_machine() -> str:
    """The machine that figures come from."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
