"""The records that reading yields, by topic."""
