"""The functions of a module have something in common.

Where a module falls into groups of functions that call nothing of each other, take no data of the
same kind and know no module in common, it is several modules in one file. Each group is easier to
find, to test and to change under a name of its own.

Groups count from four functions on, and two of them make a finding. Behaviours, processes and web
modules are left out, and libraries of helpers that know no other module of the project.

Source: the seed's anti-pattern 2 (single responsibility).

## Bad

```elixir
defmodule MyApp.Tools do
  #       ^^^^^^^^^^^ `MyApp.Tools` is several modules: one of `slug/1`, `words/1`, `title/1`, one of `cents/1`, `net/1`, `gross/1`
  def slug(text), do: text |> words() |> Enum.join("-")
  def words(text), do: text |> String.downcase() |> String.split()
  def title(text), do: text |> words() |> Enum.map_join(" ", &String.capitalize/1)
  def short(text), do: MyApp.Words.first(text)

  def cents(price), do: price * 100
  def net(price), do: div(cents(price), 119)
  def gross(price), do: cents(price) * 119
  def shown(price), do: MyApp.Money.format(net(price))
end

defmodule MyApp.Words do
  def first(text), do: hd(String.split(text))
end

defmodule MyApp.Money do
  def format(price), do: "#{price} EUR"
end
```

## Good

```elixir
defmodule MyApp.Texts do
  def slug(text), do: text |> words() |> Enum.join("-")
  def words(text), do: text |> String.downcase() |> String.split()
  def title(text), do: text |> words() |> Enum.map_join(" ", &String.capitalize/1)
  def short(text), do: text |> words() |> hd()
  def first(text), do: text |> words() |> hd()
  def longest(text), do: text |> words() |> Enum.max_by(&String.length/1)
  def count(text), do: text |> words() |> length()
  def shout(text), do: String.upcase(text)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import INFO, PROBABLE, Finding, Function, Module, Options, clusters, rule

LEAST = 8
SHOWN = 3


@dataclass(frozen=True)
class LowCohesion(Options):
    """`group`: how many functions make a group."""

    group: int = 4


@rule(
    "srp-low-cohesion",
    severity=INFO,
    confidence=PROBABLE,
    kinds=("lib",),
    after=("srp-generic-name", "srp-mixed-concerns", "srp-module-size"),
)
def check(module: Module, options: LowCohesion) -> Iterator[Finding]:
    effects = module.effects
    if module.data.kind != "module" or effects.behaviours or effects.process or effects.uses:
        return
    own = [f for f in module.functions if f.data.kind in ("def", "defp")]
    if len(own) < LEAST or len(own) < len(module.functions):
        return
    groups = [
        [f for f in group if f.data.public]
        for group in clusters(module, options.group)
        if len(group) >= options.group
    ]
    groups = [group for group in groups if len(group) >= 2 and any(map(_is_domain, group))]
    if len(groups) > 1:
        said = ", ".join(f"one of {_names(group)}" for group in groups)
        yield Finding(
            module,
            f"`{module.name}` is several modules: {said}",
            help="give each group a module with a name of its own",
        )


def _is_domain(function: Function) -> bool:
    """Whether a function works with modules of the project: a library of pure helpers does not."""
    own = function.module.name
    defines = function.file.project.defines
    targets = (call.target for call in function.calls)
    return any(target is not None and target != own and defines(target) for target in targets)


def _names(group: list[Function]) -> str:
    return ", ".join(f"`{function.label}`" for function in group[:SHOWN])
