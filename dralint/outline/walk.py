"""The walk itself: how any expression is read, and the parts that forms are made of.

`read` looks up a function by the kind of a node; the modules beside this one enter theirs into
`HANDLERS` and `SPECIALS` when they are imported. Long chains are read in a loop; other nesting is
followed down to `LIMIT` levels and is opaque below.
"""

import re
from collections.abc import Callable
from itertools import repeat

from dralint.syntax import KIND, TOKEN, Node

from .data import Swallow
from .reader import EXPRESSION, INERT, PATTERN, Reader, close_scope, open_scope
from .values import Arm, Atom, Block, ListOf, Opaque, TupleOf, Value, Var

LIMIT = 64
SECTIONS = {
    KIND["else_block"]: "else",
    KIND["rescue_block"]: "rescue",
    KIND["catch_block"]: "catch",
    KIND["after_block"]: "after",
}
COMMENT = KIND["comment"]
_REASON = re.compile(
    rb"(?m)(?:^[ \t]*|[\w\])}][ \t]+)#[# \t]*+(?!\^|<-|dralint:|credo:)[^\s#{]+(?:[ \t]+\S+){2,}"
)
"""A comment of three words or more that speaks to people."""
KEYWORDS = KIND["keywords"]
PAIR = KIND["pair"]
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

OPERATORS = {id: name for name, id in TOKEN.items()}
"""The words of the language by the kind of their token."""

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
        r.mention(node.start_byte, node.end_byte)
        return Opaque(node.start_byte, node.end_byte)
    handler = HANDLERS.get(node.kind_id)
    if handler is None:
        r.mention(node.start_byte, node.end_byte)
        return Opaque(node.start_byte, node.end_byte)
    r.depth += 1
    value = handler(r, node)
    r.depth -= 1
    return value


def read_as(r: Reader, node: Node, mode: int) -> Value:
    """Read one expression in another mode."""
    before, r.mode = r.mode, mode
    if mode == PATTERN != before:
        r.pattern = node.start_byte
    value = read(r, node)
    r.mode = before
    return value


def parts(node: Node) -> list[Node]:
    """Return the named children without comments."""
    return [child for child in node.named_children if child.kind_id != COMMENT]


def whole_pairs(keywords: Node) -> list[Node]:
    """Return the pairs of bare keywords; what broke among them has no parts and is left out."""
    return [node for node in keywords.named_children if node.kind_id == PAIR and parts(node)]


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


def read_stabs(r: Reader, nodes: list[Node], label: str) -> tuple[Arm, ...]:
    """Read clauses in a row.

    Before a clause whose pattern is a lone name like `index` or `order`, the grammar may take the
    first letters for an operator, and the last expression of the clause above for its left side:
    `total` and `index ->` become `total in dex ->`. Both get back what is theirs.
    """
    stabs = [node for node in nodes if node.kind_id == STAB]
    torn = [_torn(r, stab) for stab in stabs]
    below = (*torn[1:], None)
    before = len(r.swallowed)
    arms = tuple(map(read_stab, repeat(r), stabs, repeat(label), torn, below))
    if len(r.swallowed) > before and any(_is_error(arm.body) for arm in arms):
        # Where success is the failure, the other way round is no loss.
        own = {arm.patterns[0].start for arm in arms if arm.patterns}
        r.swallowed[before:] = [s for s in r.swallowed[before:] if s.start not in own]
    return arms


def _is_error(value: Value) -> bool:
    """Whether a value is `:error` or `{:error, ...}`."""
    first = value.items[0] if isinstance(value, TupleOf) and value.items else value
    return isinstance(first, Atom) and first.name == "error"


def read_stab(
    r: Reader, node: Node, label: str, torn: "Torn | None" = None, below: "Torn | None" = None
) -> Arm:
    """Read `patterns when guard -> body`."""
    env = open_scope(r)
    patterns: tuple[Value, ...] = ()
    guard: Value | None = None
    lost = [] if below is None else [below.lost]
    mode = EXPRESSION if label in ("cond", "after") else PATTERN
    inside: list[Node] = []
    for child in node.named_children:
        kind = child.kind_id
        if kind == BODY:
            inside = parts(child)
        elif torn is not None:
            patterns, guard = _mended(r, torn)
        elif kind == ARGUMENTS:
            patterns = _patterns(r, child, mode)
        elif kind == BINARY:
            left, *_, right = parts(child)
            patterns = _patterns(r, left, mode)
            guard = read_as(r, right, INERT)
    start = inside[0].start_byte if inside else node.end_byte
    body = read_body(r, inside + lost, start, lost[0].end_byte if lost else node.end_byte)
    close_scope(r, env)
    if patterns and guard is None and r.function >= 0 and r.quote < 0:
        _note_swallow(r, node, label, patterns, body)
    return Arm(node.start_byte, node.end_byte, label, patterns, guard, body)


