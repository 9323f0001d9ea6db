"""A module as one wants to know it before changing it: what it is, who uses it, what it waits for.

The facts are those of the other analyses; nothing is found out here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.inspection.callers import Caller, Callers, Context
from dralint.analysis.inspection.traffic import Client, Sent, Taken, Traffic
from dralint.analysis.messages.addresses import Addresses
from dralint.analysis.messages.registrations import Registration
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.tree import Node
from dralint.analysis.tests.tested import Reach, Tested
from dralint.analysis.waiting.blocking import Blocking, Wait
from dralint.project import File, Function, Module, Project


@dataclass(frozen=True)
class Seat:
    """Where a module's process stands in a tree: the nodes from the application down to it.

    `lost`: the tree is started below a supervisor that is not known.
    """

    path: tuple[Node, ...]
    lost: bool = False

    @property
    def node(self) -> Node:
        """The node of the module itself."""
        return self.path[-1]

    @property
    def strategy(self) -> str | None:
        """The strategy of its supervisor; None where it has none or it is unknown."""
        return self.path[-2].strategy if len(self.path) > 1 else None

    @property
    def restart(self) -> str | None:
        """How it is restarted; None where its specification cannot be seen."""
        node = self.node
        if node.restart or node.linked or (len(self.path) == 1 and not self.lost):
            return node.restart
        return "permanent" if node.child is not None and node.child.start is not None else None


@dataclass(frozen=True)
class Waits:
    """A function of a module, one of its clauses, and what it waits for.

    `callback`: the clause runs in a process of the module, which takes nothing else meanwhile.
    """

    function: Function
    clause: int
    wait: Wait
    callback: Callback | None


@dataclass(frozen=True)
class Used:
    """A public function, and who calls it from outside of its module."""

    function: Function
    callers: tuple[Caller, ...]


@dataclass(frozen=True)
class Tests:
    """The tests of a module: how they reach it, files that mirror it, tests that call it."""

    reach: Reach
    files: tuple[File, ...]
    callers: tuple[Caller, ...]


@dataclass(frozen=True)
class ModuleView:
    """All that is known of a module.

    `kind` is its kind of process, or module, protocol, impl. `supervised` is None where that is
    not known, because of `unknown`: parts of the trees that could be any module. `clients` are the
    functions that send to its processes, `used` its other public functions.
    """

    module: Module
    kind: str
    names: tuple[Registration, ...]
    seats: tuple[Seat, ...]
    supervised: bool | None
    unknown: tuple[Node, ...]
    clients: tuple[Client, ...]
    used: tuple[Used, ...]
    taken: tuple[Taken, ...]
    outgoing: tuple[Sent, ...]
    waits: tuple[Waits, ...]
    tests: Tests


class ModuleViews:
    """The modules of a project, as one wants to know them."""

    def __init__(
        self,
        project: Project,
        processes: Processes,
        supervision: Supervision,
        addresses: Addresses,
        traffic: Traffic,
        callers: Callers,
        blocking: Blocking,
        tested: Tested,
    ) -> None:
        self._project = project
        self._processes = processes
        self._supervision = supervision
        self._addresses = addresses
        self._traffic = traffic
        self._callers = callers
        self._blocking = blocking
        self._tested = tested

    @classmethod
    def of(
        cls,
        project: Project,
        processes: Processes,
        supervision: Supervision,
        addresses: Addresses,
        traffic: Traffic,
        callers: Callers,
        blocking: Blocking,
        tested: Tested,
    ) -> "ModuleViews":
        """Return the modules of a project, as one wants to know them."""
        return cls(project, processes, supervision, addresses, traffic, callers, blocking, tested)

    def view(self, module: Module) -> ModuleView:
        """Return all that is known of a module."""
        is_process = module.effects.process is not None
        clients = self._traffic.clients(module) if is_process else ()
        sending = {client.function for client in clients}
        names = self._addresses.registrations(module.name)
        return ModuleView(
            module,
            self._kind(module),
            tuple(r for r in names if not r.call.file.is_test),
            self.seats.get(module.name, ()),
            self._supervision.supervised(module.name),
            self._supervision.unknown,
            clients,
            tuple(self._used(module, sending)),
            self._traffic.taken(module) if is_process else (),
            self._traffic.outgoing(module) if is_process else (),
            tuple(self._waits(module, sending)),
            self._tests(module),
        )

    def _kind(self, module: Module) -> str:
        if "Application" in module.effects.behaviours:
            return "application"
        return module.effects.process or module.data.kind

    @cached_property
    def seats(self) -> dict[str, tuple[Seat, ...]]:
        """Where each module stands in the trees, by name."""
        found: dict[str, list[Seat]] = {}
        trees = [(root.node, False) for root in self._supervision.trees]
        trees += [(node, True) for node in self._supervision.loose]
        for top, lost in trees:
            waiting: list[tuple[Node, ...]] = [(top,)]
            while waiting:
                path = waiting.pop()
                if path[-1].module:
                    found.setdefault(path[-1].module, []).append(Seat(path, lost))
                waiting.extend((*path, child) for child in reversed(path[-1].children))
        return {name: tuple(seats) for name, seats in found.items()}

    def _used(self, module: Module, sending: set[Function]) -> Iterator[Used]:
        for function in module.functions:
            if not function.data.public or function in sending or function.is_callback:
                continue
            callers = self._callers.of_function(function)
            yield Used(
                function,
                tuple(c for c in callers if c.function is None or c.function.module != module),
            )

    def _waits(self, module: Module, sending: set[Function]) -> Iterator[Waits]:
        """Yield what public functions and callbacks wait for, once for each clause and category.

        That a client function waits for its own server is no news.
        """
        callbacks = {
            (c.function.key, c.index): c for c in self._processes.callbacks if c.module == module
        }
        for function in module.functions:
            if not function.data.public or function.data.kind != "def":
                continue
            for index, clause in enumerate(function.clauses):
                if clause.body is None:
                    continue
                best: dict[str, Wait] = {}
                for wait in self._blocking.waits(function, index):
                    if function in sending and wait.category == "call":
                        continue
                    known = best.get(wait.category)
                    if known is None or (wait.doubt, len(wait.calls)) < (
                        known.doubt,
                        len(known.calls),
                    ):
                        best[wait.category] = wait
                callback = callbacks.get((function.key, index))
                for wait in best.values():
                    yield Waits(function, index, wait, callback)

    def _tests(self, module: Module) -> Tests:
        found = [
            caller
            for function in module.functions
            for caller in self._callers.of_function(function)
            if caller.is_test
        ]
        mirror = self._tested.mirror(module.file)
        files = tuple(
            file
            for file in self._project.files
            if file.kind == "test"
            and (
                (file.app is module.file.app and file.within == mirror)
                or any(m.name == f"{module.name}Test" for m in file.modules)
            )
        )
        return Tests(self._tested.reach(module), files, tuple(found))


def contexts_of(callers: tuple[Caller, ...]) -> tuple[Context, ...]:
    """Return the contexts of the callers that are no tests, each once."""
    found = {context for caller in callers if not caller.is_test for context in caller.contexts}
    return tuple(sorted(found, key=str))
