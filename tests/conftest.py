"""The shipped edition, built once, and what a test needs that may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import CORPORA, HINTS, build_site, copy_shipped, find_program, run_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program or data is missing, and say how to get it."""
    for marker in item.iter_markers("program"):
        for name in marker.args:
            if not find_program(name):
                pytest.skip(f"{name} is not installed: {HINTS.get(name, 'see CONTRIBUTING')}")
    if item.get_closest_marker("browser") and not find_program("chromium"):
        pytest.skip(f"chromium is not installed: {HINTS['chromium']}")
    if item.get_closest_marker("corpora") and not CORPORA.is_dir():
        pytest.skip("the editions of others, ../shared/corpora, are not here")


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where work is kept between runs: no test reads or writes the user's own cache."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEI_EDITION_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for editions that tests write anew each time: its schema is compiled once."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped edition that tests read, and do not change."""
    return copy_shipped(tmp_path_factory.mktemp("shipped") / "edition")


@pytest.fixture(scope="session")
def site(shipped: Path) -> Path:
    """The shipped edition as the default build makes it."""
    return build_site(shipped, options=["-n"]).out


@pytest.fixture(scope="session")
def plain(shipped: Path) -> Path:
    """The shipped edition as `tei-edition html` makes it."""
    out = shipped / "build" / "plain"
    done = run_command("html", "-o", out, cwd=shipped)
    assert done.returncode == 0, done.stdout + done.stderr
    return out
