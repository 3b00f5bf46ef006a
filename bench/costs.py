"""What a process costs: time by the clock and of processors, and memory."""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# A process counts as its own the memory of the one that started it, until it has become another
# program. So commands are started by this one, which has some ten megabytes.
_STARTER = """
import os, sys, time
report, *command = sys.argv[1:]
start = time.perf_counter()
pid = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - start
with open(report, "w") as file:
    print(status, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=file)
"""


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
    with tempfile.TemporaryDirectory(prefix="tei-edition-bench-") as name:
        report = Path(name) / "report"
        starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(report), *command]
        with output.open("wb") if output else contextlib.nullcontext() as stream:
            subprocess.run(starter, cwd=folder, stdout=stream, env=environment, check=True)
        status, seconds, processor, memory = report.read_text().split()
    if int(status):
        code = os.waitstatus_to_exitcode(int(status))
        raise SystemExit(f"{' '.join(command)[:200]} ended with {code} in {folder}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(float(seconds), float(processor), int(memory) * unit / 1e6)


def median(costs: list[Cost]) -> Cost:
    """The medians of times and of memory."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def describe_machine() -> str:
    """The machine that figures come from."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