def _note_swallow(
    r: Reader, node: Node, label: str, patterns: tuple[Value, ...], body: Value
) -> None:
    """Note a clause that takes any failure and answers with a constant, and does not say why."""
    constant = isinstance(body, Atom) or (
        isinstance(body, TupleOf | ListOf) and all(isinstance(i, Atom) for i in body.items)
    )
    if not constant:
        return
    last = patterns[-1]
    if label in ("rescue", "catch"):
        dropped = all(isinstance(p, Var) and p.name[0] == "_" for p in patterns)
        dropped = dropped or (
            len(patterns) == 2
            and isinstance(last, Var)
            and last.name[0] == "_"
            and isinstance(patterns[0], Atom)
            and patterns[0].name != "exit"
        )
    else:
        dropped = (
            isinstance(last, TupleOf)
            and len(last.items) == 2
            and isinstance(last.items[0], Atom)
            and last.items[0].name == "error"
            and isinstance(last.items[1], Var)
            and last.items[1].name[0] == "_"
            and len(patterns) == 1
        )
    if dropped and not _is_explained(r, node):
        place = (patterns[0].start, last.end)
        r.swallowed.append(Swallow(r.function, label, body, *place))


def _is_explained(r: Reader, node: Node) -> bool:
    """Whether a comment of a few words stands in a clause, or in the line above it."""
    row = r.source.rfind(b"\n", 0, node.start_byte)
    above = r.source.rfind(b"\n", 0, max(row, 0)) + 1
    line_end = r.source.find(b"\n", node.end_byte)
    text = r.source[above : line_end if line_end >= 0 else len(r.source)]
    return bool(_REASON.search(text))


class Torn:
    """A name of which the grammar made an operator and a name, and what it took for a left side."""

    __slots__ = ("end", "guard", "lost", "start")

    def __init__(self, start: int, end: int, guard: Node | None, lost: Node) -> None:
        self.start, self.end, self.guard, self.lost = start, end, guard, lost


def _torn(r: Reader, stab: Node) -> Torn | None:
    if not stab.named_children:  # in a broken tree
        return None
    head = stab.named_children[0]
    guard: Node | None = None
    if head.kind_id == BINARY:
        left, right = operands(head)
        inner = parts(left) if left.kind_id == ARGUMENTS else [left]
        if (name := torn_name(r, head)) is not None:
            return Torn(*name, None, inner[0])
        guard = right
    else:
        inner = parts(head) if head.kind_id == ARGUMENTS else []
    if len(inner) != 1:
        return None
    node = inner[0]
    while node.kind_id in (BINARY, CALL, ARGUMENTS):
        if node.kind_id == BINARY and (name := torn_name(r, node)) is not None:
            return Torn(*name, guard, inner[0])
        last = node.named_children[-1] if node.named_children else None
        if last is None or last.end_byte != node.end_byte:
            return None
        node = last
    return None


def torn_name(r: Reader, node: Node) -> tuple[int, int] | None:
    """Return where a name stands of which a binary operator is only the first letters."""
    right = node.children[-1]
    operator = node.children[-2]
    if operator.end_byte == right.start_byte and r.text(operator).isalpha():
        return operator.start_byte, right.end_byte
    return None


def _mended(r: Reader, torn: Torn) -> tuple[tuple[Value, ...], Value | None]:
    name = r.slice(torn.start, torn.end)
    r.bind(name, torn.start)
    guard = None if torn.guard is None else read_as(r, torn.guard, INERT)
    return (Var(torn.start, torn.end, name),), guard


def _patterns(r: Reader, node: Node, mode: int) -> tuple[Value, ...]:
    before, r.mode = r.mode, mode if r.mode != INERT else INERT
    r.pattern = node.start_byte
    found = tuple(read_all(r, node)) if node.kind_id == ARGUMENTS else (read(r, node),)
    r.mode = before
    return found


def read_sections(r: Reader, block: Node, label: str = "do") -> list[Arm]:
    """Read a `do` block: its clauses or body under `label`, then `else`, `rescue`..."""
    inside = parts(block)
    arms: list[Arm] = list(read_stabs(r, inside, label))
    plain: list[Node] = []
    for child in inside:
        kind = child.kind_id
        if kind in SECTIONS:
            if plain:
                arms.append(_section(r, plain, label))
                plain = []
            r.loose += 1
            name = SECTIONS[kind]
            inner = parts(child)
            if inner and inner[0].kind_id == STAB:
                arms.extend(read_stabs(r, inner, name))
            else:
                body = read_body(r, inner, child.start_byte, child.end_byte)
                arms.append(Arm(child.start_byte, child.end_byte, name, (), None, body))
            r.loose -= 1
        elif kind != STAB:
            plain.append(child)
    if plain:
        arms.append(_section(r, plain, label))
    return arms


def _section(r: Reader, nodes: list[Node], label: str) -> Arm:
    start, end = nodes[0].start_byte, nodes[-1].end_byte
    return Arm(start, end, label, (), None, read_body(r, nodes, start, end))


def binary(r: Reader, node: Node) -> tuple[Node, str, Node]:
    """Return the left side, the operator and the right side of a binary operator."""
    children = node.children
    if len(children) != 3:
        children = [child for child in children if child.kind_id != COMMENT]
    left, operator, right = children[0], children[1], children[-1]
    return left, OPERATORS.get(operator.kind_id) or r.text(operator), right


def operands(node: Node) -> tuple[Node, Node]:
    """Return the two sides of a binary operator."""
    return node.children[0], node.children[-1]


def operator_of(r: Reader, node: Node) -> str:
    """Return the operator of a binary operator as written."""
    return binary(r, node)[1]
