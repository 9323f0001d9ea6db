"""A named ETS table is made by a process that stays.

A table belongs to the process that makes it, and is gone when that process ends. Made in a request, a
live view, a job or a task, it lives as long as that: the next one makes it anew, empty, or fails
because it is there already.

Make it in the `init/1` of a server that is supervised, or in the `start/2` of the application.
Tables without a name and those that the same function deletes are scratch paper and are left alone,
as are tables with an heir.

Source: the seed's "Violate OTP best practices"; manual of `:ets`.

## Bad

```elixir title="lib/my_app_web/live/board_live.ex"
defmodule MyAppWeb.BoardLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket) do
    MyApp.Scores.prepare()
    {:ok, socket}
  end
end
```

```elixir title="lib/my_app/scores.ex"
defmodule MyApp.Scores do
  def prepare, do: :ets.new(:scores, [:named_table, :public])
  #                ^^^^^^^^ the table `:scores` ends with the LiveView `MyAppWeb.BoardLive` that makes it
end
```

## Good

```elixir
defmodule MyApp.Scores do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(_) do
    :ets.new(:scores, [:named_table, :public])
    {:ok, nil}
  end
end

defmodule MyApp.ReportWorker do
  use Oban.Worker

  @impl true
  def perform(_job) do
    :ets.new(:report, [:named_table])
    :ets.delete(:report)
    table = :ets.new(:scratch, [:set])
    {:ok, :ets.info(table)}
  end
end

defmodule MyApp.Client do
  def prepare, do: :ets.new(:client, [:named_table])
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    PROBABLE,
    Call,
    Callers,
    Finding,
    Runs,
    rule,
    values,
    where_runs,
)

SHORT = ("LiveView", "LiveComponent", "channel", "job", "task")
WORDS = {"job": "job", "task": "task of", "channel": "channel"}


@rule("otp-ets-owner", confidence=PROBABLE, targets=[":ets.new/2"])
def check(call: Call, callers: Callers) -> Iterator[Finding]:
    function, options = call.function, call.args[1]
    if function is None or call.data.quoted or not isinstance(options, values.ListOf):
        return
    flags = {item.name for item in options.items if isinstance(item, values.Atom)}
    if "named_table" not in flags or values.keyword(options, "heir") is not None:
        return
    if where_runs(call) is not Runs.HERE or any(_deletes(each) for each in function.calls):
        return
    project = call.file.project
    contexts = [
        context
        for context in callers.contexts(function)
        if not ((found := project.module(context.module or "")) and found.file.is_test)
    ]
    if not contexts or not all(context.role in SHORT for context in contexts):
        return
    where = contexts[0]
    name = call.args[0]
    table = f"the table `:{name.name}`" if isinstance(name, values.Atom) else "this table"
    yield Finding(
        call.name_span,
        f"{table} ends with the {WORDS.get(where.role, where.role)} `{where.module}` that makes it",
        help="make it in the `init/1` of a supervised server, or where the application starts",
    )


def _deletes(call: Call) -> bool:
    return call.target == ":ets" and call.name == "delete" and call.arity == 1
