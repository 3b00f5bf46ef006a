"""The gallery of the manual: its editions are sound, and show what their pages promise."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.checking import check_whole
from tei_edition.publishing.plain_html import write_html

if TYPE_CHECKING:
    from pathlib import Path

DOCS = REPOSITORY / "docs"
GALLERY = DOCS / "gallery"
# Of each edition a page, a part of it, and words that are there.
SHOWN = {
    "letters": ("letters", "//section[@id='by-correspondent']", "Marsh, Henry (3)"),
    "play": ("earnest/div1", "//p[@class='tei-speaker']", "Algernon"),
    "inscription": ("pantheon", "//section[@id='div1']", "M(arcus) Agrippa"),
    "verse": ("witnesses/C/ferry", "//main", "with all it had, and would not"),
    "diary": ("chronology", "//table", "2 November 1852"),
}


def test_the_gallery_has_the_five_kinds_of_editions() -> None:
    """Each with a page of the manual."""
    editions = {path.parent.name for path in GALLERY.glob("*/edition.toml")}

    assert editions == SHOWN.keys()
    assert {path.stem for path in GALLERY.glob("*.rst")} == {"index", *SHOWN}


@pytest.mark.parametrize("name", SHOWN)
def test_an_edition_of_the_gallery_is_sound(name: str, tmp_path: Path) -> None:
    """Without a note even; its pages show what it is an example of."""
    folder = shutil.copytree(GALLERY / name, tmp_path / name, ignore=shutil.ignore_patterns("docs"))
    page, path, words = SHOWN[name]

    reading, problems = check_whole(read_config(folder))
    write_html(read_config(folder), tmp_path / "out", reading=reading)

    assert problems == []
    found = parse_page(tmp_path / f"out/edition/{page}.html").xpath(path)
    assert words in " ".join(found[0].xpath("string(.)").split())


def test_made_up_texts_say_so() -> None:
    """A reader of the file alone knows that nobody in it ever lived."""
    for name in ("letters", "verse", "diary"):
        for file in GALLERY.glob(f"{name}/tei/*.xml"):
            words = " ".join(file.read_text(encoding="utf-8").split())
            assert "ade up for the gallery" in words, file


def test_each_picture_is_made_by_the_script_and_shown() -> None:
    """And described for who cannot see it."""
    script = (REPOSITORY / "tools/pictures.py").read_text(encoding="utf-8")
    made = set(re.findall(r'Picture\("([^"]+)"', script))
    shown = {
        found
        for page in DOCS.rglob("*.rst")
        for found in re.findall(
            r"figure:: /pictures/([^.]+)\.jpg\n +:alt: \w", page.read_text(encoding="utf-8")
        )
    }

    assert made == shown == {path.stem for path in (DOCS / "pictures").iterdir()}
