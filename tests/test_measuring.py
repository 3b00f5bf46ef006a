"""Time and memory of another process are measured, on each system by what it offers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tei_edition.runtime import measuring
from tei_edition.runtime.measuring import measure_memory, measure_time

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY = "a = bytearray(150_000_000)\nprint('ready', flush=True)\nwhile True: pass"


@pytest.fixture
def busy() -> Iterator[int]:
    """A process that works, and holds 150 MB."""
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


def test_time_and_memory_of_a_process(busy: int) -> None:
    """Its time grows, and its memory is what it holds."""
    before = measure_time(busy)
    until = time.monotonic() + 30
    while measure_time(busy) < before + 0.2 and time.monotonic() < until:
        time.sleep(0.05)
    assert measure_time(busy) >= before + 0.2
    assert 150_000_000 < measure_memory(busy) < 400_000_000


@pytest.mark.skipif(os.name == "nt", reason="there is no ps")
def test_time_and_memory_by_ps(busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that is neither Linux nor Windows is asked by ps."""
    if not Path("/bin/ps").exists():
        pytest.skip("there is no ps")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert measure_memory(busy) > 150_000_000
    assert measure_time(busy) < 30


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:01.25", 1.25), ("02:03:04", 7384), ("1-00:00:01", 86401), ("", 0), ("x", 0)],
)
def test_times_of_ps(text: str, seconds: float) -> None:
    """With days, hours, and parts of a second, as each ps has it."""
    assert measuring._parse_time(text) == seconds


def test_process_that_has_ended_has_none() -> None:
    """No error, and nothing that would count as too much."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert (measure_time(process.pid), measure_memory(process.pid)) == (0, 0)
