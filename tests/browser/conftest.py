"""A window of a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.driver import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A window for all tests of a file."""
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()
