"""The language server: what editor programs ask about the documents that are open in them."""
