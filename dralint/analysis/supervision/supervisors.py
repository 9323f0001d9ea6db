"""Supervisors: where children are listed, and what a start function starts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dralint.analysis.processes.start_table import INITS, STARTS, StartForm
from dralint.analysis.supervision.child import Child
from dralint.analysis.supervision.children import Children
from dralint.analysis.values.constants import Alts, List, Name, Result, Thunk, Tuple, name_of, only
from dralint.analysis.values.values import Values
from dralint.project import Call, Function, Project

HOPS = 3
"""How many helpers a start function may have."""


@dataclass(frozen=True)
class Started:
    """What a start function starts.

    `module` is the callback module, `arg` what its `init/1` is given, `options` those of the
    process. `children`: the list that stands in the call itself.
    """

    kind: str
    call: Call
    module: str | None = None
    arg: Alts = ()
    options: Alts = ()
    children: Alts = ()
    name: Alts = ()


@dataclass(frozen=True)
class Listing:
    """One list of children and the options of its supervisor.

    `kind`: start (`Supervisor.start_link/2`), init, erlang (`{:ok, {flags, specs}}`) or dynamic
    (a DynamicSupervisor, without a list).
    """

    call: Call
    kind: str
    list: Alts = field(repr=False)
    options: Alts = field(repr=False)


class Supervisors:
    """Lists of children, and what starts what."""

    def __init__(self, project: Project, values: Values, children: Children) -> None:
        self._project = project
        self._values = values
        self._children = children
        self._read: dict[tuple[str, int], tuple[Child, ...]] = {}

    @classmethod
    def of(cls, project: Project, values: Values, children: Children) -> "Supervisors":
        """Return the supervisors of a project."""
        return cls(project, values, children)

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Every list of children that the code writes, in the order of the source."""
        found: list[Listing] = []
        for name, (at, options) in INITS.items():
            for call in self._project.calls_to(name):
                listed = self._values.argument(call, at) if at >= 0 else ()
                kind = "init" if at >= 0 else "dynamic"
                found.append(Listing(call, kind, listed, self._values.argument(call, options)))
        for call in self._old_inits():
            listed = self._values.argument(call, 0)
            found.append(Listing(call, "init", listed, self._values.argument(call, 1)))
        for call in self._project.calls_to("Supervisor.start_link/2"):
            listed = self._values.argument(call, 0)
            if any(isinstance(alt.constant, List) for alt in listed):
                found.append(Listing(call, "start", listed, self._values.argument(call, 1)))
        found = [
            each for each in found if not each.call.data.quoted and not each.call.data.captured
        ]
        found.sort(key=lambda each: (each.call.file.path, each.call.data.start))
        return tuple(found)

    def _old_inits(self) -> Iterator[Call]:
        """Yield the calls of `supervise/2` in files that import `Supervisor.Spec`."""
        for file in self._project.files:
            if any(
                d.kind == "import" and d.name == "Supervisor.Spec" for d in file.outline.directives
            ):
                yield from (call for call in file.calls if _old_init(call) and call.target is None)

    def children_of(self, listing: Listing) -> tuple[Child, ...]:
        """Return the entries of a list."""
        key = (listing.call.file.path, listing.call.data.index)
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = self._children.read(listing.list, listing.call)
        return known

    def started(self, child: Child, seen: Call) -> Started | None:
        """Return what the start function of a child starts; None where that is unknown."""
        if child.start is None:
            return None
        module, name, args = child.start
        if not self._project.defines(module):
            if args is None:
                return None
            return self.form(f"{module}.{name}/{len(args)}", args, seen)
        if args is None:
            return None
        function = self._project.function(module, name, len(args), seen.file)
        if function is None:
            return None
        found = self._values.call_with(module, name, args, seen) or ()
        for alt in found:
            if isinstance(alt.constant, Result):
                started = self._result(alt.constant)
                if started is not None:
                    return started
        return next(self.inside(function), None)

    def form(self, name: str, args: tuple[Alts, ...], seen: Call) -> Started | None:
        """Return what a start function outside the project starts."""
        form = STARTS.get(name)
        return None if form is None else _started(form, args, seen)

    def _result(self, result: Result) -> Started | None:
        form = STARTS.get(result.name or "")
        if form is None:
            return None
        return _started(form, tuple(arg() for arg in result.args), result.call)

    def inside(self, function: Function, depth: int = 0) -> Iterator[Started]:
        """Return what the calls in a function start, its helpers included."""
        for call in function.calls:
            if call.data.quoted or call.target is None:
                continue
            form = STARTS.get(f"{call.target}.{call.name}/{call.arity}")
            if form is not None:
                args = tuple(self._values.argument(call, i) for i in range(call.arity))
                yield _started(form, args, call)
            elif depth < HOPS:
                callee = call.callee
                if callee is not None and callee != function:
                    yield from self.inside(callee, depth + 1)

    def listing_of(self, started: Started) -> Listing | None:
        """Return the list of children of a supervisor that is started."""
        if started.children:
            return Listing(started.call, "start", started.children, started.options)
        if started.module is None:
            return None
        function = self._project.function(started.module, "init", 1, started.call.file)
        if function is None:
            return None
        found = self._values.call_with(started.module, "init", (started.arg,), started.call) or ()
        for alt in found:
            listing = self._init(alt.constant, function)
            if listing is not None:
                return listing
        for call in function.calls:
            at = INITS.get(f"{call.target}.{call.name}/{call.arity}") or _old_init(call)
            if at is not None:
                args = tuple(
                    Thunk(lambda c=call, i=index: self._values.argument(c, i))  # type: ignore[misc]
                    for index in range(call.arity)
                )
                return _listing(call, at, args)
        return None

    def _init(self, constant: object, function: Function) -> Listing | None:
        if isinstance(constant, Result):
            at = INITS.get(constant.name or "") or _old_init(constant.call)
            return None if at is None else _listing(constant.call, at, constant.args)
        if isinstance(constant, Tuple) and len(constant.items) == 2:
            inner = only(constant.items[1])
            calls = list(function.calls)
            if isinstance(inner, Tuple) and len(inner.items) == 2 and calls:
                return Listing(calls[0], "erlang", inner.items[1], inner.items[0])
        return None


def _old_init(call: Call) -> tuple[int, int] | None:
    """Return the places of `supervise/2`, imported from the deprecated `Supervisor.Spec`."""
    if call.name == "supervise" and call.arity == 2 and call.data.on is None:
        return (0, 1)
    return None


def _listing(call: Call, at: tuple[int, int], args: tuple[Thunk, ...]) -> Listing:
    listed = args[at[0]]() if at[0] >= 0 else ()
    return Listing(call, "init" if at[0] >= 0 else "dynamic", listed, args[at[1]]())


def _started(form: StartForm, args: tuple[Alts, ...], call: Call) -> Started:
    def at(index: int) -> Alts:
        return args[index] if 0 <= index < len(args) else ()

    first = at(form.module)
    if form.kind == "supervisor" and not isinstance(only(first), Name):
        return Started("supervisor", call, None, (), at(1), first)
    return Started(
        form.kind, call, name_of(first), at(form.arg), at(form.options), (), at(form.name)
    )
