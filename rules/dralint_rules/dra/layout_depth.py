"""An action lies in the folder of its resource, and the resource in the folder of its domain.

`<domain>/<resource>/<action>.ex`: an action beside the folders of the resources, or one in a
folder that is no domain, belongs to nothing: no API answers for it, and nobody looks for it there.
An action may have a folder of its own name, and in the dialect `scribe` has one always; deeper
folders hold helpers, not actions.

Source: the seed's directory structure.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/invite_user.ex"
defmodule MyApp.Accounts.InviteUser do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^ the action lies beside the resources of `accounts`, in none of them
  def call(email), do: {:ok, email}
end
```

```elixir title="lib/my_app/accounts/user/extra/deep/notify.ex"
defmodule MyApp.Accounts.User.Extra.Deep.Notify do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the action lies 2 folders below its resource `accounts/user`
  def call(user), do: {:ok, user}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/delete/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/api.ex"
defmodule MyApp.Accounts.API do
  defdelegate create(attrs), to: MyApp.Accounts.User.Create, as: :call
end
```

```elixir title="lib/my_app/sales/catalog/product/list.ex"
defmodule MyApp.Sales.Catalog.Product.List do
  def call(filter), do: {:ok, filter}
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import Finding, Layout, Module, Options, rule


@dataclass(frozen=True)
class LayoutDepth(Options):
    """`max_depth`: folders below a resource in which actions may lie."""

    max_depth: int = 1


@rule("dra-layout-depth", kinds=("lib",))
def check(module: Module, layout: Layout, options: LayoutDepth) -> Iterator[Finding]:
    member = layout.member(module)
    if member is None or member.module != module or member.role != "action":
        return
    if member.misplaced:
        yield Finding(
            module,
            f"the action lies beside the resources of `{member.domain}`, in none of them",
            help="move it into the folder of the resource that it works on",
        )
    elif member.seat is not None:
        depth = len(member.seat.folders) - len(member.label.split("/"))
        if depth > options.max_depth:
            yield Finding(
                module,
                f"the action lies {depth} folders below its resource `{member.label}`",
                help="move it into the folder of the resource",
            )
