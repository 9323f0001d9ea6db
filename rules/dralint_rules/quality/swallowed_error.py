"""A failure is answered, logged or handed on, and not turned into nothing.

`rescue _ -> nil` takes every exception there is, a typo in the code above included, and leaves no
trace of it. So does `{:error, _} -> :ok`: the caller believes that all went well.

Rescue the one exception that is expected, hand the error on, or log it. Not meant are functions
that clean up (`terminate`, `stop`, `close`...), predicates, and a `rescue` or clause that looks at
the failure. Turning an error into `nil` or `false` is a translation and not reported, and so is
turning it round, where to find nothing is what was hoped for. A comment that says why answers as
well. `catch :exit, _` is how one asks a process that may be gone.

Source: the seed's "Don't swallow errors".

## Bad

```elixir
defmodule MyApp.Rates do
  def load(url) do
    Req.get!(url).body
  rescue
    _ -> nil
  # ^ any exception becomes `nil`, and nobody hears of it
  end

  def save(rates) do
    case File.write("rates", rates) do
      :ok -> :ok
      {:error, _reason} -> :ok
    # ^^^^^^^^^^^^^^^^^ the error becomes `:ok`, and nobody hears of it
    end
  end

  def ask(server) do
    GenServer.call(server, :rates)
  catch
    _, _ -> []
  # ^^^^ any exception becomes `[]`, and nobody hears of it
  end
end
```

## Good

```elixir
defmodule MyApp.Rates do
  require Logger

  def key(text) do
    String.to_existing_atom(text)
  rescue
    ArgumentError -> nil
  end

  def load(url) do
    Req.get!(url).body
  rescue
    error ->
      Logger.error(Exception.message(error))
      nil
  end

  def read(path) do
    case File.read(path) do
      {:ok, rates} -> rates
      {:error, _reason} -> nil
    end
  end

  def remove(path) do
    case File.rm(path) do
      :ok -> :ok
      {:error, :enoent} -> :ok
      {:error, reason} -> {:error, reason}
    end
  end

  def stop(server) do
    GenServer.stop(server)
  catch
    :exit, _ -> :ok
  end

  def report(count) do
    :telemetry.execute([:rates, :loaded], %{count: count})
  rescue
    # The table of handlers is not there yet when the application starts.
    _ -> :ok
  end

  def vacant(name) do
    case File.stat(name) do
      {:error, _reason} -> :ok
      {:ok, _} -> {:error, :taken}
    end
  end

  def running(server) do
    GenServer.call(server, :running)
  catch
    :exit, _ -> []
  end

  def valid?(text) do
    String.to_integer(text) > 0
  rescue
    _ -> false
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Finding, Function, Swallowed, rule


@rule("quality-swallowed-error", severity=INFO, kinds=("lib", "web", "task", "release"))
def check(function: Function, swallowed: Swallowed) -> Iterator[Finding]:
    for each, shown in swallowed.in_function(function):
        raised = each.label in ("rescue", "catch")
        what = "any exception becomes" if raised else "the error becomes"
        yield Finding(
            function.file.at(each.start, each.end),
            f"{what} `{shown}`, and nobody hears of it",
            help="rescue what is expected, hand the error on, or log it"
            if raised
            else "hand the error on, or log it",
        )
