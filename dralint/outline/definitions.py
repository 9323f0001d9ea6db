"""Definitions: functions, macros, delegates, guards and tests."""

from dataclasses import dataclass

from dralint.syntax import KIND, Node

from .data import Clause, Quoted
from .draft import Draft
from .forms import read_arms, split
from .reader import INERT, PATTERN, Reader, close_scope, open_scope
from .values import Arm, Atom, Flow, Opaque, String, Value
from .walk import (
    ARGUMENTS,
    BINARY,
    CALL,
    IDENTIFIER,
    SPECIALS,
    Special,
    binary,
    operands,
    operator_of,
    parts,
    read,
    read_as,
)

KINDS = (
    "def",
    "defp",
    "defmacro",
    "defmacrop",
    "defguard",
    "defguardp",
    "defdelegate",
)
TESTS = ("test", "property", "setup", "setup_all", "feature")


@dataclass(frozen=True)
class Head:
    """The head of a definition or test as nodes: what names it, its parameters, its guard."""

    named: Node
    params: tuple[Node, ...] = ()
    guard: Node | None = None
    name: str = ""
    dynamic: bool = False

    def arity(self, r: Reader) -> tuple[int, int]:
        """Return the least and the greatest number of arguments."""
        defaults = sum(
            1 for p in self.params if p.kind_id == BINARY and operator_of(r, p) == "\\\\"
        )
        return len(self.params) - defaults, len(self.params)


def _head(r: Reader, node: Node) -> Head:
    guard: Node | None = None
    if node.kind_id == BINARY and operator_of(r, node) == "when":
        node, guard = operands(node)
    if node.kind_id == IDENTIFIER:
        return Head(node, (), guard, r.text(node))
    if node.kind_id == CALL:
        inner = parts(node)
        named = inner[0].kind_id == IDENTIFIER
        name = r.text(inner[0]) if named else "unquote"
        params = [p for child in inner[1:] if child.kind_id == ARGUMENTS for p in parts(child)]
        return Head(inner[0], tuple(params), guard, name, name == "unquote")
    if node.kind_id == BINARY:
        left, operator, right = binary(r, node)
        return Head(node, (left, right), guard, operator)
    if node.kind_id == KIND["unary_operator"]:
        return Head(node, tuple(parts(node)[-1:]), guard, r.text(node.children[0]))
    return Head(node, (), guard, "", True)


def _definition(kind: str) -> Special:
    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        heads, options, sections = split(r, arguments)
        if piped is not None or not heads or r.module < 0 or (r.function >= 0 and r.quote < 0):
            return None
        head = _head(r, heads[0])
        low, high = head.arity(r)
        if r.quote >= 0:
            name = "" if head.dynamic else head.name
            r.quoted.append(Quoted(r.quote, kind, name, low, high))
            _read_clause(r, node, head, block, sections)
            return Opaque(node.start_byte, node.end_byte)
        draft = _draft(r, head.name, kind, (low, high), head.dynamic)
        if kind == "defdelegate":
            for pair in options:
                key, value = parts(pair)[0], parts(pair)[-1]
                if r.text(key).startswith("to"):
                    draft.delegate = (read_as(r, value, INERT), head.name)
            for pair in options:
                named = read_as(r, parts(pair)[-1], INERT)
                if r.text(parts(pair)[0]).startswith("as") and isinstance(named, Atom):
                    to = draft.delegate[0] if draft.delegate else named
                    draft.delegate = (to, named.name)
        before, r.function = r.function, draft.index
        draft.clauses.append(_read_clause(r, node, head, block, sections))
        r.function = before
        return Opaque(node.start_byte, node.end_byte)

    return special


def _draft(r: Reader, name: str, kind: str, arity: tuple[int, int], dynamic: bool) -> Draft:
    key = (r.module, name, arity[1], "test" if kind in TESTS else "def")
    known = None if dynamic or kind in TESTS else r.heads.get(key)
    if known is None:
        r.clock.check()
        draft = Draft(len(r.functions), r.module, name, kind, arity)
        draft.dynamic = dynamic or r.closure >= 0
        if draft.dynamic:
            r.dynamic.add(r.module)
        r.heads[key] = draft.index
        r.functions.append(draft)
    else:
        draft = r.functions[known]
        draft.min_arity = min(draft.min_arity, arity[0])
    draft.attrs.extend(r.pending)
    r.pending = []
    return draft


def _read_clause(
    r: Reader, node: Node, head: Head, block: Node | None, sections: list[tuple[str, Node]]
) -> Clause:
    env = open_scope(r)
    until, r.until = r.until, node.end_byte
    lent, r.lent = r.lent, {}
    first = len(r.calls)
    silent, r.silent = r.silent, block is None and not sections
    r.pattern = node.start_byte
    mode, r.mode = r.mode, PATTERN
    params = tuple(read(r, param) for param in head.params)
    r.mode = mode
    guard = None if head.guard is None else read_as(r, head.guard, INERT)
    r.silent = silent
    body = _body(r, node, block, sections)
    r.until, r.lent = until, lent
    close_scope(r, env)
    return Clause(
        params,
        guard,
        body,
        node.start_byte,
        node.end_byte,
        head.named.start_byte,
        head.named.end_byte,
        (first, len(r.calls)),
    )


def _body(
    r: Reader, node: Node, block: Node | None, sections: list[tuple[str, Node]]
) -> Value | None:
    if block is None and not sections:
        return None
    arms = read_arms(r, block, sections)
    if len(arms) == 1 and arms[0].label == "do" and not arms[0].patterns:
        return arms[0].body
    if not arms:
        return Atom(node.end_byte, node.end_byte, "nil")
    r.forks.append((node.start_byte, max(1, len(arms))))
    return Flow(node.start_byte, node.end_byte, "try", (), arms)


def _test(kind: str) -> Special:
    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        if r.module < 0 or r.function >= 0 or r.quote >= 0 or piped is not None:
            return None
        heads, _, sections = split(r, arguments)
        named = kind in ("test", "property", "feature")
        if named and not (heads and heads[0].kind_id == KIND["string"]):
            return None
        if block is None and not sections and not (named and len(heads) == 1):
            return None
        name = kind
        if named:
            title = read(r, heads[0])
            text = title.text if isinstance(title, String) else "?"
            name = f"{r.describe} {text}".strip()
        draft = _draft(r, name, "test" if kind == "feature" else kind, (0, 0), False)
        before, r.function = r.function, len(r.functions) - 1
        head = Head(heads[0] if named else node.named_children[0], tuple(heads[int(named) :]))
        draft.clauses.append(_read_clause(r, node, head, block, sections))
        r.function = before
        return Opaque(node.start_byte, node.end_byte)

    return special


def _describe(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    heads, _, _ = split(r, arguments)
    if r.function >= 0 or r.quote >= 0 or block is None or len(heads) != 1:
        return None
    title = read(r, heads[0])
    before, r.describe = r.describe, title.text if isinstance(title, String) else "?"
    r.pending = []
    arms: tuple[Arm, ...] = read_arms(r, block, [])
    r.describe = before
    return Flow(node.start_byte, node.end_byte, "describe", (title,), arms)


SPECIALS |= {kind: _definition(kind) for kind in KINDS}
SPECIALS |= {kind: _test(kind) for kind in TESTS}
SPECIALS["describe"] = _describe
