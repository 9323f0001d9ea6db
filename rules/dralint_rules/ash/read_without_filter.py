"""A read action that promises a selection selects.

`read :by_email` without `get_by`, `filter`, an argument or a preparation reads the whole table,
whatever its name says. The caller gets every user and takes the first.

Where the code interface supplies the filter (`define ..., get_by: :email`) nothing is said.

Source: the seed's API pattern (`read :by_email`) and Ash's guide to read actions.

## Bad

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  actions do
    read :by_email
    #    ^^^^^^^^^ `by_email` reads everything: nothing in it selects
    read :list_for_team do
    #    ^^^^^^^^^^^^^^ `list_for_team` reads everything: nothing in it selects
      pagination offset?: true
    end
  end
end
```

## Good

```elixir title="lib/shop/accounts/user.ex"
defmodule Shop.Accounts.User do
  use Ash.Resource, domain: Shop.Accounts

  actions do
    read :by_email do
      get_by :email
    end

    read :for_team do
      argument :team_id, :uuid
      filter expr(team_id == ^arg(:team_id))
    end

    read :by_id
    read :standby
    read :list
  end

  code_interface do
    define :get_user, action: :by_id, get_by: :id
  end
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import Ash, Call, Finding, Project, rule, values

PROMISES = re.compile(r"(^|_)(by|for)_")
SELECTS_NOTHING = frozenset(
    "do description primary? pagination transaction? timeout multitenancy public?".split()
)
"""What may stand in a read action without selecting anything."""


@rule("ash-read-without-filter")
def check(project: Project, ash: Ash) -> Iterator[Finding]:
    told: set[Call] = set()
    for resource in ash.resources:
        reads = [
            action
            for action in ash.actions(resource)
            if action.kind == "read"
            and PROMISES.search(action.name)
            and action.says <= SELECTS_NOTHING
        ]
        if not reads or any(c.name == "base_filter" for c in ash.entries(resource, "resource")):
            continue
        interface = ash.interface(resource)
        for action in reads:
            selected = any(_selects(define) for define in interface.get(action.name, ()))
            if not selected and action.call not in told:
                told.add(action.call)
                yield Finding(
                    action.call.file.place(action.place),
                    f"`{action.name}` reads everything: nothing in it selects",
                    help="add `get_by`, or an argument and a `filter`",
                )


def _selects(define: Call) -> bool:
    """Whether a function of the code interface asks for what it is given."""
    block = values.keyword(define.args[-1], "do")
    options = ("get_by", "get_by_identity")
    return block is not None or any(values.keyword(define.args[-1], each) for each in options)
