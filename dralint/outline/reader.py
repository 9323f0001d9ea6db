"""The state of one reading: the tables that grow, and the scopes that open and close."""

import re
from collections.abc import Iterable

from dralint.syntax import Clock, Node

from .data import (
    QUOTED,
    Attribute,
    Binding,
    Call,
    Closure,
    Directive,
    Module,
    Quoted,
    Spec,
    StructUse,
    Swallow,
)
from .draft import Draft
from .values import Fn, Value, Var

READ, TWICE = -1, -2
"""A variable that has been read, or bound twice in one pattern; else its scope holds an offset."""
_OFTEN = 1023
"""Calls after which the clock is looked at, less one."""
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*[?!]?")

EXPRESSION, PATTERN, INERT = 0, 1, 2
"""How an expression is read: as code that runs, as a pattern that binds, as a type or guard."""


class Reader:
    """What is known at the point that the walk has reached.

    `env` maps a first alias segment to its expansion and is replaced, never changed, so that
    leaving a scope is putting the old one back. `bound` is a stack of scopes: variables, each with
    the offset of a binding that nobody has read yet, or `READ`. `silent`: what is bound here need
    not be read. `loose`: which of several variables of one name is read cannot be told.
    """

    __slots__ = (
        "applied",
        "asked",
        "attributes",
        "bound",
        "calls",
        "clock",
        "closure",
        "closures",
        "conditional",
        "cut",
        "dense",
        "depth",
        "describe",
        "directives",
        "dynamic",
        "env",
        "forks",
        "function",
        "functions",
        "heads",
        "lent",
        "loose",
        "mode",
        "module",
        "modules",
        "names",
        "pattern",
        "pending",
        "pointed",
        "quote",
        "quoted",
        "shown",
        "silent",
        "source",
        "spared",
        "specs",
        "spoken",
        "struct_uses",
        "structs",
        "swallowed",
        "unread",
        "until",
    )

    def __init__(self, source: bytes, clock: Clock | None = None) -> None:
        self.source = source
        self.clock = clock or Clock(len(source))
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
        self.bound: list[dict[str, int]] = [{}]
        self.unread: list[Binding] = []
        self.spared: set[int] = set()
        self.shown: set[tuple[str, str]] = set()
        self.applied: set[str] = set()
        self.spoken: set[str] = set()
        self.forks: list[tuple[int, int]] = []
        self.pointed: set[tuple[str, str]] = set()
        self.asked: list[int] = []
        self.dense: list[int] = []
        self.swallowed: list[Swallow] = []
        self.struct_uses: list[StructUse] = []
        self.silent = False
        self.pattern = self.loose = 0
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
        """Whether a variable of this name is in scope; it counts as read."""
        found = False
        for scope in reversed(self.bound):
            if name in scope:
                scope[name] = READ
                if not self.loose:
                    return True
                found = True
        return found

    def bind(self, name: str, start: int) -> None:
        """Bind a variable; twice in one pattern asks for equal values, which is a reading."""
        scope = self.bound[-1]
        if self.silent or self.function < 0 or self.quote >= 0:
            for outer in self.bound:
                if name in outer:
                    outer[name] = READ
            scope[name] = TWICE
            return
        before = scope.get(name, READ)
        if before == TWICE or before >= self.pattern:
            start = TWICE
        elif before >= 0:
            self.leave(name, before)
        scope[name] = start

    def leave(self, name: str, start: int) -> None:
        """Note that nobody has read a binding."""
        if name[0] != "_":
            end = start + len(name.encode())
            self.unread.append(Binding(self.function, name, start, end))

    def mention(self, start: int, end: int) -> None:
        """Count every variable and alias that a stretch of text names as read."""
        self.clock.check()
        for raw in set(_WORD.findall(self.source, start, end)):
            name = raw.decode("utf-8", "replace")
            if name in self.env:
                self.shown.add((name, self.env[name]))
            self.applied.add(name)
            for scope in self.bound:
                if name in scope:
                    scope[name] = READ

    def spare(self) -> None:
        """Count all variables in scope as read."""
        self.clock.check()
        for scope in self.bound:
            for name in scope:
                scope[name] = READ

    def expand(self, written: str) -> str:
        """Return the full name of a module as written here."""
        first, dot, rest = written.partition(".")
        if first == "Elixir" and dot:
            return rest
        full = self.env.get(first)
        if full is None:
            return written
        self.shown.add((first, full))
        return full + dot + rest

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
        if not index & _OFTEN:
            self.clock.check()
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
    r.bound.append(dict.fromkeys(names, READ))
    return r.env


def close_scope(r: Reader, env: dict[str, str]) -> None:
    """Close the scope: its variables and aliases end."""
    for name, start in r.bound.pop().items():
        if start >= 0:
            r.leave(name, start)
    r.env = env
