"""A registry is started and used as it is meant to be.

A `Registry` needs `:keys` and `:name`, or it does not start. A process can be registered under a
name, `{:via, Registry, {MyApp.Names, id}}`, only with unique keys. There is no `use Registry`. And a
process of which there are many is registered in a `Registry`, not under an atom made for each one:
atoms are never collected.

Names that are made of a fixed set of atoms are fine.

Source: the seed's "Registry" section; manual of `Registry`.

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {Registry, keys: :duplicate, name: MyApp.Topics},
      {Registry, name: MyApp.Names},
      # <- a registry without `:keys` does not start
      {DynamicSupervisor, name: MyApp.Rooms}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer

  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})

  def start_link(id) do
    GenServer.start_link(__MODULE__, id, name: {:via, Registry, {MyApp.Topics, id}})
    # <- no process can have its name in `MyApp.Topics`, which has duplicate keys
  end

  def init(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/job.ex"
defmodule MyApp.Job do
  use GenServer

  def run(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})

  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: :"job_#{id}")
  #                       ^^^^^^^^^^^^^^^^^^^^ each process is given an atom of its own as name
  def init(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/names.ex"
defmodule MyApp.Names do
  use Registry
  # <- `Registry` has no `use`: it is a child, `{Registry, keys: :unique, name: ...}`
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {Registry, keys: :unique, name: MyApp.Names},
      {DynamicSupervisor, name: MyApp.Rooms}
    ]

    Supervisor.start_link(children ++ workers(), strategy: :one_for_one)
  end

  defp workers do
    for name <- [:mail, :sms] do
      %{id: name, start: {MyApp.Worker, :start_link, [name]}}
    end
  end
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer

  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))
  def init(id), do: {:ok, id}
  defp via(id), do: {:via, Registry, {MyApp.Names, id}}
end

defmodule MyApp.Worker do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: :"worker_#{name}")
  def init(name), do: {:ok, name}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    PROBABLE,
    WARNING,
    Call,
    Finding,
    Listing,
    NameUses,
    ProcessNames,
    Project,
    Step,
    Supervision,
    Supervisors,
    Values,
    constants,
    rule,
)

STARTS = (
    "GenServer.start_link/3",
    "Agent.start_link/2",
    "GenStateMachine.start_link/3",
    "GenStage.start_link/3",
)


@rule("otp-registry-misuse", severity=ERROR)
def check(
    project: Project,
    values: Values,
    supervisors: Supervisors,
    supervision: Supervision,
    names: ProcessNames,
    uses: NameUses,
) -> Iterator[Finding]:
    for file in project.files:
        for directive in file.outline.directives if file.is_code else ():
            if directive.kind == "use" and directive.name == "Registry" and directive.quote < 0:
                yield Finding(
                    file.at(directive.start, directive.end),
                    "`Registry` has no `use`: it is a child, "
                    "`{Registry, keys: :unique, name: ...}`",
                    help="add it to the children of a supervisor",
                )
    for listing in supervisors.listings:
        yield from incomplete(listing, supervisors, values)
    yield from duplicates(values, names, uses)
    many = {node.module for node in supervision.nodes if node.dynamic and node.many}
    for target in STARTS:
        for call in project.calls_to(target):
            module = call.module
            if call.file.is_code and module is not None and module.name in many:
                yield from atoms(call, values)


def incomplete(listing: Listing, supervisors: Supervisors, values: Values) -> Iterator[Finding]:
    """Yield the registries in a list of children that lack what they cannot start without."""
    if not listing.call.file.is_code:
        return
    for child in supervisors.children_of(listing):
        if child.module != "Registry" or child.form not in ("tuple", "module"):
            continue
        if not all(isinstance(alt.constant, constants.List) for alt in child.given):
            continue
        for key in ("keys", "name"):
            if not values.option(child.given, key):
                yield Finding(child.span, f"a registry without `:{key}` does not start")


def duplicates(values: Values, names: ProcessNames, uses: NameUses) -> Iterator[Finding]:
    """Yield the processes that are to be named in a registry with duplicate keys."""
    for use in uses.all:
        started = names.by_name.get(use.name, [])
        keys = {constants.name_of(values.option(each.options, "keys")) for each in started}
        starts = use.call.name.startswith("start") and use.call.target != "Task.Supervisor"
        if use.kind == "registry" and starts and keys == {":duplicate"}:
            yield Finding(
                use.span,
                f"no process can have its name in `{use.name}`, which has duplicate keys",
                help="start the registry with `keys: :unique`",
                trail=[Step(started[0].span, f"`{use.name}` is started with duplicate keys")],
            )


def atoms(call: Call, values: Values) -> Iterator[Finding]:
    """Yield a start that makes an atom of what differs from process to process."""
    name = values.option(values.argument(call, call.arity - 1), "name")
    for alt in name:
        made = alt.constant
        template = isinstance(made, constants.Template) and made.kind == "atom"
        text = isinstance(made, constants.Result) and (made.name or "") in (
            "String.to_atom/1",
            ":erlang.binary_to_atom/1",
            ":erlang.binary_to_atom/2",
        )
        if template or text:
            yield Finding(
                call.name_span,
                "each process is given an atom of its own as name",
                help="register it in a `Registry`: `{:via, Registry, {MyApp.Names, id}}`",
                severity=WARNING,
                confidence=PROBABLE,
            )
            return
