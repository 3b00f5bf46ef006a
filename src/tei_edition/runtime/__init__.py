"""Technical services that know nothing of editions: Saxon, workers, files, progress."""
