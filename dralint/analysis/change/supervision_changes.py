"""SupervisionChanges: two supervision trees held against each other, node by node."""

import re
from dataclasses import replace
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.change.tree_pairs import Pair, TreePairs, shifted, title
from dralint.analysis.supervision.tree import Node
from dralint.finding import INFO, POSSIBLE, WARNING, Severity
from dralint.project import Project

GATE = "gate-supervision-"
_HERE = re.compile(r"(?:==|\bin\b)[^!=]*:(?:dev|test)\b")
"""A condition that holds while somebody develops or tests, and not in production."""


class SupervisionChanges:
    """What a change does to the supervision trees."""

    def __init__(self, project: Project, pairs: TreePairs, moves: ModuleMoves) -> None:
        self._project = project
        self._pairs = pairs
        self._moves = moves
        self._found: list[Change] = []

    @classmethod
    def of(cls, project: Project, pairs: TreePairs, moves: ModuleMoves) -> "SupervisionChanges":
        """Return what a change does to the trees; nothing where there is no base."""
        return cls(project, pairs, moves)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in the order of the trees."""
        for pair in self._pairs.pairs:
            self._tell(pair, None)
        return tuple(self._found)

    def _tell(self, pair: Pair, parent: Pair | None) -> None:
        """Collect the changes of a node and of those below it."""
        here = parent
        if pair.new is not None and pair.mark == ">" and pair.old is None:
            to = title(parent.new if parent else None)
            self._add("moved", pair, here, pair.notes[0].removeprefix("from "), to)
        elif pair.mark == "+":
            self._add("added", pair, here, None, _described(pair.node))
            return
        elif pair.mark == "-":
            self._add("removed", pair, here, _described(pair.node), None)
            return
        if pair.old is not None and pair.new is not None:
            for kind, before, after in self._pairs.differences(pair.old, pair.new):
                gate = {"intensity": "restart", "shutdown": "restart", "module": "name"}
                self._add(gate.get(kind, kind), pair, here, before, after, kind)
            self._order(pair)
        for child in pair.children:
            self._tell(child, pair)

    def _order(self, pair: Pair) -> None:
        both = [c for c in pair.children if c.old and c.new and c.mark != "+"]
        assert pair.old is not None and pair.new is not None
        place = {id(node): at for at, node in enumerate(pair.old.children)}
        order = [place[id(c.old)] for c in both if id(c.old) in place]
        if shifted(order):
            before = sorted(both, key=lambda c: place.get(id(c.old), 0))
            self._add(
                "order",
                pair,
                pair,
                ", ".join(c.old.text for c in before if c.old),
                ", ".join(c.new.text for c in both if c.new),
            )

    def _add(
        self,
        gate: str,
        pair: Pair,
        above: Pair | None,
        before: str | None,
        after: str | None,
        kind: str = "",
    ) -> None:
        node, parent = pair.node, above.new if above else None
        if gate == "condition":
            gate = "added" if after == "always" else "removed"
            kind = "condition"
        place = pair.new or parent
        around = (*_kin(parent), *_kin(above.old if above else None))
        root = self._project.root_mix
        span = place.span if place else root.span if root else node.span
        hidden = [n for n in (*(_kin(pair.old)), *(_kin(pair.new)), *around) if _unseen(n)]
        sure = POSSIBLE if hidden and gate in ("added", "removed", "moved", "order") else None
        severity: Severity | None = None
        if kind == "module" or node.kind == "unknown" or _only_here(node):
            severity = INFO
        elif kind == "name" and before and after and self._moves.is_moved(before, after):
            # Its name space is called something else, and it with it.
            severity = INFO
        elif before == "simple_one_for_one" and after == "one_for_one":
            # What a DynamicSupervisor calls it.
            severity = INFO
        elif gate == "order" and node.strategy == "one_for_one":
            severity = WARNING
        message = _said(gate, kind, node, parent, before, after)
        change = Change(GATE + gate, title(node), before, after, message, span)
        change = replace(
            change,
            severity=change.severity if severity is None else severity,
            confidence=change.confidence if sure is None else sure,
        )
        # A start that has several forms has one tree for each, and they change alike.
        if all((c.gate, c.message) != (change.gate, message) for c in self._found):
            self._found.append(change)


def _said(
    gate: str, kind: str, node: Node, parent: Node | None, before: str | None, after: str | None
) -> str:
    name = f"`{title(node)}`"
    below = f" below `{title(parent)}`" if parent else ""
    match kind or gate:
        case "added":
            return f"{name} is new{below}"
        case "removed":
            return f"{name} is gone from the tree{below}"
        case "moved":
            return f"{name} moved from `{before}` to `{after}`"
        case "order":
            return f"the children of {name} start in another order: {after}"
        case "module":
            return f"the child `{before}` is called {name} now"
        case "condition":
            return f"{name} is started {after}; it was {before}"
        case "name":
            return f"{name} is registered as {after}; it was {before}"
        case _:
            return f"the {kind or gate} of {name} is {after}; it was {before}"


def _unseen(node: Node) -> bool:
    """Whether a node may hide others."""
    return node.open or node.kind == "unknown"


def _kin(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else (node, *node.children)


def _only_here(node: Node) -> bool:
    """Whether a child is only there while somebody develops or tests."""
    return node.condition is not None and any(
        part.startswith("if ") and _HERE.search(part) for part in node.condition.split(" and ")
    )


def _described(node: Node) -> str:
    """Return a node and what is below it in one line."""
    words = [word for word in (node.strategy, node.restart, node.condition) if word]
    inner = [_described(child) for child in node.children]
    head = title(node) + (f" ({', '.join(words)})" if words else "")
    return f"{head} [{'; '.join(inner)}]" if inner else head
