"""Parsing of one file: the tree of its bytes, mended where the grammar misreads them."""

from dralint.syntax.clock import Clock
from dralint.syntax.doubt import broken, misread_sigil
from dralint.syntax.grammar import tree_of
from dralint.syntax.tree import Tree


def parse(source: bytes, clock: Clock | None = None) -> Tree:
    """Read `source`. There is a tree whatever the bytes are; `breaks` says where it goes wrong.

    Raises `TooSlow` when the clock runs out, by default one that starts now.
    """
    clock = clock or Clock(len(source))
    root = tree_of(source, clock)
    if not (broken(root, source, clock) or misread_sigil(root, source, clock)):
        return Tree(root, source, ())
    # Imported here because few files need these modules, and they take longer to load than to run.
    from dralint.syntax.breaks import breaks
    from dralint.syntax.patches import patched
    from dralint.syntax.scan import scan

    seen = scan(source, clock)
    mended = patched(source, seen.patches)
    if mended != source:
        root = tree_of(mended, clock)
    return Tree(root, source, breaks(mended, root, seen, clock))
