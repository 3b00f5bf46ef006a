"""Read an edition and find all its problems, as an editor wants them reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks import check_edition, list_decided
from tei_edition.loading.edition import LoadedEdition, keep_garbage, read_edition
from tei_edition.report.selection import drop_known, settle_problems

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.problems import Problem


def check_whole(config: Config) -> tuple[LoadedEdition, list[Problem]]:
    """Return an edition, and its problems without those that it ignores or that are known.

    Raises EditionError if edition.toml names no files.
    """
    with keep_garbage():
        reading = read_edition(config)
        found = (*reading.problems, *check_edition(reading.edition, config))
        told = settle_problems(found, config, reading.ignored, list_decided(reading.edition))
    if config.check.baseline:
        told, _ = drop_known(told, config.root / config.check.baseline)
    return reading, told
