"""One file a format. A format is imported when it is asked for, because not all of them are cheap.

`full` and `concise` are for people, `json` and `sarif` for machines.
"""

from .base import Reporter, ReportOptions

__all__ = ["ReportOptions", "Reporter", "names", "reporter"]


def names() -> tuple[str, ...]:
    """Return the names of the formats."""
    return ("full", "concise", "json", "sarif")


def reporter(name: str) -> Reporter:
    """Return the reporter of a format; KeyError where there is none of that name."""
    match name:
        case "full":
            from .full import Full

            return Full()
        case "concise":
            from .concise import Concise

            return Concise()
        case "json":
            from .json_report import Json

            return Json()
        case "sarif":
            from .sarif import Sarif

            return Sarif()
    raise KeyError(name)
