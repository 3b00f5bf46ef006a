"""Names sorted, words folded, and the interface words of each language."""
