"""A Sphinx project for tests that write many staged pages of their own."""

extensions = ["tei_edition.sphinxext"]
author = "The editors"
exclude_patterns = ["build"]
html_theme = "furo"
