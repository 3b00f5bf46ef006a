"""Read the files of an edition with worker processes, and keep the results between runs."""
