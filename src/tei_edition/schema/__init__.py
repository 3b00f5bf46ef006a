"""The schemas of an edition."""
