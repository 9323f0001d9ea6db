"""A callback says `@impl`, so that the compiler checks its name and its arity.

Without it a misspelt callback, or one with a parameter too many, is an ordinary function that
nobody calls. With it the compiler knows which functions a behaviour asks for, and readers see where
the interface of a module ends and its callbacks begin. The callbacks of project behaviours count
as well. The first clause carries the attribute for all.

The fix marks all callbacks of the module at once: as soon as one says `@impl`, the compiler wants
it on every other. It is safe where every behaviour of the module is known; where a `use` or a
behaviour comes from a library that was not read, some callback of theirs may need the mark too.

The functions of a controller that Plug calls are left alone: no controller marks them. In a project
that marks fewer than half of its callbacks (of twenty or more), a module that marks none is reported
as info only: there it is no slip but a habit. A module is reported once for each behaviour, at the
first callback.

Source: the seed's GenServer pattern ("Server Callbacks"); documentation of `Module`, `@impl`.

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
  #   ^^^^^ the callback `start/2` of `Application` is not marked with `@impl`
    Supervisor.start_link([], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/counter.ex"
defmodule MyApp.Counter do
  use GenServer

  def start_link(start), do: GenServer.start_link(__MODULE__, start, name: __MODULE__)

  @impl true
  def init(start), do: {:ok, start}

  @doc "Answers."
  @spec handle_call(term(), GenServer.from(), integer()) :: {:reply, integer(), integer()}
  def handle_call(:value, _from, count), do: {:reply, count, count}
  #   ^^^^^^^^^^^ the callback `handle_call/3` of `GenServer` is not marked with `@impl`
  def handle_call(:next, _from, count), do: {:reply, count + 1, count + 1}
end
```

```elixir title="lib/my_app/pool.ex"
defmodule MyApp.Pool do
  use GenServer

  def init(size), do: {:ok, size}
  #   ^^^^ the callbacks `init/1`, `handle_call/3` and 2 more of `GenServer` are not marked with `@impl`

  def handle_call(:size, _from, size), do: {:reply, size, size}
  def handle_cast({:resize, size}, _size), do: {:noreply, size}
  def handle_info(_message, size), do: {:noreply, size}
end
```

```elixir title="lib/my_app/store.ex"
defmodule MyApp.Store do
  @callback fetch(key :: term()) :: {:ok, term()} | :error
end
```

```elixir title="lib/my_app/store/memory.ex"
defmodule MyApp.Store.Memory do
  @behaviour MyApp.Store

  def fetch(_key), do: :error
  #   ^^^^^ the callback `fetch/1` of `MyApp.Store` is not marked with `@impl`
  def fetch(_key, default), do: default
end
```

## Good

```elixir
defmodule MyApp.Counter do
  use GenServer

  def start_link(start), do: GenServer.start_link(__MODULE__, start, name: __MODULE__)

  @impl GenServer
  def init(start), do: {:ok, start}

  @impl true
  @doc "Counts."
  def handle_cast(:next, count), do: {:noreply, count + 1}
  def handle_cast(:back, count), do: {:noreply, count - 1}

  def handle_cast(message, count, _opts), do: handle_cast(message, count)
end
```

A function that is only named like a callback, in a module without that behaviour:

```elixir
defmodule MyApp.Router do
  def handle_info(message, state), do: {message, state}
  def init(opts), do: opts
end
```
"""

from collections import defaultdict
from collections.abc import Iterator

from dralint.api import (
    INFO,
    WARNING,
    Edit,
    Finding,
    Fix,
    Function,
    Marking,
    Module,
    Span,
    Step,
    asking,
    rule,
)

CODE = ("lib", "web", "task")
SHOWN = 3
"""As many callbacks are named in one message."""
UNMARKED = frozenset(("Plug",))
"""Behaviours whose callbacks a controller has without anybody marking them."""


@rule("otp-missing-impl", severity=WARNING, kinds=CODE)
def check(module: Module, marking: Marking) -> Iterator[Finding]:
    marked, bare = marking.of_module(module)
    missing = [
        (function, behaviour)
        for function in bare
        if (behaviour := _behaviour(function)) is not None
    ]
    if not missing:
        return
    severity = WARNING if marked or marking.is_habit else INFO
    fix = _fix(module, [function for function, _ in missing])
    groups: dict[str, list[Function]] = defaultdict(list)
    for function, behaviour in missing:
        groups[behaviour].append(function)
    for behaviour, functions in groups.items():
        yield Finding(
            functions[0],
            f"{_said(functions)} of `{behaviour}` {'is' if len(functions) == 1 else 'are'} "
            "not marked with `@impl`",
            help="write `@impl true` above the first clause of each",
            severity=severity,
            fix=fix,
            trail=[Step(each.span, f"nor is `{each.label}`") for each in functions[1:]],
        )


def _said(functions: list[Function]) -> str:
    labels = [f"`{function.label}`" for function in functions]
    if len(labels) == 1:
        return f"the callback {labels[0]}"
    if len(labels) > SHOWN:
        return f"the callbacks {', '.join(labels[:2])} and {len(labels) - 2} more"
    return f"the callbacks {', '.join(labels[:-1])} and {labels[-1]}"


def _behaviour(function: Function) -> str | None:
    """Return the behaviour that asks for a function."""
    behaviours = asking(function)
    if "Phoenix.Controller" in function.module.effects.uses:
        behaviours = [name for name in behaviours if name not in UNMARKED]
    return behaviours[0] if behaviours else None


def _fix(module: Module, functions: list[Function]) -> Fix | None:
    """Return the edits that mark functions; None where one stands among others on its line."""
    edits: list[Edit] = []
    for function in functions:
        first = function.clauses[0]
        start = module.file.at(first.start, first.start)
        if function.data.dynamic or not _alone(module, first.start):
            return None
        indent = " " * (start.start.column - 1)
        edits.append(Edit(Span(start.path, start.start, start.start), f"@impl true\n{indent}"))
    return Fix("mark the callbacks with `@impl true`", tuple(edits), safe=_closed(module))


def _alone(module: Module, start: int) -> bool:
    """Whether nothing stands before an offset on its line but what indents it."""
    line = module.file.at(start, start).start.line
    return all(
        module.file.at(end, end).start.line != line
        for end in (
            *(function.clauses[-1].end for function in module.functions),
            module.data.name_end,
        )
        if end <= start
    )


def _closed(module: Module) -> bool:
    """Whether all callbacks of the module are known."""
    return not module.effects.open
