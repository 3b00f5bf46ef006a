"""Name classes for wildcards: any element but some, or those of some namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.schema.odd.patterns import join_all, rng
from tei_edition.tei import EXAMPLES_NS, TEI_NS

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.schema.odd.records import AnyElement

# What any element is not where neither it nor the schemaSpec says so (TEI, schemaSpec).
_EXCEPTIONS = ((TEI_NS, ""), (EXAMPLES_NS, "egXML"))


def name_any_element(
    model: AnyElement, exceptions: tuple[tuple[str, str], ...] | None
) -> etree._Element:
    """Return the name class of an anyElement.

    `exceptions` are those of the schemaSpec, if it has any.
    """
    if model.require:
        return join_all("choice", [rng("nsName", ns=uri) for uri in model.require])
    for stated in (model.excepted, exceptions, _EXCEPTIONS):
        if stated is not None:
            break
    if not stated:
        return rng("anyName")
    excepted = []
    for uri, name in stated:
        pattern = rng("name" if name else "nsName", ns=uri)
        if name:
            pattern.text = name
        excepted.append(pattern)
    return rng("anyName", rng("except", *excepted))
