"""The bar: on a terminal, for long work, and gone at the end."""

from __future__ import annotations

import io

import pytest

from tei_edition.runtime.progress import show_progress


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def work(number: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What so many jobs write to a terminal."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with show_progress("Reading") as note:
        assert note is not None
        for done in range(number):
            note(done + 1, number)
    return stream.getvalue()


def test_long_work_has_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar says how many of how many are done; its line is cleared at the end."""
    written = work(100, monkeypatch)

    assert "Reading" in written
    assert "/100" in written
    assert "\x1b[2K" in written.rpartition("/100")[2]


def test_short_work_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar for a moment would only flicker."""
    assert "Reading" not in work(3, monkeypatch)


@pytest.mark.parametrize("is_quiet", [True, False])
def test_there_is_none_in_a_pipe_or_if_quiet_is_wanted(
    is_quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal, or with --quiet, nothing is shown and nothing need be counted."""
    stream = Terminal() if is_quiet else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)

    with show_progress("Reading", is_quiet=is_quiet) as note:
        assert note is None

    assert stream.getvalue() == ""
