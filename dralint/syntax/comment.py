"""The comments of a file, found through its tree."""

from dralint.syntax.ids import KIND
from dralint.syntax.tree import Tree


def comments(tree: Tree) -> list[tuple[int, int]]:
    """The byte ranges of all comments, in order.

    It visits only what is around a `#`, which is much faster than to visit the whole tree, or than
    a query, which must be compiled first.
    """
    source, comment = tree.source, KIND["comment"]
    found: list[tuple[int, int]] = []
    cursor = tree.root.walk()
    at = source.find(b"#")
    while at >= 0 and (node := cursor.node) is not None:
        if node.start_byte > at:
            at = source.find(b"#", at + 1)
        elif node.end_byte <= at and cursor.goto_parent():
            continue
        elif node.end_byte <= at or cursor.goto_first_child_for_byte(at) is None:
            if node.kind_id == comment:
                found.append(node.byte_range)
            at = source.find(b"#", max(at + 1, node.end_byte))
    return found
