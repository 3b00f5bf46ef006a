"""LaTeX: labels, footnotes, scripts and the book."""
