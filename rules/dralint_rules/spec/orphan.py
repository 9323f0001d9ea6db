"""A `@spec` belongs to a function that exists.

A spec for a function that is not there, or that has another number of arguments, does not compile
("spec for undefined function"). It is left behind when a function is renamed or gets an argument.

Nothing is said where functions may come from a macro: in modules that use what cannot be seen, or
that call a macro of others at their top level.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir
defmodule MyApp.Prices do
  @spec gross(integer()) :: integer()
  #     ^^^^^ the spec is of `gross/1`, and there is only `gross/2`
  def gross(net, rate), do: net + div(net * rate, 100)

  @spec nett(integer()) :: integer()
  #     ^^^^ the spec is of `nett/1`, which is not defined
  def net(gross), do: gross
end
```

## Good

```elixir
defmodule MyApp.Prices do
  @spec gross(integer()) :: integer()
  @spec gross(integer(), integer()) :: integer()
  def gross(net, rate \\\\ 19), do: net + tax(net, rate)

  @spec tax(integer(), integer()) :: integer()
  defp tax(net, rate), do: div(net * rate, 100)
end
```

```elixir
defmodule MyApp.Dates do
  import NimbleParsec

  @spec date(binary()) :: {:ok, list(), binary(), map(), tuple(), integer()}
  defparsec :date, integer(4)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Finding, Module, rule

HARMLESS = frozenset(
    """
    schema embedded_schema plug attr slot embed_templates on_mount action_fallback pipeline scope
    socket channel intercept derive defexception defstruct describe test setup setup_all
    """.split()
)
"""Macros at the top level of a module that define no functions that a spec could be of."""


@rule("spec-orphan", severity=ERROR)
def check(module: Module) -> Iterator[Finding]:
    if module.data.kind != "module" or module.data.quoted or not module.specs:
        return
    known: dict[str, set[int]] = {}
    for function in module.functions:
        span = range(function.data.min_arity, function.data.max_arity + 1)
        known.setdefault(function.name, set()).update(span)
    for name, arity in module.effects.adds:
        known.setdefault(name, set()).add(arity)
    orphans = [
        spec
        for spec in module.specs
        if spec.kind == "spec" and spec.name and spec.arity not in known.get(spec.name, ())
    ]
    if not orphans or _may_define(module):
        return
    for spec in orphans:
        others = sorted(known.get(spec.name, ()))
        there = " and ".join(f"`{spec.name}/{arity}`" for arity in others)
        yield Finding(
            module.file.at(spec.name_start, spec.name_end),
            f"the spec is of `{spec.name}/{spec.arity}`, "
            + (f"and there is only {there}" if there else "which is not defined"),
            help="give the spec the name and the arguments of its function, or delete it",
        )


def _may_define(module: Module) -> bool:
    """Whether functions may come from where nobody sees them."""
    if module.effects.open or module.data.dynamic:
        return True
    return any(
        call.data.function < 0
        and call.data.on is None
        and call.target is None
        and not call.data.quoted
        and call.name not in HARMLESS
        for call in module.file.calls
        if call.data.module == module.data.index
    )
