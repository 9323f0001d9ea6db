"""Definitions: functions, macros, delegates, guards and tests."""

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


class Head:
    """The head of a definition as nodes: the name, the parameters, the guard."""

    __slots__ = ("dynamic", "guard", "name", "named", "params")

    def __init__(self, r: Reader, node: Node) -> None:
        self.guard: Node | None = None
        self.dynamic = False
        self.params: list[Node] = []
        if node.kind_id == BINARY and operator_of(r, node) == "when":
            node, self.guard = operands(node)
        self.named = node
        if node.kind_id == IDENTIFIER:
            self.name = r.text(node)
        elif node.kind_id == CALL:
            inner = parts(node)
            self.named = inner[0]
            self.dynamic = inner[0].kind_id != IDENTIFIER
            self.name = r.text(inner[0]) if not self.dynamic else "unquote"
            if self.name == "unquote":
                self.dynamic = True
            for child in inner[1:]:
                if child.kind_id == ARGUMENTS:
                    self.params = parts(child)
        elif node.kind_id == BINARY:
            self.name = operator_of(r, node)
            self.params = list(operands(node))
        elif node.kind_id == KIND["unary_operator"]:
            self.name = r.text(node.children[0])
            self.params = parts(node)[-1:]
        else:
            self.name, self.dynamic = "", True

    def arity(self, r: Reader) -> tuple[int, int]:
        """Return the least and the greatest number of arguments."""
        defaults = sum(
            1 for p in self.params if p.kind_id == BINARY and operator_of(r, p) == "\\\\"
        )
        return len(self.params) - defaults, len(self.params)


def _definition(kind: str):  # type: ignore[no-untyped-def]
    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        heads, options, sections = split(r, arguments)
        if piped is not None or not heads or r.module < 0 or (r.function >= 0 and r.quote < 0):
            return None
        head = Head(r, heads[0])
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
    params = tuple(read_as(r, param, PATTERN) for param in head.params)
    guard = None if head.guard is None else read_as(r, head.guard, INERT)
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
    return Flow(node.start_byte, node.end_byte, "try", (), arms)


def _test(kind: str):  # type: ignore[no-untyped-def]
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
        head = _TestHead(heads[0] if named else node.named_children[0], heads[int(named) :])
        draft.clauses.append(_read_clause(r, node, head, block, sections))  # type: ignore[arg-type]
        r.function = before
        return Opaque(node.start_byte, node.end_byte)

    return special


class _TestHead:
    """What stands in a test's head: its title, and perhaps a pattern for the context."""

    __slots__ = ("guard", "named", "params")

    def __init__(self, named: Node, params: list[Node]) -> None:
        self.named, self.params = named, params
        self.guard: Node | None = None


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
