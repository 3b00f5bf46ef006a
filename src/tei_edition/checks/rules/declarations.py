"""Declarations in a header to which no pointer leads.

Declarations that are the same in the headers of many files count as used if any file of the edition
uses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import About, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Declaration
    from tei_edition.problems import Problem

# These are there to be pointed to; of others, such as hands, a header may just tell.
_ALWAYS = frozenset({"prefixDef", "taxonomy"})
_HINTS = {
    "calendar": "point to it with @calendar",
    "change": "point to it with @change",
    "char": "point to it with <g ref>",
    "glyph": "point to it with <g ref>",
    "handNote": "point to it with @hand",
    "prefixDef": "use it in pointers such as {}:x",
    "rendition": "point to it with @rendition",
    "taxonomy": "point to it with @scheme, or to its categories with @ana or catRef",
}
# Places told of one declaration in many headers.
_RELATED = 7


@check("edition", "unused-declaration", suspended="unused declarations", needs_all=True)
def check_declarations(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a note for each declaration that no pointer of the edition leads to.

    A header that describes all hands or renditions, and whose text points to none of them, does
    as it means to; one that points to some only may have forgotten a pointer.
    """
    edition = resolver.edition
    used, prefixes = _list_used(resolver)
    unused: dict[tuple[str, str], list[Declaration]] = {}
    for text in edition.files:
        of_kind: dict[str, list[Declaration]] = {}
        for declaration in text.declarations:
            of_kind.setdefault(declaration.element, []).append(declaration)
        for kind, declarations in of_kind.items():
            known = prefixes if kind == "prefixDef" else used
            left = [d for d in declarations if known.isdisjoint(d.ids)]
            if kind in _ALWAYS or len(left) < len(declarations):
                for declaration in left:
                    unused.setdefault((kind, declaration.ids[0]), []).append(declaration)
    for (kind, ident), declarations in unused.items():
        first, *others = declarations
        where = f" (nor in {len(others)} other files that declare it)" if others else ""
        yield problem(
            "unused-declaration",
            f'nothing uses the {kind} "{ident}"{where}',
            first.location,
            hint=f"{_HINTS[kind].format(ident)}, or remove it",
            related=[other.location for other in others[:_RELATED]],
            about=About(kind, values=first.ids),
        )


def _list_used(resolver: Resolver) -> tuple[set[str], set[str]]:
    """Return the identifiers that pointers name in any file, and the prefixes they use.

    By name alone: equal declarations in many headers count as one.
    """
    used: set[str] = set()
    prefixes: set[str] = set()
    for text in resolver.edition.files:
        for value in {pointer.value for pointer in text.pointers}:
            prefix, colon, rest = value.partition(":")
            used.add(value.rpartition("#")[2])
            if colon:
                prefixes.add(prefix)
                target = resolver.resolve(value, text.file)
                used.add(target.id if target else rest)
    return used, prefixes
