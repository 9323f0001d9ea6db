"""Supervision: the trees of processes that the project's applications start.

A tree is what the code says, not what runs: a child may stand under a condition, be started while
the system runs, or not be known at all. What is asked of it has three answers.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.processes.start_table import DYNAMIC, STARTS
from dralint.analysis.supervision.child import Child
from dralint.analysis.supervision.children import Children
from dralint.analysis.supervision.supervisors import Supervisors
from dralint.analysis.supervision.tree import Grower, Node
from dralint.analysis.values.naming import ProcessName, names_of
from dralint.analysis.values.values import Values
from dralint.outline.values import Atom
from dralint.project import App, Call, Module, Project

_CHILDLESS = ("worker", "task", "agent", "registry", "endpoint", "repo", "presence")
"""Kinds of nodes that start no children for others."""
_REGISTRIES = ("Registry", "Horde.Registry")


@dataclass(frozen=True)
class Root:
    """The tree of one application; `callback` is its application module."""

    app: App
    callback: str
    node: Node


@dataclass(frozen=True)
class Dynamic:
    """A call that starts a child while the system runs."""

    call: Call
    parents: tuple[ProcessName, ...]
    children: tuple[Child, ...]


class Supervision:
    """The supervision trees of a project."""

    def __init__(
        self, project: Project, values: Values, children: Children, supervisors: Supervisors
    ) -> None:
        self._project = project
        self._values = values
        self._children = children
        self._trees = Grower(project, values, children, supervisors)

    @classmethod
    def of(
        cls, project: Project, values: Values, children: Children, supervisors: Supervisors
    ) -> "Supervision":
        """Return the supervision trees of a project."""
        return cls(project, values, children, supervisors)

    @cached_property
    def roots(self) -> tuple[Root, ...]:
        """The tree of each application that starts one."""
        found: list[Root] = []
        for app in self._project.apps:
            for module in self._callbacks(app):
                start = module.function("start", 2)
                if start is not None:
                    found.append(Root(app, module.name, self._trees.application(module, start)))
        return tuple(found)

    def _callbacks(self, app: App) -> Iterator[Module]:
        named = app.mix.callback
        if named is not None:
            module = self._project.module(named)
            if module is not None:
                yield module
            return
        for module in self._project.modules:
            file = module.file
            if file.app is app and file.is_code and "Application" in module.effects.behaviours:
                yield module

    @cached_property
    def dynamic(self) -> tuple[Dynamic, ...]:
        """The calls that start children while the system runs."""
        found: list[Dynamic] = []
        for name in DYNAMIC:
            for call in self._project.calls_to(name):
                if call.data.quoted or call.data.captured or call.file.is_test:
                    continue
                parents = names_of(self._values.from_callers(call, call.args[0]))
                specs = self._values.from_callers(call, call.args[1])
                found.append(Dynamic(call, parents, self._children.one(specs, call)))
        return tuple(found)

    @cached_property
    def trees(self) -> tuple[Root, ...]:
        """The trees with what is started in them while the system runs."""
        grown = tuple(replace(root, node=self._with_dynamic(root.node, ())) for root in self.roots)
        return grown

    def _with_dynamic(self, node: Node, above: tuple[str, ...]) -> Node:
        chain = (*above, node.module) if node.module else above
        below = [self._with_dynamic(child, chain) for child in node.children]
        names = () if node.kind in _CHILDLESS else node.names
        for name in names:
            for dynamic, child in self._by_parent.get(_address(name), ()):
                if child.module is None or child.module not in chain:
                    grown = self._trees.node(child, dynamic.call, chain)
                    made = self._with_dynamic(replace(grown, dynamic=True, many=True), chain)
                    if all((o.module, o.span) != (made.module, made.span) for o in below):
                        below.append(made)
        return replace(node, children=tuple(below))

    @cached_property
    def _by_parent(self) -> dict[tuple[str, ...], list[tuple[Dynamic, Child]]]:
        table: dict[tuple[str, ...], list[tuple[Dynamic, Child]]] = defaultdict(list)
        for dynamic in self.dynamic:
            for parent in dynamic.parents:
                if _tells(parent):
                    for child in dynamic.children:
                        table[_address(parent)].append((dynamic, child))
        return dict(table)

    @cached_property
    def adrift(self) -> tuple[tuple[Dynamic, Child], ...]:
        """The dynamic children whose supervisor stands in no tree that is known."""
        placed = {
            _address(name)
            for tree in self.trees
            for node in tree.node.below
            if node.kind not in _CHILDLESS
            for name in node.names
        }
        return tuple(
            (dynamic, child)
            for dynamic in self.dynamic
            for child in dynamic.children
            if not any(_tells(parent) and _address(parent) in placed for parent in dynamic.parents)
        )

    @cached_property
    def loose(self) -> tuple[Node, ...]:
        """The trees below dynamic children whose supervisor stands in no tree that is known."""
        found: list[Node] = []
        for dynamic, child in self.adrift:
            if child.at.file.is_test:
                continue
            node = self._with_dynamic(self._trees.node(child, dynamic.call, ()), ())
            node = replace(node, dynamic=True, many=True)
            if all((o.module, o.span) != (node.module, node.span) for o in found):
                found.append(node)
        return tuple(found)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes of all trees."""
        return tuple(node for tree in self.trees for node in tree.node.below)

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that stand in a tree, or are started dynamically somewhere."""
        return frozenset(node.module for node in (*self.nodes, *self._loose) if node.module)

    @property
    def _loose(self) -> Iterator[Node]:
        return (node for tree in self.loose for node in tree.below)

    @cached_property
    def unknown(self) -> tuple[Node, ...]:
        """The parts of the trees that could be any module."""
        return tuple(node for node in (*self.nodes, *self._loose) if node.open)

    def node_of(self, child: Child, seen: Call) -> Node:
        """Return the tree below one child, wherever it stands."""
        return self._trees.node(child, seen, ())

    def starts(self, module: Module) -> bool:
        """Whether other code than its `start_link` starts a module's process, by its functions."""
        starters = {
            function.key
            for function in module.functions
            if any(f"{c.target}.{c.name}/{c.arity}" in STARTS for c in function.calls)
        }
        for function in module.functions:
            own = function.name.startswith("start_link") or function.name == "child_spec"
            if function.key in starters and not own and not function.is_callback:
                return True
            for call in function.calls:
                callee = call.callee
                if callee is not None and callee.key in starters and not own:
                    return True
        return False

    def supervised(self, module: str) -> bool | None:
        """Whether a module's process stands in a tree: yes, no, or unknown."""
        if module in self.modules:
            return True
        return None if self.unknown or not self.roots else False


def expects(project: Project, module: str, supervision: Supervision) -> bool:
    """Whether the code that starts a process is ready for it to be there already."""
    names = {module} | {
        dynamic.call.module.name
        for dynamic in supervision.dynamic
        if dynamic.call.module is not None and any(c.module == module for c in dynamic.children)
    }
    for name in names:
        found = project.module(name)
        for function in found.functions if found is not None else ():
            values = [part for clause in function.clauses for part in (*clause.params, clause.body)]
            for value in inside(function.file.outline, *values):
                if isinstance(value, Atom) and value.name == "already_started":
                    return True
    return False


def _tells(name: ProcessName) -> bool:
    """Whether a name says which supervisor it is.

    A varying key in Elixir's own registries stands for all that is registered there, and of those
    only supervisors have children; other registries are shared by everything.
    """
    if name.kind == "via":
        return name.key is not None or name.module in _REGISTRIES
    return name.kind != "unknown"


def _address(name: ProcessName) -> tuple[str, ...]:
    """Return what a name and its uses have in common."""
    if name.kind in ("local", "partition"):
        return ("local", name.name)
    return (name.kind, name.module, name.name, name.key or "")
