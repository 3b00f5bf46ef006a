"""The pictures that a text shows must lie in the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.pictures import SUFFIXES, find_picture
from tei_edition.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts import Edition


@check("edition", "missing-picture")
def check_pictures(edition: Edition, config: Config) -> Iterator[Problem]:
    """A problem for each picture that is neither in the edition nor on the web."""
    root = config.root.resolve()
    for text in edition.files:
        for picture in text.pictures:
            is_elsewhere = picture.url.startswith(("https://", "http://"))
            if is_elsewhere or find_picture((root / text.file).parent, picture.url, root):
                continue
            kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
            yield problem(
                "missing-picture",
                f'there is no picture "{picture.url}" in the edition',
                picture.location,
                hint=f"put it into the edition's folder; it may be one of {kinds}",
            )
