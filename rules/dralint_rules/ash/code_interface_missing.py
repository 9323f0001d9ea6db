"""The actions of a resource have functions in a code interface.

`define :register_user, action: :register`, in the domain or in the resource, makes a function of an
action: its name can be searched for, its arguments are checked, and callers do not build changesets
by hand. An action without one is called by its atom, in as many ways as there are callers.

One note a resource names all that are missing. Actions that another block speaks of (GraphQL
queries, JSON routes, triggers, relationships) are reached through that, and those of
authentication by its extension. `defaults`, and actions that bear the plain name of their kind
(`create :create`), are not asked for.

Source: the seed's API pattern and Ash's rules of usage (code interfaces on domains).

## Bad

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  actions do
  # <- no code interface for `register`
    defaults [:read]

    create :register do
      accept [:email]
    end

    update :suspend do
      change set_attribute(:active, false)
    end
  end
end
```

```elixir title="lib/shop/accounts.ex"
defmodule Shop.Accounts do
  use Ash.Domain

  resources do
    resource Shop.Accounts.User do
      define :suspend_user, action: :suspend
    end
  end
end
```

## Good

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  actions do
    defaults [:read]

    create :register do
      accept [:email]
    end

    update :suspend do
      change set_attribute(:active, false)
    end

    read :search do
      argument :text, :string
    end
  end

  code_interface do
    define :register
  end
end
```

```elixir title="lib/shop/accounts.ex"
defmodule Shop.Accounts do
  use Ash.Domain, extensions: [AshGraphql.Domain]

  graphql do
    queries do
      list Shop.Accounts.User, :search_users, :search
    end
  end

  resources do
    resource Shop.Accounts.User do
      define :suspend_user do
        action :suspend
      end
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Ash, AshAction, AshModule, Call, Finding, Project, Step, rule

OWN = ("AshAuthentication", "AshDoubleEntry", "AshPaperTrail", "AshEvents")
"""Extensions that call the actions of their resources themselves."""
SHOWN = 4


@rule("ash-code-interface-missing", severity=INFO)
def check(project: Project, ash: Ash) -> Iterator[Finding]:
    told: set[Call] = set()
    for resource in ash.resources:
        if resource.embedded or any(e.startswith(OWN) for e in resource.lists("extensions")):
            continue
        actions = ash.actions(resource)
        if not actions:
            continue
        known = set(ash.interface(resource)) | _spoken_of(ash, resource)
        missing = [a for a in actions if a.name != a.kind and a.name not in known]
        for block in resource.sections["actions"]:
            here = [action for action in missing if _within(action, block)]
            if here and block not in told:
                told.add(block)
                yield _finding(block, here)


def _within(action: AshAction, block: Call) -> bool:
    """Whether an action stands in a block; that of a fragment lies in another file."""
    data = action.call.data
    return action.call.file is block.file and block.data.start <= data.start < block.data.end


def _finding(block: Call, missing: list[AshAction]) -> Finding:
    names = ", ".join(f"`{action.name}`" for action in missing[:SHOWN])
    more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    return Finding(
        block.name_span,
        f"no code interface for {names}{more}",
        help="add a `define` for each to the domain, or to `code_interface`",
        trail=[
            Step(action.call.file.place(action.place), f"the action `{action.name}`")
            for action in missing
        ],
    )


def _spoken_of(ash: Ash, resource: AshModule) -> set[str]:
    """Return the names that other blocks of a resource and of its domains speak of."""
    found = set(ash.spoken_of(resource, "actions"))
    for domain in ash.homes(resource):
        found |= ash.spoken_of(domain, "resources")
    return found
