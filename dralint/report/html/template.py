"""How the template prints: everything is escaped, and what acts in secret is drawn."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from dralint.report.people import plural, visible

from .picture import cut


def environment(part: Callable[[str], str]) -> Environment:
    """Return an environment whose templates come from `part`, by name."""
    env = Environment(
        loader=FunctionLoader(part),
        autoescape=True,
        finalize=_drawn,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(prose=prose, plural=plural, cut=cut, query=query)
    env.globals["percent"] = percent
    return env


def _drawn(value: Any) -> Any:
    """What each expression of a template goes through before it is escaped."""
    if isinstance(value, Markup):
        return value
    return visible(value) if isinstance(value, str) else value


def prose(text: str) -> Markup:
    """Return a message as HTML: what stands in backticks is code."""
    pieces = visible(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick too many is none of ours
        return escape(visible(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if odd % 2 else escape(piece)
        for odd, piece in enumerate(pieces)
    )


def query(text: str) -> str:
    """Return a text as a part of the address of a filter."""
    return quote(visible(text), safe="")


def percent(done: int, whole: int) -> int:
    """Return a share in whole percent, rounded down; all of nothing is all."""
    return done * 100 // whole if whole else 100
