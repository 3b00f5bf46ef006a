"""Formulas in MathML: cleaned for a page, as TeX for print, and in one line of text."""
