"""Find what a text names without markup, decide what is certain, and mark it up."""
