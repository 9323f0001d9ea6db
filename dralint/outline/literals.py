"""Literals and collections."""

import re

from dralint.syntax import KIND, Node

from .data import StructUse
from .reader import EXPRESSION, INERT, PATTERN, Reader
from .values import (
    Atom,
    CallRef,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Opaque,
    Sigil,
    String,
    TupleOf,
    Value,
)
from .walk import (
    BINARY,
    HANDLERS,
    INTERPOLATION,
    KEYWORDS,
    Handler,
    operands,
    operator_of,
    parts,
    read,
    read_all,
    read_as,
    read_body,
    whole_pairs,
)

_DIGIT = re.compile(r"\d")
_DENSE = re.compile(r"(?=\S*\d)\S{16}")
_PASSWORD = re.compile(r"://\S+@")
PLAIN = frozenset("SCDNRTUW")
"""Uppercase sigils whose text is only text."""
_COMPONENT = re.compile(r"(?<![\w.])[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*")


def _alias(r: Reader, node: Node) -> Value:
    name = r.expand(r.text(node))
    if r.mode != INERT:
        r.spoken.add(name)
    return ModuleRef(node.start_byte, node.end_byte, name)


def _atom(r: Reader, node: Node) -> Value:
    return Atom(node.start_byte, node.end_byte, r.text(node)[1:])


def _word(r: Reader, node: Node) -> Value:
    return Atom(node.start_byte, node.end_byte, r.text(node))


def _number(r: Reader, node: Node) -> Value:
    return Number(node.start_byte, node.end_byte, r.text(node))


def _pieces(r: Reader, nodes: list[Node]) -> list[Value]:
    found: list[Value] = []
    for child in nodes:
        if child.kind_id == INTERPOLATION:
            inner = parts(child)
            found.append(read_body(r, inner, child.start_byte, child.end_byte))
        else:
            start, end = child.start_byte, child.end_byte
            found.append(_string(r, start, end, r.slice(start, end)))
    return found


def _string(r: Reader, start: int, end: int, text: str, kind: str = "string") -> String:
    if len(text) > 13 and (
        (_DIGIT.search(text) and _DENSE.search(text)) or ("://" in text and _PASSWORD.search(text))
    ):
        r.dense.append(start)
    return String(start, end, text, kind)


def _quoted(kind: str) -> Handler:
    def handler(r: Reader, node: Node) -> Value:
        start, end = node.start_byte, node.end_byte
        inside = node.named_children
        if len(inside) == 1 and inside[0].kind_id != INTERPOLATION:
            text = r.slice(inside[0].start_byte, inside[0].end_byte)
            return Atom(start, end, text) if kind == "atom" else _string(r, start, end, text, kind)
        pieces = _pieces(r, inside)
        if all(isinstance(piece, String) for piece in pieces):
            text = r.slice(pieces[0].start, pieces[-1].end) if pieces else ""
            return Atom(start, end, text) if kind == "atom" else _string(r, start, end, text, kind)
        return Interpolated(start, end, tuple(pieces), kind)

    return handler


def _quoted_atom(r: Reader, node: Node) -> Value:
    """Read `:"name"`; with interpolation it is the call that Elixir makes of it."""
    value = _quoted("atom")(r, node)
    if not isinstance(value, Interpolated) or r.mode != EXPRESSION:
        return value
    start, end = value.start, value.end
    text = Interpolated(start, end, value.parts)
    args = (text, Atom(end, end, "utf8"))
    on = ModuleRef(start, start, ":erlang")
    index = r.add_call(on, "binary_to_atom", args, (start, end), (start, end))
    return CallRef(start, end, index)


def _sigil(r: Reader, node: Node) -> Value:
    children = node.children
    name = r.text(children[1])
    last = children[-1]
    has_modifiers = last.kind_id == KIND["sigil_modifiers"]
    opening, closing = children[2], children[-2] if has_modifiers else last
    text = r.slice(opening.end_byte, closing.start_byte)
    inner = tuple(
        read_body(r, parts(child), child.start_byte, child.end_byte)
        for child in children
        if child.kind_id == INTERPOLATION
    )
    modifiers = r.text(last) if has_modifiers else ""
    r.applied.add("sigil_" + name)
    if name[0].isupper() and name not in PLAIN:
        # A template reads variables and aliases of its surroundings by their names.
        r.mention(opening.end_byte, closing.start_byte)
        r.spoken.update(_COMPONENT.findall(text))
        r.is_bound("assigns")
    return Sigil(node.start_byte, node.end_byte, name, text, modifiers, inner)


