"""Which files there are, and what they say together."""

from .mix import Mix, read_mix
from .model import App, Call, Effects, File, Function, Module
from .papers import Paper, Papers
from .project import Project

__all__ = [
    "App",
    "Call",
    "Effects",
    "File",
    "Function",
    "Mix",
    "Module",
    "Paper",
    "Papers",
    "Project",
    "read_mix",
]
