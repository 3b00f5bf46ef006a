"""Turn an edition into staged pages, plain HTML, a Sphinx site and PDF."""