def _list(r: Reader, node: Node) -> Value:
    items: list[Value] = []
    tail: Value | None = None
    for value in read_all(r, node):
        if isinstance(value, Op) and value.op == "|" and len(value.args) == 2:
            items.append(value.args[0])
            tail = value.args[1]
        elif isinstance(value, ListOf) and r.source[value.start] != 0x5B:
            items.extend(value.items)
        else:
            items.append(value)
    return ListOf(node.start_byte, node.end_byte, tuple(items), tail)


def _keywords(r: Reader, node: Node) -> Value:
    pairs = [_pair(r, pair) for pair in whole_pairs(node)]
    return ListOf(node.start_byte, node.end_byte, tuple(pairs))


def _pair(r: Reader, node: Node) -> TupleOf:
    inner = parts(node)
    key = _key(r, inner[0])
    value = read(r, inner[1]) if len(inner) > 1 else Opaque(node.end_byte, node.end_byte)
    return TupleOf(node.start_byte, node.end_byte, (key, value))


def _key(r: Reader, node: Node) -> Value:
    if node.kind_id == KIND["keyword"]:
        text = r.text(node).rstrip()
        return Atom(node.start_byte, node.start_byte + len(text.encode()), text[:-1])
    return _quoted("atom")(r, node)


def _tuple(r: Reader, node: Node) -> Value:
    items = tuple(read_all(r, node))
    if len(items) > 1 and isinstance(items[0], ModuleRef) and isinstance(items[1], Atom):
        r.pointed.add((items[0].name, items[1].name))
    return TupleOf(node.start_byte, node.end_byte, items)


def _map(r: Reader, node: Node) -> Value:
    struct: Value | None = None
    base: Value | None = None
    pairs: list[tuple[Value, Value]] = []
    for child in parts(node):
        if child.kind_id == KIND["struct"]:
            inner = parts(child)
            struct = read(r, inner[0]) if inner else None
            if isinstance(struct, ModuleRef) and r.quote < 0 and "." not in struct.name:
                place = (struct.name, struct.start, struct.end)
                r.struct_uses.append(StructUse(r.module, r.function, *place))
            continue
        for entry in parts(child):
            if entry.kind_id == KEYWORDS:
                pairs.extend(_entries(r, entry))
            elif entry.kind_id == BINARY:
                left, right = operands(entry)
                operator = operator_of(r, entry)
                if operator == "|":
                    base = read(r, left)
                    pairs.extend(_entries(r, right))
                elif operator == "=>":
                    pairs.append(_arrow(r, entry))
                else:
                    read(r, entry)
            else:
                read(r, entry)
    return MapOf(node.start_byte, node.end_byte, struct, tuple(pairs), base)


def _entries(r: Reader, node: Node) -> list[tuple[Value, Value]]:
    if node.kind_id == KEYWORDS:
        return [(pair.items[0], pair.items[1]) for pair in (_pair(r, p) for p in whole_pairs(node))]
    return [_arrow(r, node)] if node.kind_id == BINARY else []


def _arrow(r: Reader, node: Node) -> tuple[Value, Value]:
    left, right = operands(node)
    return read_as(r, left, INERT if r.mode == PATTERN else r.mode), read(r, right)


def _bitstring(r: Reader, node: Node) -> Value:
    return Op(node.start_byte, node.end_byte, "<<>>", tuple(read_all(r, node)))


HANDLERS |= {
    KIND["alias"]: _alias,
    KIND["atom"]: _atom,
    KIND["quoted_atom"]: _quoted_atom,
    KIND["boolean"]: _word,
    KIND["nil"]: _word,
    KIND["integer"]: _number,
    KIND["float"]: _number,
    KIND["char"]: _number,
    KIND["string"]: _quoted("string"),
    KIND["charlist"]: _quoted("charlist"),
    KIND["sigil"]: _sigil,
    KIND["list"]: _list,
    KIND["keywords"]: _keywords,
    KIND["tuple"]: _tuple,
    KIND["map"]: _map,
    KIND["bitstring"]: _bitstring,
}
