"""No two children of a supervisor have the same id.

A supervisor tells its children apart by their id. With two of the same it does not start at all:
`{:error, {:duplicate_child_name, ...}}`. The id is the module, unless `use` or the child
specification says otherwise; `Registry`, `DynamicSupervisor`, `Task.Supervisor` and
`PartitionSupervisor` take it from their `name`. Give one of them another id with
`Supervisor.child_spec(child, id: ...)`.

Children that are never there together, and libraries that choose their own ids, are not reported.

Source: the seed's supervisor pattern; manual of `Supervisor`, "Child specification".

## Bad

```elixir
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {Agent, fn -> %{} end},
      {Agent, fn -> [] end}
      # <- two children have the id `Agent`, so the supervisor does not start
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir
defmodule MyApp.Worker do
  use GenServer
  def start_link(queue), do: GenServer.start_link(__MODULE__, queue)
  def init(queue), do: {:ok, queue}
end

defmodule MyApp.Workers do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    mail = [{MyApp.Worker, :mail}]
    Supervisor.init(mail ++ [{MyApp.Worker, :sms}], strategy: :one_for_one)
    #                        ^^^^^^^^^^^^^^^^^^^^ two children have the id `MyApp.Worker`, so the supervisor does not start
  end
end
```

## Good

```elixir
defmodule MyApp.Worker do
  use GenServer
  def start_link(queue), do: GenServer.start_link(__MODULE__, queue)
  def init(queue), do: {:ok, queue}
end

defmodule MyApp.Workers do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(mode) do
    children = [
      {MyApp.Worker, :mail},
      Supervisor.child_spec({MyApp.Worker, :sms}, id: :sms),
      {Registry, keys: :unique, name: MyApp.Users},
      {Registry, keys: :duplicate, name: MyApp.Topics},
      {Task.Supervisor, name: MyApp.Mails},
      {Task.Supervisor, name: MyApp.Reports},
      {Finch, name: MyApp.Http},
      {Finch, name: MyApp.Storage}
    ]

    Supervisor.init(children, strategy: :one_for_one)
  end
end
```

Only one of the two is ever there:

```elixir
defmodule MyApp.Cache do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)
  def init(opts), do: {:ok, opts}
end

defmodule MyApp.Caches do
  use Supervisor

  def start_link(mode), do: Supervisor.start_link(__MODULE__, mode)

  def init(mode) do
    children = if mode == :big, do: [{MyApp.Cache, 1_000}], else: [{MyApp.Cache, 10}]
    Supervisor.init(children, strategy: :one_for_one)
  end
end
```

An id that the module sets itself:

```elixir
defmodule MyApp.Queue do
  use GenServer

  def child_spec(name) do
    %{id: {__MODULE__, name}, start: {__MODULE__, :start_link, [name]}}
  end

  def start_link(name), do: GenServer.start_link(__MODULE__, name)
  def init(name), do: {:ok, name}
end

defmodule MyApp.Queues do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg)

  def init(_arg) do
    Supervisor.init([{MyApp.Queue, :mail}, {MyApp.Queue, :sms}], strategy: :one_for_one)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Finding, Project, Step, Supervisors, rule, same_id


@rule("otp-child-duplicate-id", severity=ERROR)
def check(project: Project, supervisors: Supervisors) -> Iterator[Finding]:
    for listing in supervisors.listings:
        if not listing.call.file.is_code:
            continue
        for first, second in same_id(supervisors.children_of(listing)):
            name = second.id or second.text
            yield Finding(
                second.span,
                f"two children have the id `{name}`, so the supervisor does not start",
                help="give it another: `Supervisor.child_spec(child, id: ...)`",
                trail=[Step(first.span, f"the first child with the id `{name}`")],
            )
