"""EEx templates that go by the name of an Elixir file."""

from dralint.syntax.scan import scan
from dralint.syntax.tree import Tree


def is_template(tree: Tree) -> bool:
    """Whether a file that does not parse has EEx tags in its code: it becomes Elixir when a generator fills it in."""
    return bool(tree.breaks) and b"<%" in tree.source and scan(tree.source).tagged
