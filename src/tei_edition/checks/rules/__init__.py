"""The rules of `check`, one topic a module."""
