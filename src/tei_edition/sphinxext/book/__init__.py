"""Books: what EPUB and both PDFs share."""
