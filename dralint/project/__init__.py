"""Which files there are, and what they say together."""

from .mix import Mix, read_mix
from .model import App, Call, Effects, File, Function, Module
from .project import Project

__all__ = ["App", "Call", "Effects", "File", "Function", "Mix", "Module", "Project", "read_mix"]
