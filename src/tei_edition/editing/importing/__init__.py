"""Import documents of word processors and transcription programs as TEI, word for word."""
