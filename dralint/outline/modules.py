"""Modules and what stands at their level: directives, attributes, specs."""

from dralint.syntax import KIND, Node

from .data import Attribute, Directive, Module, Spec
from .forms import read_arms, split
from .reader import EXPRESSION, INERT, Reader
from .values import Apply, Atom, ListOf, ModuleRef, Opaque, Value, Var, keyword
from .walk import (
    ARGUMENTS,
    BINARY,
    CALL,
    DOT,
    IDENTIFIER,
    KEYWORDS,
    SPECIALS,
    Special,
    operands,
    operator_of,
    parts,
    read,
    read_as,
)

ALIAS = KIND["alias"]
SPECS = ("spec", "callback", "macrocallback", "type", "typep", "opaque")
BINDING = ("doc", "impl", "deprecated", "tag", "decorate", "since")
"""Attributes that belong to the definition behind them."""


def _module(kind: str) -> Special:
    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        heads, options, sections = split(r, arguments)
        if not heads or piped is not None or (block is None and not sections):
            return None
        written = r.slice(heads[0].start_byte, heads[0].end_byte)
        protocol: str | None = None
        targets: tuple[str, ...] = ()
        if kind == "impl":
            protocol = r.expand(written)
            targets = _targets(r, options)
            name = f"{protocol}.{targets[0]}" if targets else protocol
        else:
            name = _name(r, heads[0], written)
        index = len(r.modules)
        place = (node.start_byte, node.end_byte, heads[0].start_byte, heads[0].end_byte)
        r.modules.append(
            Module(
                index,
                r.module,
                name,
                kind,
                *place,
                -1,
                False,
                False,
                r.quote >= 0,
                r.function >= 0,
                protocol,
                targets,
            )
        )
        if r.function >= 0:
            r.spare()
        before = (r.module, r.function, r.closure, r.pending, r.bound, r.env, r.until, r.describe)
        conditional, r.conditional = r.conditional, 0
        r.module, r.function, r.pending, r.bound = index, -1, [], [{}]
        r.closure = r.quote
        r.describe, r.until = "", node.end_byte
        nested: dict[str, str] = {}
        if kind != "impl" and before[0] >= 0 and heads[0].kind_id == ALIAS:
            first = written.partition(".")[0]
            if first != "Elixir":
                # The short name of a nested module holds inside of it as well.
                nested = {first: f"{r.modules[before[0]].name}.{first}"}
                r.env = {**r.env, **nested}
        read_arms(r, block, sections)
        (r.module, r.function, r.closure, r.pending, r.bound, env, r.until, r.describe) = before
        r.conditional = conditional
        r.env = {**env, **nested} if nested else env
        return Opaque(node.start_byte, node.end_byte)

    return special


def _name(r: Reader, node: Node, written: str) -> str:
    if node.kind_id == ALIAS:
        if written.startswith("Elixir."):
            return written.removeprefix("Elixir.")
        parent = r.module_name()
        if parent is not None and not (r.quote >= 0 and r.function >= 0):
            return f"{parent}.{written}"
        return r.expand(written)
    value = read(r, node)
    if isinstance(value, ModuleRef):
        return value.name
    return f":{value.name}" if isinstance(value, Atom) else "?"


def _targets(r: Reader, options: list[Node]) -> tuple[str, ...]:
    for pair in options:
        inner = parts(pair)
        if r.text(inner[0]).startswith("for"):
            value = read_as(r, inner[-1], INERT)
            items = value.items if isinstance(value, ListOf) else (value,)
            return tuple(item.name for item in items if isinstance(item, ModuleRef))
    parent = r.module_name()
    return (parent,) if parent else ()


