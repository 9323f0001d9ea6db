"""Operators."""

from dralint.syntax import KIND, Node

from .calls import read_capture, read_pipe
from .reader import EXPRESSION, INERT, PATTERN, Reader
from .values import (
    Atom,
    AttrRead,
    Block,
    CallRef,
    Field,
    Fn,
    ListOf,
    MapOf,
    Op,
    Opaque,
    TupleOf,
    Value,
    Var,
)
from .walk import (
    BINARY,
    HANDLERS,
    IDENTIFIER,
    SPECIALS,
    STAB,
    binary,
    operands,
    operator_of,
    parts,
    read,
    read_as,
    read_stabs,
    torn_name,
)

SHORT = frozenset(("and", "or", "&&", "||"))
CHAINS = frozenset(("<>", "++", "|", "and", "or", "&&", "||", "+"))


def _binary(r: Reader, node: Node) -> Value:
    left, operator, right = binary(r, node)
    start, end = node.start_byte, node.end_byte
    if operator == "|>" and r.mode == EXPRESSION:
        return read_pipe(r, node)
    if operator in ("in", "or", "and") and torn_name(r, node) is not None:
        return read(r, operands(node)[0])
    if operator in CHAINS:
        operands_read = tuple(read(r, part) for part in _chain(r, node, operator))
        if operator in SHORT:
            r.forks.append((start, 1 - len(operands_read)))
        return Op(start, end, operator, operands_read)
    if operator == "=" and r.mode == EXPRESSION:
        value = read(r, right)
        pattern: Value = read_as(r, left, PATTERN)
        if isinstance(value, Fn) and isinstance(pattern, Var):
            r.lent[pattern.name] = value.closure
        elif isinstance(value, CallRef) and isinstance(pattern, TupleOf | Atom | MapOf | ListOf):
            r.asked.append(value.call)
        return Op(start, end, "=", (pattern, value))
    if operator == "<-":
        value = read_as(r, right, EXPRESSION if r.mode == PATTERN else r.mode)
        if left.kind_id == BINARY and operator_of(r, left) == "when":
            shape, guard = operands(left)
            pattern = Op(
                left.start_byte,
                left.end_byte,
                "when",
                (read_as(r, shape, PATTERN), read_as(r, guard, INERT)),
            )
            return Op(start, end, "<-", (pattern, value))
        pattern = read_as(r, left, PATTERN)
        if isinstance(value, CallRef) and isinstance(pattern, TupleOf | Atom):
            r.asked.append(value.call)
        return Op(start, end, "<-", (pattern, value))
    if operator == "::" and r.mode == PATTERN:
        return Op(start, end, "::", (read(r, left), read_as(r, right, INERT)))
    if operator == "\\\\":
        return Op(start, end, "\\\\", (read(r, left), read_as(r, right, EXPRESSION)))
    return Op(start, end, operator, (read(r, left), read(r, right)))


def _chain(r: Reader, node: Node, operator: str) -> list[Node]:
    """Return the operands of a chain of one operator, left to right, whichever way it leans."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.kind_id == BINARY:
            left, other, right = binary(r, current)
            if other == operator:
                waiting += (right, left)
                continue
        found.append(current)
    return found


def _unary(r: Reader, node: Node) -> Value:
    children = node.children
    operator = r.text(children[0])
    inner = parts(node)
    start, end = node.start_byte, node.end_byte
    if not inner:
        return Opaque(start, end)
    operand = inner[-1]
    if operator == "&":
        return read_capture(r, node, operand)
    if operator == "@":
        if operand.kind_id == IDENTIFIER:
            return AttrRead(start, end, r.text(operand))
        set_attribute = SPECIALS["@"](r, node, operand, None, None)
        if set_attribute is None:
            r.mention(start, end)
            return Opaque(start, end)
        return set_attribute
    if operator == "^":
        return Op(start, end, "^", (read_as(r, operand, INERT),))
    return Op(start, end, operator, (read(r, operand),))


def _access(r: Reader, node: Node) -> Value:
    inner = parts(node)
    on = read(r, inner[0])
    key = read(r, inner[-1]) if len(inner) > 1 else Opaque(node.end_byte, node.end_byte)
    if isinstance(key, Atom):
        return Field(node.start_byte, node.end_byte, on, key.name)
    return Op(node.start_byte, node.end_byte, "[]", (on, key))


def _block(r: Reader, node: Node) -> Value:
    inner = parts(node)
    if inner and inner[0].kind_id == STAB:
        return Block(node.start_byte, node.end_byte, read_stabs(r, inner, "->"))
    values = [read(r, child) for child in inner]
    if len(values) == 1:
        return values[0]
    return Block(node.start_byte, node.end_byte, tuple(values))


HANDLERS |= {
    KIND["binary_operator"]: _binary,
    KIND["unary_operator"]: _unary,
    KIND["access_call"]: _access,
    KIND["block"]: _block,
}
