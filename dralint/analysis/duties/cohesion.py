"""Cohesion: the groups of a module's functions that have nothing to do with each other."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from dralint.analysis.calls.inside import inside
from dralint.outline.values import AttrRead, MapOf, ModuleRef, Value, Var
from dralint.project import Function, Module

_ANYTHING = frozenset(
    "opts options params attrs args id ids name value key data acc term other rest".split()
)
"""Names of parameters that say nothing of what is passed."""


def clusters(module: Module, least: int = 1) -> list[list[Function]]:
    """Return the groups of functions that share something, the largest first.

    Functions belong together where one calls the other, or where both take the same data (a
    parameter of the same name), read the same attribute, or know the same module or struct of the
    project.

    With `least` the code is only read where two groups of so many functions are left without it.
    """
    functions = [f for f in module.functions if f.data.kind in ("def", "defp")]
    group = {function.data.index: function.data.index for function in functions}

    def root(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    def join(things: Callable[[Function], Iterator[str]]) -> list[list[Function]]:
        shared: dict[str, list[int]] = defaultdict(list)
        for function in functions:
            for thing in set(things(function)):
                shared[thing].append(function.data.index)
        for owners in shared.values():
            for other in owners[1:]:
                group[root(other)] = root(owners[0])
        found: dict[int, list[Function]] = defaultdict(list)
        for function in functions:
            found[root(function.data.index)].append(function)
        return sorted(found.values(), key=lambda each: (-len(each), each[0].data.index))

    found = join(_called)
    few = sum(len(each) >= least for each in found) < 2
    return found if few and least > 1 else join(_written)


def _called(function: Function) -> Iterator[str]:
    """Yield what a function shares with others as far as its head and its calls say."""
    project = function.file.project
    own = function.module.name
    yield f"function {function.name.removesuffix('!')}"
    for call in function.calls:
        target = call.target
        if target == own:
            yield f"function {call.name.removesuffix('!')}"
        elif target is not None and project.defines(target):
            yield f"module {target}"
    for clause in function.clauses:
        for param in clause.params:
            yield from _of_parameter(function, param)


def _written(function: Function) -> Iterator[str]:
    """Yield what a function shares with others by what its code names."""
    yield from _called(function)
    for clause in function.clauses:
        for value in inside(function.file.outline, clause.body):
            yield from _named(value, function.module.name)


def _of_parameter(function: Function, param: Value) -> Iterator[str]:
    for value in inside(function.file.outline, param):
        if isinstance(value, Var) and not value.name.startswith("_"):
            if value.name not in _ANYTHING:
                yield f"data {value.name}"
        else:
            yield from _named(value, function.module.name)


def _named(value: Value, own: str) -> Iterator[str]:
    if isinstance(value, AttrRead):
        yield f"attribute {value.name}"
    elif isinstance(value, MapOf) and isinstance(value.struct, ModuleRef):
        yield f"module {value.struct.name}"
    elif isinstance(value, ModuleRef) and value.name != own:
        yield f"module {value.name}"
