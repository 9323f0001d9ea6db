"""Names, calls, pipes, captures and anonymous functions."""

from dralint.syntax import KIND, Node

from .data import BARE, BLOCK, CAPTURED, PIPED
from .reader import EXPRESSION, INERT, PATTERN, Reader, close_scope, open_scope
from .values import (
    Apply,
    Arm,
    Atom,
    CallRef,
    Field,
    Fn,
    ListOf,
    ModuleRef,
    Op,
    Opaque,
    TupleOf,
    Value,
    Var,
)
from .walk import (
    ARGUMENTS,
    BINARY,
    CALL,
    COMMENT,
    DO_BLOCK,
    DOT,
    HANDLERS,
    IDENTIFIER,
    SPECIALS,
    binary,
    operands,
    operator_of,
    parts,
    read,
    read_all,
    read_sections,
    read_stabs,
)


def _identifier(r: Reader, node: Node) -> Value:
    name = r.text(node)
    start, end = node.start_byte, node.end_byte
    if not name:  # the grammar put it where it missed one
        return Opaque(start, end)
    if r.mode == PATTERN:
        if not name:  # the grammar puts in a name that is missing
            return Opaque(start, end)
        r.bind(name, start)
        return Var(start, end, name)
    if name == "__MODULE__":
        module = r.module_name()
        return ModuleRef(start, end, module) if module else Opaque(start, end)
    if r.is_bound(name) or r.mode == INERT:
        return Var(start, end, name)
    if name.startswith("__"):
        return Opaque(start, end)
    if name in SPECIALS and (special := SPECIALS[name](r, node, None, None, None)) is not None:
        return special
    return CallRef(start, end, r.add_call(None, name, (), (start, end), (start, end), BARE))


def read_pipe(r: Reader, node: Node) -> Value:
    """Read `a |> f(b) |> g()` as `g(f(a, b))`, from left to right."""
    steps: list[Node] = []
    current = node
    while current.kind_id == BINARY:
        left, operator, right = binary(r, current)
        if operator != "|>":
            break
        steps.append(right)
        current = left
    value = read(r, current)
    for step in reversed(steps):
        value = _piped(r, step, value)
    return value


def _piped(r: Reader, node: Node, value: Value) -> Value:
    if node.kind_id == CALL:
        return read_call(r, node, value)
    if node.kind_id == IDENTIFIER:
        place = (node.start_byte, node.end_byte)
        call = r.add_call(None, r.text(node), (value,), (value.start, place[1]), place, PIPED)
        return CallRef(value.start, place[1], call)
    if node.kind_id == BINARY:
        return Op(value.start, node.end_byte, "|>", (value, read(r, node)))
    return Op(value.start, node.end_byte, "|>", (value, read(r, node)))


def read_call(r: Reader, node: Node, piped: Value | None = None) -> Value:
    """Read a call, a special form or the field of a value."""
    target: Node | None = None
    arguments: Node | None = None
    block: Node | None = None
    for child in node.named_children:
        kind = child.kind_id
        if kind == ARGUMENTS:
            arguments = child
        elif kind == DO_BLOCK:
            block = child
        elif target is None and kind != COMMENT:
            target = child
    if target is None:
        return Opaque(node.start_byte, node.end_byte)
    if target.kind_id == IDENTIFIER:
        name = r.text(target)
        if r.mode != EXPRESSION:
            return _apply(r, node, None, name, arguments)
        if name in SPECIALS:
            special = SPECIALS[name](r, node, arguments, block, piped)
            if special is not None:
                return special
        return _finish(r, node, None, name, target, arguments, block, piped)
    if target.kind_id == DOT:
        return _remote(r, node, target, arguments, block, piped)
    on = read(r, target)
    if r.mode != EXPRESSION:
        return Opaque(node.start_byte, node.end_byte)
    return _finish(r, node, on, "()", target, arguments, block, piped)


def _remote(
    r: Reader,
    node: Node,
    target: Node,
    arguments: Node | None,
    block: Node | None,
    piped: Value | None,
) -> Value:
    inner = parts(target)
    on = read(r, inner[0])
    if isinstance(on, Atom):
        on = ModuleRef(on.start, on.end, ":" + on.name)
    if len(inner) == 1:
        if r.mode != EXPRESSION:
            return Opaque(node.start_byte, node.end_byte)
        return _finish(r, node, on, "()", target, arguments, block, piped)
    name = r.text(inner[1]).strip('"')
    if name == "pry":
        r.spare()
    if r.mode != EXPRESSION:
        module = on.name if isinstance(on, ModuleRef) else None
        if module is None and arguments is None:
            return Field(node.start_byte, node.end_byte, on, name)
        return _apply(r, node, module, name, arguments)
    if arguments is None and block is None and piped is None and not isinstance(on, ModuleRef):
        return Field(node.start_byte, node.end_byte, on, name)
    return _finish(r, node, on, name, target, arguments, block, piped)


