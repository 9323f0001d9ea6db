"""Passing: the plugs that a request passes on its way through a router to what answers it."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.tests.routes import Route, Routes
from dralint.outline.values import Atom, ListOf, ModuleRef, TupleOf, Value, keyword
from dralint.project import Call, File, Module, Project


class Passing:
    """The plugs before each route of a project."""

    def __init__(self, project: Project, routes: Routes) -> None:
        self._project = project
        self._routes = routes

    @classmethod
    def of(cls, project: Project, routes: Routes) -> "Passing":
        """Return the plugs before the routes of a project."""
        return cls(project, routes)

    @cached_property
    def by_route(self) -> dict[tuple[str, str, str], frozenset[str]]:
        """The names of the plugs before each route, by its router, verb and path."""
        pipelines = {
            (module.name, pipeline): frozenset(n for p, n in plugs if p == pipeline)
            for module in self._routes.routers
            if (plugs := plugs_of(module))
            for pipeline in {p for p, _ in plugs}
        }
        found: dict[tuple[str, str, str], frozenset[str]] = {}
        for route in self._routes.routes:
            passed = frozenset(self._before(route))
            inner = (pipelines.get((route.router, name), frozenset()) for name in passed)
            whole = passed.union(pipelines.get((route.router, ""), ()), *inner)
            found.setdefault((route.router, route.verb or "any", shape_of(route)), whole)
        return found

    def _before(self, route: Route) -> Iterator[str]:
        """Yield what the scopes around a route pipe through, and what their sessions mount."""
        module = self._project.module(route.router)
        if module is None:
            return
        closure, start = route.at
        file, piped = module.file, self._piped[route.router]
        while closure >= 0:
            yield from (name for at, name in piped.get(closure, ()) if at < start)
            for index, _ in file.outline.closures[closure].uses:
                yield from _mounted(file.call(index))
            closure = file.outline.closures[closure].parent

    @cached_property
    def _piped(self) -> dict[str, dict[int, list[tuple[int, str]]]]:
        """What each scope pipes through, by router and closure, and from where on."""
        found: dict[str, dict[int, list[tuple[int, str]]]] = {}
        for module in self._routes.routers:
            found[module.name] = defaultdict(list)
            for call in module.file.calls:
                if call.name == "pipe_through" and call.data.module == module.data.index:
                    for name in _names(call.args[0] if call.args else None):
                        found[module.name][call.data.closure].append((call.data.start, name))
        return found


def shape_of(route: Route) -> str:
    """Return the path of a route; the names of its parameters are nothing that a client sees."""
    return "/".join(":" if part.startswith(":") else part for part in route.segments)


def plugs_of(module: Module) -> set[tuple[str, str]]:
    """Return the plugs of a module, each with the pipeline that it stands in, empty for none."""
    found: set[tuple[str, str]] = set()
    for call in module.file.calls:
        data = call.data
        if data.module != module.data.index or call.name != "plug" or not call.args:
            continue
        first = call.args[0]
        if data.function < 0 and isinstance(first, Atom | ModuleRef):
            found.add((_pipeline(call.file, data.closure), first.name))
    return found


def _pipeline(file: File, closure: int) -> str:
    while closure >= 0:
        found = file.outline.closures[closure]
        for index, _ in found.uses:
            outer = file.outline.calls[index]
            if outer.name == "pipeline" and outer.args and isinstance(outer.args[0], Atom):
                return outer.args[0].name
        closure = found.parent
    return ""


def _names(value: Value | None) -> Iterator[str]:
    for each in value.items if isinstance(value, ListOf) else (value,):
        if isinstance(each, Atom | ModuleRef):
            yield each.name


def _mounted(call: Call) -> Iterator[str]:
    """Yield the hooks that a session of live views mounts."""
    if call.name != "live_session":
        return
    for args in call.args:
        hooks = keyword(args, "on_mount")
        for each in hooks.items if isinstance(hooks, ListOf) else (hooks,):
            if isinstance(each, ModuleRef):
                yield each.name
            elif isinstance(each, TupleOf):
                parts = (i.name for i in each.items if isinstance(i, Atom | ModuleRef))
                yield " ".join(parts)
