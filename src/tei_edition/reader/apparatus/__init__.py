"""The three methods of the critical apparatus (TEI Guidelines, chapter 13)."""
