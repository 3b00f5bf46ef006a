"""The pages of an edition, and the facts for each."""
