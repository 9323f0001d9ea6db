"""A server is asked for all elements at once, not with one call for each.

A `GenServer.call` copies messages and waits for the server's turn. In a loop over elements the
caller waits as often as there are elements, and everybody else who needs that server waits behind
it. Give the server a message that takes the whole list, or let it keep what is asked for in a
table that callers read themselves.

Where the element is the server that is called, each has its own queue: that is fine. Where the
server is known by a name alone, what it can answer at once is not known either: that is possible.

Source: the seed's anti-pattern 5 (N+1 query problems) and its OTP practices.

## Bad

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)

  def price(item), do: GenServer.call(__MODULE__, {:price, item})

  @impl true
  def init(options), do: {:ok, Map.new(options)}

  @impl true
  def handle_call({:price, item}, _from, state), do: {:reply, state[item], state}
end
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(items), do: items |> Enum.map(&MyApp.Prices.price/1) |> Enum.sum()
  #                                        ^^^^^^^^^^^^^^^^^^ `Prices.price/1` asks a server for each element of `Enum.map/2`
end
```

## Good

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)

  def prices(items), do: GenServer.call(__MODULE__, {:prices, items})

  def close(server), do: GenServer.call(server, :close)

  @impl true
  def init(options), do: {:ok, Map.new(options)}

  @impl true
  def handle_call({:prices, items}, _from, state), do: {:reply, Map.take(state, items), state}
  def handle_call(:close, _from, state), do: {:reply, :ok, state}
end
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(items), do: items |> MyApp.Prices.prices() |> Map.values() |> Enum.sum()

  def close_all(servers), do: Enum.each(servers, &MyApp.Prices.close/1)
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    POSSIBLE,
    PROBABLE,
    Finding,
    Project,
    ServersInLoops,
    Step,
    rule,
    short,
)


@rule("query-call-per-element", severity=INFO, confidence=PROBABLE)
def check(project: Project, loops: ServersInLoops) -> Iterator[Finding]:
    for found in loops.all_:
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` asks a server for each element of {found.loop.label}",
            confidence=PROBABLE if found.own else POSSIBLE,
            help="give the server a message that takes all elements at once",
            trail=[
                Step(found.loop.span, f"for each element of {found.loop.label}"),
                Step(found.asked.name_span, f"`{short(found.asked)}` waits for the server"),
            ],
        )
