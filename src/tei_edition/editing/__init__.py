"""Commands that write TEI files: new editions, collations, certain corrections."""
