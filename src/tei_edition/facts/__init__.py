"""The records that the reader yields, by topic."""
