"""A function that says `@impl` is a callback of a behaviour of its module.

`@impl true` on anything else is a callback that was renamed, has another number of parameters, or
whose `use` or `@behaviour` line is gone: nobody calls it. The compiler warns as well; where warnings
scroll by, this stays. On a private function, which cannot be a callback, the compiler warns too.

Modules that use something that was not read are left alone, and so are those with a behaviour whose
callbacks are not known.

Source: the seed's GenServer pattern (callbacks under `@impl true`); documentation of `Module`.

## Bad

```elixir
defmodule MyApp.Counter do
  use GenServer

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_message(:next, count), do: {:noreply, count + 1}
  #   ^^^^^^^^^^^^^^ `handle_message/2` says `@impl`, but is no callback of `GenServer`

  @impl true
  defp handle_info(:back, count), do: {:noreply, count - 1}
  #    ^^^^^^^^^^^ `handle_info/2` says `@impl`, but is private
end
```

```elixir
defmodule MyApp.Plain do
  @impl true
  def init(opts), do: opts
  #   ^^^^ `init/1` says `@impl`, but its module has no behaviour
end
```

## Good

```elixir
defmodule MyApp.Counter do
  use GenServer

  @impl true
  def init(count), do: {:ok, count}

  @impl GenServer
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl false
  def bump(count), do: count + 1
end

defmodule MyApp.Unseen do
  use Vendor.Server
  @behaviour Vendor.Thing

  @impl true
  def on_message(message), do: message
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Finding, Function, Module, asking, complete_callbacks, rule, values

EXCEPTION = frozenset(("exception/1", "message/1", "blame/2"))
"""The callbacks that `defexception` brings."""


@rule("otp-impl-unknown", severity=WARNING)
def check(module: Module) -> Iterator[Finding]:
    if module.effects.open or module.data.kind != "module" or not complete_callbacks(module):
        return
    for function in module.functions:
        if not _says_impl(function) or function.data.dynamic or _is_asked_for(function):
            continue
        yield Finding(
            function,
            f"`{function.label}` says `@impl`, but {_why(function)}",
            help="remove `@impl`, or give it the callback's name and parameters",
        )


def _is_asked_for(function: Function) -> bool:
    """Whether a behaviour may ask for it; a struct may be an exception."""
    if function.data.kind in ("defmacro", "defmacrop"):
        return True
    if function.module.data.struct and function.label in EXCEPTION:
        return True
    return function.data.kind != "defp" and bool(asking(function))


def _says_impl(function: Function) -> bool:
    if function.data.impl < 0:
        return False
    value = function.file.outline.attributes[function.data.impl].value
    return not (isinstance(value, values.Atom) and value.name == "false")


def _why(function: Function) -> str:
    behaviours = sorted(function.module.effects.behaviours)
    if function.data.kind == "defp":
        return "is private"
    if not behaviours:
        return "its module has no behaviour"
    return "is no callback of " + " or ".join(f"`{name}`" for name in behaviours)
