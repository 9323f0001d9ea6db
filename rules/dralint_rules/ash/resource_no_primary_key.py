"""A resource has a primary key.

Ash finds, updates and destroys records by their primary key, and refuses to compile a resource
without one unless it says `require_primary_key? false`.

Embedded resources need none. Where an extension of the project or of an unknown library may add
the key, the finding is hidden; macros of the project that write the `use` line may add it too, so
that nothing is said there.

Source: the seed's API pattern (a resource without attributes) and Ash's guide to attributes.

## Bad

```elixir title="lib/shop/sales/order.ex"
defmodule Shop.Sales.Order do
#         ^^^^^^^^^^^^^^^^ `Shop.Sales.Order` has no primary key
  use Ash.Resource, domain: Shop.Sales

  attributes do
    attribute :number, :integer
  end
end
```

## Good

```elixir title="lib/shop/sales/order.ex"
defmodule Shop.Sales.Order do
  use Ash.Resource, domain: Shop.Sales

  attributes do
    uuid_primary_key :id
    attribute :number, :integer
  end
end
```

```elixir title="lib/shop/sales/country.ex"
defmodule Shop.Sales.Country do
  use Ash.Resource, domain: Shop.Sales

  attributes do
    attribute :code, :string, primary_key?: true, allow_nil?: false
  end
end
```

```elixir title="lib/shop/sales/membership.ex"
defmodule Shop.Sales.Membership do
  use Ash.Resource, domain: Shop.Sales

  relationships do
    belongs_to :order, Shop.Sales.Order do
      primary_key? true
      allow_nil? false
    end
  end
end
```

```elixir title="lib/shop/sales/report.ex"
defmodule Shop.Sales.Report do
  use Ash.Resource, domain: Shop.Sales

  resource do
    require_primary_key? false
  end
end
```

```elixir title="lib/shop/sales/address.ex"
defmodule Shop.Sales.Address do
  use Ash.Resource, data_layer: :embedded
end
```
"""

from collections.abc import Iterator

from dralint.api import POSSIBLE, Ash, AshModule, Call, Finding, Project, rule, values

BRINGS = ("uuid_primary_key", "uuid_v7_primary_key", "integer_primary_key")
PLAIN = (
    "AshAdmin.",
    "AshArchival.",
    "AshCloak",
    "AshGraphql.",
    "AshJsonApi.",
    "AshOban",
    "AshPaperTrail.",
    "AshPhoenix",
    "AshStateMachine",
)
"""Extensions that add no primary key."""
ATTRIBUTES = frozenset(
    (*BRINGS, "attribute", "create_timestamp", "update_timestamp", "timestamps", "belongs_to")
)


@rule("ash-resource-no-primary-key")
def check(project: Project, ash: Ash) -> Iterator[Finding]:
    for resource in ash.resources:
        if resource.open or resource.embedded or _free(ash, resource):
            continue
        entries = [*ash.entries(resource, "attributes"), *ash.entries(resource, "relationships")]
        if any(_is_key(ash, entry) for entry in entries):
            continue
        unknown = any(not name.startswith(PLAIN) for name in resource.lists("extensions")) or any(
            entry.name not in ATTRIBUTES for entry in ash.entries(resource, "attributes")
        )
        yield Finding(
            resource.module,
            f"`{resource.name}` has no primary key",
            help="add `uuid_primary_key :id` to its `attributes`",
            confidence=POSSIBLE if unknown else None,
        )


def _free(ash: Ash, resource: AshModule) -> bool:
    """Whether a resource says that it needs none."""
    return any(call.name == "require_primary_key?" for call in ash.entries(resource, "resource"))


def _is_key(ash: Ash, entry: Call) -> bool:
    if entry.name in BRINGS:
        return True
    said = values.keyword(entry.args[-1], "primary_key?") if entry.args else None
    return said is not None or any(each.name == "primary_key?" for each in ash.inside(entry))
