"""A public function that others are meant to call has a `@doc`.

Documentation belongs where the contract is: on the functions of an API (a warning), on the entry
of an action, on the client functions of a server, and on the public functions of a library or
of a project that documents its functions otherwise: at least half of them. There a function
without is one that was forgotten.

Not asked for: callbacks, functions that a framework calls, `defdelegate` (ExDoc says where it
leads), `@doc false`, modules with `@moduledoc false`, a second arity of a documented name, and
`start_link`, `child_spec` and changesets, whose names say it. Nor for `@deprecated` functions.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir
defmodule MyApp.Sessions do
  @moduledoc "Holds the sessions."

  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)
  def get(token), do: GenServer.call(__MODULE__, {:get, token})
  #   ^^^ `get/1` has no `@doc`

  @impl true
  def init(_options), do: {:ok, %{}}

  @impl true
  def handle_call({:get, token}, _from, state), do: {:reply, state[token], state}
end
```

## Good

```elixir
defmodule MyApp.Sessions do
  @moduledoc "Holds the sessions."

  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)

  @doc "Returns the session of a token."
  def get(token), do: get(token, 5_000)
  def get(token, timeout), do: GenServer.call(__MODULE__, {:get, token}, timeout)

  @doc false
  def dump, do: GenServer.call(__MODULE__, :dump)

  def init(_options), do: {:ok, %{}}
  def handle_call({:get, token}, _from, state), do: {:reply, state[token], state}
  def handle_call(:dump, _from, state), do: {:reply, state, state}
end
```

```elixir
defmodule MyApp.Sessions.Key do
  @moduledoc false

  def of(user), do: {:session, user.id}
end
```

```elixir
defmodule MyApp.Sessions.Facade do
  @moduledoc "The door to the sessions."

  defdelegate get(token), to: MyApp.Sessions
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dralint.api import (
    INFO,
    POSSIBLE,
    WARNING,
    Finding,
    Function,
    Module,
    Offer,
    Options,
    Surface,
    rule,
)


@dataclass(frozen=True)
class DocMissing(Options):
    """`exempt`: ends of names that need no doc.

    `scope`: api (only APIs, actions and servers), public (all), or auto (all in a library and
    where the project documents its functions).
    """

    exempt: tuple[str, ...] = ("start_link", "child_spec", "changeset")
    scope: Literal["auto", "api", "public"] = "auto"


@rule("doc-missing", severity=INFO)
def check(module: Module, surface: Surface, options: DocMissing) -> Iterator[Finding]:
    if module.hidden:
        return
    for offer in surface.of_module(module):
        function = offer.function
        if function.name.endswith(options.exempt) or function.data.delegate is not None:
            continue
        if surface.has_doc(function) or _is_deprecated(function):
            continue
        if offer.part == "other" and not _asked(offer, surface, options):
            continue
        yield Finding(
            function,
            f"`{function.label}` has no `@doc`",
            help="say in a sentence what it does, or `@doc false`",
            severity=WARNING if offer.part == "api" else INFO,
            confidence=POSSIBLE if surface.may_be_callback(function) else None,
        )


def _is_deprecated(function: Function) -> bool:
    attributes = function.file.outline.attributes
    return any(attributes[index].name == "deprecated" for index in function.data.attrs)


def _asked(offer: Offer, surface: Surface, options: DocMissing) -> bool:
    """Whether functions outside the contracts are looked at in a module."""
    file = offer.function.file
    if options.scope != "auto":
        return options.scope == "public"
    return file.kind == "lib" and (surface.documents or file.app.mix.package)
