"""A callback has the arity and returns the tuple that its behaviour expects.

A server that gets back anything else than the tuples of its behaviour stops with `bad_return_value`
and loses its state, at the first message that takes this way through the code. A function that is
named like a callback but takes another number of arguments is never called at all.

The ends of every clause are followed through `case`, `if`, `with`, variables and the helpers of the
project. What is not understood is not reported. Neither are clauses that raise or exit. Oban takes
any result of `perform/1` for a success and logs those that it does not know. Only a result that
looks like an answer to it, such as `:error` or a tuple, is reported there, as a warning. So is a
supervisor or an application that wants its start to fail and says so with another word: it does
fail, only not with the reason that is given.

Source: the seed's "Violate OTP best practices"; documentation of GenServer and the other behaviours.

## Bad

```elixir title="lib/my_app/queue.ex"
defmodule MyApp.Queue do
  use GenServer

  @impl true
  def init(opts), do: %{jobs: [], opts: opts}
  #                   ^^^^^^^^^^^^^^^^^^^^^^^ `init(opts)` returns `%{...}`, which `GenServer` does not accept

  @impl true
  def handle_call(:size, _from, state), do: {:reply, length(state.jobs), state}

  def handle_call({:push, job}, _from, state) do
    if job in state.jobs do
      {:ok, state}
      # <- `handle_call({:push, ...}, ...)` returns `{:ok, _}`, which `GenServer` does not accept
    else
      {:reply, :ok, %{state | jobs: [job | state.jobs]}}
    end
  end

  @impl true
  def handle_cast(:clear, state) do
    if state.jobs != [] do
    # <- `handle_cast(:clear, ...)` returns `nil`, which `GenServer` does not accept
      {:noreply, %{state | jobs: []}}
    end
  end

  @impl true
  def handle_info(:report, state) do
    report(state)
    # <- `handle_info(:report, ...)` returns `:ok`, which `GenServer` does not accept
  end

  defp report(state) do
    Logger.info("#{length(state.jobs)} jobs")
  end
end
```

A start that fails, though not as it says:

```elixir
defmodule MyApp.Pool do
  use Supervisor

  @impl true
  def init([]), do: {:stop, :no_workers}
  #                 ^^^^^^^^^^^^^^^^^^^^ `init([])` returns `{:stop, :no_workers}`, which `Supervisor` does not accept
  def init(workers), do: Supervisor.init(workers, strategy: :one_for_one)
end
```

A callback of another arity:

```elixir
defmodule MyApp.Clock do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, 0}

  def handle_call(:now, state), do: {:reply, state, state}
  #   ^^^^^^^^^^^ `handle_call/2` is no callback: `GenServer` calls `handle_call/3`
end
```

## Good

```elixir
defmodule MyApp.Queue do
  use GenServer

  @impl true
  def init(opts) do
    case Keyword.fetch(opts, :jobs) do
      {:ok, jobs} -> {:ok, %{jobs: jobs}, {:continue, :report}}
      :error -> {:stop, :no_jobs}
    end
  end

  @impl true
  def handle_call(:size, _from, state), do: reply(state, length(state.jobs))
  def handle_call(_other, _from, _state), do: raise("not understood")

  @impl true
  def handle_continue(:report, state) do
    with {:error, reason} <- MyApp.Report.send(state) do
      exit(reason)
    else
      _sent -> {:noreply, state, :hibernate}
    end
  end

  @impl true
  def handle_info(message, state) do
    MyApp.Router.route(message, state)
  end

  defp reply(state, value), do: {:reply, value, state}
end
```

A helper of another arity that is called is not meant as a callback, and a module that is no
process may name its functions as it likes:

```elixir
defmodule MyApp.Feed do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_info(message, state), do: handle_info(message, state, [])

  def handle_info(_message, state, _opts), do: {:noreply, state}
end

defmodule MyApp.Commands do
  def handle_cast(_command), do: :done
  def init, do: :nothing
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    PROBABLE,
    WARNING,
    Callback,
    CallGraph,
    Contracts,
    Finding,
    Function,
    Module,
    Returns,
    Shape,
    Step,
    Tails,
    rule,
    show,
)

NAMES = {
    "GenServer": ("handle_call/3", "handle_cast/2", "handle_info/2", "handle_continue/2", "init/1"),
    "GenStage": ("handle_call/3", "handle_cast/2", "handle_info/2", "handle_events/3", "init/1"),
}
"""The callbacks whose names are not used for anything else, by behaviour."""


@rule("otp-callback-shape", severity=ERROR)
def check(
    module: Module, contracts: Contracts, tails: Tails, graph: CallGraph
) -> Iterator[Finding]:
    for function in module.functions:
        returns = contracts.of_function(function)
        if returns is not None:
            for index in range(len(function.clauses)):
                yield from _wrong_results(function, index, returns, tails)
    for behaviour in NAMES:
        if behaviour in module.effects.behaviours:
            yield from _wrong_arities(module, behaviour, graph)


def _wrong_results(
    function: Function, index: int, returns: Returns, tails: Tails
) -> Iterator[Finding]:
    for tail in tails.of_clause(function, index):
        if tail.shape is None or returns.allow(tail.shape) is not False:
            continue
        if _tolerated(returns, tail.shape):
            continue
        label = Callback(function, index, returns.behaviour).label
        place = tail.file.place(tail.value)
        yield Finding(
            tail.path[0].name_span if tail.path else place,
            f"`{label}` returns `{show(tail.shape)}`, which `{returns.behaviour}` does not accept",
            help=f"it accepts {returns.text}",
            severity=WARNING if returns.lenient or _fails_anyway(returns, tail.shape) else ERROR,
            confidence=PROBABLE if tail.path else CERTAIN,
            trail=[
                *(Step(call.name_span, f"the result of `{call.label}`") for call in tail.path),
                *([Step(place, f"is `{show(tail.shape)}` here")] if tail.path else ()),
            ],
            cause=place,
        )


def _fails_anyway(returns: Returns, shape: Shape) -> bool:
    """Whether a start is to fail, and does so, only not with the reason that is given."""
    starts = returns.behaviour in ("Supervisor", "DynamicSupervisor", "Application")
    return starts and shape.tag in ("stop", "error", "shutdown")


def _tolerated(returns: Returns, shape: Shape) -> bool:
    """Whether the behaviour takes anything, and this does not look like an answer to it."""
    return returns.lenient and shape.kind != "tuple" and shape.tag != "error"


def _wrong_arities(module: Module, behaviour: str, graph: CallGraph) -> Iterator[Finding]:
    for callback in NAMES[behaviour]:
        name, _, arity = callback.partition("/")
        named = [f for f in module.functions if f.name == name and f.data.kind == "def"]
        if any(f.data.min_arity <= int(arity) <= f.arity for f in named):
            continue
        for function in named:
            if not function.is_callback and not graph.calls_to(function):
                yield Finding(
                    function,
                    f"`{function.label}` is no callback: `{behaviour}` calls `{callback}`",
                    help=f"give it {arity} parameters, or another name",
                    confidence=PROBABLE if module.effects.open else CERTAIN,
                )
