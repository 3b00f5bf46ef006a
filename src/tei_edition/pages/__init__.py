"""Which pages there are, and the facts behind each."""
