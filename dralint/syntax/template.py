"""EEx templates that go by the name of an Elixir file."""

from dralint.syntax.clock import Clock
from dralint.syntax.tree import Tree


def is_template(tree: Tree, clock: Clock | None = None) -> bool:
    """Whether a file that does not parse has EEx tags in its code.

    A generator makes Elixir of it. A file that only mentions tags in its texts is no template.
    """
    if not tree.breaks or b"<%" not in tree.source:
        return False
    from dralint.syntax.scan import scan  # slow to load, and few files need it

    return scan(tree.source, clock or Clock(len(tree.source))).tagged
