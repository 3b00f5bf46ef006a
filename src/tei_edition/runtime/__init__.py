"""How work is done, without knowledge of editions: Saxon, workers, files, progress."""
