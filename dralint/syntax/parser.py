"""Parsing of one file: the tree of its bytes, mended where the grammar misreads them."""

from dralint.syntax.doubt import broken, misread_sigil
from dralint.syntax.grammar import tree_of
from dralint.syntax.tree import Tree


def parse(source: bytes) -> Tree:
    """Read `source`. There is a tree whatever the bytes are; `breaks` says where it goes wrong."""
    root = tree_of(source)
    if not (broken(root, source) or misread_sigil(root, source)):
        return Tree(root, source, ())
    # Imported here because few files need these modules, and they take longer to load than to run.
    from dralint.syntax.breaks import breaks
    from dralint.syntax.patches import patched
    from dralint.syntax.scan import scan

    seen = scan(source)
    mended = patched(source, seen.patches)
    if mended != source:
        root = tree_of(mended)
    return Tree(root, source, breaks(mended, root, seen))
