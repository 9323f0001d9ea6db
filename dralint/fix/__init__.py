"""Edits: what a fix does to a text, and whether the result may be kept."""

from .edits import apply, same_definitions, select

__all__ = ["apply", "same_definitions", "select"]
