"""Inputs made at random, the same in every run: none ends in an exception that is not our own."""

from __future__ import annotations

import pytest

pytest.importorskip("hypothesis", reason="pip install hypothesis")

import fuzzing

# Of all kinds together less than a minute.
SECONDS = 4.0
SEED = 13


@pytest.mark.parametrize("name", fuzzing.TARGETS)
def test_inputs_made_at_random_end_in_problems_or_sentences(name: str) -> None:
    """Whatever the input, it is read, or told; `make fuzz` tries others for longer."""
    assert fuzzing.fuzz(name, number=SEED, seconds=SECONDS) > 0
