"""Domains and their borders change only when somebody was asked.

Which domains there are and which of them knows which is the plan of the whole. `dralint gate`
compares it with the base:

- a domain that is new and that no plan names (without a plan it is only told), and one that is
  gone although the plan has it,
- a call between two domains that closes a ring which was not there before; contexts of a project
  that does not follow Domain Resource Action are folders, and a ring of them is a warning,
- a domain that is laid out in another dialect than before.

Source: the seed's ask-first list ("deviating from architect's design decisions").

## Bad

```markdown title="project_requirements.md" at="1"
# A shop

## Domains

- **accounts**: who buys
- **billing**: who pays
```

```markdown title="project_requirements.md" at="2"
# A shop

## Domains

- **accounts**: who buys
- **billing**: who pays
```

```elixir title="lib/my_app/accounts/user/create.ex" at="1"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex" at="1"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/create.ex" at="1"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs), do: MyApp.Accounts.User.API.create(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/api.ex" at="1"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```

```elixir title="lib/my_app/accounts/user/create.ex" at="2"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: MyApp.Billing.Invoice.API.create(attrs)
  #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the domains `accounts` and `billing` call each other now
end
```

```elixir title="lib/my_app/accounts/user/api.ex" at="2"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/create.ex" at="2"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs), do: MyApp.Accounts.User.API.create(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/api.ex" at="2"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```

```elixir title="lib/my_app/catalog/product/create.ex" at="2"
defmodule MyApp.Catalog.Product.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/catalog/product/api.ex" at="2"
defmodule MyApp.Catalog.Product.API do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^ the domain `catalog` is new and in no plan
  def create(attrs), do: MyApp.Catalog.Product.Create.call(attrs)
end
```

## Good

```markdown title="project_requirements.md" at="1"
# A shop

## Domains

- **accounts**: who buys
- **billing**: who pays
```

```markdown title="project_requirements.md" at="2"
# A shop

## Domains

- **accounts**: who buys
- **billing**: who pays
- **catalog**: what there is
```

```elixir title="lib/my_app/accounts/user/create.ex" at="1"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex" at="1"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/create.ex" at="1"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/billing/invoice/api.ex" at="1"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```

```elixir title="lib/my_app/accounts/user/create.ex" at="2"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex" at="2"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/create.ex" at="2"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs), do: MyApp.Accounts.User.API.create(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/api.ex" at="2"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```

```elixir title="lib/my_app/catalog/product/create.ex" at="2"
defmodule MyApp.Catalog.Product.Create do
  def call(attrs), do: MyApp.Accounts.User.API.create(attrs)
end
```

```elixir title="lib/my_app/catalog/product/api.ex" at="2"
defmodule MyApp.Catalog.Product.API do
  def create(attrs), do: MyApp.Catalog.Product.Create.call(attrs)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, ArchitectureChanges, Finding, Project, rule


@rule("gate-architecture-deviation", severity=ERROR)
def check(project: Project, found: ArchitectureChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-architecture-deviation")
