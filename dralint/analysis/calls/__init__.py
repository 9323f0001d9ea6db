"""Calls: which function calls which, in whose process, and what is inside a piece of code."""
