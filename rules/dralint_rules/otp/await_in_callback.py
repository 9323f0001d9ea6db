"""A callback of a server does not await a task.

`Task.await/2` in a callback blocks exactly as long as the work itself: the task runs elsewhere, yet
the server stands still until it ends. A message that takes a millisecond waits behind a task of ten
seconds, and when the await times out the server exits with its callers. The same goes for
`Task.yield/2`, and for `Task.async_stream/3` where its results are consumed.

Start the task with `Task.Supervisor.async_nolink/2` and return. Its result comes as a message
`{ref, result}` to `handle_info/2`, its failure as `{:DOWN, ref, :process, pid, reason}`.

It is fine to await in client functions, in jobs, and inside another task; to start a task and not to
await it; and to ask with a timeout of zero whether one has finished. What `init/1` awaits is
reported by otp-blocking-init, and what a live view awaits by liveview-blocking.

Source: the seed's anti-pattern 3, which recommends `Task.await`: in a callback it blocks as well.

## Bad

```elixir
defmodule MyApp.Search do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:search, text}, _from, state) do
    task = Task.async(fn -> MyApp.Index.search(text) end)
    {:reply, Task.await(task), state}
    #        ^^^^^^^^^^ `handle_call({:search, ...}, ...)` waits for a task: `Task.await/1`
  end

  def handle_call({:search_all, texts}, _from, state) do
    {:reply, all(texts), state}
    #        ^^^ `handle_call({:search_all, ...}, ...)` waits for a task: `all/1 -> Task.async_stream/2`
  end

  defp all(texts) do
    texts
    |> Task.async_stream(&MyApp.Index.search/1)
    |> Enum.map(fn {:ok, found} -> found end)
  end
end
```

## Good

```elixir
defmodule MyApp.Search do
  use GenServer

  def search_now(text) do
    task = Task.async(fn -> MyApp.Index.search(text) end)
    Task.await(task)
  end

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:search, text}, from, state) do
    task = Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Index.search(text) end)
    {:noreply, Map.put(state, task.ref, from)}
  end

  @impl true
  def handle_info({ref, found}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {from, state} = Map.pop(state, ref)
    GenServer.reply(from, found)
    {:noreply, state}
  end

  def handle_info({:DOWN, ref, :process, _pid, reason}, state) do
    {from, state} = Map.pop(state, ref)
    GenServer.reply(from, {:error, reason})
    {:noreply, state}
  end
end
```

Another process awaits, or nobody does:

```elixir
defmodule MyApp.Warmup do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_cast({:warm, keys}, state) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn ->
      keys |> Enum.map(&Task.async(fn -> MyApp.Cache.load(&1) end)) |> Task.await_many()
    end)

    {:noreply, state}
  end

  def handle_cast({:check, task}, state) do
    {:noreply, Map.put(state, :result, Task.yield(task, 0))}
  end

  @impl true
  def handle_call({:lazily, keys}, _from, state) do
    {:reply, Task.async_stream(keys, &MyApp.Cache.load/1), state}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, BlockedCallbacks, Confidence, Finding, Module, Severity, Step, rule


@rule("otp-await-in-callback", severity=ERROR)
def check(module: Module, blocked: BlockedCallbacks) -> Iterator[Finding]:
    for each in blocked.servers(module):
        if each.wait.category == "await":
            yield Finding(
                each.wait.span,
                each.message,
                severity=Severity(each.gravity),
                confidence=Confidence(each.certainty),
                trail=[Step(*step) for step in each.steps],
                help="start the task with `Task.Supervisor.async_nolink/2`, and handle"
                " `{ref, result}` and `:DOWN` in `handle_info/2`",
            )
