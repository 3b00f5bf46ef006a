"""A plugin of pytest for `mutate.py`: it notes what each test needs, and runs chosen tests.

With MUTATION_NOTES=FOLDER a line is written for each test: its name, whether it passed, its
seconds of the processor, and the fixtures that all tests share. With MUTATION_CHOICE=FILE only
the tests that it names are run, in its order, and before them those that are not known to it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

SHARED = ("shipped", "site", "plain")
_passed: dict[str, bool] = {}


def _measure() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Write a line for the test, where somebody wants it."""
    start = _measure()
    result = yield
    if folder := os.environ.get("MUTATION_NOTES"):
        note = {
            "test": item.nodeid,
            "passed": _passed.get(item.nodeid, False),
            "seconds": round(_measure() - start, 3),
            "shared": [name for name in SHARED if name in getattr(item, "fixturenames", ())],
        }
        with (Path(folder) / f"notes-{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(note)}\n")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember whether a test passed, in all its phases; one that was skipped did not."""
    passed = report.passed and _passed.get(report.nodeid, True)
    _passed[report.nodeid] = passed


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the chosen tests, in the order in which they were chosen."""
    chosen = os.environ.get("MUTATION_CHOICE")
    if not chosen:
        return
    choice = json.loads(Path(chosen).read_text("utf-8"))
    places = {name: at for at, name in enumerate(choice["tests"])}
    known = {*choice["known"]}

    def place(item: pytest.Item) -> int:
        return places.get(item.nodeid, len(places)) if item.nodeid in known else -1

    left = [item for item in items if place(item) == len(places)]
    config.hook.pytest_deselected(items=left)
    items[:] = sorted((item for item in items if place(item) < len(places)), key=place)
