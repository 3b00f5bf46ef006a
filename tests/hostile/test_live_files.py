"""Files of an edition that a browser would open as a page: they are offered, and never led to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from building import TEI
from in_process import show_text

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script></svg>'
# How a text may lead to a file of the edition.
LEADING = {
    "a picture": '<p><graphic url="x.svg"/></p>',
    "a picture of a figure": '<figure><graphic url="x.svg" width="50%"/><head>H</head></figure>',
    "a picture of a page": '<p><pb facs="x.svg"/>x</p>',
    "a pointer": '<p><ref target="x.svg">x</ref></p>',
    "a pointer without words": '<p><ptr target="x.svg"/></p>',
    "a pointer to XML": '<p><ref target="y.xml">x</ref></p>',
    "a pointer to HTML": '<p><ref target="z.html">x</ref></p>',
    "media": '<p><media url="x.svg" mimeType="image/svg+xml"/></p>',
    "a picture in a note": '<p>a<note><graphic url="x.svg"/></note></p>',
    "a source": '<p><quote source="x.svg">x</quote></p>',
}


@pytest.mark.parametrize("content", LEADING.values(), ids=LEADING)
def test_no_link_opens_a_file_that_may_hold_scripts(tmp_path: Path, content: str) -> None:
    """SVG is an image, in which no script runs, and each link to it or to XML is a download."""
    for name in ("x.svg", "y.xml", "z.html"):
        (tmp_path / name).write_text(SVG)
    page, _ = show_text(
        tmp_path, TEI.format(title="T", content=f"<text><body>{content}</body></text>")
    )
    assert "<svg" not in page
    assert not re.search(r"<(?:object|embed|iframe)\b", page)
    for link in re.findall(r"<a\s[^>]*>", page):
        if re.search(r'href="[^"#]*\.(?:svg|xml)["#]', link):
            assert "download" in link, link
        assert not re.search(r'href="[^"]*z\.html', link)
