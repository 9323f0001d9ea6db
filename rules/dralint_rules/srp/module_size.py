"""A module is small enough to have one subject.

A module of many hundred lines, or with dozens of public functions, is where things are put because
they have to be somewhere. It changes with everything, and nobody knows it whole. Look for the
groups in it: functions that share data, a table or a client are a module of their own.

Counted are the lines of functions, without documentation, and public functions by name. Routers,
schemas of GraphQL, modules that only forward, components, and what a `use` asks for are left out.

Source: the seed's anti-pattern 2 (single responsibility).

## Bad

```elixir
defmodule MyApp.Everything do
  #       ^^^^^^^^^^^^^^^^ `MyApp.Everything` has 32 public functions
  def work_1(order), do: order.line_1 * 1
  def work_2(order), do: order.line_2 * 2
  def work_3(order), do: order.line_3 * 3
  def work_4(order), do: order.line_4 * 4
  def work_5(order), do: order.line_5 * 5
  def work_6(order), do: order.line_6 * 6
  def work_7(order), do: order.line_7 * 7
  def work_8(order), do: order.line_8 * 8
  def work_9(order), do: order.line_9 * 9
  def work_10(order), do: order.line_10 * 10
  def work_11(order), do: order.line_11 * 11
  def work_12(order), do: order.line_12 * 12
  def work_13(order), do: order.line_13 * 13
  def work_14(order), do: order.line_14 * 14
  def work_15(order), do: order.line_15 * 15
  def work_16(order), do: order.line_16 * 16
  def work_17(order), do: order.line_17 * 17
  def work_18(order), do: order.line_18 * 18
  def work_19(order), do: order.line_19 * 19
  def work_20(order), do: order.line_20 * 20
  def work_21(order), do: order.line_21 * 21
  def work_22(order), do: order.line_22 * 22
  def work_23(order), do: order.line_23 * 23
  def work_24(order), do: order.line_24 * 24
  def work_25(order), do: order.line_25 * 25
  def work_26(order), do: order.line_26 * 26
  def work_27(order), do: order.line_27 * 27
  def work_28(order), do: order.line_28 * 28
  def work_29(order), do: order.line_29 * 29
  def work_30(order), do: order.line_30 * 30
  def work_31(order), do: order.line_31 * 31
  def work_32(order), do: order.line_32 * 32
end
```

## Good

```elixir
defmodule MyApp.Facade do
  defdelegate work_1(order), to: MyApp.Orders
  defdelegate work_2(order), to: MyApp.Orders
  defdelegate work_3(order), to: MyApp.Orders
  defdelegate work_4(order), to: MyApp.Orders
  defdelegate work_5(order), to: MyApp.Orders
  defdelegate work_6(order), to: MyApp.Orders
  defdelegate work_7(order), to: MyApp.Orders
  defdelegate work_8(order), to: MyApp.Orders
  defdelegate work_9(order), to: MyApp.Orders
  defdelegate work_10(order), to: MyApp.Orders
  defdelegate work_11(order), to: MyApp.Orders
  defdelegate work_12(order), to: MyApp.Orders
  defdelegate work_13(order), to: MyApp.Orders
  defdelegate work_14(order), to: MyApp.Orders
  defdelegate work_15(order), to: MyApp.Orders
  defdelegate work_16(order), to: MyApp.Orders
  defdelegate work_17(order), to: MyApp.Orders
  defdelegate work_18(order), to: MyApp.Orders
  defdelegate work_19(order), to: MyApp.Orders
  defdelegate work_20(order), to: MyApp.Orders
  defdelegate work_21(order), to: MyApp.Orders
  defdelegate work_22(order), to: MyApp.Orders
  defdelegate work_23(order), to: MyApp.Orders
  defdelegate work_24(order), to: MyApp.Orders
  defdelegate work_25(order), to: MyApp.Orders
  defdelegate work_26(order), to: MyApp.Orders
  defdelegate work_27(order), to: MyApp.Orders
  defdelegate work_28(order), to: MyApp.Orders
  defdelegate work_29(order), to: MyApp.Orders
  defdelegate work_30(order), to: MyApp.Orders
  defdelegate work_31(order), to: MyApp.Orders
  defdelegate work_32(order), to: MyApp.Orders

  def net(order), do: order.total
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    Finding,
    Module,
    Options,
    lines_of,
    names_offered,
    public_functions,
    rule,
)

WIDE = frozenset(
    """
    Phoenix.Router Phoenix.Component Absinthe.Schema Absinthe.Schema.Notation Plug.Router
    Phoenix.View Ecto.Migration Phoenix.LiveView Phoenix.LiveComponent
    """.split()
)


@dataclass(frozen=True)
class ModuleSize(Options):
    """What a module may have at most: lines of functions, and public functions by name."""

    max_lines: int = 500
    max_functions: int = 30


@rule("srp-module-size", severity=INFO)
def check(module: Module, options: ModuleSize) -> Iterator[Finding]:
    if module.data.kind != "module" or len(module.functions) < 8:
        return
    said = _too_long(module, options.max_lines) or _too_wide(module, options.max_functions)
    if not said:
        return
    yield Finding(
        module,
        f"`{module.name}` {said}",
        help="look for groups of functions that share data, and give each a module",
    )


def _too_long(module: Module, most: int) -> str:
    """Return what is said of a module with too many lines of functions."""
    if lines_of(module.file, module.data.start, module.data.end) <= most:
        return ""
    own = [f for f in module.functions if f.data.kind in ("def", "defp")]
    lines = sum(lines_of(f.file, c.start, c.end) for f in own for c in f.clauses)
    return f"has {lines} lines of functions" if lines > most else ""


def _too_wide(module: Module, most: int) -> str:
    """Return what is said of a module with too many public functions."""
    if len(module.functions) <= most or not WIDE.isdisjoint(module.effects.uses):
        return ""
    offered = [f for f in public_functions(module) if f.data.kind == "def" and not f.hidden]
    names = names_offered(offered)
    return f"has {len(names)} public functions" if len(names) > most else ""
