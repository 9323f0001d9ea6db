"""The smallest node at a place, for many places of one tree."""

from bisect import bisect_right

from dralint.syntax.grammar import Node


class Leaves:
    """Finds nodes by place. tree-sitter looks through all that come before; this only once."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: Node) -> None:
        self._root = root
        self._known: dict[int, tuple[list[int], list[Node]]] = {}

    def at(self, start: int, end: int) -> tuple[Node, Node | None]:
        """Return the smallest node around a range of bytes, and the node around that one."""
        node, around = self._root, None
        while True:
            starts, children = self._children(node)
            index = bisect_right(starts, start) - 1
            if index < 0 or children[index].end_byte < end:
                return node, around
            node, around = children[index], node

    def _children(self, node: Node) -> tuple[list[int], list[Node]]:
        known = self._known.get(node.id)
        if known is None:
            children = node.children
            known = self._known[node.id] = [each.start_byte for each in children], children
        return known
