"""Processes: their callbacks, where they are started, what they are prepared for."""
