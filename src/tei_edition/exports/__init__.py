"""Facts and sources to files for reuse, one module a format."""
