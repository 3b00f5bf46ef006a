"""Find stylesheets, schema, explanations and assets, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

from tei_edition.problems import EditionError

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]
# Folders of the package in a wheel, and where editors look for the same in a checkout.
_ASSETS = {".css": "css", ".js": "js", ".sty": "tex"}
_MOVED = {"schema": "tei", "explanations": "docs/manual/reference/problems"}


def find_resource(name: str) -> Path:
    """Return the path of a shipped file: `xslt/edition.xsl`, `schema/edition.rng`.

    A wheel carries them inside the package; in a checkout they lie where editors look for them:
    the stylesheets in `xslt/`, the schema in `tei/`, the explanations (`explanations/CODE.rst`)
    in the manual. Raises EditionError if neither has it.
    """
    folder, _, rest = name.partition("/")
    for place in (_PACKAGE / name, _CHECKOUT / _MOVED.get(folder, folder) / rest):
        if place.exists():
            return place
    raise EditionError(
        f'the installation lacks "{name}"', hint="install tei-edition again from a wheel"
    )


def find_asset(name: str) -> Path:
    """Return the path of a style sheet, a script or a LaTeX style: `text.css`, `way.js`.

    Raises EditionError if the installation lacks it.
    """
    return find_resource(f"publishing/assets/{_ASSETS[Path(name).suffix]}/{name}")
