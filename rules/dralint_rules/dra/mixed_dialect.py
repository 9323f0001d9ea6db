"""A domain speaks one dialect.

Actions as files here and as Ash declarations there, flat files beside folders for each action,
`api.ex` for one resource and `user_api.ex` for the next, `call` and `run`: each is a fair choice,
all of them in one domain mean that nobody knows where to look. Different domains may differ.

One finding a kind of mixture, at the side that fewer modules take. Domains in `migrating` are on
their way: there it is info.

Source: the seed's "follow DRA consistently"; "don't mix approaches within the same domain".

## Bad

```elixir title="lib/my_app/sales/order/create.ex"
defmodule MyApp.Sales.Order.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/sales/order/cancel.ex"
defmodule MyApp.Sales.Order.Cancel do
  def call(order), do: {:ok, order}
end
```

```elixir title="lib/my_app/sales/order/api.ex"
defmodule MyApp.Sales.Order.API do
#         ^^^^^^^^^^^^^^^^^^^^^ `sales` mixes `api.ex` with `<resource>_api.ex`
  defdelegate create(attrs), to: MyApp.Sales.Order.Create, as: :call
end
```

```elixir title="lib/my_app/sales/refund/create.ex"
defmodule MyApp.Sales.Refund.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/sales/refund/refund_api.ex"
defmodule MyApp.Sales.Refund.RefundAPI do
  defdelegate create(attrs), to: MyApp.Sales.Refund.Create, as: :call
end
```

```elixir title="lib/my_app/sales/invoice/create.ex"
defmodule MyApp.Sales.Invoice.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/sales/invoice.ex"
defmodule MyApp.Sales.Invoice do
#         ^^^^^^^^^^^^^^^^^^^ `sales` mixes Ash actions with action modules
  use Ash.Resource, domain: MyApp.Sales

  actions do
    create :issue
  end
end
```

## Good

```elixir title="lib/my_app/sales/order/create.ex"
defmodule MyApp.Sales.Order.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/sales/order/cancel.ex"
defmodule MyApp.Sales.Order.Cancel do
  def call, do: :ok
  def call(order), do: {:ok, order}
end
```

```elixir title="lib/my_app/sales/order/api.ex"
defmodule MyApp.Sales.Order.API do
  defdelegate create(attrs), to: MyApp.Sales.Order.Create, as: :call
end
```

```elixir title="lib/my_app/stock/item/count.ex"
defmodule MyApp.Stock.Item.Count do
  def call(item), do: {:ok, item}
end
```

```elixir title="lib/my_app/stock/item/item_api.ex"
defmodule MyApp.Stock.Item.ItemAPI do
  defdelegate count(item), to: MyApp.Stock.Item.Count, as: :call
end
```
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    Domain,
    Finding,
    Layout,
    Member,
    Module,
    Options,
    Project,
    Resource,
    Step,
    rule,
)

Sides = dict[str, list[Member]]


@dataclass(frozen=True)
class MixedDialect(Options):
    """`migrating`: domains that are on their way from one dialect to another."""

    migrating: tuple[str, ...] = ()


@rule("dra-mixed-dialect")
def check(project: Project, layout: Layout, options: MixedDialect) -> Iterator[Finding]:
    for domain in layout.domains:
        severity = INFO if domain.name in options.migrating else None
        mixtures = [_placed(domain), _called(domain, layout), _named(domain)]
        for mixture in (*mixtures, *map(_declared, domain.resources)):
            if len(mixture) > 1:
                few, many = sorted(mixture, key=lambda side: len(mixture[side]))[
                    :: len(mixture) - 1
                ]
                name = f"`{domain.name}`" if domain.name else "the application"
                yield Finding(
                    mixture[few][0].module,
                    f"{name} mixes {few} with {many}",
                    help="settle on one of the two",
                    severity=severity,
                    trail=[Step(mixture[many][0].module.span, f"here: {many}")],
                )


def _placed(domain: Domain) -> Sides:
    """Return the actions by how they lie: flat, or in folders of their own."""
    sides: Sides = defaultdict(list)
    for resource in domain.resources:
        depth = len(resource.label.split("/"))
        for action in resource.actions:
            if action.seat is not None:
                own = len(action.seat.folders) > depth
                sides["actions in folders of their own" if own else "flat actions"].append(action)
    return sides


def _called(domain: Domain, layout: Layout) -> Sides:
    """Return the actions by the name of their entry, where that is the same for all."""
    sides: Sides = defaultdict(list)
    if domain.dialect == "scribe":
        return sides
    common = layout.options.entry
    for resource in domain.resources:
        for action in resource.actions:
            names = {entry.name.removesuffix("!") for entry in layout.entries(action)}
            if len(names) == 1 and names <= set(common):
                sides[f"the entry `{names.pop()}`"].append(action)
    return sides


def _named(domain: Domain) -> Sides:
    """Return the API modules by how their files are named."""
    sides: Sides = defaultdict(list)
    for resource in domain.resources:
        for api in resource.apis:
            if api.role == "api" and api.seat is not None and api.module in _own(resource):
                stem = api.seat.stem
                style = "`<resource>_api.ex`" if stem.endswith("_api") else "`<resource>.ex`"
                sides["`api.ex`" if stem == "api" else style].append(api)
    return sides


def _own(resource: Resource) -> set[Module]:
    return {member.module for member in resource.members}


def _declared(resource: Resource) -> Sides:
    """Return the actions of a resource and the Ash resource that declares actions of its own."""
    sides: Sides = defaultdict(list)
    for api in resource.apis:
        calls = api.file.outline.calls
        index = api.module.data.index
        if "Ash.Resource" in api.module.effects.uses and any(
            call.name == "actions" and call.module == index and call.function < 0 for call in calls
        ):
            sides["Ash actions"].append(api)
    if sides:
        sides["action modules"] = list(resource.actions)
    return sides
