"""Processes live in the supervision tree, and servers answer at once."""
