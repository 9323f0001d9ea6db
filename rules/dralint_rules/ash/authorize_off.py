"""Authorisation is not switched off where a request comes in.

`authorize?: false` in a controller, LiveView or plug lets whoever sent the request do what the
policies forbid. It belongs into code that acts for the system: seeds, jobs, changes of another
action; and where the web layer must look something up before it knows who asks, a policy or a
read action for that says so in the resource.

Source: Ash's guide to actors and authorization, and the seed's "never ignore security".

## Bad

```elixir title="lib/shop_web/controllers/user_controller.ex"
defmodule ShopWeb.UserController do
  def show(conn, %{"id" => id}) do
    {conn, Ash.get!(Shop.Accounts.User, id, authorize?: false)}
    #                                       ^^^^^^^^^^^^^^^^^ `Ash.get!/3` is told not to authorise, in the web layer
  end

  def delete(conn, %{"id" => id}) do
    Shop.Accounts.delete_user!(id, actor: conn.assigns.user, authorize?: false)
    #                                                        ^^^^^^^^^^^^^^^^^ `Shop.Accounts.delete_user!/2` is told not to authorise, in the web layer
  end
end
```

```elixir title="lib/shop/accounts.ex"
defmodule Shop.Accounts do
  use Ash.Domain
end
```

## Good

```elixir title="lib/shop_web/controllers/user_controller.ex"
defmodule ShopWeb.UserController do
  def show(conn, %{"id" => id}) do
    {conn, Ash.get!(Shop.Accounts.User, id, actor: conn.assigns.user)}
  end

  def index(conn, _params) do
    {conn, Shop.Search.all(authorize?: false)}
  end
end
```

```elixir title="lib/shop/accounts/import.ex"
defmodule Shop.Accounts.Import do
  def call(rows), do: Ash.bulk_create(rows, Shop.Accounts.User, :import, authorize?: false)
end
```

```elixir title="lib/shop/accounts.ex"
defmodule Shop.Accounts do
  use Ash.Domain
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Ash, Call, File, Finding, rule, values


@rule("ash-authorize-off", severity=ERROR, kinds=("web",))
def check(file: File, ash: Ash) -> Iterator[Finding]:
    own = {each.name for each in (*ash.resources, *ash.domains)}
    if not own:
        return
    for data in file.outline.calls:
        last = data.args[-1] if data.args else None
        if not isinstance(last, values.ListOf) or data.quoted:
            continue
        said = values.keyword(last, "authorize?")
        if not isinstance(said, values.Atom) or said.name != "false":
            continue
        call = file.call(data.index)
        if _runs(call, own):
            key = next(item for item in last.items if said in values.children(item))
            yield Finding(
                file.place(key),
                f"`{call.label}` is told not to authorise, in the web layer",
                help="pass the `actor:`, and let a policy of the resource allow it",
            )


def _runs(call: Call, own: set[str]) -> bool:
    """Whether a call goes to Ash, or to a domain or resource of the project."""
    target = call.target or ""
    return target in own or target.partition(".")[0] in ("Ash", "AshPhoenix")
