"""The documentation of an API function shows how it is called.

An example is read first and understood fastest, and as `iex>` it is a test as well.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.Create

  @doc "Creates a user."
  def create(attrs), do: Create.call(attrs)
  #   ^^^^^^ the doc of `create/1` has no example
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @doc "Creates a user."
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.Create

  @doc \"\"\"
  Creates a user.

      iex> create(%{name: "Ada"})
      {:ok, %{name: "Ada"}}
  \"\"\"
  def create(attrs), do: Create.call(attrs)

  @doc false
  def call(attrs), do: Create.call(attrs)
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Finding, Module, Surface, doc_of, rule


@rule("doc-examples", severity=INFO)
def check(module: Module, surface: Surface) -> Iterator[Finding]:
    for offer in surface.of_module(module):
        if offer.part != "api":
            return
        doc = doc_of(offer.function)
        if doc is not None and not doc.has_example:
            yield Finding(
                offer.function,
                f"the doc of `{offer.function.label}` has no example",
                help="show a call and what it gives, as `iex>`",
            )
