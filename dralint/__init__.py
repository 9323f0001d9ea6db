"""Conventions for Elixir systems, checked from the source alone."""

__version__ = "0.1.0"
