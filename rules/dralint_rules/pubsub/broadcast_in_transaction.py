"""A broadcast goes out after the transaction that it speaks of is committed.

Whoever gets the message looks at once, in another connection, and does not see what is not yet
committed; and if the transaction is rolled back, everybody was told of something that never was.

Let the function of the transaction return what is to be told, and broadcast when it is `{:ok, _}`.
A step of an `Ecto.Multi` runs inside the transaction too. What a task of its own broadcasts is not
looked at.

Source: the seed's "PubSub" section; manual of `Ecto.Repo.transaction/2`.

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  alias MyApp.Repo

  def place(order) do
    Repo.transaction(fn ->
      order = Repo.insert!(order)
      Phoenix.PubSub.broadcast(MyApp.PubSub, "orders", {:placed, order})
    # ^^^^^^^^^^^^^^^^^^^^^^^^ this broadcast goes out before the transaction is committed
      order
    end)
  end

  def cancel(order) do
    Ecto.Multi.new()
    |> Ecto.Multi.delete(:order, order)
    |> Ecto.Multi.run(:tell, fn _repo, %{order: order} -> {:ok, tell(order)} end)
    #                                                           ^^^^ `tell/1` broadcasts before the transaction is committed
    |> Repo.transaction()
  end

  defp tell(order), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "orders", {:cancelled, order})
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
  alias MyApp.Repo

  def place(order) do
    with {:ok, order} <- Repo.transaction(fn -> Repo.insert!(order) end) do
      tell(order)
      {:ok, order}
    end
  end

  def later(order) do
    Repo.transaction(fn ->
      order = Repo.insert!(order)
      Task.start(fn -> Process.sleep(100) && tell(order) end)
      order
    end)
  end

  def remind(orders) do
    Repo.transaction(fn -> orders |> Repo.stream() |> Stream.each(&tell/1) |> Stream.run() end)
  end

  def log(order), do: MyApp.Journal.transaction(fn -> tell(order) end)

  defp tell(order), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "orders", {:placed, order})
end

defmodule MyApp.Journal do
  def transaction(function), do: function.()
end
```
"""

from collections.abc import Iterator

from dralint.api import Finding, Project, Step, Transactions, rule


@rule("pubsub-broadcast-in-transaction")
def check(project: Project, transactions: Transactions) -> Iterator[Finding]:
    for early in transactions.broadcasts:
        if not early.site.file.is_code:
            continue
        what = "this broadcast goes out" if len(early.calls) == 1 else _what(early.site.callee)
        around = Step(early.transaction.name_span, "the transaction")
        yield Finding(
            early.site.name_span,
            f"{what} before the transaction is committed",
            help="return what is to be told from the transaction, and broadcast when it is `:ok`",
            trail=[around, *(Step(c.name_span, f"calls `{c.label}`") for c in early.calls)],
        )


def _what(callee: object) -> str:
    label = getattr(callee, "label", None)
    return f"`{label}` broadcasts" if label else "this broadcasts"
