"""Turn TEI trees into facts: the only Python code that knows the meaning of TEI elements."""
