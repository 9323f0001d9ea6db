"""What cannot be rolled back happens after the commit.

A mail is sent, a payment is made, a message is broadcast: then the transaction fails, and the rows
that it was about are not there. Those who hear a broadcast before the commit look and find nothing.
And for as long as the other side takes to answer, the transaction holds its locks and one of the
few connections of the pool. Return what is needed from the transaction and act on its `{:ok, …}`,
or insert a job (`Oban.insert/1`) with it: a job is a row and is rolled back with the others.

Source: the seed's "Keep side effects out of transactions" and its error handling.

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  alias Ecto.Multi
  alias MyApp.{Order, Repo}

  def pay(order) do
    Repo.transaction(fn ->
      order = Repo.update!(Order.paid(order))
      charge(order)
    # ^^^^^^ inside `Repo.transaction/1`: `charge/1` asks by HTTP
      order
    end)
  end

  def ship(order) do
    Multi.new()
    |> Multi.update(:order, Order.shipped(order))
    |> Multi.run(:tell, fn _repo, %{order: order} ->
      Phoenix.PubSub.broadcast(MyApp.PubSub, "orders", {:shipped, order})
    # ^^^^^^^^^^^^^^^^^^^^^^^^ inside `Multi.run/3`: `PubSub.broadcast/3` tells others by PubSub
      {:ok, order}
    end)
    |> Repo.transaction()
  end

  defp charge(order), do: Req.post!("https://pay.example.com", json: %{total: order.total})
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  alias MyApp.{Order, Repo}

  def pay(order) do
    result =
      Repo.transaction(fn ->
        order = Repo.update!(Order.paid(order))
        Oban.insert!(MyApp.Receipt.new(%{id: order.id}))
        order
      end)

    with {:ok, order} <- result do
      Phoenix.PubSub.broadcast(MyApp.PubSub, "orders", {:paid, order})
      result
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, POSSIBLE, WARNING, Finding, Project, SideEffects, Step, rule, short


@rule(
    "query-side-effect-in-transaction", after=("pubsub-broadcast-in-transaction",), severity=WARNING
)
def check(project: Project, effects: SideEffects) -> Iterator[Finding]:
    for found in effects.all_:
        first = found.way[0]
        yield Finding(
            first.name_span,
            f"inside `{short(found.opened)}`: `{short(first)}` {found.says}",
            confidence=CERTAIN if found.sure else POSSIBLE,
            help="do it when the transaction has returned `{:ok, …}`, or insert a job with it",
            trail=[
                Step(found.opened.name_span, "the transaction"),
                *(Step(call.name_span, f"`{short(call)}` is called") for call in found.way),
            ],
        )
