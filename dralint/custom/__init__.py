"""Rules that a project's configuration makes; nothing here is imported where there are none."""

from .cards import cards

__all__ = ["cards"]
