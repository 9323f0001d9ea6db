"""HTML: the values of a file that are declared to be safe HTML."""

from collections.abc import Iterator

from dralint.outline.values import LEAVES, Arm, Atom, Op, TupleOf, Value, children
from dralint.project import File, Function


def safe_parts(file: File) -> Iterator[tuple[Function, TupleOf]]:
    """Yield the tuples `{:safe, html}` that the functions of a file make, patterns aside."""
    outline = file.outline
    if "safe" not in outline.atoms:
        return
    roots: list[tuple[int, Value]] = []
    for function in outline.functions:
        roots.extend((function.index, c.body) for c in function.clauses if c.body is not None)
    for closure in outline.closures:
        if closure.function >= 0 and closure.kind != "quote":
            roots.extend((closure.function, arm) for arm in closure.clauses)
    for call in outline.calls:
        if call.function >= 0 and not call.quoted and call.name != "match?":
            roots.extend((call.function, a) for a in call.args if type(a) not in LEAVES)
    for index, root in reversed(roots):
        for value in _safe(root):
            yield file.functions[index], value


def _safe(root: Value) -> list[TupleOf]:
    found: list[TupleOf] = []
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if type(value) in LEAVES:
            continue
        if isinstance(value, Arm):
            waiting.append(value.body)
        elif isinstance(value, Op) and value.op in ("=", "<-"):
            waiting.append(value.args[1])
        else:
            if isinstance(value, TupleOf) and len(value.items) == 2:
                tag = value.items[0]
                pair = value.start == tag.start
                if isinstance(tag, Atom) and tag.name == "safe" and not pair:
                    found.append(value)
            waiting += [each for each in children(value) if type(each) not in LEAVES]
    return found
