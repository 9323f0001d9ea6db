"""A child starts after the siblings that it needs.

A supervisor starts its children in order and waits for each. What a child calls, registers in or
queries while it starts must stand above it: otherwise the start fails with `:noproc`, and the
application does not boot. What it does in `handle_continue/2` races with the next sibling. At
shutdown the order is reversed, so the same mistake ends what others still need.

The endpoint belongs at the end: from its start on it takes requests, and what these use must be
there.

Source: the seed's supervisor pattern; manual of `Supervisor`, "Start and shutdown".

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      MyApp.Warmup,
      # <- `MyApp.Warmup` starts before `MyApp.Repo`, which its start needs
      MyApp.Room,
      # <- `MyApp.Room` starts before the registry `MyApp.Names`, which its start needs
      {Task, fn -> MyApp.Repo.delete_all(MyApp.Draft) end},
      # <- `Task` starts before `MyApp.Repo`, which its first step needs
      MyApp.Repo,
      {Registry, keys: :unique, name: MyApp.Names}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/warmup.ex"
defmodule MyApp.Warmup do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def init(_arg), do: {:ok, load()}
  defp load, do: MyApp.Repo.all(MyApp.Rate)
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))
  def init(id), do: {:ok, id}
  defp via(id), do: {:via, Registry, {MyApp.Names, id}}
end
```

```elixir title="lib/shop/application.ex"
defmodule Shop.Application do
  use Application

  def start(_type, _args) do
    children = [
      ShopWeb.Endpoint,
      # <- `ShopWeb.Endpoint` takes requests before the task supervisor `Shop.Tasks` is started
      {Task.Supervisor, name: Shop.Tasks}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/shop_web/endpoint.ex"
defmodule ShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :shop
end
```

```elixir title="lib/shop_web/controllers/mail_controller.ex"
defmodule ShopWeb.MailController do
  def create(conn, _params) do
    Task.Supervisor.start_child(Shop.Tasks, fn -> :ok end)
    conn
  end
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      MyApp.Repo,
      {Registry, keys: :unique, name: MyApp.Names},
      MyApp.Warmup,
      {DynamicSupervisor, name: MyApp.Rooms},
      {Task.Supervisor, name: MyApp.Tasks}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

What happens on a later message is no part of the start:

```elixir title="lib/my_app/warmup.ex"
defmodule MyApp.Warmup do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    Process.send_after(self(), :run, 1_000)
    {:ok, MyApp.Repo.all(MyApp.Rate)}
  end

  def handle_info(:run, state) do
    Task.Supervisor.start_child(MyApp.Tasks, fn -> :ok end)
    {:noreply, state}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Finding,
    Misplaced,
    Project,
    StartOrder,
    Step,
    rule,
)

WORDS = {
    "task_supervisor": "the task supervisor ",
    "dynamic_supervisor": "the supervisor ",
    "partition_supervisor": "the supervisor ",
    "registry": "the registry ",
}


@rule("otp-child-order", severity=ERROR, confidence=PROBABLE)
def check(project: Project, order: StartOrder) -> Iterator[Finding]:
    served: dict[object, list[Misplaced]] = {}
    for each in order.misplaced:
        if each.need.when == "request":
            served.setdefault(each.child.span, []).append(each)
            continue
        certain = each.need.when == "start"
        yield Finding(
            each.child.span,
            f"`{each.child.text}` starts before {named(each)}, which its "
            f"{'start' if certain else 'first step'} needs",
            help=f"move {named(each)} above `{each.child.text}` in the children",
            severity=ERROR if certain else WARNING,
            confidence=POSSIBLE if each.need.guarded else PROBABLE,
            trail=way(each),
        )
    for several in served.values():
        first = several[0]
        yield Finding(
            first.child.span,
            f"`{first.child.text}` takes requests before {named(first)} is started",
            help="put the endpoint at the end of the children",
            severity=WARNING,
            trail=[step for each in several for step in way(each)],
        )


def named(each: Misplaced) -> str:
    """Return what starts too late, in words."""
    return f"{WORDS.get(each.provider.kind, '')}`{each.need.use.name}`"


def way(each: Misplaced) -> list[Step]:
    """Return the calls from the start to the use, and where the name is registered."""
    steps = [
        Step(edge.call.name_span, f"`{edge.caller.label}` calls `{edge.callee.full_name}`")
        for edge in each.need.path
    ]
    use = each.need.use
    steps.append(Step(use.span, f"`{use.name}` is needed here"))
    steps.append(Step(each.sibling.span, f"`{use.name}` starts here, after it"))
    return steps
