"""Measure the processor time and memory of another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def measure_time(pid: int) -> float:
    """Return the processor's time that a process has had, in seconds; 0 if that is not known."""
    if sys.platform == "linux":
        parts = _read_status(pid, "stat").rpartition(")")[2].split()
        ticks = sum(map(int, parts[11:13])) if len(parts) > 13 else 0  # in it, and for it
        return ticks / os.sysconf("SC_CLK_TCK")
    if sys.platform == "win32":
        times = [_Number() for _ in range(4)]
        _ask_windows(pid, "kernel32", "GetProcessTimes", *map(_refer, times))
        return float(times[2].value + times[3].value) * 1e-7  # in the kernel, and in the program
    return _parse_time(_ask_ps(pid, "time"))


def measure_memory(pid: int) -> int:
    """Return how many bytes of memory a process has; 0 if that is not known."""
    if sys.platform == "linux":
        parts = _read_status(pid, "statm").split()
        return int(parts[1]) * os.sysconf("SC_PAGE_SIZE") if len(parts) > 1 else 0
    if sys.platform == "win32":
        found = _Memory(size=_size(_Memory))
        _ask_windows(pid, "psapi", "GetProcessMemoryInfo", _refer(found), found.size)
        return int(found.committed)
    size = _ask_ps(pid, "rss")
    return int(size) * 1024 if size.isdecimal() else 0


def _read_status(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="ascii", errors="replace")
    except OSError:  # it has ended
        return ""


def _ask_ps(pid: int, column: str) -> str:
    """Return what `ps` says of a process, as on macOS; empty if there is none."""
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, a number
            ["/bin/ps", "-p", str(pid), "-o", f"{column}="],
            capture_output=True, text=True, timeout=5, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _parse_time(text: str) -> float:
    """Return the seconds of a time such as 1-02:03:04 or 3:04.25; 0 for what is none."""
    days, _, rest = text.rpartition("-")
    try:
        seconds = 0.0
        for part in rest.split(":"):
            seconds = seconds * 60 + float(part)
        return seconds + 86400 * int(days or 0)
    except ValueError:
        return 0.0


if sys.platform == "win32":
    from ctypes import Structure, byref, c_size_t, c_uint32, c_uint64, sizeof, windll

    _MAY_BE_ASKED = 0x1010  # PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_VM_READ
    _Number, _refer, _size = c_uint64, byref, sizeof

    class _Memory(Structure):
        """PROCESS_MEMORY_COUNTERS of Windows."""

        _fields_ = [
            ("size", c_uint32),
            ("faults", c_uint32),
            *((name, c_size_t) for name in ("most", "resident", *"abcd", "committed", "e")),
        ]  # fmt: skip

    def _ask_windows(pid: int, library: str, function: str, *arguments: Any) -> None:
        """Call a function of Windows about a process; what it fills in stays 0 if it fails."""
        handle = windll.kernel32.OpenProcess(_MAY_BE_ASKED, False, pid)
        if handle:
            getattr(getattr(windll, library), function)(handle, *arguments)
            windll.kernel32.CloseHandle(handle)
