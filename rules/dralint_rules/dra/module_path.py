"""The module of an action, API or schema is named after its path.

In a Domain Resource Action layout the path is the address: whoever reads `Accounts.User.Create`
opens `accounts/user/create.ex` without a search, and tools that scaffold a feature or mirror its
tests rely on it. The application's own prefix may be left out, as the seed does. `api.ex` may
hold `...User.API`, `...User.Api` or `...User` itself. Acronyms are compared without regard to
case: `file_api.ex` fits `FileAPI`.

Only the first module of a file is compared; what else stands in it is the matter of
`dra-one-action-per-file` and `srp-multi-module-file`.

Source: the seed's directory structure and action pattern.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Users.Creator do
  #       ^^^^^^^^^^^^^^^^^^^ `MyApp.Users.Creator` does not match its path
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.UserFacade do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Accounts.UserFacade` does not match its path
  def create(attrs), do: MyApp.Users.Creator.call(attrs)
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/accounts/o_auth_token/revoke.ex"
defmodule Accounts.OAuthToken.Revoke do
  def call(token), do: {:ok, token}
end

defimpl String.Chars, for: Accounts.OAuthToken.Revoke do
  def to_string(_), do: "revoke"
end
```

A project without the layout names its modules as it likes:

```elixir title="lib/my_app/accounts/helpers.ex"
defmodule MyApp.SomethingElse do
  def call(attrs), do: {:ok, attrs}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Finding, Layout, Module, expected, fits, rule

ROLES = ("action", "api", "domain-api", "schema")


@rule("dra-module-path", severity=ERROR, kinds=("lib",))
def check(module: Module, layout: Layout) -> Iterator[Finding]:
    member = layout.member(module)
    if member is None or member.module != module or member.seat is None:
        return
    if member.role not in ROLES:
        return
    prefix = layout.prefix(member.seat.app, member.seat.root)
    domain = layout.domain_of(member)
    if not fits(member, domain.dialect if domain else "", layout.options, prefix):
        yield Finding(
            module,
            f"`{module.name}` does not match its path",
            help=f"name it `{expected(member, prefix)}`, or move the file",
        )
