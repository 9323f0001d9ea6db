"""The state of one reading: the tables that grow, and the scopes that open and close."""

from collections.abc import Iterable

from dralint.syntax import Node

from .data import (
    QUOTED,
    Attribute,
    Call,
    Closure,
    Directive,
    Module,
    Quoted,
    Spec,
)
from .draft import Draft
from .values import Fn, Value, Var

EXPRESSION, PATTERN, INERT = 0, 1, 2
"""How an expression is read: as code that runs, as a pattern that binds, as a type or guard."""


class Reader:
    """What is known at the point that the walk has reached.

    `env` maps a first alias segment to its expansion and is replaced, never changed, so that
    leaving a scope is putting the old one back. `bound` is a stack of sets of variables.
    """

    __slots__ = (
        "attributes",
        "bound",
        "calls",
        "closure",
        "closures",
        "conditional",
        "cut",
        "depth",
        "describe",
        "directives",
        "dynamic",
        "env",
        "function",
        "functions",
        "heads",
        "lent",
        "mode",
        "module",
        "modules",
        "names",
        "pending",
        "quote",
        "quoted",
        "source",
        "specs",
        "structs",
        "until",
    )

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.names: dict[bytes, str] = {}
        self.modules: list[Module] = []
        self.functions: list[Draft] = []
        self.heads: dict[tuple[int, str, int, str], int] = {}
        self.calls: list[Call] = []
        self.closures: list[Closure] = []
        self.attributes: list[Attribute] = []
        self.specs: list[Spec] = []
        self.directives: list[Directive] = []
        self.quoted: list[Quoted] = []
        self.cut: list[int] = []
        self.structs: set[int] = set()
        self.dynamic: set[int] = set()
        self.pending: list[int] = []
        self.env: dict[str, str] = {}
        self.bound: list[set[str]] = [set()]
        self.lent: dict[str, int] = {}
        self.module = self.function = self.closure = self.quote = -1
        self.describe = ""
        self.mode = EXPRESSION
        self.depth = self.conditional = 0
        self.until = len(source)

    def text(self, node: Node) -> str:
        """Return the source of a short node; equal texts are one object."""
        raw = self.source[node.start_byte : node.end_byte]
        found = self.names.get(raw)
        if found is None:
            found = self.names[raw] = raw.decode("utf-8", "replace")
        return found

    def slice(self, start: int, end: int) -> str:
        """Return a stretch of the source."""
        return self.source[start:end].decode("utf-8", "replace")

    def is_bound(self, name: str) -> bool:
        """Whether a variable of this name is in scope."""
        return any(name in scope for scope in reversed(self.bound))

    def expand(self, written: str) -> str:
        """Return the full name of a module as written here."""
        first, dot, rest = written.partition(".")
        if first == "Elixir" and dot:
            return rest
        full = self.env.get(first)
        return written if full is None else full + dot + rest

    def module_name(self) -> str | None:
        """Return the name of the enclosing module."""
        return self.modules[self.module].name if self.module >= 0 else None

    def add_call(
        self,
        on: Value | None,
        name: str,
        args: tuple[Value, ...],
        place: tuple[int, int],
        name_place: tuple[int, int],
        flags: int = 0,
    ) -> int:
        """Enter a call into the table and lend it the closures among its arguments."""
        index = len(self.calls)
        if self.quote >= 0:
            flags |= QUOTED
        self.calls.append(
            Call(
                index,
                self.function,
                self.module,
                self.closure,
                on,
                name,
                args,
                place[0],
                place[1],
                name_place[0],
                name_place[1],
                flags,
            )
        )
        for position, arg in enumerate(args):
            if isinstance(arg, Fn):
                self.closures[arg.closure].uses.append((index, position))
            elif isinstance(arg, Var) and arg.name in self.lent:
                self.closures[self.lent[arg.name]].uses.append((index, position))
        if name == "()" and isinstance(on, Var) and on.name in self.lent:
            self.closures[self.lent[on.name]].uses.append((index, -1))
        elif name == "()" and isinstance(on, Fn):
            self.closures[on.closure].uses.append((index, -1))
        return index

    def open_closure(self, kind: str, node: Node) -> Closure:
        """Enter a closure into the table and stand in it; `close_closure` leaves it again."""
        closure = Closure(
            len(self.closures),
            self.closure,
            self.function,
            kind,
            node.start_byte,
            node.end_byte,
            uses=[],
        )
        self.closures.append(closure)
        self.closure = closure.index
        return closure

    def close_closure(self, closure: Closure) -> Fn:
        """Leave a closure."""
        self.closure = closure.parent
        return Fn(closure.start, closure.end, closure.index)


def open_scope(r: Reader, names: Iterable[str] = ()) -> dict[str, str]:
    """Open a lexical scope; hand what is returned to `close_scope`."""
    r.bound.append(set(names))
    return r.env


def close_scope(r: Reader, env: dict[str, str]) -> None:
    """Close the scope: its variables and aliases end."""
    r.bound.pop()
    r.env = env
