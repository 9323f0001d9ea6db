"""Whether a call is made again and again by a loop of its function."""

from dralint.project import Call

_LOOPS = frozenset(("Enum", "Stream"))
_ONCE = frozenset(
    ("find_value", "find", "any?", "all?", "with_index", "reduce_while", "take_while")
)


def in_loop(call: Call) -> bool:
    """Whether a call stands in code that a loop of the same function repeats."""
    file = call.file
    index = call.data.closure
    while index >= 0:
        closure = file.outline.closures[index]
        if closure.kind == "for":
            return True
        for user, position in closure.uses:
            if position > 0:
                data = file.outline.calls[user]
                target = file.project.targets(file)[user]
                if target in _LOOPS and data.name not in _ONCE:
                    return True
        index = closure.parent
    return False
