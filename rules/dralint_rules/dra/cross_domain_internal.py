"""A domain does not reach into the inside of another.

The functions of another domain's schema, its queries, its storage and its helpers are how that
domain works today. Who calls them, or builds a query on its tables, has to change with them. Its API
says what it offers.

Associations, struct patterns and types are fine everywhere, and so are domains that are shared
(`shared_domains`) or made for reading across all (`read_only_domains`). Calls of actions are the
matter of `dra-action-bypass`. All calls from one module to another are one finding.

Source: the seed's integration with the Architect (domain boundaries).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, MyApp.Accounts.User.changeset(attrs)}
end
```

```elixir title="lib/my_app/accounts/user/active_query.ex"
defmodule MyApp.Accounts.User.ActiveQuery do
  def active(query), do: query
end
```

```elixir title="lib/my_app/accounts/user.ex"
defmodule MyApp.Accounts.User do
  use Ecto.Schema

  schema "users" do
    field :active, :boolean
  end

  def changeset(attrs), do: attrs
end
```

```elixir title="lib/my_app/billing/invoice/create.ex"
defmodule MyApp.Billing.Invoice.Create do
  import Ecto.Query
  alias MyApp.Accounts.User

  def call(attrs), do: {:ok, users(attrs)}

  defp users(attrs) do
    User.changeset(attrs)
    # <- `billing` calls the schema `MyApp.Accounts.User` of `accounts`
    from(u in User, where: u.active)
  end
end
```

```elixir title="lib/my_app/billing/invoice/send.ex"
defmodule MyApp.Billing.Invoice.Send do
  def call(invoice), do: {:ok, MyApp.Accounts.User.ActiveQuery.active(invoice)}
  #                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `billing` calls the query module `MyApp.Accounts.User.ActiveQuery` of `accounts`
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, MyApp.Accounts.User.changeset(attrs)}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/accounts/user.ex"
defmodule MyApp.Accounts.User do
  use Ecto.Schema

  schema "users" do
    field :active, :boolean
  end

  def changeset(attrs), do: attrs
end
```

```elixir title="lib/my_app/billing/invoice/create.ex"
defmodule MyApp.Billing.Invoice.Create do
  alias MyApp.Accounts.User

  def call(%User{} = user), do: {:ok, User.API.create(user)}
end
```

```elixir title="lib/my_app/billing/invoice.ex"
defmodule MyApp.Billing.Invoice do
  use Ecto.Schema

  schema "invoices" do
    belongs_to :user, MyApp.Accounts.User
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dralint.api import Borders, Crossing, Finding, Options, Project, Step, rule

INTERNAL = {
    "schema": "schema",
    "query": "query module",
    "storage": "storage",
    "support": "helper",
}
"""Roles of modules that are the inside of a domain, and how to call them."""


@dataclass(frozen=True)
class CrossDomain(Options):
    """`shared_domains`: open to all. `read_only_domains`: may read everywhere."""

    shared_domains: tuple[str, ...] = ("shared", "common", "core")
    read_only_domains: tuple[str, ...] = ()


@rule("dra-cross-domain-internal")
def check(project: Project, borders: Borders, options: CrossDomain) -> Iterator[Finding]:
    inward = [each for each in borders.crossings if _inward(each, options)]
    inward.sort(key=_ends)
    for _, group in groupby(inward, key=_ends):
        first, *more = sorted(group, key=lambda each: each.call.data.start)
        callee = first.callee
        what = "queries" if first.query else "calls"
        yield Finding(
            first.call.name_span,
            f"`{first.caller.domain}` {what} the {INTERNAL[callee.role]} `{callee.name}`"
            f" of `{callee.domain}`",
            help=f"ask the API of `{callee.label}`",
            trail=[Step(each.call.name_span, "and here") for each in more],
        )


def _ends(crossing: Crossing) -> tuple[str, str, str]:
    return crossing.call.file.path, crossing.caller.name, crossing.callee.name


def _inward(crossing: Crossing, options: CrossDomain) -> bool:
    caller, callee = crossing.caller, crossing.callee
    if callee.role not in INTERNAL or callee.domain.split("/")[0] in options.shared_domains:
        return False
    if caller.domain.split("/")[0] in options.read_only_domains:
        return False
    if callee.role == "schema" and crossing.call.data.function < 0:
        return False
    return bool(callee.resource) or callee.role != "support"
