"""What an edition's own values of @rend, and the renditions of its header, look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import run_command
from oracle import parse_page
from tei_edition.config import make_config
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p>
</sourceDesc></fileDesc><encodingDesc><tagsDecl>
<rendition scheme="css" selector="stage, trailer">font-weight: bold; background: url(x)</rendition>
<rendition xml:id="sc" scheme="css">font-variant: small-caps</rendition>
<namespace name="http://www.tei-c.org/ns/1.0"><tagUsage gi="persName" rendition="#sc"/></namespace>
</tagsDecl></encodingDesc></teiHeader><text><body><p><hi rend="sp">a</hi> <hi rend="b">b</hi>
<hi rend="red">c</hi> <hi rend="other">d</hi> <persName>Ann</persName></p><stage>Exit</stage>
</body></text></TEI>"""


def test_rend_and_renditions_have_their_looks(tmp_path: Path) -> None:
    """The edition's table comes before our own words; CSS is understood and never copied."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/t.xml").write_text(TEXT)
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["tei/*.xml"]\n[check]\nschema = "none"\n'
        '[rendition]\nsp = "spaced"\nb = "italic"\nred = "bold large"\n'
    )
    run_command("html", "-o", "site", cwd=tmp_path)
    page = parse_page(tmp_path / "site/edition/t.html")

    looks = {
        element.text_content(): (
            element.tag,
            {c[9:] for c in element.get("class").split() if c.startswith("tei-rend-")},
        )
        for element in page.xpath("//p//*[contains(@class, 'tei-hi')]")
    }
    assert looks == {
        "a": ("span", {"sp", "spaced"}),
        "b": ("em", {"b", "italic"}),
        "c": ("strong", {"red", "bold", "large"}),
        "d": ("span", {"other"}),
    }
    assert page.xpath("//*[contains(@class, 'tei-stage')][contains(@class, 'tei-rend-bold')]")
    assert page.xpath(
        "//*[contains(@class, 'tei-persName')][contains(@class, 'tei-rend-smallcaps')]"
    )
    assert "url(x)" not in (tmp_path / "site/edition/t.html").read_text()


def test_unknown_look_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A look that no page has is a mistake of the settings."""
    with pytest.raises(EditionError, match=r'"spacd" in rendition\.sp') as told:
        make_config({"rendition": {"sp": "spacd"}}, tmp_path)

    assert "spaced" in (told.value.hint or "")
