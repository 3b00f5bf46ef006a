"""The Sphinx project: the manual with its gallery, and the shipped edition as its example."""

from __future__ import annotations

import tomllib
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_EDITION = tomllib.loads((_ROOT / "edition.toml").read_text(encoding="utf-8"))["edition"]

# The edition ----------------------------------------------------------------------------------

project = _EDITION.get("title", "From October to Brest-Litovsk: a passage")
author = "The editors of tei-edition"
language = "en"
html_title = "tei-edition"
# What is left empty here, version and copyright, comes from the headers of the texts.

extensions = ["tei_edition.sphinxext"]
tei_edition_config = "../edition.toml"
root_doc = "index"
# The staged pages of the editions of the gallery, which `make docs` builds by themselves.
exclude_patterns = ["gallery/*/docs"]
nitpicky = True

# HTML -----------------------------------------------------------------------------------------

html_theme = "furo"
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": False}

# EPUB -----------------------------------------------------------------------------------------

epub_description = f"{project}: text, apparatus, registers"
epub_basename = "edition"

# Manual pages and text ------------------------------------------------------------------------

man_pages = [("contents", "tei-edition-text", project, [author], 7)]
text_sectionchars = '*=-~"+`'
