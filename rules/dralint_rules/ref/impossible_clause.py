"""A clause can match what it is held against.

A clause that never matches is a misunderstanding of what a function gives back, and the result
that was meant goes elsewhere: `Map.fetch/2` gives `:error` and not `{:error, reason}`, so the
clause for the error is dead and the error raises. Where no clause can match, the code always
raises.

The results of well-known functions are known; those of the project's own are followed through
their clauses, and say something only if every one is understood.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir
defmodule MyApp.Settings do
  import Ecto.Changeset

  def limit(settings) do
    case Map.fetch(settings, :limit) do
      {:ok, limit} -> limit
      {:error, _reason} -> 10
      # <- never matches: `Map.fetch/2` gives `{:ok, _}` or `:error`
    end
  end

  def due(text) do
    {:ok, due} = DateTime.from_iso8601(text)
    #            ^^^^^^^^^^^^^^^^^^^^^ nothing here matches what `DateTime.from_iso8601/1` gives: `{:ok, _, _}` or `{:error, _}`
    due
  end

  def hashed(changeset) do
    case get_change(changeset, :password) do
    #    ^^^^^^^^^^ nothing here matches what `get_change/2` gives: the value of a field, or nil
      {nil, _} -> changeset
      {password, changeset} -> put_change(changeset, :hash, password)
    end
  end

  def locked(settings) do
    with :yes <- lock(settings), do: :locked
    #    ^^^^ never matches: `lock/1` gives `{:error, :locked}` or `:ok`
  end

  defp lock(%{locked: true}), do: {:error, :locked}
  defp lock(_settings), do: :ok
end
```

## Good

```elixir
defmodule MyApp.Settings do
  def limit(settings) do
    case Map.fetch(settings, :limit) do
      {:ok, nil} -> 0
      {:ok, limit} -> limit
      :error -> 10
    end
  end

  def due(text) do
    with {:ok, due, 0} <- DateTime.from_iso8601(text), do: due
  end

  def locked(settings) do
    case lock(settings) do
      :ok -> :locked
      {:error, reason} -> reason
      other -> other
    end
  end

  def text(settings) do
    case Map.get(settings, :text) do
      {:safe, text} -> text
      text -> text
    end
  end

  defp lock(%{locked: true}), do: {:error, :locked}
  defp lock(%{lock: lock}), do: lock.()
  defp lock(_settings), do: :ok
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, WARNING, File, Finding, Results, rule


@rule("ref-impossible-clause", severity=ERROR, kinds=("lib", "web", "task", "release"))
def check(file: File, results: Results) -> Iterator[Finding]:
    for held in results.never_fitting(file):
        target = held.call.target
        local = held.call.data.on is None and held.call.callee is not None
        prefix = f"{target}." if target and not local else ""
        name = f"`{prefix}{held.call.name}/{held.call.arity}`"
        gives = " or ".join(
            f"`{each}`" if " of " not in each else _plain(each) for each in held.gives
        )
        confidence = None if held.sure else PROBABLE
        if held.fatal:
            yield Finding(
                held.call.name_span,
                f"nothing here matches what {name} gives: {gives}",
                help="match what it gives: as it is, this always raises",
                confidence=confidence,
            )
            continue
        for pattern in held.dead:
            yield Finding(
                file.place(pattern),
                f"never matches: {name} gives {gives}",
                help="match what it gives, or delete the clause",
                severity=WARNING,
                confidence=confidence,
            )


def _plain(words: str) -> str:
    return words.removeprefix("a ")
