"""What a plugin may add: rules and reporters."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from .report.base import Reporter
    from .rule import Rule

hookspec = pluggy.HookspecMarker("dralint")
hookimpl = pluggy.HookimplMarker("dralint")


@hookspec
def dralint_rules() -> Iterable["Rule"]:  # type: ignore[empty-body]
    """Return the rules of this plugin."""


@hookspec
def dralint_reporters() -> Iterable["Reporter"]:  # type: ignore[empty-body]
    """Return the reporters of this plugin."""
