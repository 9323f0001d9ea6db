"""Shared state: what tests and their helpers change that all tests of a run see."""

from functools import cached_property

from dralint.outline.values import Field, ModuleRef, Var
from dralint.project import Call, Function, Project

SHARED = frozenset(
    """
    Application.put_env Application.delete_env Application.put_all_env
    System.put_env System.delete_env :application.set_env :application.unset_env
    File.cd File.cd!
    """.split()
)
"""The calls that change it."""
DEPTH = 2
"""So many helpers are followed, one calling the next."""


class SharedState:
    """The changes of shared state that tests make."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[Function, int], tuple[Call, ...] | None] = {}

    @classmethod
    def of(cls, project: Project) -> "SharedState":
        """Return the changes that the tests of a project make."""
        return cls(project)

    @cached_property
    def _near(self) -> frozenset[tuple[str, int]]:
        """The keys of the functions from which such a call is not too far: few, of many tests."""
        fresh = [call for name in SHARED for call in self._project.calls_to(f"{name}/*")]
        found: set[tuple[str, int]] = set()
        for _ in range(DEPTH + 1):
            callers = {call.function for call in fresh}
            news = {f for f in callers if f is not None and f.file.is_test and f.key not in found}
            found |= {function.key for function in news}
            names = {f"{function.module.name}.{function.name}/*" for function in news}
            fresh = [call for name in names for call in self._project.calls_to(name)]
        return frozenset(found)

    def changed_in(self, function: Function) -> tuple[Call, ...] | None:
        """Return the calls that lead from a test to its first such change, None without one."""
        return self._first(function, 0)

    def _first(self, function: Function, depth: int) -> tuple[Call, ...] | None:
        key = function, depth
        if function.key not in self._near:
            return None
        if key not in self._known:
            # Unquoted calls run here; those of a macro run in whoever calls it.
            macro = function.data.kind.startswith("defmacro")
            calls = (call for call in function.calls if macro or not call.data.quoted)
            ways = (self._way(call, depth) for call in calls)
            self._known[key] = next((way for way in ways if way is not None), None)
        return self._known[key]

    def _way(self, call: Call, depth: int) -> tuple[Call, ...] | None:
        if f"{call.target}.{call.name}" in SHARED:
            return None if _of_a_double(call) else (call,)
        callee = call.callee
        if callee is None or not callee.file.is_test or depth >= DEPTH:
            return None
        way = self._first(callee, depth + 1)
        return None if way is None else (call, *way)


def _of_a_double(call: Call) -> bool:
    """Whether what is set is named after the test, or after a module that only it has."""
    for arg in call.args[:2]:
        if isinstance(arg, Var | Field) and arg.name in ("test", "test_name"):
            return True
        if isinstance(arg, ModuleRef):
            module = call.file.project.module(arg.name, call.file)
            if module is not None and module.file == call.file:
                return True
    return False
