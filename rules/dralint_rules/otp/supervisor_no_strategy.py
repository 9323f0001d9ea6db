"""A supervisor is told its strategy.

`Supervisor.start_link/2` and `Supervisor.init/2` raise without `:strategy`, so that the
application does not boot. What is right depends on the children: `:one_for_one` where they live
alone, `:rest_for_one` where later ones need earlier ones, `:one_for_all` where none can do without
the others. `:simple_one_for_one` is gone: `DynamicSupervisor` takes its place, and knows no other
strategy than `:one_for_one`.

Options that come from elsewhere are not judged.

Source: manual of `Supervisor`, "Strategies"; the seed's supervisor pattern.

## Bad

```elixir
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [{Task.Supervisor, name: MyApp.Tasks}]
    Supervisor.start_link(children, name: MyApp.Supervisor)
    # <- the supervisor is given no `:strategy`, so it does not start
  end
end
```

```elixir
defmodule MyApp.Pool do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    Supervisor.init([], strategy: :simple_one_for_one)
    # <- a supervisor cannot have the strategy `:simple_one_for_one`
  end
end
```

## Good

```elixir
defmodule MyApp.Pool do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(arg) do
    options = [strategy: :one_for_one, max_restarts: arg]
    Supervisor.init([], options)
  end
end
```

```elixir
defmodule MyApp.Jobs do
  use DynamicSupervisor

  def start_link(arg), do: DynamicSupervisor.start_link(__MODULE__, arg, name: __MODULE__)
  def init(_arg), do: DynamicSupervisor.init([])
end
```

```elixir
defmodule MyApp.Flexible do
  def start_link(children, opts) do
    Supervisor.start_link(children, Keyword.merge([name: __MODULE__], opts))
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Finding, Project, Supervisors, Values, constants, rule

STRATEGIES = {
    "dynamic": (":one_for_one",),
    "init": (":one_for_one", ":one_for_all", ":rest_for_one"),
    "start": (":one_for_one", ":one_for_all", ":rest_for_one"),
}


@rule("otp-supervisor-no-strategy", severity=ERROR)
def check(project: Project, supervisors: Supervisors, values: Values) -> Iterator[Finding]:
    for listing in supervisors.listings:
        if not listing.call.file.is_code or not listing.options:
            continue
        strategy = values.option(listing.options, "strategy")
        name = constants.name_of(strategy)
        if not strategy and listing.kind != "dynamic":
            if all(isinstance(alt.constant, constants.List) for alt in listing.options):
                yield Finding(
                    listing.call.name_span,
                    "the supervisor is given no `:strategy`, so it does not start",
                    help="add `strategy: :one_for_one`, or the one that fits the children",
                )
        elif name is not None and name not in STRATEGIES[listing.kind]:
            yield Finding(
                listing.call.name_span,
                f"a supervisor cannot have the strategy `{name}`",
                help="for children that come and go use a `DynamicSupervisor`"
                if name == ":simple_one_for_one"
                else f"it is one of {', '.join(STRATEGIES[listing.kind])}",
            )
