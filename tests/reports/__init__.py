"""Documents and annual reports, read back by other people's programs."""
