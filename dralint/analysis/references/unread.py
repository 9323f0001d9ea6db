"""Unread: the variables that are bound and that nobody reads."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.outline import BLOCK, Binding
from dralint.outline.values import CallRef, MapOf, Op, Value, Var, children
from dralint.project import Call, File, Function, Project

_PLAIN = frozenset(
    """
    assert refute assert_receive assert_received refute_receive refute_received assert_raise
    assert_in_delta catch_exit catch_error catch_throw start_supervised start_supervised! on_exit
    """.split()
)
"""Macros of ExUnit, which leave variables alone."""


class Unread:
    """The variables of a project's functions that nobody reads."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Unread":
        """Return the unread variables of a project."""
        return cls(project)

    def in_file(self, file: File) -> Iterator[tuple[Function, Binding]]:
        """Yield what functions bind and nobody reads, in order; nothing where code is hidden."""
        outline = file.outline
        if outline.breaks:
            return
        for each in outline.unread:
            function = file.functions[each.function]
            hidden = function.data.dynamic or function.data.module < 0
            if not hidden and not function.module.data.quoted:
                yield function, each

    def compares_nothing(self, function: Function, binding: Binding) -> bool:
        """Whether `assert` binds a name anew that was bound above: `^name` would have compared.

        That holds for the value of a key, `assert %{id: id} = user`. A tuple in which the same
        names are bound again, `assert {:ok, view, html} = ...`, is a habit.
        """
        for call in function.calls:
            data = call.data
            if data.name == "assert" and data.args and data.start <= binding.start < data.end:
                match = data.args[0]
                if isinstance(match, Op) and match.op == "=" and _is_keyed(match.args[0], binding):
                    return _is_bound_above(function, binding, match.start)
        return False

    def may_be_read(self, function: Function, binding: Binding) -> bool:
        """Whether a macro that is not known may read a binding.

        Its block, or a pattern that it is given, may become anything; and a macro of the project
        can read a variable of its surroundings by `var!`.
        """
        if binding.name in self._captured:
            return True
        return any(
            call.data.start <= binding.start < call.data.end and _may_be_macro(call, binding)
            for call in function.calls
        )

    @cached_property
    def _captured(self) -> frozenset[str]:
        """The variables that macros of the project take from where they are used."""
        found: set[str] = set()
        for call in self._project.calls_to("Kernel.var!/*"):
            for arg in call.args[:1]:
                if isinstance(arg, Var):
                    found.add(arg.name)
                elif isinstance(arg, CallRef):
                    found.add(call.file.outline.calls[arg.call].name)
        return frozenset(found)


def _may_be_macro(call: Call, binding: Binding) -> bool:
    """Whether a call around a binding may be one of a macro that uses it."""
    data = call.data
    if data.name in _PLAIN:
        return False
    if data.flags & BLOCK:
        return True
    if data.on is not None or (call.target is not None and not _is_macro(call)):
        return False
    return any(_is_in_match(arg, binding) for arg in data.args)


def _is_in_match(value: Value, binding: Binding) -> bool:
    """Whether a binding stands in a match inside an argument, such as `f([x = y])`."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part.start <= binding.start < part.end:
            if isinstance(part, Op) and part.op in ("=", "<-"):
                return True
            waiting += children(part)
    return False


def _is_keyed(pattern: Value, binding: Binding) -> bool:
    """Whether a binding is the value of a key in a pattern."""
    waiting = [pattern]
    while waiting:
        part = waiting.pop()
        if isinstance(part, MapOf):
            for _, value in part.pairs:
                if isinstance(value, Var) and value.start == binding.start:
                    return True
        waiting += children(part)
    return False


def _is_bound_above(function: Function, binding: Binding, before: int) -> bool:
    """Whether a name stands in the same clause, in front of a place."""
    for clause in function.data.clauses:
        if clause.start <= binding.start < clause.end:
            for value in inside(function.file.outline, *clause.params, clause.body):
                if isinstance(value, Var) and value.name == binding.name and value.start < before:
                    return True
    return False


def _is_macro(call: Call) -> bool:
    return call.callee is not None and call.callee.data.kind.startswith("defmacro")
