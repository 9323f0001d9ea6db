"""A named supervisor, registry or server that the code uses is started.

`Task.Supervisor.start_child(MyApp.Tasks, fun)` exits with `:noproc`, and `Registry.lookup/2` raises,
where nothing was started under that name. The compiler cannot tell; it shows when the code first
runs, often in production, because tests start such processes themselves.

Names that are computed, that a dependency or the configuration may start, and those of a library,
are not reported. Names of `Phoenix.PubSub` have a rule of their own.

Source: the seed's supervisor pattern and "Never do" (unsupervised processes).

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([MyApp.Rooms], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/rooms.ex"
defmodule MyApp.Rooms do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def init(arg), do: {:ok, arg}

  def find(id), do: Registry.lookup(MyApp.RoomNames, id)
  #                                 ^^^^^^^^^^^^^^^ nothing starts a registry named `MyApp.RoomNames`
end
```

```elixir title="lib/my_app/mail.ex"
defmodule MyApp.Mail do
  @tasks MyApp.Tasks

  def send_later(mail) do
    Task.Supervisor.start_child(@tasks, fn -> MyApp.Mailer.deliver(mail) end)
    #                           ^^^^^^ nothing starts a task supervisor named `MyApp.Tasks`
  end

  def send_soon(mail) do
    Task.Supervisor.start_child(@tasks, fn -> MyApp.Mailer.deliver(mail) end)
  end
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {Task.Supervisor, name: MyApp.Tasks},
      {Registry, keys: :unique, name: MyApp.RoomNames},
      {Some.Library, supervisor: MyApp.Jobs}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/mail.ex"
defmodule MyApp.Mail do
  def send_later(mail) do
    Task.Supervisor.start_child(MyApp.Tasks, fn -> MyApp.Mailer.deliver(mail) end)
  end

  def later(fun), do: Task.Supervisor.start_child(MyApp.Jobs, fun)
  def find(id), do: Registry.lookup(MyApp.RoomNames, id)
  def find_in(registry, id), do: Registry.lookup(registry, id)
  def local(topic), do: Registry.lookup(Other.Library.Names, topic)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, Finding, MissingNames, Project, Step, rule

WORDS = {
    "task_supervisor": "task supervisor",
    "supervisor": "supervisor",
    "partition_supervisor": "partition supervisor",
    "registry": "registry",
    "finch": "Finch pool",
    "cachex": "cache",
    "server": "process",
}
CHILDREN = {
    "task_supervisor": "{{Task.Supervisor, name: {}}}",
    "supervisor": "{{DynamicSupervisor, name: {}}}",
    "registry": "{{Registry, keys: :unique, name: {}}}",
    "finch": "{{Finch, name: {}}}",
    "cachex": "{{Cachex, name: {}}}",
}


@rule("otp-name-not-started", severity=ERROR, confidence=PROBABLE, rooted=True)
def check(project: Project, missing: MissingNames) -> Iterator[Finding]:
    for each in missing.all:
        if each.kind == "pubsub":
            continue
        child = CHILDREN.get(each.kind)
        yield Finding(
            each.span,
            f"nothing starts a {WORDS[each.kind]} named `{each.name}`",
            help=f"add `{child.format(each.name)}` to the children of a supervisor"
            if child
            else "start it under a supervisor, or correct the name",
            confidence=each.confidence,
            trail=[Step(span, f"`{each.name}` is used here as well") for span in each.others],
        )
