"""Addresses: which process a name, a via-tuple or a pid stands for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from dralint.outline.values import (
    Atom,
    CallRef,
    ListOf,
    ModuleRef,
    Opaque,
    TupleOf,
    Value,
    children,
    keyword,
)
from dralint.project import Call, Function, Module, Project

from .callgraph import CallGraph, Edge
from .clauses import clause_of
from .closure_table import MFA
from .inside import inside
from .message_table import STARTS
from .terms import Terms, constant, either, full, is_open, substitute
from .unify import SELF

_HOPS = 4
_AGENT_STARTS = ("Agent.start_link/2", "Agent.start/2")
PROCESSES = ("server", "stage", "statem", "agent", "supervisor")
"""Kinds of module whose processes have addresses."""


@dataclass(frozen=True)
class Registration:
    """One way in which a module's process gets its name.

    `name` is the constant name, None where there is none. `keyed`: one name for each key.
    `sure` is False where an option from outside may give another name. `unnamed`: it has no name.
    """

    module: str
    call: Call
    name: str | None = None
    keyed: str | None = None
    sure: bool = True
    unnamed: bool = False


@dataclass(frozen=True)
class Address:
    """Which process is addressed.

    `module` is its module. `instance` says which of that module's processes: one (it is the only
    one of its name), keyed (one of many), self (the process that runs the code), any (some process
    of the module). `sure` is False where a step goes by convention.
    """

    module: str
    instance: str
    sure: bool = True
    name: str | None = None


@dataclass
class _Table:
    """What is registered: by constant name, by the registry of a via-tuple, by module."""

    names: dict[str, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    keyed: dict[str, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    modules: dict[str, list[Registration]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: Registration) -> None:
        """Add a registration."""
        self.modules[found.module].append(found)
        if found.name is not None:
            self.names[found.name].append(found)
        if found.keyed is not None:
            self.keyed[found.keyed].append(found)


class Addresses:
    """The addresses of a project's processes."""

    def __init__(self, project: Project, graph: CallGraph, terms: Terms) -> None:
        self._project = project
        self._graph = graph
        self._terms = terms

    @classmethod
    def of(cls, project: Project, graph: CallGraph, terms: Terms) -> "Addresses":
        """Return the addresses of a project's processes."""
        return cls(project, graph, terms)

    def of_term(self, term: Value, own: str | None = None) -> Address | None:
        """Return what a term addresses, None where that is unknown.

        `own` is the module whose process runs the code.
        """
        choices = either(term)
        found = self._one(choices[-1], own)
        if found is not None and len(choices) > 1:
            return Address(found.module, found.instance, False, found.name)
        return found

    def registrations(self, module: str) -> list[Registration]:
        """Return how the processes of a module get their names."""
        return self._table.modules.get(module, [])

    def named(self, name: str) -> list[Registration]:
        """Return what registers a constant name."""
        return self._table.names.get(name, [])

    def is_single(self, module: str, name: str | None) -> bool | None:
        """Whether a module has no process but the one of a name: yes, no, or unknown."""
        found = [r for r in self.registrations(module) if not r.call.file.is_test]
        if not found or name is None:
            return None
        if any(r.keyed or r.unnamed or (r.name and r.name != name) for r in found):
            return False
        return None if any(not r.sure or r.name is None for r in found) else True

    def _one(self, term: Value, own: str | None) -> Address | None:
        if term == SELF:
            return None if own is None else Address(own, "self")
        name = _name(term)
        if name is not None:
            return self._named(name)
        if isinstance(term, TupleOf) and len(term.items) == 3:
            registry = _registry(term)
            found = {r.module for r in self._table.keyed.get(registry or "", ())}
            if len(found) == 1:
                return Address(found.pop(), "keyed")
        if isinstance(term, TupleOf) and len(term.items) == 2:
            remote = _name(term.items[0])
            found_there = None if remote is None or remote == "global" else self._named(remote)
            if found_there is not None:
                return Address(found_there.module, "any", found_there.sure)
        return None

    def _named(self, name: str) -> Address | None:
        modules = {r.module for r in self.named(name) if not r.call.file.is_test}
        if len(modules) == 1:
            module = modules.pop()
            return Address(module, "one", all(r.sure for r in self.named(name)), name)
        if modules:
            return None
        module_of = self._project.module(name)
        if module_of is None or module_of.effects.process not in PROCESSES:
            return None
        return Address(name, "one", False, name)

    @cached_property
    def _table(self) -> _Table:
        table = _Table()
        for registration in (*self._direct, *self._children()):
            table.add(registration)
        return table

    def _registrations(self) -> Iterator[Registration]:
        for target, position in sorted(STARTS.items()):
            for call in self._project.calls_to(target):
                if not call.data.quoted and call.module is not None:
                    yield from self._started(call, position)
        for target in _AGENT_STARTS:
            for call in self._project.calls_to(target):
                if not call.data.quoted and call.module is not None:
                    options = self._terms.of_argument(call, 1)
                    yield from self._with_options(call.module.name, call, options)
        for call in self._project.calls_to("Process.register/2"):
            if not call.data.quoted and call.module is not None:
                name = _name(self._terms.of_argument(call, 1))
                if name is not None:
                    yield Registration(call.module.name, call, name)

    def _started(self, call: Call, position: int) -> Iterator[Registration]:
        started = self._terms.of_argument(call, position)
        last = 0 if _erlang(call) and position == 1 else position + 2
        named = self._terms.of_argument(call, last) if call.arity > last else None
        ways: list[tuple[Value, ...]] = []
        if is_open(started) or (named is not None and is_open(named)):
            ways = list(self._ways(call))
        for given in ways or [()]:
            module = substitute(started, given) if given else started
            if not isinstance(module, ModuleRef | Atom):
                continue
            if named is None:
                yield Registration(module.name, call, unnamed=True)
                continue
            options = substitute(named, given) if given else named
            if last == 0:
                yield from self._from_term(module.name, call, _erlang_name(options))
            else:
                yield from self._with_options(module.name, call, options)

    def _ways(self, call: Call) -> Iterator[tuple[Value, ...]]:
        """Return what the function around a start is given by those who call it."""
        function = call.function
        for edge in self._graph.calls_to(function) if function else ():
            given = None if edge.caller.file.is_test else self.given(edge)
            if given is not None:
                yield given

    def _children(self) -> Iterator[Registration]:
        """Return the names that child lists hand to modules that take theirs from outside."""
        for module in self._project.modules:
            if module.file.is_test or not _supervises(module):
                continue
            for function in module.functions:
                bodies = [clause.body for clause in function.clauses]
                for value in inside(module.file.outline, *bodies):
                    if not isinstance(value, TupleOf):
                        continue
                    yield from self._by_name(module, function, value)
                    if len(value.items) != 2:
                        continue
                    child, given = value.items
                    named = keyword(given, "name") if isinstance(child, ModuleRef) else None
                    starts = self._starts.get(getattr(child, "name", ""))
                    if named is not None and starts is not None:
                        term = self._terms.of_value(module.file, function, named, module.data.index)
                        yield from self._from_term(child.name, starts, term)  # type: ignore[union-attr]

    def _by_name(
        self, module: Module, function: Function, value: TupleOf
    ) -> Iterator[Registration]:
        """Return the name in `{GenServer, :start_link, [Module, argument, options]}`."""
        if len(value.items) != 3 or not isinstance(value.items[2], ListOf):
            return
        on, fun, args = value.items
        known = STARTS.get(f"{getattr(on, 'name', '')}.{getattr(fun, 'name', '')}/3")
        if known != 0 or not isinstance(args, ListOf) or len(args.items) != 3:
            return
        started = args.items[0]
        call = next(iter(function.calls), None)
        if isinstance(started, ModuleRef) and call is not None:
            options = self._terms.of_value(module.file, function, args.items[2], module.data.index)
            yield from self._with_options(started.name, call, options)

    @cached_property
    def _starts(self) -> dict[str, Call]:
        """The call that starts a module under a name that comes from outside, by module."""
        return {
            r.module: r.call for r in self._direct if r.name is None and not r.sure and not r.keyed
        }

    @cached_property
    def _direct(self) -> tuple[Registration, ...]:
        return tuple(self._registrations())

    def given(self, edge: Edge) -> tuple[Value, ...] | None:
        """Return the terms that an edge gives its callee, in terms of the caller."""
        if not edge.by_name:
            return self._terms.arguments(edge.call, edge.callee)
        at = MFA.get(f"{edge.call.target}.{edge.call.name}")
        listed = edge.call.args[at + 2] if at is not None and at + 2 < edge.call.arity else None
        if not isinstance(listed, ListOf) or len(listed.items) > edge.callee.arity:
            return None
        caller, module = edge.call.function, edge.call.data.module
        found = self._terms.defaults(edge.callee)
        for position, item in enumerate(listed.items):
            found[position] = self._terms.of_value(edge.call.file, caller, item, module)
        return tuple(found)

    def _with_options(self, module: str, call: Call, options: Value) -> Iterator[Registration]:
        named = keyword(options, "name")
        if named is not None:
            yield from self._from_term(module, call, named)
        elif isinstance(options, ListOf) and options.tail is None and _plain(options):
            yield Registration(module, call, unnamed=True)
        else:
            guess = self._guess(call)
            if guess is not None:
                yield Registration(module, call, guess, sure=False)
            else:
                yield Registration(module, call, sure=False)

    def _guess(self, call: Call) -> str | None:
        """Return the name that the code around a start mentions: `Keyword.put_new(o, :name, M)`."""
        function = call.function
        if function is None:
            return None
        clause = function.clauses[clause_of(function, call.data.index)]
        for value in inside(call.file.outline, clause.body):
            found: Value | None = None
            if isinstance(value, TupleOf) and len(value.items) == 2 and _is_name(value.items[0]):
                found = value.items[1]
            elif isinstance(value, CallRef):
                args = call.file.outline.calls[value.call].args
                for key, after in pairwise(args):
                    if _is_name(key):
                        found = after
            if found is not None:
                term = self._terms.of_value(call.file, function, found, call.data.module)
                name = _name(either(term)[-1])
                if name is not None:
                    return name
        return None

    def _from_term(self, module: str, call: Call, term: Value) -> Iterator[Registration]:
        choices = either(term)
        name = _name(choices[-1])
        if name == "nil":
            yield Registration(module, call, unnamed=True)
        elif name is not None:
            yield Registration(module, call, name, sure=len(choices) == 1)
        elif isinstance(term, TupleOf):
            registry = _registry(term)
            yield Registration(module, call, keyed=registry or "?")
        elif isinstance(term, Opaque) or is_open(term):
            yield Registration(module, call, sure=False)
        else:
            yield Registration(module, call, keyed="?")


