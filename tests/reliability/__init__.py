"""Faults, hostile repositories, and broken code."""
