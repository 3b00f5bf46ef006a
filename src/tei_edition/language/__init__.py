"""Sorting of names, folding of words for search, and the interface words of each language."""
