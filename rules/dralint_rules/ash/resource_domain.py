"""A resource names the domain that it belongs to.

From Ash 3 on a resource has to be reachable through a domain: `use Ash.Resource, domain: ...`, or a
line in the `resources` block of a domain. Without either, `Ash.create/2` and its kin raise, because
nothing says who is to run the action, and the code interface of the domain does not know it.

Embedded resources need none, and `domain: nil` says that none is meant. Nothing is said where a
macro of the project writes the `use` line, nor for Ash 2, where the domain was chosen by the caller.

Source: the seed's API pattern (a resource without a domain) and the Ash 3 upgrade guide.

## Bad

```elixir title="lib/shop/sales/order.ex"
defmodule Shop.Sales.Order do
  use Ash.Resource, data_layer: AshPostgres.DataLayer
  # <- `Shop.Sales.Order` belongs to no domain

  attributes do
    uuid_primary_key :id
  end
end
```

```elixir title="lib/shop/sales.ex"
defmodule Shop.Sales do
  use Ash.Domain

  resources do
    resource Shop.Sales.Invoice
  end
end
```

## Good

```elixir title="lib/shop/sales/order.ex"
defmodule Shop.Sales.Order do
  use Ash.Resource, domain: Shop.Sales, data_layer: AshPostgres.DataLayer
end
```

```elixir title="lib/shop/sales/invoice.ex"
defmodule Shop.Sales.Invoice do
  use Ash.Resource, data_layer: AshPostgres.DataLayer
end
```

```elixir title="lib/shop/sales/address.ex"
defmodule Shop.Sales.Address do
  use Ash.Resource, data_layer: :embedded
end
```

```elixir title="lib/shop/sales/base.ex"
defmodule Shop.Sales.Base do
  use Ash.Resource, domain: nil
end
```

```elixir title="lib/shop/sales.ex"
defmodule Shop.Sales do
  use Ash.Domain

  resources do
    resource Shop.Sales.Invoice
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Ash, Finding, Project, rule


@rule("ash-resource-domain", severity=ERROR)
def check(project: Project, ash: Ash) -> Iterator[Finding]:
    for resource in ash.resources:
        if resource.use is None or resource.open or resource.embedded:
            continue
        if resource.option("domain") is not None or ash.is_listed(resource):
            continue
        if ash.old(resource.file.app) or "Ash.Domain" in resource.module.effects.uses:
            continue
        yield Finding(
            resource.file.at(resource.use.start, resource.use.end),
            f"`{resource.name}` belongs to no domain",
            help="add `domain: ` with the domain that it belongs to",
        )
