"""The search: its index, its languages and its page."""
