"""Citations of an edition and its parts: records made from headers, and their formats."""
