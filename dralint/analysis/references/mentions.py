"""Mentions: where the code names a module as a value, apart from calling its functions.

What names a module may start it in ways that cannot be followed: a pool, a registry of another
library, a specification that is put together elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator

from dralint.analysis.calls.inside import parts_of
from dralint.outline import Call
from dralint.outline.values import (
    Atom,
    AttrRead,
    Block,
    CallRef,
    ModuleRef,
    Number,
    Op,
    Opaque,
    String,
    TupleOf,
    Value,
    Var,
)
from dralint.project import File, Project

_ADDRESSED = frozenset(
    f"{module}.{name}"
    for module in ("GenServer", "Agent", ":gen_server", ":gen_statem", "Process", "GenStage")
    for name in "call cast get update get_and_update whereis send_after monitor stop".split()
)
"""Functions whose first argument is a process that exists already."""
_SILENT = frozenset((Var, Number, AttrRead, Opaque))
"""The kinds of value that name no module."""
_STARTING = ("start", "child_spec")


class Mentions:
    """The modules that each file names as values."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files = [file for file in project.files if not file.is_test]
        self._named: dict[str, dict[str, set[int]]] = {}

    @classmethod
    def of(cls, project: Project) -> "Mentions":
        """Return the mentions of a project."""
        return cls(project)

    def outside(self, name: str) -> bool:
        """Whether code other than its own and tests names a module as a value, or by a text."""
        own = self._project.module(name)
        if own is None:
            return False
        return any(
            path != own.file.path or not self._within(path, index, own.data.index)
            for path, index in self._places(name)
        )

    def _places(self, name: str) -> Iterator[tuple[str, int]]:
        """Yield where a module is named, first in the files that speak of it at their top.

        Files are read as far as somebody asks.
        """
        likely = [f for f in self._files if any(d.name == name for d in f.outline.directives)]
        for file in (*likely, *self._files):
            known = self._named.get(file.path)
            if known is None:
                known = self._named[file.path] = _named(file)
            for module in known.get(name, ()):
                yield file.path, module

    def _within(self, path: str, index: int, owner: int) -> bool:
        """Whether a module of a file is another one, or stands inside it."""
        modules = self._project.by_path[path].outline.modules
        while index >= 0:
            if index == owner:
                return True
            index = modules[index].parent
        return False


def _named(file: File) -> dict[str, set[int]]:
    """Return the modules that a file names as values, with the modules that they are named in."""
    outline = file.outline
    found: dict[str, set[int]] = defaultdict(set)
    for function in outline.functions:
        bodies = [clause.body for clause in function.clauses if clause.body is not None]
        _gather(found, file, function.module, *bodies)
        if function.delegate is not None and function.delegate[1].startswith(_STARTING):
            _gather(found, file, function.module, function.delegate[0])
    for attribute in outline.attributes:
        if attribute.value is not None:
            _gather(found, file, attribute.module, attribute.value)
    for call in outline.calls:
        if call.function < 0:
            _gather(found, file, call.module, *call.args)
    for directive in outline.directives:
        if directive.options is not None:
            _gather(found, file, directive.module, directive.options)
    return found


def _gather(found: dict[str, set[int]], file: File, module: int, *values: Value) -> None:
    """Add the modules that stand as values in some code. Most kinds of value are told apart here,
    since whole projects are walked with it.
    """
    outline = file.outline
    waiting = [value for value in values if type(value) not in _SILENT]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is CallRef:
            inner = _handed(outline.calls[value.call])  # type: ignore[union-attr]
        elif kind is TupleOf or kind is Block:
            inner = value.items  # type: ignore[union-attr]
        elif kind is Op:
            inner = value.args  # type: ignore[union-attr]
        elif kind is ModuleRef:
            found[value.name].add(module)  # type: ignore[union-attr]
            continue
        elif kind is String or kind is Atom:
            text = value.text if kind is String else value.name  # type: ignore[union-attr]
            if text[:7] == "Elixir.":
                found[text[7:]].add(module)
            continue
        else:
            inner = parts_of(outline, value)
        waiting += [each for each in inner if type(each) not in _SILENT]


def _handed(call: Call) -> tuple[Value, ...]:
    """Return what a call is handed; its receiver only where it is started by this."""
    on = call.on
    if not isinstance(on, ModuleRef):
        return call.args if on is None else (on, *call.args)
    if call.name.startswith(_STARTING):
        return (on, *call.args)
    return call.args[1:] if f"{on.name}.{call.name}" in _ADDRESSED else call.args
