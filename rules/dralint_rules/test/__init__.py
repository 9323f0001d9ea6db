"""Code is tested, and tests can fail."""
