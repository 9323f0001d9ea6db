"""An action that creates or updates says what it accepts.

From Ash 3 on an action accepts no attributes unless it names them, in `accept` or in the
`default_accept` of its resource. An action without either, and without arguments or changes of its
own, takes nothing: every input is refused as unknown, and an update updates nothing.

`create :*` among the `defaults` accepts all public attributes. Nothing is said of a resource that has
no attribute to accept, of actions that hold something whose meaning is not known, and of Ash 2,
which accepted all public attributes.

Source: the seed's API pattern (bare actions) and the Ash 3 upgrade guide.

## Bad

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  attributes do
    uuid_primary_key :id
    attribute :email, :string
  end

  actions do
    create :register
    #      ^^^^^^^^^ `register` accepts nothing: what it is given is refused

    update :rename do
    #      ^^^^^^^ `rename` accepts nothing: what it is given is refused
      description "Gives the user another name."
    end
  end
end
```

## Good

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  attributes do
    uuid_primary_key :id
    attribute :email, :string
    attribute :active, :boolean
  end

  actions do
    defaults [:read, :destroy, create: :*]

    create :register do
      accept [:email]
    end

    create :import, accept: [:email]

    create :invite do
      argument :address, :string
      change set_attribute(:email, arg(:address))
    end

    update :suspend do
      change set_attribute(:active, false)
    end

    destroy :delete
  end
end
```

```elixir title="lib/shop/accounts/team.ex"
defmodule Shop.Accounts.Team do
  use Ash.Resource, domain: Shop.Accounts

  attributes do
    uuid_primary_key :id
    attribute :name, :string
  end

  actions do
    default_accept [:name]
    create :found
  end
end
```

```elixir title="lib/shop/accounts/ticket.ex"
defmodule Shop.Accounts.Ticket do
  use Ash.Resource, domain: Shop.Accounts

  attributes do
    uuid_primary_key :id
    create_timestamp :inserted_at
  end

  actions do
    create :draw
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import PROBABLE, Ash, AshModule, Call, Finding, Project, rule

SAYS_NOTHING = frozenset(
    """
    do description primary? require_atomic? transaction? touches_resources atomic_upgrade?
    return_notifications? notifiers upsert? upsert_identity get? public?
    """.split()
)
"""What may stand in an action without giving it anything to do."""
TAKES = ("create", "update")


@rule("ash-accept-missing")
def check(project: Project, ash: Ash) -> Iterator[Finding]:
    told: set[Call] = set()
    for resource in ash.resources:
        if ash.old(resource.file.app) or _accepts(ash, resource):
            continue
        for action in ash.actions(resource):
            takes_nothing = action.kind in TAKES and action.says <= SAYS_NOTHING
            if takes_nothing and action.call not in told:
                told.add(action.call)
                yield Finding(
                    action.call.file.place(action.place),
                    f"`{action.name}` accepts nothing: what it is given is refused",
                    help="name the attributes that it accepts: `accept [...]`",
                    confidence=None if resource.use else PROBABLE,
                )


def _accepts(ash: Ash, resource: AshModule) -> bool:
    """Whether all actions of a resource accept something, or there is nothing to accept."""
    if any(call.name == "default_accept" for call in ash.entries(resource, "actions")):
        return True
    attributes = ash.entries(resource, "attributes")
    return bool(attributes) and not any(
        call.name == "attribute" and len(call.args) > 1 for call in attributes
    )
