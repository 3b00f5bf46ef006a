"""The modules of a stylesheet, and stand-ins for declarations of the other stylesheets.

An editor's stylesheet is applied over each of ours that are run, and may use what any of them
declares. What the one being compiled lacks has a stand-in there, so that it compiles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_PRIVATE = "Q{urn:tei-edition:function:private}"
_FAIL = (
    "error(QName('urn:tei-edition:problem', 'unavailable'), '{} is not available on these pages')"
)


class SheetDeclaration(NamedTuple):
    """What a stylesheet declares by name: a function, a value, or a named template.

    `parameters` are the names of those of a template, and of a function as many.
    """

    kind: str
    name: str
    parameters: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        """A key that is unique among the declarations of a stylesheet."""
        return self.kind, self.name, len(self.parameters) if self.kind == "function" else 0


def list_modules(stylesheet: Path) -> list[Path]:
    """List the stylesheet and all that it imports and includes, each once."""
    modules: dict[Path, None] = {}
    pending = [real_path(stylesheet)]
    while pending:
        path = pending.pop()
        if path in modules or not path.is_file():
            continue
        modules[path] = None
        try:
            root = etree.parse(path).getroot()
        except etree.XMLSyntaxError:
            continue  # Saxon will say it better
        for reference in root.iter(f"{_XSL}import", f"{_XSL}include"):
            href = reference.get("href", "")
            if href and ":" not in href:
                pending.append(real_path(path.parent / href))
    return sorted(modules)


def make_stand_ins(stylesheet: Path, overlay: Path) -> str:
    """Return declarations of what the stylesheets beside this one have, and it has not.

    They fail when they are used: a template for pages of another kind is never called.
    """
    known = _read_all([*list_modules(stylesheet), *list_modules(overlay)])
    beside = _read_all(sorted(real_path(stylesheet).parent.rglob("*.xsl")))
    return "\n  ".join(_stand_in(beside[key]) for key in beside if key not in known)


def _read_all(paths: Iterable[Path]) -> dict[tuple[str, str, int], SheetDeclaration]:
    return {found.key: found for path in paths for found in _read_declarations(path)}


def _read_declarations(path: Path) -> list[SheetDeclaration]:
    """List what a module declares for others to use."""
    try:
        root = etree.parse(path).getroot()
    except etree.XMLSyntaxError:
        return []
    found = []
    kinds = [_XSL + kind for kind in ("function", "template", "param", "variable")]
    for node in root.iterchildren(*kinds):
        kind = node.tag.removeprefix(_XSL)
        name = _expand(node.get("name", ""), node)
        if name and not name.startswith(_PRIVATE):
            parameters = tuple(p.get("name", "") for p in node.iterchildren(f"{_XSL}param"))
            kind = "variable" if kind == "param" else kind
            found.append(SheetDeclaration(kind, name, parameters))
    return found


def _expand(name: str, node: etree._Element) -> str:
    """Return a name as `Q{namespace}name`."""
    prefix, colon, local = name.strip().rpartition(":")
    if name.startswith("Q{") or not colon:
        return name.strip()
    return f"Q{{{node.nsmap.get(prefix, '')}}}{local}"


def _stand_in(one: SheetDeclaration) -> str:
    told = one.name.rpartition("}")[2]
    fail = _FAIL.format(told)
    if one.kind == "variable":
        return f'<xsl:variable name="{one.name}" as="item()*" select="{fail}"/>'
    return (
        f'<xsl:{one.kind} name="{one.name}" as="item()*">'
        + "".join(f'<xsl:param name="{name}" as="item()*"/>' for name in one.parameters)
        + f'<xsl:sequence select="{fail}"/></xsl:{one.kind}>'
    )
