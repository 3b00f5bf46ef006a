"""The forms in which texts write the names of a register, and where words have them."""
