"""TEI trees to facts: the only Python that knows what TEI's elements mean."""
