"""Sort keys for the back-of-the-book index of LaTeX."""

from __future__ import annotations

from tei_edition.sphinxext.latex.labels import make_sort_key


def test_sort_keys_of_latex_are_plain() -> None:
    """No sign that TeX or makeindex would take for an order is left in a sort key."""
    assert make_sort_key('Łęcki, "J." {x} | @!%\\') == "Lecki J x"