def _finish(
    r: Reader,
    node: Node,
    on: Value | None,
    name: str,
    named: Node,
    arguments: Node | None,
    block: Node | None,
    piped: Value | None,
) -> Value:
    args: list[Value] = [] if piped is None else [piped]
    if arguments is not None:
        args.extend(read_all(r, arguments))
    flags = 0 if piped is None else PIPED
    closure: Fn | None = None
    if block is not None:
        closure = _do_block(r, block)
        key = Atom(block.start_byte, block.start_byte, "do")
        pair = TupleOf(block.start_byte, block.end_byte, (key, closure))
        args.append(ListOf(block.start_byte, block.end_byte, (pair,)))
        flags |= BLOCK
    start = node.start_byte if piped is None else piped.start
    place = (start, node.end_byte)
    index = r.add_call(on, name, tuple(args), place, (named.start_byte, named.end_byte), flags)
    if closure is not None:
        r.closures[closure.closure].uses.append((index, len(args) - 1))
    return CallRef(place[0], place[1], index)


def _do_block(r: Reader, block: Node) -> Fn:
    closure = r.open_closure("do", block)
    closure.clauses = tuple(read_sections(r, block))
    return r.close_closure(closure)


def _apply(r: Reader, node: Node, module: str | None, name: str, arguments: Node | None) -> Value:
    if module is None:
        r.applied.add(name)
    # What a macro makes of the variables in a pattern is not known: nobody need read them.
    before, r.silent = r.silent, True
    args = tuple(read_all(r, arguments)) if arguments is not None else ()
    r.silent = before
    return Apply(node.start_byte, node.end_byte, module, name, args)


def _dot(r: Reader, node: Node) -> Value:
    """Read `__MODULE__.Name`, `@attribute.Name` and `Name.{A, B}` where no call is meant."""
    inner = parts(node)
    on = read(r, inner[0])
    if len(inner) == 2 and inner[1].kind_id == KIND["alias"] and isinstance(on, ModuleRef):
        name = f"{on.name}.{r.text(inner[1])}"
        if r.mode != INERT:
            r.spoken.add(name)
        return ModuleRef(node.start_byte, node.end_byte, name)
    return Opaque(node.start_byte, node.end_byte)


def read_capture(r: Reader, node: Node, operand: Node) -> Value:
    """Read `&f/1`, `&f(&1, x)`, or the `&1` inside of one."""
    start, end = node.start_byte, node.end_byte
    if operand.kind_id == KIND["integer"]:
        return Var(start, end, "&" + r.text(operand))
    if r.mode != EXPRESSION:
        return Opaque(start, end)
    closure = r.open_closure("capture", node)
    env = open_scope(r)
    body: Value
    if operand.kind_id == BINARY and operator_of(r, operand) == "/":
        body = _named_capture(r, operand)
    else:
        body = read(r, operand)
    close_scope(r, env)
    closure.clauses = (Arm(start, end, "fn", (), None, body),)
    return r.close_closure(closure)


def _named_capture(r: Reader, operand: Node) -> Value:
    left, right = operands(operand)
    place = (operand.start_byte, operand.end_byte)
    written = r.text(right)
    on: Value | None = None
    name = ""
    if left.kind_id == IDENTIFIER:
        name = r.text(left)
    elif left.kind_id == CALL:
        target = parts(left)[0]
        inner = parts(target)
        if target.kind_id == DOT and len(inner) == 2:
            on = read(r, inner[0])
            if isinstance(on, Atom):
                on = ModuleRef(on.start, on.end, ":" + on.name)
            name = r.text(inner[1])
    if not name or not written.isdigit():
        return Op(*place, "/", (read(r, left), read(r, right)))
    args = tuple(Var(*place, f"&{number + 1}") for number in range(min(int(written), 255)))
    named = (left.start_byte, left.end_byte)
    return CallRef(*place, r.add_call(on, name, args, place, named, CAPTURED))


def _anonymous(r: Reader, node: Node) -> Value:
    closure = r.open_closure("fn", node)
    closure.clauses = read_stabs(r, node.named_children, "fn")
    return r.close_closure(closure)


def _sees_all(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    """Read `binding()`, and `dbg()` without arguments, which look at every variable."""
    if piped is None and (arguments is None or not parts(arguments)):
        r.spare()
    return None


def _unquote(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    """Read `unquote`: outside of `quote` its code may read any variable of the function."""
    if r.quote < 0:
        r.spared.add(r.function)
    return None


SPECIALS |= {
    "binding": _sees_all,
    "dbg": _sees_all,
    "unquote": _unquote,
    "unquote_splicing": _unquote,
}
HANDLERS |= {
    KIND["identifier"]: _identifier,
    KIND["call"]: read_call,
    KIND["dot"]: _dot,
    KIND["anonymous_function"]: _anonymous,
}
