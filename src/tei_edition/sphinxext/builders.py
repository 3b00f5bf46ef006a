"""The builders of Sphinx, grouped by their output."""

from __future__ import annotations

# Builders of sites in which each page has a separate address.
SITES = frozenset({"html", "dirhtml"})
# Builders of books with pages, and of all books.
PAGED = frozenset({"latex", "weasyprint"})
BOOKS = PAGED | {"epub"}
