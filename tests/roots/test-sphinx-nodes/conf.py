"""A Sphinx project with hand-written staged pages that hold every node of ours."""

extensions = ["tei_edition.sphinxext"]
author = "The editors"
exclude_patterns = ["build"]
html_theme = "furo"
latex_engine = "xelatex"
latex_documents = [("index", "edition.tex", "A small edition", "The editors", "manual", True)]
man_pages = [("index", "edition", "A small edition", ["The editors"], 7)]
