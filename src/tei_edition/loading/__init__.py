"""Files to an edition, on workers, with what is kept between runs."""
