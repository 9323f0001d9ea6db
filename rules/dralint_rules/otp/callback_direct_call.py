"""The callbacks of a process are called by its behaviour, not by hand.

`MyApp.Cache.handle_call(...)` from outside runs the server's code in the caller, on a state that is
not the server's. Use the client functions; what both sides need is a plain function of its own.
In tests this is reported as info: a server is tested through its client functions.

A process that passes a message on to another module's callback of the same name is fine, and so are
callbacks of modules that are no processes, such as a plug's `init/1`.

Source: the seed's GenServer pattern, and its rule to test servers through their interface.

## Bad

```elixir
defmodule MyApp.Cache do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}
end

defmodule MyApp.Pages do
  def find(key) do
    {:reply, page, _state} = MyApp.Cache.handle_call({:get, key}, self(), %{})
    #                        ^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Cache.handle_call/3` is a callback: this runs it outside its process
    page
  end
end
```

## Good

```elixir
defmodule MyApp.Cache do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}

  @impl true
  def handle_cast(message, state), do: handle_info(message, state)

  @impl true
  def handle_info(_message, state), do: {:noreply, state}
end

defmodule MyApp.CountingCache do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(message, from, state), do: MyApp.Cache.handle_call(message, from, state)
end

defmodule MyApp.Pages do
  def find(key), do: MyApp.Cache.get(key)
end
```
"""

from collections.abc import Iterator

from dralint.api import CODE, INFO, WARNING, CallGraph, Finding, Function, Processes, rule

NAMES = frozenset(
    (
        ("init", 1),
        ("handle_call", 3),
        ("handle_cast", 2),
        ("handle_info", 2),
        ("handle_continue", 2),
        ("terminate", 2),
    )
)


@rule("otp-callback-direct-call", kinds=CODE)
def check(function: Function, graph: CallGraph, processes: Processes) -> Iterator[Finding]:
    module = function.module
    if (function.name, function.arity) not in NAMES:
        return
    if module.effects.process not in ("server", "stage", "statem"):
        return
    for edge in graph.calls_to(function):
        caller = edge.caller
        if caller.module == module or edge.by_name or edge.call.data.quoted:
            continue
        if (caller.name, caller.arity) in NAMES:
            continue
        yield Finding(
            edge.call.name_span,
            f"`{edge.call.label}` is a callback: this runs it outside its process",
            severity=INFO if caller.file.is_test else WARNING,
            help="use a client function of the server, or a plain function that both call",
        )
