"""A module has one responsibility."""
