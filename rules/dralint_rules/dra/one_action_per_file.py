"""A file holds one action.

The path of an action is its address. A second action in the same file has none: nobody finds it
by its name, its test has no mirror, and moving one moves the other. Give it a file of its own.

Nested modules, implementations of protocols and exceptions may stay beside their action.

Source: the seed's directory structure (which its own action example departs from).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end

defmodule MyApp.Accounts.User.Update do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Accounts.User.Update` is a second action in this file
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: {:ok, user}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  defmodule Audit do
    def call(attrs), do: attrs
  end

  def call(attrs), do: {:ok, Audit.call(attrs)}
end

defmodule MyApp.Accounts.User.CreateError do
  defexception [:message]
end

defimpl Inspect, for: MyApp.Accounts.User.Create do
  def inspect(_, _), do: "create"
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```
"""

from collections.abc import Iterator

from dralint.api import File, Finding, Layout, Module, rule, top_modules


@rule("dra-one-action-per-file", kinds=("lib",))
def check(file: File, layout: Layout) -> Iterator[Finding]:
    modules = top_modules(file)
    actions = [module for module in modules if _is_action(module, layout)]
    for module in actions[1:]:
        yield Finding(
            module,
            f"`{module.name}` is a second action in this file",
            help="give it a file of its own",
            cause=modules[1],
        )


def _is_action(module: Module, layout: Layout) -> bool:
    member = layout.member(module)
    return member is not None and member.role == "action"
