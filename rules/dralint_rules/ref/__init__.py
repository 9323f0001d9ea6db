"""Code refers only to what is there."""
