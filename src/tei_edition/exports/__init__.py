"""Write facts and sources to files for reuse, one module for each format."""
