"""Unread: the variables that are bound and that nobody reads."""

from collections import defaultdict
from functools import cached_property

from dralint.outline import BLOCK, Binding
from dralint.outline.values import CallRef, Op, Var
from dralint.project import Call, Function, Project

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
        self._tables: dict[str, dict[int, list[Binding]]] = {}

    @classmethod
    def of(cls, project: Project) -> "Unread":
        """Return the unread variables of a project."""
        return cls(project)

    def of_function(self, function: Function) -> list[Binding]:
        """Return what a function binds and nobody reads, in order; nothing where code is hidden."""
        outline = function.file.outline
        if not outline.unread or function.data.dynamic or outline.breaks:
            return []
        table = self._tables.get(function.file.path)
        if table is None:
            table = self._tables[function.file.path] = defaultdict(list)
            for each in outline.unread:
                table[each.function].append(each)
        return table.get(function.data.index, [])

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
    return any(
        isinstance(arg, Op) and arg.op in ("=", "<-") and arg.start <= binding.start < arg.end
        for arg in data.args
    )


def _is_macro(call: Call) -> bool:
    return call.callee is not None and call.callee.data.kind.startswith("defmacro")
