"""Which modules of the project a file speaks of, in whatever way."""

import re
from collections.abc import Iterator

from dralint.outline.values import ListOf, MapOf, ModuleRef, Op, Sigil, TupleOf, Value, children
from dralint.project import File, Project

from .inside import inside

_COMPONENT = re.compile(r"(?<![\w.])[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*")


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
    """Return the modules of the project that a file names in any way, aliases included.

    The code is not searched to its depths for names that no alias shortens.
    """
    found = {target for target in project.targets(file) if target is not None}
    found.update(d.name for d in file.outline.directives if d.name is not None)
    found.update(_expanded(project, file, _near(file)))
    return frozenset(name for name in found if project.defines(name))


def _near(file: File) -> Iterator[str]:
    """Yield the names in arguments, parameters, attributes and markup, one level deep."""
    outline = file.outline
    places: list[Value] = [arg for call in outline.calls for arg in call.args]
    places += [a.value for a in outline.attributes if a.value is not None]
    places += [d.options for d in outline.directives if d.options is not None]
    for function in outline.functions:
        for clause in function.clauses:
            places += clause.params
            if clause.body is not None:
                places.append(clause.body)
    for place in places:
        for value in (place, *children(place)):
            if isinstance(value, ModuleRef):
                yield value.name
            elif isinstance(value, Sigil) and value.name in ("H", "L"):
                yield from _COMPONENT.findall(value.text)
            elif isinstance(value, TupleOf | MapOf | ListOf | Op):
                yield from (each.name for each in children(value) if isinstance(each, ModuleRef))


def _written(file: File) -> Iterator[str]:
    """Yield the names of modules that stand in a file as values."""
    outline = file.outline
    places: list[Value | None] = [a.value for a in outline.attributes]
    places += [d.options for d in outline.directives if d.kind == "use"]
    for function in outline.functions:
        for clause in function.clauses:
            places += [*clause.params, clause.body]
    places += [arg for call in outline.calls if call.function < 0 for arg in call.args]
    for value in inside(outline, *places):
        if isinstance(value, ModuleRef):
            yield value.name
        elif isinstance(value, Sigil) and value.name in ("H", "L"):
            yield from _COMPONENT.findall(value.text)


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
