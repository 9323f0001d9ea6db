"""Which modules of the project a file speaks of, in whatever way."""

import re
from collections.abc import Iterator

from dralint.outline.values import (
    Atom,
    AttrRead,
    Block,
    CallRef,
    Fn,
    ModuleRef,
    Number,
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


_LEAVES = frozenset((Var, Atom, Number, String, AttrRead, CallRef, Fn, Opaque))
_LISTS = frozenset((TupleOf, Block))


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


def modules_named(project: Project, file: File) -> frozenset[str]:
    """Return the modules of the project that a file names in any way, aliases included."""
    aliased = {d.name for d in file.outline.directives if d.name is not None}
    return modules_used(project, file) | {name for name in aliased if project.defines(name)}


def _written(file: File) -> Iterator[str]:
    """Yield the names of modules that stand in a file as values."""
    outline = file.outline
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
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind in _LEAVES:
            continue
        if kind is ModuleRef:
            yield value.name  # type: ignore[union-attr]
        elif kind is Sigil:
            if value.name in ("H", "L"):  # type: ignore[union-attr]
                yield from _COMPONENT.findall(value.text)  # type: ignore[union-attr]
        elif kind in _LISTS:
            waiting += value.items  # type: ignore[union-attr]
        elif value is not None:
            waiting += children(value)


def _expanded(project: Project, file: File, names: Iterator[str]) -> Iterator[str]:
    """Yield names, and the same expanded by aliases of the file and those that a `use` brings."""
    short = {d.as_name: d.name for d in file.outline.directives if d.as_name and d.name}
    for module in file.modules:
        short |= {alias: full for alias, full in module.effects.aliases if alias not in short}
    for name in names:
        yield name
        first, dot, rest = name.partition(".")
        if first in short:
            yield f"{short[first]}{dot}{rest}"
