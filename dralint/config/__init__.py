"""The configuration of a project: read, typed, checked, and asked.

It says what is wrong with itself in one line, with the place and the nearest known name. It knows
no rule: who has the rules gives their names and the types of their options to `check`.
"""

from .check import analysis_options, check, rule_options
from .errors import ConfigError, nearest
from .load import find, load, parse
from .model import (
    LARGEST_KB,
    USUAL_KB,
    Confidence,
    Config,
    Custom,
    Level,
    Profile,
    Severity,
    final_confidence,
    final_severity,
)
from .options import options
from .paths import PathFilter
from .renamed import called, renamed, today
from .selection import Selection, check_names
from .source import Source, Where

__all__ = [
    "LARGEST_KB",
    "USUAL_KB",
    "Confidence",
    "Config",
    "ConfigError",
    "Custom",
    "Level",
    "PathFilter",
    "Profile",
    "Selection",
    "Severity",
    "Source",
    "Where",
    "analysis_options",
    "called",
    "check",
    "check_names",
    "final_confidence",
    "final_severity",
    "find",
    "load",
    "nearest",
    "options",
    "parse",
    "renamed",
    "rule_options",
    "today",
]
