"""Which modules of the project a file speaks of, in whatever way."""

import re
from collections.abc import Iterator
from types import NoneType

from dralint.outline.values import (
    Arm,
    Atom,
    AttrRead,
    Block,
    CallRef,
    Field,
    Fn,
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
    Var,
    children,
)
from dralint.project import File, Project

_COMPONENT = re.compile(r"(?<![\w.])[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*")


_LEAVES: frozenset[type] = frozenset(
    (Var, Atom, Number, String, AttrRead, CallRef, Fn, Opaque, NoneType)
)


def modules_used(project: Project, file: File) -> frozenset[str]:
    """Return the modules of the project that a file's code uses: calls, structs, `use`, values.

    An `alias` alone is no use.
    """
    found = {target for target in project.targets(file) if target is not None}
    for directive in file.outline.directives:
        if directive.kind in ("use", "import") and directive.name is not None:
            found.add(directive.name)
    found.update(_expanded(project, file, _written(file)))
    return frozenset(name for name in found if project.defines(name))


def modules_named(project: Project, file: File, used: frozenset[str]) -> frozenset[str]:
    """Return the modules of the project that a file names in any way, aliases included.

    `used` are those that it uses.
    """
    aliased = {d.name for d in file.outline.directives if d.name is not None}
    return used | {name for name in aliased if project.defines(name)}


def _written(file: File) -> set[str]:
    """Return the names of modules that stand in a file as values."""
    outline = file.outline
    found: set[str] = set()
    waiting: list[Value | None] = [a.value for a in outline.attributes]
    waiting += [d.options for d in outline.directives if d.kind == "use"]
    for function in outline.functions:
        for clause in function.clauses:
            waiting += clause.params
            waiting.append(clause.body)
    for call in outline.calls:
        waiting += call.args
    for closure in outline.closures:
        if closure.kind != "quote":
            waiting += closure.heads
            waiting += closure.clauses
    # Calls and closures have been entered above, each once: what refers to them is a leaf.
    # One set of kinds is asked before all else, since most values are leaves.
    pop = waiting.pop
    while waiting:
        value = pop()
        kind = type(value)
        if kind in _LEAVES:
            continue
        if kind is ModuleRef:
            found.add(value.name)  # type: ignore[union-attr]
        elif kind is TupleOf or kind is Block or kind is ListOf:
            waiting += value.items  # type: ignore[union-attr]
            if kind is ListOf:
                waiting.append(value.tail)  # type: ignore[union-attr]
        elif kind is Op:
            waiting += value.args  # type: ignore[union-attr]
        elif kind is Field:
            waiting.append(value.on)  # type: ignore[union-attr]
        elif kind is Arm:
            waiting += value.patterns  # type: ignore[union-attr]
            waiting.append(value.guard)  # type: ignore[union-attr]
            waiting.append(value.body)  # type: ignore[union-attr]
        elif kind is MapOf:
            waiting.append(value.struct)  # type: ignore[union-attr]
            waiting.append(value.base)  # type: ignore[union-attr]
            for pair in value.pairs:  # type: ignore[union-attr]
                waiting += pair
        elif kind is Sigil:
            if value.name in ("H", "L"):  # type: ignore[union-attr]
                found.update(_COMPONENT.findall(value.text))  # type: ignore[union-attr]
        else:
            waiting += children(value)  # type: ignore[arg-type]
    return found


def _expanded(project: Project, file: File, names: set[str]) -> Iterator[str]:
    """Yield names, and the same expanded by aliases of the file and those that a `use` brings."""
    short = {d.as_name: d.name for d in file.outline.directives if d.as_name and d.name}
    for module in file.modules:
        short |= {alias: full for alias, full in module.effects.aliases if alias not in short}
    yield from names
    for name in names:
        first, dot, rest = name.partition(".")
        if first in short:
            yield f"{short[first]}{dot}{rest}"
