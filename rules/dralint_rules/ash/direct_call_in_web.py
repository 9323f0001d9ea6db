"""The web layer calls the code interface of a domain, not `Ash` itself.

`Ash.get!(User, id)` in a controller or LiveView binds it to a resource and to its actions, as
`Repo.get!` binds it to a table. The domain has a function for it, or should have one:
`Accounts.get_user!(id)`, with `load:` among its options.

`AshPhoenix.Form` is made for the web layer and is fine.

Source: Ash's rules of usage, and the seed's API pattern.

## Bad

```elixir title="lib/shop_web/controllers/user_controller.ex"
defmodule ShopWeb.UserController do
  def show(conn, %{"id" => id}) do
    user = Ash.get!(Shop.Accounts.User, id)
    #      ^^^^^^^^ the web layer calls `Ash.get!/2` itself
    {conn, Ash.load!(user, :orders)}
    #      ^^^^^^^^^ the web layer calls `Ash.load!/2` itself
  end
end
```

## Good

```elixir title="lib/shop_web/controllers/user_controller.ex"
defmodule ShopWeb.UserController do
  def show(conn, %{"id" => id}) do
    {conn, Shop.Accounts.get_user!(id, load: :orders)}
  end

  def edit(conn, %{"id" => id}) do
    {conn, id |> Shop.Accounts.get_user!() |> AshPhoenix.Form.for_update(:update)}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import Call, Finding, rule

RUNNERS = """
get get! read read! read_one read_one! read_first read_first! create create! update update! destroy
destroy! load load! count count! exists exists? bulk_create bulk_create! bulk_update bulk_update!
bulk_destroy bulk_destroy! run_action run_action! stream!
""".split()


@rule(
    "ash-direct-call-in-web",
    targets=[f"Ash.{name}/*" for name in RUNNERS],
    kinds=("web",),
)
def check(call: Call) -> Iterator[Finding]:
    if call.data.quoted:
        return
    yield Finding(
        call.name_span,
        f"the web layer calls `{call.label}` itself",
        help="call a function of the domain's code interface",
    )
