"""The walk itself: how any expression is read, and the parts that forms are made of.

`read` looks up a function by the kind of a node; the modules beside this one enter theirs into
`HANDLERS` and `SPECIALS` when they are imported. Long chains are read in a loop; other nesting is
followed down to `LIMIT` levels and is opaque below.
"""

from collections.abc import Callable

from dralint.syntax import KIND, Node

from .reader import EXPRESSION, INERT, PATTERN, Reader, close_scope, open_scope
from .values import Arm, Atom, Block, Opaque, Value

LIMIT = 64
SECTIONS = {
    KIND["else_block"]: "else",
    KIND["rescue_block"]: "rescue",
    KIND["catch_block"]: "catch",
    KIND["after_block"]: "after",
}
COMMENT = KIND["comment"]
KEYWORDS = KIND["keywords"]
STAB = KIND["stab_clause"]
ARGUMENTS = KIND["arguments"]
DO_BLOCK = KIND["do_block"]
BLOCK_NODE = KIND["block"]
IDENTIFIER = KIND["identifier"]
CALL = KIND["call"]
DOT = KIND["dot"]
BINARY = KIND["binary_operator"]
BODY = KIND["body"]
INTERPOLATION = KIND["interpolation"]

Handler = Callable[[Reader, Node], Value]
HANDLERS: dict[int, Handler] = {}
"""Readers of expressions by the kind of their node."""

Special = Callable[[Reader, Node, "Node | None", "Node | None", "Value | None"], "Value | None"]
SPECIALS: dict[str, Special] = {}
"""Special forms by name: given the node, its arguments, its `do` block and what is piped into it.
None from one of them means: an ordinary call after all."""


def read(r: Reader, node: Node) -> Value:
    """Read one expression in the reader's mode."""
    if r.depth >= LIMIT:
        r.cut.append(node.start_byte)
        return Opaque(node.start_byte, node.end_byte)
    handler = HANDLERS.get(node.kind_id)
    if handler is None:
        return Opaque(node.start_byte, node.end_byte)
    r.depth += 1
    value = handler(r, node)
    r.depth -= 1
    return value


def read_as(r: Reader, node: Node, mode: int) -> Value:
    """Read one expression in another mode."""
    before, r.mode = r.mode, mode
    value = read(r, node)
    r.mode = before
    return value


def parts(node: Node) -> list[Node]:
    """Return the named children without comments."""
    return [child for child in node.named_children if child.kind_id != COMMENT]


def read_all(r: Reader, node: Node) -> list[Value]:
    """Read the children of a list, tuple or argument list; bare keywords become one list."""
    return [read(r, child) for child in node.named_children if child.kind_id != COMMENT]


def read_body(r: Reader, nodes: list[Node], start: int, end: int) -> Value:
    """Read expressions in a row in a scope of their own; none is `nil`."""
    env = open_scope(r)
    until, r.until = r.until, end
    values = [read(r, node) for node in nodes]
    r.until = until
    close_scope(r, env)
    if len(values) == 1:
        return values[0]
    return Block(start, end, tuple(values)) if values else Atom(start, end, "nil")


def read_stab(r: Reader, node: Node, label: str) -> Arm:
    """Read `patterns when guard -> body`."""
    env = open_scope(r)
    patterns: tuple[Value, ...] = ()
    guard: Value | None = None
    body: Value = Atom(node.end_byte, node.end_byte, "nil")
    mode = EXPRESSION if label in ("cond", "after") else PATTERN
    for child in node.named_children:
        kind = child.kind_id
        if kind == ARGUMENTS:
            patterns = _patterns(r, child, mode)
        elif kind == BINARY:
            left, *_, right = parts(child)
            patterns = _patterns(r, left, mode)
            guard = read_as(r, right, INERT)
        elif kind == BODY:
            body = read_body(r, parts(child), child.start_byte, child.end_byte)
    close_scope(r, env)
    return Arm(node.start_byte, node.end_byte, label, patterns, guard, body)


def _patterns(r: Reader, node: Node, mode: int) -> tuple[Value, ...]:
    before, r.mode = r.mode, mode if r.mode != INERT else INERT
    found = tuple(read_all(r, node)) if node.kind_id == ARGUMENTS else (read(r, node),)
    r.mode = before
    return found


def read_sections(r: Reader, block: Node, label: str = "do") -> list[Arm]:
    """Read a `do` block: its clauses or body under `label`, then `else`, `rescue`..."""
    arms: list[Arm] = []
    plain: list[Node] = []
    for child in parts(block):
        kind = child.kind_id
        if kind in SECTIONS:
            if plain:
                arms.append(_section(r, plain, label))
                plain = []
            name = SECTIONS[kind]
            inner = parts(child)
            if inner and inner[0].kind_id == STAB:
                arms.extend(read_stab(r, stab, name) for stab in inner if stab.kind_id == STAB)
            else:
                body = read_body(r, inner, child.start_byte, child.end_byte)
                arms.append(Arm(child.start_byte, child.end_byte, name, (), None, body))
        elif kind == STAB:
            arms.append(read_stab(r, child, label))
        else:
            plain.append(child)
    if plain:
        arms.append(_section(r, plain, label))
    return arms


def _section(r: Reader, nodes: list[Node], label: str) -> Arm:
    start, end = nodes[0].start_byte, nodes[-1].end_byte
    return Arm(start, end, label, (), None, read_body(r, nodes, start, end))


def operands(node: Node) -> tuple[Node, Node]:
    """Return the two sides of a binary operator."""
    inner = parts(node)
    return inner[0], inner[-1]


def operator_of(r: Reader, node: Node) -> str:
    """Return the operator of a binary operator as written."""
    for child in node.children[1:-1]:
        if child.kind_id != COMMENT:
            return r.text(child)
    return ""