def _directive(kind: str) -> Special:
    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        inner = parts(arguments) if arguments is not None else []
        if not 0 < len(inner) < 3 or piped is not None or block is not None:
            return None
        options: Value | None = None
        if len(inner) > 1:
            options = read_as(r, inner[1], EXPRESSION if kind == "use" else INERT)
        renamed = keyword(options, "as") if inner[1:] and inner[1].kind_id == KEYWORDS else None
        as_name = renamed.name if isinstance(renamed, ModuleRef) else None
        for name in _named(r, inner[0]):
            r.clock.check()  # what follows copies all aliases
            shown = None
            if name is not None and (kind == "alias" or as_name):
                shown = (as_name or name).rpartition(".")[2]
                if not name.startswith(":") or as_name:
                    r.env = {**r.env, shown: name}
            r.directives.append(
                Directive(
                    kind,
                    r.module,
                    r.function,
                    r.quote,
                    name,
                    shown,
                    options,
                    node.start_byte,
                    node.end_byte,
                    r.until,
                )
            )
        return Opaque(node.start_byte, node.end_byte)

    return special


def _named(r: Reader, node: Node) -> list[str | None]:
    """Return the modules that a directive names; None for one that is computed."""
    if node.kind_id == DOT:
        inner = parts(node)
        if len(inner) == 2 and inner[1].kind_id == KIND["tuple"]:
            base = read_as(r, inner[0], INERT)
            if not isinstance(base, ModuleRef):
                return [None]
            return [f"{base.name}.{r.text(part)}" for part in parts(inner[1])]
    value = read_as(r, node, INERT)
    if isinstance(value, Atom):
        return [f":{value.name}"]
    return [value.name if isinstance(value, ModuleRef) else None]


def _attribute(
    r: Reader, node: Node, operand: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    if operand is None or operand.kind_id != CALL or (r.function >= 0 and r.quote < 0):
        return None
    inner = parts(operand)
    if inner[0].kind_id != IDENTIFIER or len(inner) < 2 or inner[1].kind_id != ARGUMENTS:
        return None
    name = r.text(inner[0])
    args = parts(inner[1])
    if name in SPECS and args:
        _spec(r, name, args[0], node)
        return Opaque(node.start_byte, node.end_byte)
    mode = INERT if name in ("doc", "moduledoc", "typedoc", "shortdoc", "impl") else EXPRESSION
    value = read_as(r, args[0], mode) if args else None
    index = len(r.attributes)
    quoted = r.quote >= 0
    place = (node.start_byte, node.end_byte)
    conditional = r.conditional > 0
    r.attributes.append(Attribute(index, r.module, name, value, *place, quoted, conditional))
    if name in BINDING and not quoted:
        r.pending.append(index)
    return Opaque(node.start_byte, node.end_byte)


def _spec(r: Reader, kind: str, node: Node, whole: Node) -> None:
    if node.kind_id == BINARY and operator_of(r, node) == "when":
        node = operands(node)[0]
    head, result = node, None
    if node.kind_id == BINARY and operator_of(r, node) == "::":
        head, right = operands(node)
        result = read_as(r, right, INERT)
    shape = read_as(r, head, INERT)
    if isinstance(shape, Apply) and shape.module is None:
        name, args = shape.name, shape.args
    elif isinstance(shape, Var):
        name, args = shape.name, ()
    else:
        name, args = "", ()
    named = parts(head)[0] if head.kind_id == CALL else head
    place = (whole.start_byte, whole.end_byte, named.start_byte, named.end_byte)
    r.specs.append(Spec(r.module, kind, name, args, result, *place, r.quote >= 0))


def _struct(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    if r.module >= 0 and r.function < 0 and r.quote < 0:
        r.structs.add(r.module)
    return None


SPECIALS |= {
    "defmodule": _module("module"),
    "defprotocol": _module("protocol"),
    "defimpl": _module("impl"),
    "alias": _directive("alias"),
    "import": _directive("import"),
    "require": _directive("require"),
    "use": _directive("use"),
    "@": _attribute,
    "defstruct": _struct,
    "defexception": _struct,
}
