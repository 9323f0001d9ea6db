"""What is said of a broken configuration: one line, with the nearest known name."""

from collections.abc import Iterable

from dralint.errors import DralintError

_LONGEST = 60
_LINE = 500


class ConfigError(DralintError):
    """A configuration that cannot be used. Its text is one line that names the place at fault."""

    def __init__(self, message: str) -> None:
        """Take the text; what would break the line or reach a terminal as a command is escaped."""
        line = message if len(message) <= _LINE else f"{message[: _LINE - 3]}..."
        super().__init__("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line))


def fold(name: str) -> str:
    """Return the one spelling of a key: `min_confidence` is `min-confidence`."""
    return name.replace("_", "-")


def quoted(text: str) -> str:
    """Return a text in double quotes, with its end left out where it is long."""
    return f'"{text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."}"'


def listed(names: Iterable[str]) -> str:
    """Return `"a", "b" or "c"`."""
    *others, last = map(quoted, names)
    return f"{', '.join(others)} or {last}" if others else last


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, if one is near."""
    if len(name) > _LONGEST:
        return None
    from difflib import get_close_matches  # 5 ms: only when something is wrong

    spelled = {fold(each).lower(): each for each in sorted(known, reverse=True)}
    found = get_close_matches(fold(name).lower(), sorted(spelled), n=1)
    return spelled[found[0]] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return what ends a message about an unknown name: a hint, or nothing."""
    near = nearest(name, known)
    return f" (did you mean {quoted(near)}?)" if near else ""
