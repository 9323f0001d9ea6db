"""A resource says who may do what.

Without an authorizer and policies every action of a resource is open to whoever reaches it.
Policies stand beside the actions, hold for every caller, and are read in one place.

Where most resources of a project have policies, each that has none is named; where few or none
have, one note speaks for all. Embedded resources, resources without actions, and those whose domain has the
policies are left out, and so are those that a macro of the project makes. `require_policies = false` in
the options turns the single note off.

Source: the seed's API pattern, Ash's guide to policies.

## Bad

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts, authorizers: [Ash.Policy.Authorizer]

  actions do
    defaults [:read]
  end

  policies do
    policy always() do
      authorize_if actor_present()
    end
  end
end
```

```elixir title="lib/shop/accounts/token.ex"
defmodule Shop.Accounts.Token do
#         ^^^^^^^^^^^^^^^^^^^ `Shop.Accounts.Token` has no policies
  use Ash.Resource, domain: Shop.Accounts

  actions do
    defaults [:read, :destroy]
  end
end
```

## Good

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts, authorizers: [Ash.Policy.Authorizer]

  actions do
    defaults [:read]
  end

  policies do
    policy always() do
      authorize_if actor_present()
    end
  end
end
```

```elixir title="lib/shop/accounts/address.ex"
defmodule Shop.Accounts.Address do
  use Ash.Resource, data_layer: :embedded

  actions do
    defaults [:read]
  end
end
```

```elixir title="lib/shop/accounts/note.ex"
defmodule Shop.Accounts.Note do
  use Ash.Resource, domain: Shop.Accounts
end
```
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dralint.api import (
    INFO,
    POSSIBLE,
    Ash,
    AshModule,
    Confidence,
    Finding,
    Options,
    Project,
    Step,
    rule,
)

SHOWN = 9


@dataclass(frozen=True)
class PolicyMissing(Options):
    """`require_policies`: whether a project without any policy is told so."""

    require_policies: bool = True


@rule("ash-policy-missing", severity=INFO)
def check(project: Project, ash: Ash, options: PolicyMissing) -> Iterator[Finding]:
    guarded = [each for each in (*ash.resources, *ash.domains) if _guarded(each)]
    names = {each.name for each in guarded}
    bare = [
        resource
        for resource in ash.resources
        if resource.name not in names
        and not resource.open
        and not resource.embedded
        and ash.entries(resource, "actions")
        and not any(domain.name in names for domain in ash.homes(resource))
    ]
    if not bare:
        return
    if len(bare) == 1 or len(names) >= len(bare):
        for resource in bare:
            yield _finding(resource, f"`{resource.name}` has no policies")
    elif options.require_policies:
        yield _finding(
            bare[0],
            f"{len(bare)} resources, this one first, have no policies",
            POSSIBLE if any(each.open for each in ash.resources) else None,
            [Step(each.module.span, f"`{each.name}` has none") for each in bare[1:SHOWN]],
        )


def _finding(
    resource: AshModule,
    message: str,
    confidence: Confidence | None = None,
    trail: Sequence[Step] = (),
) -> Finding:
    return Finding(
        resource.module,
        message,
        help="add `authorizers: [Ash.Policy.Authorizer]` and a `policies` block",
        confidence=confidence,
        trail=tuple(trail),
    )


def _guarded(module: AshModule) -> bool:
    return "policies" in module.sections or "Ash.Policy.Authorizer" in module.lists("authorizers")
