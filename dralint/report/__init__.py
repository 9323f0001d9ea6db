"""One file a format. A format is imported when it is asked for, because not all of them are cheap.

`full`, `concise`, `grouped` and `statistics` are for people, `html` is for their browsers, and the
others are for machines.
"""

from importlib import import_module

from .base import Reporter, ReportOptions

__all__ = ["ReportOptions", "Reporter", "names", "reporter"]

_FORMATS = {
    "full": ("full", "Full"),
    "concise": ("concise", "Concise"),
    "grouped": ("grouped", "Grouped"),
    "statistics": ("statistics", "Statistics"),
    "json": ("json_report", "Json"),
    "jsonl": ("jsonl", "JsonLines"),
    "sarif": ("sarif", "Sarif"),
    "github": ("github", "GitHub"),
    "gitlab": ("gitlab", "GitLab"),
    "junit": ("junit", "JUnit"),
    "checkstyle": ("checkstyle", "Checkstyle"),
    "rdjson": ("rdjson", "RdJson"),
    "html": ("html", "Html"),
}
"""The module and the class of each format, in the order in which they are named to people."""


def names() -> tuple[str, ...]:
    """Return the names of the formats."""
    return tuple(_FORMATS)


def reporter(name: str) -> Reporter:
    """Return the reporter of a format; KeyError where there is none of that name."""
    module, kind = _FORMATS[name]
    found: Reporter = getattr(import_module(f".{module}", __name__), kind)()
    return found
