"""A public function says what it takes and gives: it has a `@spec`.

The spec is the contract that Dialyzer holds the callers to and that readers see first. It matters
most where others depend on it: actions and APIs of a Domain Resource Action layout are errors, the
client functions of a server are warnings. Elsewhere a project that writes specs for fewer than
half of its public functions has not decided to; there it is a note, one for each module at the
first function without a spec, so that it stays visible without failing the run or flooding it. The
same holds there for `start_link`, everywhere for modules that say `@moduledoc false`, and for
`defdelegate` outside an API, whose contract is that of its target.

Callbacks need none, with or without `@impl`: the behaviour has one. Nor do functions that a
framework calls (controllers' actions, components, LiveViews, views, plugs, routers, mix tasks),
macros, functions that a macro generates, implementations of protocols and `@doc false` functions
outside actions and APIs. One spec of any arity covers a function with default arguments.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir
defmodule MyApp.Sessions do
  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)
  #   ^^^^^^^^^^ `start_link/1` has no `@spec`
  def get(token), do: GenServer.call(__MODULE__, {:get, token})
  #   ^^^ `get/1` has no `@spec`

  @impl true
  def init(_options), do: {:ok, %{}}

  @impl true
  def handle_call({:get, token}, _from, state), do: {:reply, state[token], state}
end
```

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
  #   ^^^^ `call/1` has no `@spec`, and it is the entry of an action
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  defdelegate create(attrs), to: MyApp.Accounts.User.Create, as: :call
  #           ^^^^^^ `create/1` has no `@spec`, and it is a function of an API
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  @moduledoc false

  def gross(net), do: net + tax(net)
  #   ^^^^^ `gross/1` and 1 more of `MyApp.Prices` have no `@spec`
  def tax(net), do: div(net * 19, 100)
end
```

## Good

```elixir
defmodule MyApp.Application do
  use Application

  def start(_type, _args), do: Supervisor.start_link([], strategy: :one_for_one)
end
```

```elixir
defmodule MyApp.Money do
  defstruct [:amount]

  @type t :: %__MODULE__{}

  @spec new(integer(), keyword()) :: t()
  def new(amount, options \\\\ []), do: %__MODULE__{amount: amount + length(options)}

  @spec sum(list) :: t() when list: [t()]
  def sum(all), do: new(Enum.sum(Enum.map(all, & &1.amount)))

  @doc false
  def __zero__, do: new(0)

  for unit <- [:cent, :euro] do
    def unquote(unit)(amount), do: new(amount)
  end

  defimpl String.Chars do
    def to_string(money), do: "#{money.amount}"
  end
end
```

```elixir title="lib/my_app_web/controllers/page_controller.ex"
defmodule MyAppWeb.PageController do
  use Phoenix.Controller

  def home(conn, _params), do: render(conn, :home)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    ERROR,
    INFO,
    POSSIBLE,
    WARNING,
    Finding,
    Function,
    Module,
    Offer,
    Options,
    Severity,
    Surface,
    rule,
)

HELP = "say above it what it takes and returns"
PARTS = {
    "action": ", and it is the entry of an action",
    "api": ", and it is a function of an API",
}


@dataclass(frozen=True)
class SpecMissing(Options):
    """`exempt`: names that need no spec. `include_delegates`: whether `defdelegate` needs one."""

    exempt: tuple[str, ...] = ()
    include_delegates: bool = True


@rule("spec-missing")
def check(module: Module, surface: Surface, options: SpecMissing) -> Iterator[Finding]:
    notes: list[Function] = []
    for offer in surface.of_module(module):
        function = offer.function
        part = _part(offer, surface, options)
        if part is None:
            continue
        severity = _severity(function, part, surface)
        unsure = surface.may_be_callback(function)
        if severity is INFO and not unsure:
            notes.append(function)
            continue
        yield Finding(
            function,
            f"`{function.label}` has no `@spec`{PARTS.get(part, '')}",
            help=HELP,
            severity=severity,
            confidence=POSSIBLE if unsure else None,
        )
    if notes:
        others = len(notes) - 1
        more = f" and {others} more of `{module.name}` have" if others else " has"
        yield Finding(notes[0], f"`{notes[0].label}`{more} no `@spec`", help=HELP, severity=INFO)


def _part(offer: Offer, surface: Surface, options: SpecMissing) -> str | None:
    """Return which part of the surface a function is that needs a spec and has none."""
    function = offer.function
    if function.name in options.exempt or surface.has_spec(function):
        return None
    if function.data.delegate is not None and not options.include_delegates:
        return None
    if function.hidden and offer.part in ("client", "other"):
        return None
    entry = offer.part == "action" and surface.is_entry(function)
    return offer.part if entry or offer.part in ("api", "client") else "other"


def _severity(function: Function, part: str, surface: Surface) -> Severity:
    if part in ("action", "api"):
        return ERROR
    if function.module.hidden or function.data.delegate is not None:
        return INFO
    if surface.specifies:
        return WARNING
    return WARNING if part == "client" and function.name != "start_link" else INFO
