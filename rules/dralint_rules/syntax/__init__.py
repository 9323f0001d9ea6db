"""Files can be read."""
