"""An action computes; it is no process and keeps no state.

An action that is a GenServer, or starts an agent or a table of its own, can be called only where its
process runs, and its test has to start it. Keep the process in a module of its own and call it: API,
then action, then process. An Oban worker is a process too; it calls the API.

Work handed to a `Task.Supervisor` that has a name is fine.

Source: the family's "separate OTP processes from business logic functions".

## Bad

```elixir title="lib/my_app/accounts/session/create.ex"
defmodule MyApp.Accounts.Session.Create do
  def call(user) do
    {:ok, pid} = Agent.start_link(fn -> user end)
    #            ^^^^^^^^^^^^^^^^ the action starts a process: `Agent.start_link/1`
    {:ok, pid}
  end
end
```

```elixir title="lib/my_app/accounts/session/refresh.ex"
defmodule MyApp.Accounts.Session.Refresh do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the action `MyApp.Accounts.Session.Refresh` is a process at the same time
  use GenServer

  def call(user), do: GenServer.call(__MODULE__, {:refresh, user})

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:refresh, user}, _from, state), do: {:reply, {:ok, user}, state}
end
```

```elixir title="lib/my_app/accounts/session/delete.ex"
defmodule MyApp.Accounts.Session.Delete do
  def call(session), do: {:ok, session}
end
```

## Good

```elixir title="lib/my_app/accounts/session/create.ex"
defmodule MyApp.Accounts.Session.Create do
  alias MyApp.Accounts.Session.Store

  def call(user) do
    Task.Supervisor.start_child(MyApp.Tasks, fn -> user end)
    Store.put(user)
  end
end
```

```elixir title="lib/my_app/accounts/session/delete.ex"
defmodule MyApp.Accounts.Session.Delete do
  def call(session), do: {:ok, session}
end
```

```elixir title="lib/my_app/accounts/session/sync.ex"
defmodule MyApp.Accounts.Session.Sync do
  use Oban.Worker

  @impl true
  def perform(_job), do: :ok
end
```

```elixir title="lib/my_app/accounts/session/store.ex"
defmodule MyApp.Accounts.Session.Store do
  use Agent

  def start_link(_options), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
  def put(user), do: {Agent.update(__MODULE__, &Map.put(&1, user.id, user)), user}
end
```
"""

from collections.abc import Iterator

from dralint.api import Finding, Function, Layout, Member, Project, public_functions, rule, words

STARTS = frozenset(
    """
    Kernel.spawn Kernel.spawn_link Kernel.spawn_monitor Process.spawn :erlang.spawn
    :erlang.spawn_link Agent.start Agent.start_link GenServer.start GenServer.start_link :ets.new
    """.split()
)
"""Functions that start a process or make a table that the caller owns."""
WORDS = {"process": "a process", "job": "a job"}


@rule("dra-action-stateful")
def check(project: Project, layout: Layout) -> Iterator[Finding]:
    for member in layout.members.values():
        if member.role == "action":
            yield from _starting(member)
        elif member.role in WORDS and member.resource and _entries(member, layout):
            yield Finding(
                member.module,
                f"the action `{member.name}` is {WORDS[member.role]} at the same time",
                help="give the process a module of its own, and call that from the action",
            )


def _starting(action: Member) -> Iterator[Finding]:
    for function in action.module.functions:
        for call in function.calls:
            name = f"{call.target}.{call.name}"
            if name in STARTS and not call.data.quoted:
                what = "makes a table" if name == ":ets.new" else "starts a process"
                yield Finding(
                    call.name_span,
                    f"the action {what}: `{call.name if call.data.on is None else call.label}`",
                    help="let a supervised process of the resource own it",
                )


def _entries(member: Member, layout: Layout) -> list[Function]:
    """Return the entries of what is named like an action and is a process."""
    if member.seat is None or not words(member.seat.stem):
        return []
    names = layout.options.entries(member.seat.stem)
    return [f for f in public_functions(member.module) if f.name.removesuffix("!") in names]
