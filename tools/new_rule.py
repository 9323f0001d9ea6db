"""Start a rule: write the one file that is its page, its tests, its registration and its code.

    make new-rule quality/debug-leftover

writes `rules/dralint_rules/quality/debug_leftover.py`, the rule `quality-debug-leftover`. What it
writes is a rule that works, about `IO.inspect`; replace it bit by bit while its examples hold.
"""

import re
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).parent.parent
RULES = Path("rules", "dralint_rules")
USAGE = "make new-rule FAMILY/NAME, such as quality/debug-leftover"

RULE = Template('''\
"""TODO: say in one sentence what holds in good code.

TODO: why it matters, when it is fine, and what to do instead.

Source: TODO: the line of the standard, the manual or the thread that asks for it.

## Bad

```elixir
defmodule Shop.Cart do
  def total(cart) do
    IO.inspect(cart)
  # ^^^^^^^^^^ `IO.inspect` was left in
  end
end
```

## Good

```elixir
defmodule Shop.Cart do
  def total(cart), do: cart.total
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Call, Finding, rule


@rule("$id", severity=WARNING, targets=["IO.inspect/*"])
def check(call: Call) -> Iterator[Finding]:
    yield Finding(call.name_span, "`IO.inspect` was left in", help="remove it")
''')

FAMILY = Template('"""TODO: say what the rules of $family have in common."""\n')


def new_rule(name: str, root: Path = ROOT) -> Path:
    """Write the file of a new rule and return its path; ValueError says why it cannot be."""
    if not re.fullmatch(r"[a-z][a-z0-9]*/[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ValueError(
            f"`{name}` is no FAMILY/NAME in small letters, digits and hyphens: {USAGE}"
        )
    if not (root / RULES).is_dir():
        raise ValueError(f"there is no {RULES.as_posix()} in {root}")
    family, _, stem = name.partition("/")
    path = RULES / family / f"{stem.replace('-', '_')}.py"
    if (root / path).exists():
        raise ValueError(f"{path.as_posix()} exists already")
    (root / path).parent.mkdir(exist_ok=True)
    package = root / path.with_name("__init__.py")
    if not package.exists():
        package.write_text(FAMILY.substitute(family=family), encoding="utf-8")
    (root / path).write_text(RULE.substitute(id=f"{family}-{stem}"), encoding="utf-8")
    return path


def main(arguments: list[str]) -> int:
    """Write the rule that is named on the command line."""
    if len(arguments) != 1:
        print(f"new-rule takes one name: {USAGE}", file=sys.stderr)
        return 2
    try:
        path = new_rule(arguments[0])
    except (ValueError, OSError) as error:
        print(f"new-rule: {error}", file=sys.stderr)
        return 2
    print(f"{path.as_posix()}: write its page and its check, then `make test` and `make docs`")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
