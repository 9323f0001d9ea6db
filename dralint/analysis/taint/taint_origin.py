"""What a search for taint finds, and where it stands."""

from dataclasses import dataclass

from dralint.analysis.taint.taint_sources import Source
from dralint.analysis.values.bindings import Path
from dralint.finding import Step
from dralint.outline.values import Op, Value
from dralint.project import Call, File, Function

DEPTH = 4
"""How many functions a value is followed through, up or down."""


@dataclass(frozen=True)
class Origin:
    """Where a value can come from.

    With a `source`, others wrote it. With a `parameter` it is what a public function is given and
    `path` the way into it. Else it is not known. `checked`: something looked at it on the way.
    `built`: it is a part of a text that was put together; `prefixed`: behind a beginning that says
    where a URL leads. `through` are the functions of libraries that have made something of it.
    """

    source: Source | None
    parameter: str
    path: Path
    trail: tuple[Step, ...]
    checked: bool
    built: bool = False
    prefixed: bool = False
    through: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """The order of gravity."""
        kind = 0 if self.source is not None else 1 if self.parameter else 2
        return kind, self.checked, not (self.source and self.source.direct), len(self.trail)


@dataclass(frozen=True, eq=False)
class Frame:
    """A function on the way; with a `call`, the one through which it was entered."""

    file: File
    function: Function
    call: Call | None = None
    outer: "Frame | None" = None
    depth: int = 0


def argument(function: Function, call: Call, position: int) -> Value | None:
    """Return what a call gives to a parameter; None where the default is taken."""
    params = function.clauses[0].params
    spare = len(call.args) - function.data.min_arity
    at = 0
    for index, param in enumerate(params):
        if isinstance(param, Op) and param.op == "\\\\":
            if spare <= 0:
                if index == position:
                    return None
                continue
            spare -= 1
        if index == position:
            return call.args[at] if at < len(call.args) else None
        at += 1
    return None
