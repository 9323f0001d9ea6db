"""HTML: the values of a file that are declared to be safe HTML."""

from collections.abc import Iterator

from dralint.outline.values import Arm, Atom, Op, TupleOf, Value, children
from dralint.project import File, Function


def safe_parts(file: File) -> Iterator[tuple[Function, TupleOf]]:
    """Yield the tuples `{:safe, html}` that the functions of a file make, patterns aside."""
    outline = file.outline
    waiting: list[tuple[int, Value]] = []
    for function in outline.functions:
        waiting.extend((function.index, c.body) for c in function.clauses if c.body is not None)
    for closure in outline.closures:
        if closure.function >= 0 and closure.kind != "quote":
            waiting.extend((closure.function, arm) for arm in closure.clauses)
    for call in outline.calls:
        if call.function >= 0 and not call.quoted and call.name != "match?":
            waiting.extend((call.function, arg) for arg in call.args)
    while waiting:
        index, value = waiting.pop()
        if isinstance(value, Arm):
            waiting.append((index, value.body))
        elif isinstance(value, Op) and value.op in ("=", "<-"):
            waiting.append((index, value.args[1]))
        else:
            if isinstance(value, TupleOf) and len(value.items) == 2:
                tag = value.items[0]
                pair = value.start == tag.start
                if isinstance(tag, Atom) and tag.name == "safe" and not pair:
                    yield file.functions[index], value
            waiting.extend((index, part) for part in children(value))
