"""What well-known modules offer: all functions and macros that any version of them had (data).

The table `offered.txt` holds one module a line: its name, then `name/arity,arity`... It covers
Elixir 1.0 to 1.21, Ecto 2 and 3, Plug 1, Bcrypt and Argon2. What is in it may be missing in the
version at hand; what is not in it was never there.
"""

from functools import cache
from importlib.resources import files

from .behaviours import arities


def offers(module: str) -> frozenset[tuple[str, int]] | None:
    """Return the names and arities of a module, None where it is not known."""
    line = _lines().get(module)
    return None if line is None else _parsed(line)


@cache
def _lines() -> dict[str, str]:
    text = files("dralint.project").joinpath("offered.txt").read_text("utf-8")
    return {name: rest for name, _, rest in (line.partition(" ") for line in text.splitlines())}


@cache
def _parsed(line: str) -> frozenset[tuple[str, int]]:
    return arities(line)
