"""Which file of tests speaks of a function."""

from collections.abc import Iterable
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.project import Function, Module, Project


class Tests:
    """The files of tests by what they call."""

    def __init__(self, project: Project, graph: CallGraph) -> None:
        self._project = project
        self._graph = graph

    def own(self, module: Module, mirror: str) -> str:
        """Return the path of a module's own tests; `mirror` is where they would lie."""
        name = f"{module.name}Test"
        found = self._project.module(name)
        if found is not None and found.file.kind == "test":
            return found.file.path
        rest = mirror.partition("/")[2]
        return next((path for path in self._files if path.endswith(f"/{rest}")), mirror)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(file.path for file in self._project.files if file.kind == "test")

    @cached_property
    def _first(self) -> dict[tuple[str, int], str]:
        """The first file of tests that calls a function, by the function."""
        found: dict[tuple[str, int], str] = {}
        for edge in self._graph.edges:
            if edge.caller.file.is_test:
                key = edge.callee.key
                known = found.get(key)
                path = edge.caller.file.path
                if known is None or path < known:
                    found[key] = path
        return found

    def of(self, functions: Iterable[Function]) -> str:
        """Return the first file of tests that calls one of the functions, else an empty text."""
        paths = (self._first.get(function.key, "") for function in functions)
        return next((path for path in paths if path), "")
