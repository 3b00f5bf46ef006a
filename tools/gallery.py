"""Check and build the editions of the manual's gallery: `python tools/gallery.py FOLDER`.

Each gets a folder in FOLDER. A problem in one of them ends the program with status 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tei_edition.config import FILE_NAME, read_config
from tei_edition.loading.checking import check_whole
from tei_edition.publishing.sphinx_build import build_site

GALLERY = Path(__file__).resolve().parents[1] / "docs/gallery"


def list_editions() -> list[Path]:
    """Return the folders of the editions."""
    return sorted(path.parent for path in GALLERY.glob(f"*/{FILE_NAME}"))


def build(folder: Path, output: Path) -> list[str]:
    """Build an edition, and return what is wrong with it."""
    config = read_config(folder)
    problems = [f"{folder.name}: {found.message}" for found in check_whole(config)[1]]
    if not problems:
        build_site(config, "html", output, path=folder / FILE_NAME)
    return problems


def main() -> int:
    """Build all."""
    output = Path(sys.argv[1]).absolute()
    problems = [said for folder in list_editions() for said in build(folder, output / folder.name)]
    print("\n".join(problems), file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
