"""Trees: the processes below an application or a child, as far as the code says."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dralint.analysis.processes.start_table import BUILTIN, STARTS
from dralint.analysis.supervision.child import Child
from dralint.analysis.supervision.children import Children
from dralint.analysis.supervision.supervisors import Listing, Started, Supervisors
from dralint.analysis.values.constants import (
    Alts,
    Condition,
    List,
    Name,
    Result,
    name_of,
    only,
    show,
)
from dralint.analysis.values.naming import ProcessName, names_of
from dralint.analysis.values.values import Values
from dralint.project import Call, Function, Module, Project
from dralint.text import Span

DEPTH = 12
"""How many supervisors stand above each other."""
SUPERVISORS = ("application", "supervisor", "dynamic_supervisor", "partition_supervisor")
"""The kinds of nodes that supervise others."""


@dataclass(frozen=True)
class Node:
    """One process of a tree, or a part of it that is not known.

    `kind`: application, supervisor, dynamic_supervisor, partition_supervisor, task_supervisor,
    registry, worker, agent, task, library (a process of a dependency) or unknown. `names` are those
    that it registers. `dynamic`: started while the system runs; `linked`: started by a worker, not
    by a supervisor. `many`: any number of them. `open`: it may be any module of the project.
    """

    module: str | None
    text: str
    kind: str
    span: Span
    id: str | None = None
    names: tuple[ProcessName, ...] = ()
    strategy: str | None = None
    restart: str | None = None
    shutdown: str | None = None
    when: tuple[Condition, ...] = ()
    dynamic: bool = False
    linked: bool = False
    many: bool = False
    open: bool = False
    children: tuple["Node", ...] = ()
    child: Child | None = field(default=None, compare=False, repr=False)
    started: Started | None = field(default=None, compare=False, repr=False)

    @property
    def condition(self) -> str | None:
        """When it is there, in words; None: always."""
        return " and ".join(dict.fromkeys(c.text for c in self.when)) or None

    @property
    def below(self) -> Iterator["Node"]:
        """The node and all below it, in the order in which they start."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class Grower:
    """Grows trees from their roots."""

    def __init__(
        self, project: Project, values: Values, children: Children, supervisors: Supervisors
    ) -> None:
        self._project = project
        self._values = values
        self._children = children
        self._supervisors = supervisors
        self._linked: dict[str, tuple[tuple[str, Call], ...]] = {}

    def application(self, module: Module, start: Function) -> Node:
        """Return the tree that the `start/2` of an application module starts."""
        node = Node(module.name, module.name, "application", start.span)
        tops: list[tuple[Started, tuple[Condition, ...]]] = []
        for alt in self._values.of_function(start):
            if isinstance(alt.constant, Result):
                form = STARTS.get(alt.constant.name or "")
                if form is not None:
                    made = self._supervisors.form(
                        alt.constant.name or "",
                        tuple(arg() for arg in alt.constant.args),
                        alt.constant.call,
                    )
                    if made is not None:
                        tops.append((made, alt.when))
        if not tops:
            inside = self._supervisors.inside(start)
            tops = [(each, ()) for each in inside if each.kind in SUPERVISORS]
        if not tops:
            return replace(node, children=self._library_root(start))
        below: list[Node] = []
        for started, when in tops:
            top = self._top(started, when if len(tops) > 1 else ())
            if not any(_same_tree(top, other) for other in below):
                below.append(top)
            else:
                below = [replace(o, when=()) if _same_tree(top, o) else o for o in below]
        if len(below) == 1 and below[0].module is None:
            only_one = below[0]
            return replace(
                only_one, module=module.name, text=module.name, kind="application", span=start.span
            )
        return replace(node, children=tuple(below))

    def _library_root(self, start: Function) -> tuple[Node, ...]:
        """Return what stands for a tree that another library builds, or that is not known."""
        return (Node(None, start.full_name, "unknown", start.span, open=True),)

    def _top(self, started: Started, when: tuple[Condition, ...]) -> Node:
        span = started.call.name_span
        node = Node(started.module, started.module or "supervisor", started.kind, span, when=when)
        return self._grown(node, started, ())

    def _grown(self, node: Node, started: Started, above: tuple[str, ...]) -> Node:
        """Give a node what its start says: names, strategy, children."""
        names = names_of(self._values.option(started.options, "name")) + names_of(started.name)
        node = replace(node, kind=started.kind, names=tuple(dict.fromkeys(names)), started=started)
        if started.module is not None and (node.module is None or node.module in BUILTIN):
            node = replace(node, module=started.module, text=started.module)
        if started.kind == "supervisor" or (
            started.kind == "dynamic_supervisor" and started.module
        ):
            listing = self._supervisors.listing_of(started)
            if listing is None:
                lost = Node(None, f"children of {node.text}", "unknown", node.span, open=True)
                return replace(node, children=(lost,))
            return self._listed(node, listing, above)
        if started.kind == "partition_supervisor":
            inner = self._values.option(started.options, "child_spec")
            children = self._children.one(inner, started.call)
            below = (self.node(child, started.call, above) for child in children)
            return replace(node, children=tuple(replace(each, many=True) for each in below))
        if started.kind == "dynamic_supervisor":
            return replace(node, strategy="one_for_one")
        return node

    def _listed(self, node: Node, listing: Listing, above: tuple[str, ...]) -> Node:
        strategy = self._values.option(listing.options, "strategy")
        words = show(strategy).removeprefix(":") if strategy else None
        if listing.kind == "dynamic":
            return replace(node, kind="dynamic_supervisor", strategy=words or "one_for_one")
        if listing.kind == "erlang":
            words = _flags(listing.options) or words
        chain = (*above, node.module) if node.module else above
        children = self._supervisors.children_of(listing)
        if len(chain) > DEPTH:
            children = ()
        below = tuple(self.node(child, listing.call, chain) for child in children)
        return replace(node, strategy=words, children=below)

    def node(self, child: Child, seen: Call, above: tuple[str, ...]) -> Node:
        """Return the tree below one child; `above` are the supervisors that it stands below."""
        node = Node(
            child.module,
            child.text,
            "library",
            child.span,
            child.id,
            restart=child.restart,
            shutdown=child.shutdown,
            when=child.when,
            many=child.many,
            open=child.open,
            child=child,
        )
        if child.module is None:
            return replace(node, kind="unknown")
        if child.module in above or len(above) > DEPTH:
            return replace(node, kind="supervisor")
        started = self._supervisors.started(child, seen)
        if started is not None:
            return self._with_linked(self._grown(node, started, above))
        names = names_of(self._values.option(child.arg, "name"))
        node = replace(node, names=tuple(n for n in names if n.kind != "unknown"))
        if child.module in BUILTIN:
            kind = BUILTIN[child.module]
            node = replace(node, kind=kind)
            if kind == "partition_supervisor":
                fake = Started(kind, seen, None, (), child.arg)
                return self._grown(node, fake, above)
            return node
        module = self._project.module(child.module, seen.file)
        if module is not None:
            kind = module.effects.process or "worker"
            plain = {"server": "worker", "stage": "worker", "statem": "worker", "task": "task"}
            return self._with_linked(replace(node, kind=plain.get(kind, kind)))
        return replace(node, names=node.names or _library_names(child))

    def _with_linked(self, node: Node) -> Node:
        """Add the processes that a worker starts by itself."""
        if node.module is None or node.kind not in ("worker", "task", "agent"):
            return node
        found = tuple(
            Node(name, name, "worker", call.name_span, linked=True)
            for name, call in self.starts_in(node.module)
        )
        return replace(node, children=(*node.children, *found))

    def starts_in(self, name: str) -> tuple[tuple[str, Call], ...]:
        """Return the process modules that a module's own functions start, and where."""
        known = self._linked.get(name)
        if known is not None:
            return known
        module = self._project.module(name)
        found: dict[str, Call] = {}
        for function in module.functions if module is not None else ():
            for call in function.calls:
                target = call.target
                if target is None or target == name or not call.name.startswith("start"):
                    continue
                form = STARTS.get(f"{target}.{call.name}/{call.arity}")
                if form is not None and form.module >= 0:
                    other = name_of(self._values.argument(call, form.module))
                    if other and other != name and self._project.defines(other):
                        found.setdefault(other, call)
                elif self._is_process(target):
                    found.setdefault(target, call)
        self._linked[name] = tuple(found.items())
        return self._linked[name]

    def _is_process(self, name: str) -> bool:
        module = self._project.module(name)
        return module is not None and module.effects.process is not None


def _same_tree(one: Node, two: Node) -> bool:
    """Whether two supervisors start the same children, written at the same places."""
    return [(n.module, n.span) for n in one.below] == [(n.module, n.span) for n in two.below]


def _flags(options: Alts) -> str | None:
    """Return the strategy in the flags of an Erlang supervisor."""
    one = only(options)
    items = getattr(one, "items", ())
    if items and isinstance(items[0], tuple):
        return (name_of(items[0]) or "").removeprefix(":") or None
    return None


def _library_names(child: Child) -> tuple[ProcessName, ...]:
    """Return the name that a library's process takes from a plain argument: `{Cachex, :cache}`."""
    one = only(child.arg)
    if child.module != "Cachex":
        return ()
    if isinstance(one, Name):
        return names_of(child.arg)
    if isinstance(one, List) and one.items and isinstance(only(one.items[0].alts), Name):
        return names_of(one.items[0].alts)
    return ()
