"""An edition to staged pages, plain HTML, a Sphinx site and PDF."""
