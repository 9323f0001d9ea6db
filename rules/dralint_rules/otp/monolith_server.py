"""One server does one thing.

A server works off one message after the other. The more it is for, the longer everybody waits, and
one error takes all of it down. A server that takes more than `max_messages` different calls and
casts, or whose code is longer than `max_lines` lines, has mostly grown together from several: split
it into processes with states of their own, and move what needs no state into plain modules.

State machines are left alone: many states are what they are for. Code is counted from the first line
of a function's clause to its last; documentation, comments and specs are not counted.

Source: the seed's "Never do"; "Monolithic GenServers" of its architect.

## Bad

```elixir
defmodule MyApp.Everything do
  #       ^^^^^^^^^^^^^^^^ `MyApp.Everything` takes 16 different messages
  use GenServer

  def init(state), do: {:ok, state}

  def handle_call(:users, _from, state), do: {:reply, state.users, state}
  def handle_call({:user, id}, _from, state), do: {:reply, state.users[id], state}
  def handle_call(:orders, _from, state), do: {:reply, state.orders, state}
  def handle_call({:order, id}, _from, state), do: {:reply, state.orders[id], state}
  def handle_call(:prices, _from, state), do: {:reply, state.prices, state}
  def handle_call({:price, id}, _from, state), do: {:reply, state.prices[id], state}
  def handle_call(:mails, _from, state), do: {:reply, state.mails, state}
  def handle_call({:mail, id}, _from, state), do: {:reply, state.mails[id], state}

  def handle_cast({:add_user, user}, state), do: {:noreply, put_in(state.users[user.id], user)}
  def handle_cast({:drop_user, id}, state), do: {:noreply, pop(state, :users, id)}
  def handle_cast({:add_order, order}, state), do: {:noreply, put_in(state.orders[order.id], order)}
  def handle_cast({:drop_order, id}, state), do: {:noreply, pop(state, :orders, id)}
  def handle_cast({:add_price, price}, state), do: {:noreply, put_in(state.prices[price.id], price)}
  def handle_cast({:drop_price, id}, state), do: {:noreply, pop(state, :prices, id)}
  def handle_cast({:add_mail, mail}, state), do: {:noreply, put_in(state.mails[mail.id], mail)}
  def handle_cast({:drop_mail, id}, state), do: {:noreply, pop(state, :mails, id)}

  defp pop(state, key, id), do: Map.update!(state, key, &Map.delete(&1, id))
end
```

## Good

```elixir
defmodule MyApp.Users do
  use GenServer

  def init(users), do: {:ok, users}
  def handle_call(:all, _from, users), do: {:reply, users, users}
  def handle_call({:get, id}, _from, users), do: {:reply, users[id], users}
  def handle_call({:get, id, default}, _from, users), do: {:reply, users[id] || default, users}
  def handle_cast({:add, user}, users), do: {:noreply, Map.put(users, user.id, user)}
  def handle_cast({:drop, id}, users), do: {:noreply, Map.delete(users, id)}
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import INFO, PROBABLE, Finding, Interfaces, Module, rule
from dralint.api import Options as BaseOptions


@dataclass(frozen=True)
class Options(BaseOptions):
    """`max_messages`: calls and casts with different tags; `max_lines`: lines of code."""

    max_messages: int = 15
    max_lines: int = 600


@rule("otp-monolith-server", severity=INFO, confidence=PROBABLE)
def check(module: Module, interfaces: Interfaces, options: Options) -> Iterator[Finding]:
    if module.effects.process not in ("server", "stage"):
        return
    tags = len({name for name, _ in interfaces.tags(module)})
    lines = sum(
        module.file.outline.lines.line(clause.end)
        - module.file.outline.lines.line(clause.start)
        + 1
        for function in module.functions
        if function.data.kind in ("def", "defp")
        for clause in function.clauses
    )
    if tags > options.max_messages:
        said = f"takes {tags} different messages"
    elif lines > options.max_lines:
        said = f"has {lines} lines of code"
    else:
        return
    yield Finding(
        module,
        f"`{module.name}` {said}",
        help="split it into servers of one purpose, and move what needs no state into plain modules",
    )
