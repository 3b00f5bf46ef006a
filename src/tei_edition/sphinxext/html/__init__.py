"""HTML: visitors, navigation, citations, downloads and assets of the site."""
