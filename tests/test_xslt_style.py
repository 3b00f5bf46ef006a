"""The shipped stylesheets keep to the rules of the house (see CONTRIBUTING)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from pathlib import Path

XSL = "{http://www.w3.org/1999/XSL/Transform}"
FOLDER = find_resource("xslt/edition.xsl").parent
SHEETS = sorted(FOLDER.rglob("*.xsl"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_everything_in_a_stylesheet_declares_its_type(path: Path) -> None:
    """Templates, functions, parameters and variables say what they give or hold, with @as."""
    untyped = [
        f"{path.name}:{node.sourceline}: {node.get('match') or node.get('name')}"
        for node in etree.parse(path).iter(
            *(XSL + name for name in ("template", "function", "param", "variable"))
        )
        if not node.get("as")
    ]

    assert untyped == []
