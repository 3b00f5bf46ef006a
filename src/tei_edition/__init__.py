"""From a text encoded in TEI XML to a published scholarly edition."""

import sys

__version__ = "0.1.0"

# Texts may be nested 400 levels deep (`source.MAX_DEPTH`); who walks through them, or pickles what
# was made of them as Sphinx does, makes several calls for each level.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 5_000))
