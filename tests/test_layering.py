"""The command starts without what is slow to import; `make lint` holds the layers."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("saxonche", "sphinx", "docutils", "icu", "babel", "weasyprint")


@pytest.mark.parametrize("library", SLOW)
def test_command_starts_without_slow_library(library: str) -> None:
    """Importing the command does not import a library that only some commands need."""
    call = f"import sys, tei_edition.cli; sys.exit({library!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", call]).returncode == 0
