"""A server is started under the name by which its client functions address it.

`GenServer.call(MyApp.Cache, ...)` needs a process registered as `MyApp.Cache`. Where `start_link`
passes no `name:`, every such call exits with `no process`. Pass `name: __MODULE__`, or let the
client functions take the pid or name of the server.

Nothing is said where options from outside may bring the name.

Source: the seed's GenServer pattern, which starts with `name: __MODULE__`.

## Bad

```elixir
defmodule MyApp.Cache do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)
  #                         ^^^^^^^^^^^^^^^^^^^^ `MyApp.Cache` is started without a name, but `get/1` addresses it as `MyApp.Cache`
  def get(key), do: GenServer.call(__MODULE__, {:get, key})

  @impl true
  def init(opts), do: {:ok, Map.new(opts)}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}
end
```

```elixir
defmodule MyApp.Cache do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: :cache)
  #                         ^^^^^^^^^^^^^^^^^^^^ `MyApp.Cache` is started as `cache`, but `clear/0` addresses it as `MyApp.Cache`
  def clear, do: GenServer.cast(__MODULE__, :clear)

  @impl true
  def init(opts), do: {:ok, Map.new(opts)}

  @impl true
  def handle_cast(:clear, _state), do: {:noreply, %{}}
end
```

## Good

```elixir title="lib/my_app/cache.ex"
defmodule MyApp.Cache do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})

  @impl true
  def init(opts), do: {:ok, Map.new(opts)}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}
end
```

The name may come from outside, be given in `init/1`, or the caller may say whom to ask:

```elixir title="lib/my_app/stores.ex"
defmodule MyApp.Store do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, [], Keyword.take(opts, [:name]))
  def keys, do: GenServer.call(__MODULE__, :keys)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:keys, _from, state), do: {:reply, Keyword.keys(state), state}
end

defmodule MyApp.Ledger do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [])
  def close, do: GenServer.cast(__MODULE__, :close)

  @impl true
  def init(state) do
    Process.register(self(), __MODULE__)
    {:ok, state}
  end

  @impl true
  def handle_cast(:close, state), do: {:stop, :normal, state}
end

defmodule MyApp.Room do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)
  def topic(room), do: GenServer.call(room, :topic)

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call(:topic, _from, opts), do: {:reply, opts[:topic], opts}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Delivery, Finding, Project, Step, full, rule


@rule("otp-name-mismatch", severity=ERROR)
def check(project: Project, delivery: Delivery) -> Iterator[Finding]:
    for found in delivery.misnamed:
        start, site = found.start.call, found.message.site
        if not start.file.is_code:
            continue
        how = f"as `{found.start.name}`" if found.start.name else "without a name"
        name = full(found.message.to)
        who = site.function.label if site.function is not None else site.label
        yield Finding(
            start.name_span,
            f"`{found.module.name}` is started {how}, but `{who}` addresses it as `{name}`",
            help=f"start it with `name: {name}`, or address the process by what it is called",
            trail=[Step(site.name_span, f"`{site.label}` addresses `{name}`")],
        )
