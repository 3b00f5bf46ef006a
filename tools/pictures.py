"""Take the pictures of the manual in Chromium: `python tools/pictures.py SITE`, after `make docs`.

SITE is the built manual with its gallery. `make pictures` does both. The tutorial is done anew, and
its edition pictured as it is after each build.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from browser.driver import Browser
from tutorial_letters import follow

PICTURES = Path(__file__).resolve().parents[1] / "docs/pictures"


class Picture(NamedTuple):
    """A picture of a page: its name, the page, and how high the window is."""

    name: str
    page: str
    height: int = 620


_EXAMPLE = "edition/october"
SHOTS = (
    Picture("gallery-letters", "gallery/letters/edition/letter-1.html"),
    Picture("gallery-play", "gallery/play/edition/earnest/div1.html"),
    Picture("gallery-inscription", "gallery/inscription/edition/pantheon.html"),
    Picture("gallery-verse", "gallery/verse/edition/ferry.html"),
    Picture("gallery-diary", "gallery/diary/edition/chronology.html"),
    Picture("start", "gallery/letters/index.html"),
    Picture("letters", "gallery/letters/edition/letters.html"),
    Picture("text", f"{_EXAMPLE}/fate.html"),
    Picture("register", "edition/persons.html"),
    Picture("chronology", "edition/chronology.html"),
    Picture("map", "edition/gazetteer.html"),
    Picture("network", "edition/network.html", height=760),
)
# What the tutorial has after a command.
STEPS = {
    "tei-edition build": (
        Picture("tutorial-start", "index.html"),
        Picture("tutorial-letter", "edition/letters-1.html"),
    ),
    "tei-edition build again": (
        Picture("tutorial-marked", "edition/letters-1.html"),
        Picture("tutorial-persons", "edition/persons.html"),
    ),
}


def take(browser: Browser, site: Path, picture: Picture) -> bytes:
    """Return a picture of a page, in the light, as a window on a desk shows it."""
    browser.open((site / picture.page).as_uri(), width=1100, height=picture.height)
    shot = browser.call("Page.captureScreenshot", format="jpeg", quality=72)
    return base64.b64decode(shot["data"])


def picture_tutorial(browser: Browser, folder: Path) -> None:
    """Do the tutorial in a folder, and take its pictures on the way."""
    for command, result in follow(folder):
        assert result.exit_code == 0, f"{command}: {result.output}"
        for picture in STEPS.get(command, ()):
            shot = take(browser, folder / "whitby/build/html", picture)
            (PICTURES / f"{picture.name}.jpg").write_bytes(shot)


def main() -> None:
    """Take all pictures."""
    site = Path(sys.argv[1]).absolute()
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        for picture in SHOTS:
            (PICTURES / f"{picture.name}.jpg").write_bytes(take(browser, site, picture))
        (Path(folder) / "tutorial").mkdir()
        picture_tutorial(browser, Path(folder) / "tutorial")
        browser.close()


if __name__ == "__main__":
    main()
