"""Registrations: under which names processes are started."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.inside import inside
from dralint.analysis.messages.message_table import STARTS
from dralint.analysis.values.term import constant, either, full, is_open, substitute
from dralint.analysis.values.terms import Terms
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

_AGENT_STARTS = ("Agent.start_link/2", "Agent.start/2")


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


@dataclass
class Table:
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


class Registrations:
    """The names that a project's processes get at their start."""

    def __init__(self, project: Project, graph: CallGraph, terms: Terms) -> None:
        self._project = project
        self._graph = graph
        self._terms = terms

    @classmethod
    def of(cls, project: Project, graph: CallGraph, terms: Terms) -> "Registrations":
        """Return the registrations of a project."""
        return cls(project, graph, terms)

    @cached_property
    def table(self) -> Table:
        """All registrations."""
        table = Table()
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
                name = name_of(self._terms.of_argument(call, 1))
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
            given = None if edge.caller.file.is_test else self._terms.given(edge)
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
                name = name_of(either(term)[-1])
                if name is not None:
                    return name
        return None

    def _from_term(self, module: str, call: Call, term: Value) -> Iterator[Registration]:
        choices = either(term)
        name = name_of(choices[-1])
        if name == "nil":
            yield Registration(module, call, unnamed=True)
        elif name is not None:
            yield Registration(module, call, name, sure=len(choices) == 1)
        elif isinstance(term, TupleOf):
            registry = registry_of(term)
            yield Registration(module, call, keyed=registry or "?")
        elif isinstance(term, Opaque) or is_open(term):
            yield Registration(module, call, sure=False)
        else:
            yield Registration(module, call, keyed="?")


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


def _is_name(value: Value) -> bool:
    return isinstance(value, Atom) and value.name == "name"


def _plain(options: ListOf) -> bool:
    """Whether all keys of a keyword list are known."""
    return all(
        isinstance(item, TupleOf) and len(item.items) == 2 and isinstance(item.items[0], Atom)
        for item in options.items
    )


def name_of(term: Value) -> str | None:
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


def registry_of(term: TupleOf) -> str | None:
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
