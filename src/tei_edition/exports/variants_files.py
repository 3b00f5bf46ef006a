"""The files of `pages.variants` and `pages.witnesses` for stemmatology, as a format of export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.pages.variants import (
    NEXUS,
    VARIANTS,
    list_variations,
    write_nexus,
    write_variants,
)
from tei_edition.pages.witnesses import AGREEMENT, write_agreements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings


def write_variant_files(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the agreements of the witnesses and what each reads, where two can be compared."""
    book = holdings.book
    agreements = holdings.agreements
    variations = list(list_variations(book)) if agreements else []
    for path, data in (
        (AGREEMENT, write_agreements(book, agreements)),
        (VARIANTS, write_variants(book, variations)),
        (NEXUS, write_nexus(book, variations)),
    ):
        if data:
            yield path, data
