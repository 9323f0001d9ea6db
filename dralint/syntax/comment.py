"""The comments of a file, found through its tree."""

from dralint.syntax.ids import KIND
from dralint.syntax.tree import Tree


def comments(tree: Tree) -> list[tuple[int, int]]:
    """The byte ranges of all comments, in order, without the ends of their lines.

    It visits only what is around a `#`, which is much faster than to visit the whole tree, or than
    a query, which must be compiled first.
    """
    source, comment = tree.source, KIND["comment"]
    found: list[tuple[int, int]] = []
    cursor = tree.root.walk()
    ends: list[int] = []  # of the nodes around
    at = source.find(b"#")
    while at >= 0 and (node := cursor.node) is not None:
        if node.end_byte <= at and ends:
            if ends[-1] <= at or not cursor.goto_next_sibling():
                cursor.goto_parent()
                ends.pop()
        elif node.start_byte > at:
            at = source.find(b"#", at + 1)
        elif node.end_byte > at and cursor.goto_first_child_for_byte(at) is not None:
            ends.append(node.end_byte)
        else:
            if node.kind_id == comment:
                carriage_return = source.startswith(b"\r", node.end_byte - 1)
                found.append((node.start_byte, node.end_byte - carriage_return))
            at = source.find(b"#", max(at + 1, node.end_byte))
    return found
