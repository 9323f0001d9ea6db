"""What is tested by what: mirrored test files, and the modules that tests reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph, delegated
from dralint.analysis.references.spoken_of import modules_named, modules_used
from dralint.analysis.tests.routes import Routes
from dralint.analysis.tests.test_files import TestFiles
from dralint.outline.data import QUOTED
from dralint.project import File, Function, Module, Project

_UI = frozenset(
    "Phoenix.Component Phoenix.LiveComponent Phoenix.View Phoenix.Template Phoenix.HTML".split()
)
_VIEWS = ("HTML", "JSON", "View", "Html", "Json", "XML")


class Reach(Enum):
    """How tests reach a module; the first that holds."""

    MIRROR = "mirror"
    """Its own test file."""
    DIRECT = "direct"
    """Tests call it, name its struct, or ask for its route."""
    THROUGH = "through"
    """A function that tests call calls it."""
    DEEP = "deep"
    """Tests reach it through several functions, or behind a request."""
    NAMED = "named"
    """Something that tests reach speaks of it."""
    UNKNOWN = "unknown"
    """Something that cannot be seen may reach it."""
    NONE = "none"


@dataclass(frozen=True)
class _Names:
    direct: frozenset[str]
    through: frozenset[str]
    deep: frozenset[str]
    named: frozenset[str]
    aliased: frozenset[str]


@dataclass(frozen=True)
class _Functions:
    called: frozenset[Function]
    next: frozenset[Function]
    deep: frozenset[Function]


class Tested:
    """Which modules of a project are tested by what."""

    def __init__(
        self, project: Project, graph: CallGraph, routes: Routes, files: TestFiles
    ) -> None:
        self._project = project
        self._graph = graph
        self._routes = routes
        self._files = files
        self._by_file: dict[str, frozenset[str]] = {}
        self._used: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph, routes: Routes, files: TestFiles) -> "Tested":
        """Return what is tested by what in a project."""
        return cls(project, graph, routes, files)

    def mirror(self, file: File) -> str:
        """Return the path, inside its mix project, of the test file that mirrors a file."""
        return self._files.mirror(file)

    def reach(self, module: Module) -> Reach:
        """Return how tests reach a module, or one that is nested in it."""
        if self._files.is_mirrored(module):
            return Reach.MIRROR
        own = {
            each.name
            for each in module.file.modules
            if each == module or each.name.startswith(f"{module.name}.")
        }
        names = self._names
        for found, reach in (
            (names.direct, Reach.DIRECT),
            (names.through, Reach.THROUGH),
            (names.deep, Reach.DEEP),
            (names.named, Reach.NAMED),
        ):
            if not own.isdisjoint(found):
                return reach
        unseen = (names.aliased, self._configured)
        if not all(map(own.isdisjoint, unseen)) or self._may_be_reached(module):
            return Reach.UNKNOWN
        return Reach.NONE

    @cached_property
    def _configured(self) -> frozenset[str]:
        """The modules that configuration names: who reaches them is decided when it runs."""
        files = (file for file in self._project.files if file.kind == "config")
        return frozenset(name for file in files for name in self._used_in(file))

    def _may_be_reached(self, module: Module) -> bool:
        """Whether a module is used in ways that leave no name in the code."""
        effects = module.effects
        if effects.uses & _UI or module.name.endswith(_VIEWS):
            return True
        if module.name in self._routes.modules:
            return self._routes.unknown_requests
        if effects.process and module.name in self._started:
            return True
        if module.name not in self._named_anywhere:
            return True
        return any(self._project.defines(name) for name in effects.behaviours)

    @cached_property
    def _started(self) -> set[str]:
        """What the applications start, which tests run in: processes that answer to their names."""
        callbacks = (app.mix.callback for app in self._project.apps)
        return self._spread(name for name in callbacks if name is not None)

    @cached_property
    def _named_anywhere(self) -> set[str]:
        """The modules that some other file names; who reaches the others cannot be seen."""
        found: set[str] = set()
        for file in self._project.files:
            own = {module.name for module in file.modules}
            found |= self._named_in(file) - own
        return found

    @cached_property
    def _names(self) -> _Names:
        project = self._project
        tests = [file for file in project.files if file.is_test]
        used = {name for file in tests for name in self._used_in(file)}
        asked = {name for name, _ in self._routes.requested}
        direct = used | asked | self._views(used | asked)
        aliased = {name for file in tests for name in self._named_in(file)}
        through = {function.module.name for function in self._functions.next}
        named = self._spread(direct | through)
        reached = {function.module.name for function in self._functions.deep}
        return _Names(*map(frozenset, (direct, through, reached, named, aliased)))

    @cached_property
    def _functions(self) -> _Functions:
        tests = [file for file in self._project.files if file.is_test]
        called = self._called(tests, {name for file in tests for name in self._used_in(file)})
        requested = self._requested()
        next_ = self._callees(called)
        waiting = next_ | self._callees(requested)
        deep = set(waiting)
        while waiting:
            waiting = self._callees(waiting) - deep
            deep |= waiting
        return _Functions(frozenset(called | requested), frozenset(next_), frozenset(deep))

    def reach_of(self, function: Function) -> Reach:
        """Return how tests reach a function: by a call, through one that they call, from afar."""
        reached = self._functions
        if function in reached.called:
            return Reach.DIRECT
        if function in reached.next:
            return Reach.THROUGH
        if function in reached.deep:
            return Reach.DEEP
        if function in self._by_others:
            return Reach.UNKNOWN
        arities = range(function.data.min_arity, function.data.max_arity + 1)
        if any((function.name, arity) in self._unresolved for arity in arities):
            return Reach.UNKNOWN
        return Reach.NONE

    @cached_property
    def _by_others(self) -> frozenset[Function]:
        """What may run unseen in tests: callbacks, macros, what modules name, and all they call."""
        roots: set[Function] = set()
        for file in self._project.files:
            for name, pointed in file.outline.pointed:
                module = self._project.module(name, file)
                if module is not None:
                    roots.update(f for f in module.functions if f.name == pointed)
            if not file.is_code:
                continue
            for function in file.functions:
                if function.data.module >= 0 and (
                    function.data.kind.startswith("defmacro")
                    or function.has_impl
                    or function.is_callback
                    or _is_state(function)
                ):
                    roots.add(function)
            for data in file.outline.calls:
                if data.function < 0 or data.flags & QUOTED:
                    callee = file.call(data.index).callee
                    if callee is not None:
                        roots.add(callee)
        waiting = set(roots)
        while waiting:
            waiting = self._callees(waiting) - roots
            roots |= waiting
        return frozenset(roots)

    @cached_property
    def _unresolved(self) -> frozenset[tuple[str, int]]:
        """What tests call without saying of which module, by name and number of arguments."""
        return frozenset(
            (data.name, len(data.args))
            for file in self._project.files
            if file.is_test
            for data, target in zip(file.outline.calls, self._project.targets(file), strict=True)
            if target is None
        )

    def _callees(self, functions: Iterable[Function]) -> set[Function]:
        """Return what functions call; whoever calls a process has its callbacks run."""
        found: dict[tuple[str, int], Function] = {}
        for function in functions:
            for edge in self._graph.calls_from(function):
                found[edge.callee.key] = edge.callee
            end = delegated(function) if function.data.delegate else None
            if end is not None:
                found[end.key] = end
        callees = set(found.values())
        return callees | _callbacks(callees)

    def _called(self, tests: list[File], used: Iterable[str]) -> set[Function]:
        """Return the functions that tests call, and all those of modules that they hand over."""
        found: set[Function] = set()
        handed = set(used)
        for file in tests:
            found |= self._files.callees_in(file)
        handed -= {function.module.name for function in found}
        for name in handed:
            module = self._project.module(name)
            if module is not None:
                found.update(module.functions)
        return found | _callbacks(found)

    def _requested(self) -> set[Function]:
        """Return the functions that answer the requests of tests."""
        found: set[Function] = set()
        for name, action in self._routes.requested:
            module = self._project.module(name)
            if module is not None:
                known = [f for f in module.functions if action in (None, f.name)]
                found.update(known or module.functions)
        return found

    def _views(self, reached: Iterable[str]) -> set[str]:
        """Return the views of controllers, which are named after them."""
        found: set[str] = set()
        for name in reached:
            if name.endswith("Controller"):
                base = name.removesuffix("Controller")
                found.update(base + end for end in _VIEWS if self._project.defines(base + end))
        return found

    def _spread(self, start: Iterable[str]) -> set[str]:
        """Return all modules that something reached speaks of, directly or through others."""
        found = set(start)
        waiting = list(found)
        while waiting:
            module = self._project.module(waiting.pop())
            if module is None or module.file.is_test:
                continue
            named = set(self._named_in(module.file))
            if module in self._routes.routers:
                named -= self._routes.modules
            named |= self._views((module.name,)) | self._implementing.get(module.name, set())
            for name in named - found:
                found.add(name)
                waiting.append(name)
        return found

    @cached_property
    def _implementing(self) -> dict[str, set[str]]:
        """The implementations of protocols, by the protocol and by what they are for."""
        found: dict[str, set[str]] = defaultdict(set)
        for module in self._project.modules:
            if module.data.kind == "impl" and module.data.protocol is not None:
                for name in (module.data.protocol, *module.data.targets):
                    found[name].add(module.name)
        return found

    def _named_in(self, file: File) -> frozenset[str]:
        if file.path not in self._by_file:
            self._by_file[file.path] = modules_named(self._project, file, self._used_in(file))
        return self._by_file[file.path]

    def _used_in(self, file: File) -> frozenset[str]:
        if file.path not in self._used:
            self._used[file.path] = modules_used(self._project, file)
        return self._used[file.path]


def _is_state(function: Function) -> bool:
    """Whether a function may be a state of a `:gen_statem`, which is called by its name."""
    return function.arity == 3 and ":gen_statem" in function.module.effects.behaviours


def _callbacks(functions: Iterable[Function]) -> set[Function]:
    """Return the callbacks of the processes that functions belong to."""
    modules = {function.module for function in functions if function.module.effects.process}
    return {f for module in modules for f in module.functions if f.is_callback or f.has_impl}
