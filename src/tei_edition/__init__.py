"""From a text encoded in TEI XML to a published scholarly edition."""

__version__ = "0.1.0"
