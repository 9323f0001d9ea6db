"""The supervision trees: a list of roots, each a node with its children."""

from dataclasses import dataclass
from typing import Any

from dralint.analysis.supervision.supervision import Root, Supervision
from dralint.analysis.supervision.tree import Node


@dataclass(frozen=True)
class TreeView:
    """The trees of a project. Children stand in their order of start; None is unknown."""

    data: list[dict[str, Any]]

    @classmethod
    def of(cls, supervision: Supervision) -> "TreeView":
        """Return the trees that the applications of a project start."""
        return cls([_node(root.node) for root in all_roots(supervision)])


def all_roots(supervision: Supervision) -> list[Root]:
    """Return the trees, and what stands for supervisors, not known, that children start below."""
    found = list(supervision.trees)
    below = supervision.loose
    if below and supervision.roots:
        text = "supervisors that are not known"
        node = Node(None, text, "unknown", below[0].span, children=below)
        found.append(Root(supervision.roots[0].app, "", node))
    return found


def _node(node: Node) -> dict[str, Any]:
    return {
        "module": node.module,
        "name": next((str(name) for name in node.names if name.kind != "unknown"), None),
        "id": node.id,
        "kind": node.kind,
        "strategy": node.strategy,
        "restart": node.restart,
        "shutdown": node.shutdown,
        "condition": node.condition,
        "dynamic": node.dynamic,
        "linked": node.linked,
        "many": node.many,
        "unknown": node.text if node.kind == "unknown" else None,
        "path": node.span.path,
        "line": node.span.start.line,
        "children": [_node(child) for child in node.children],
    }
