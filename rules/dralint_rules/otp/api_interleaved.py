"""Client functions stand together, and so do callbacks.

A GenServer has two sides: functions that run in whoever calls them, and callbacks that run in the
server. Whoever reads a module in which the two alternate has to ask of each function in which
process it runs. Put the client functions first and the callbacks after them, or the other way round.

A client function is one that calls or casts. All others may stand anywhere, and so may `init/1` and
`terminate/2`. `order` asks for one of the two ways: `client_first` or
`callbacks_first`; `any` takes both.

Source: the seed's GenServer pattern (client API, then callbacks).

## Bad

```elixir
defmodule MyApp.Counter do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

  @impl true
  def init(n), do: {:ok, n}

  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}

  def add(m), do: GenServer.cast(__MODULE__, {:add, m})
  #   ^^^ client functions and callbacks alternate: `add/1` stands below `handle_call/3`

  @impl true
  def handle_cast({:add, m}, n), do: {:noreply, n + m}
end
```

## Good

```elixir
defmodule MyApp.Counter do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

  @impl true
  def init(n), do: {:ok, n}

  def value, do: GenServer.call(__MODULE__, :value)
  def add(m), do: GenServer.cast(__MODULE__, {:add, m})

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}

  defp plus(n, m), do: n + m

  @impl true
  def handle_cast({:add, m}, n), do: {:noreply, plus(n, m)}

  def name, do: __MODULE__

  @impl true
  def handle_info(_message, n), do: {:noreply, n}
end

defmodule MyApp.Ticker do
  use GenServer

  def init(n), do: {:ok, n}
  def handle_info(:tick, n), do: {:noreply, n + 1}

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
  def stop, do: GenServer.stop(__MODULE__)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dralint.api import INFO, Finding, Function, Interfaces, Module, Step, rule
from dralint.api import Options as BaseOptions

NEUTRAL = ("init", "terminate", "code_change", "format_status", "callback_mode")


@dataclass(frozen=True)
class Options(BaseOptions):
    """`order`: any, client_first or callbacks_first."""

    order: Literal["any", "client_first", "callbacks_first"] = "any"


@rule("otp-api-interleaved", severity=INFO)
def check(module: Module, interfaces: Interfaces, options: Options) -> Iterator[Finding]:
    if module.effects.process not in ("server", "stage"):
        return
    told = _told(module, interfaces)
    turns = [(one, two) for one, two in pairwise(told) if _side(one) != _side(two)]
    first = {"client_first": False, "callbacks_first": True}.get(options.order)
    spare = 1 if first is None or not turns or _side(turns[0][0]) is first else 0
    if len(turns) <= spare:
        return
    above, function = turns[spare]
    yield Finding(
        function,
        "client functions and callbacks alternate: "
        f"`{function.label}` stands below `{above.label}`",
        help="put the client functions together, and the callbacks below them",
        trail=[
            Step(two.span, f"{'a callback' if _side(two) else 'a client function'}: `{two.label}`")
            for _, two in turns
        ],
    )


def _side(function: Function) -> bool:
    return function.is_callback


def _told(module: Module, interfaces: Interfaces) -> Iterator[Function]:
    """Yield the functions whose side says something, in their order."""
    clients = interfaces.clients(module)
    for function in module.functions:
        tells = function in clients or function.is_callback
        if tells and function.data.kind == "def" and function.name not in NEUTRAL:
            yield function
