"""What one file says, as plain data, and how it is read from the text."""

from .data import (
    BARE,
    BLOCK,
    CAPTURED,
    PIPED,
    QUOTED,
    Attribute,
    Call,
    Clause,
    Closure,
    Comment,
    Directive,
    Function,
    Module,
    Outline,
    Quoted,
    Spec,
)
from .lower import VERSION, outline_of

__all__ = [
    "BARE",
    "BLOCK",
    "CAPTURED",
    "PIPED",
    "QUOTED",
    "VERSION",
    "Attribute",
    "Call",
    "Clause",
    "Closure",
    "Comment",
    "Directive",
    "Function",
    "Module",
    "Outline",
    "Quoted",
    "Spec",
    "outline_of",
]
