"""Input is not trusted, and secrets are not in the code."""
