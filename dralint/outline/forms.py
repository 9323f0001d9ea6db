"""Control structures: `if`, `case`, `cond`, `with`, `for`, `receive`, `try`, `quote`."""

from dralint.syntax import Node

from .reader import EXPRESSION, PATTERN, Reader, close_scope, open_scope
from .values import Arm, CallRef, Flow, Op, Value
from .walk import (
    BINARY,
    BLOCK_NODE,
    KEYWORDS,
    SPECIALS,
    STAB,
    Special,
    operands,
    operator_of,
    parts,
    read,
    read_as,
    read_body,
    read_sections,
    read_stabs,
    whole_pairs,
)

SECTION_KEYS = ("do", "else", "rescue", "catch", "after")


def split(
    r: Reader, arguments: Node | None
) -> tuple[list[Node], list[Node], list[tuple[str, Node]]]:
    """Return the heads, the option pairs and the inline sections (`do: x`) of an argument list."""
    heads: list[Node] = []
    options: list[Node] = []
    sections: list[tuple[str, Node]] = []
    for child in parts(arguments) if arguments is not None else ():
        if child.kind_id != KEYWORDS:
            heads.append(child)
            continue
        for pair in whole_pairs(child):
            inner = parts(pair)
            key = r.text(inner[0]).rstrip().rstrip(":")
            if key in SECTION_KEYS and len(inner) > 1:
                sections.append((key, inner[1]))
            else:
                options.append(pair)
    return heads, options, sections


def read_arms(
    r: Reader, block: Node | None, sections: list[tuple[str, Node]], label: str = "do"
) -> tuple[Arm, ...]:
    """Read the sections of a form, be they in a `do` block or inline."""
    arms = list(read_sections(r, block, label)) if block is not None else []
    for key, node in sections:
        name = label if key == "do" else key
        r.loose += key != "do"
        inner = parts(node) if node.kind_id == BLOCK_NODE else []
        if inner and inner[0].kind_id == STAB:
            arms.extend(read_stabs(r, inner, name))
        else:
            body = read_body(r, [node], node.start_byte, node.end_byte)
            arms.append(Arm(node.start_byte, node.end_byte, name, (), None, body))
        r.loose -= key != "do"
    return tuple(arms)


def _flow(kind: str, label: str = "do", scoped: bool = False) -> Special:
    """Make the reader of a control structure; `scoped` ones keep what their heads bind."""

    def special(
        r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
    ) -> Value | None:
        heads, options, sections = split(r, arguments)
        if block is None and not sections:
            return None
        env = open_scope(r) if scoped else r.env
        values = [] if piped is None else [piped]
        values.extend(read(r, head) for head in heads)
        for pair in options:
            read(r, parts(pair)[-1])
        r.conditional += r.function < 0
        arms = read_arms(r, block, sections, label)
        r.conditional -= r.function < 0
        if scoped:
            close_scope(r, env)
        start = node.start_byte if piped is None else piped.start
        if kind == "case" and values and isinstance(values[0], CallRef):
            r.asked.append(values[0].call)
        r.forks.append((start, max(1, len(arms))))
        return Flow(start, node.end_byte, kind, tuple(values), arms)

    return special


def _receive(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    """Read a `receive`, which waits, so that it stands in the table of calls with its timeout."""
    flow = _flow("receive", scoped=True)(r, node, arguments, block, piped)
    if isinstance(flow, Flow):
        timeout = tuple(
            arm.patterns[0] for arm in flow.arms if arm.label == "after" and arm.patterns
        )
        name = (node.start_byte, node.start_byte + len("receive"))
        r.add_call(None, "receive", timeout, (node.start_byte, node.end_byte), name)
    return flow


def _for(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    heads, options, sections = split(r, arguments)
    if piped is not None or (block is None and not sections):
        return None
    first: Value | None = None
    if heads and heads[0].kind_id == BINARY and operator_of(r, heads[0]) == "<-":
        first = read(r, operands(heads[0])[1])
    settings = [read(r, parts(pair)[-1]) for pair in options]
    closure = r.open_closure("for", node)
    env = open_scope(r)
    values: list[Value] = []
    for index, head in enumerate(heads):
        if index == 0 and first is not None:
            pattern = _generator_pattern(r, operands(head)[0])
            values.append(Op(head.start_byte, head.end_byte, "<-", (pattern, first)))
        else:
            values.append(read(r, head))
    closure.heads = (*values, *settings)
    closure.clauses = read_arms(r, block, sections)
    close_scope(r, env)
    return r.close_closure(closure)


def _generator_pattern(r: Reader, node: Node) -> Value:
    if node.kind_id == BINARY and operator_of(r, node) == "when":
        shape, guard = operands(node)
        return Op(
            node.start_byte, node.end_byte, "when", (read_as(r, shape, PATTERN), read(r, guard))
        )
    return read_as(r, node, PATTERN)


def _quote(
    r: Reader, node: Node, arguments: Node | None, block: Node | None, piped: Value | None
) -> Value | None:
    _, options, sections = split(r, arguments)
    if block is None and not sections:
        return None
    for pair in options:
        read_as(r, parts(pair)[-1], EXPRESSION)
    closure = r.open_closure("quote", node)
    before = r.quote, r.pending
    r.quote, r.pending = closure.index, []
    env = open_scope(r)
    closure.clauses = read_arms(r, block, sections)
    close_scope(r, env)
    r.mention(node.start_byte, node.end_byte)
    r.quote, r.pending = before
    return r.close_closure(closure)


SPECIALS |= {
    "if": _flow("if"),
    "unless": _flow("unless"),
    "case": _flow("case"),
    "cond": _flow("cond", "cond"),
    "with": _flow("with", scoped=True),
    "receive": _receive,
    "try": _flow("try", scoped=True),
    "for": _for,
    "quote": _quote,
}
