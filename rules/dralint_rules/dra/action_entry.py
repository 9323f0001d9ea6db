"""An action has the entry function that the layout agrees on.

All actions are called alike: `Register.call(attrs)`. A reader need not look up the name, and the
API, the tests and the tools that write them can rely on it. The name is `call`, of any arity,
perhaps with a twin `call!`; `entry` in the table `[dra]` changes it. In the dialect `scribe` it
is the first word of the action.

A behaviour of the project that asks for one function may name another entry. Nothing is said of
modules that get functions from a macro that cannot be seen, of files that only begin with a verb
(`sort_order.ex`), of processes and of structs. A lookup that names its key, `Get.by_id(id)`, is an
info when it is all that the action offers.

Source: the seed's action pattern.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^ the action has no `call` function, but `create_user/1`
  def create_user(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/team/get.ex"
defmodule MyApp.Accounts.Team.Get do
  #       ^^^^^^^^^^^^^^^^^^^^^^^ the action has no `call` function, but `by_id/1`
  def by_id(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/accounts/team/create.ex"
defmodule MyApp.Accounts.Team.Create do
  def call(attrs), do: {:ok, attrs}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs \\\\ %{}), do: {:ok, attrs}
  def call!(attrs), do: attrs
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  @behaviour MyApp.Action

  @impl true
  def execute(user, _options), do: {:ok, user}
end
```

```elixir title="lib/my_app/action.ex"
defmodule MyApp.Action do
  @callback execute(term(), keyword()) :: {:ok, term()} | {:error, term()}
end
```

```elixir title="lib/my_app/accounts/user/register.ex"
defmodule MyApp.Accounts.User.Register do
  defdelegate call(attrs), to: MyApp.Accounts.User.Create
end
```

```elixir title="lib/my_app/accounts/user/sort_order.ex"
defmodule MyApp.Accounts.User.SortOrder do
  def default, do: [asc: :name]
end
```

```elixir title="lib/my_app/accounts/user/list.ex"
defmodule MyApp.Accounts.User.List do
  defstruct [:items]

  def new(items), do: %__MODULE__{items: items}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, INFO, Finding, Layout, Module, public_functions, rule


@rule("dra-action-entry", severity=ERROR, kinds=("lib",))
def check(module: Module, layout: Layout) -> Iterator[Finding]:
    member = layout.member(module)
    if member is None or member.module != module or member.role != "action":
        return
    if layout.entries(member) or module.effects.open or layout.behaviour_entry(module):
        return
    public = public_functions(module)
    offered = ", ".join(f"`{function.label}`" for function in public[:3])
    lookup = len(public) == 1 and public[0].name.startswith("by_")
    yield Finding(
        module,
        f"the action has no `{member.entry[0]}` function, but {offered}",
        severity=INFO if lookup else ERROR,
        help=f"name its one public function `{member.entry[0]}`",
    )
