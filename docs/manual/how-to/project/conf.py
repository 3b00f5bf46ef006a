"""The settings of Sphinx for a project that holds an edition."""

project = "Letters from the ferry"
extensions = ["tei_edition.sphinxext"]
tei_edition_config = "../edition.toml"
html_theme = "furo"