def server_modules(project: Project) -> Iterator[Module]:
    """Return the modules whose processes have addresses."""
    return (m for m in project.modules if m.effects.process in PROCESSES)


def _supervises(module: Module) -> bool:
    behaviours = module.effects.behaviours
    return "Application" in behaviours or module.effects.process == "supervisor"


def _erlang(call: Call) -> bool:
    return (call.target or "").startswith(":gen_")


def _erlang_name(term: Value) -> Value:
    """Return the name in `{:local, name}`; other tuples name themselves."""
    if isinstance(term, TupleOf) and len(term.items) == 2:
        first = term.items[0]
        if isinstance(first, Atom) and first.name == "local":
            return term.items[1]
    return term


def _name(term: Value) -> str | None:
    """Return the constant name that a term is: an atom, a module, a constant tuple."""
    if isinstance(term, Atom):
        return term.name
    if isinstance(term, ModuleRef):
        return term.name
    if isinstance(term, TupleOf) and isinstance(term.items[0] if term.items else None, Atom):
        first = term.items[0]
        if isinstance(first, Atom) and first.name in ("via", "global"):
            return constant(term)
    return None


def _registry(term: TupleOf) -> str | None:
    """Return the registry of `{:via, Registry, {Names, key}}` as a text."""
    if len(term.items) != 3:
        return None
    through, pair = full(term.items[1]), term.items[2]
    if isinstance(pair, TupleOf) and pair.items:
        inner = pair.items[0]
        parts = children(pair)
        shape = ""
        if len(parts) == 2:
            key = parts[1]
            shape = full(key.items[0]) if isinstance(key, TupleOf) and key.items else ""
        return f"{through} {full(inner)} {shape}"
    return through


def _is_name(value: Value) -> bool:
    return isinstance(value, Atom) and value.name == "name"


def _plain(options: ListOf) -> bool:
    """Whether all keys of a keyword list are known."""
    return all(
        isinstance(item, TupleOf) and len(item.items) == 2 and isinstance(item.items[0], Atom)
        for item in options.items
    )
