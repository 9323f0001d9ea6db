"""A spec names every result that its function gives.

Callers match what the spec says. A `{:error, :not_found}` that it leaves out meets no clause, and a
`nil` goes on until something breaks far away. Dialyzer does not see it where one type happens to
hold the other.

Only atoms, `nil` and tagged tuples that stand in the function itself are held against the spec, and only
where every type in it can be followed.

Source: the seed's data contracts (`@spec` on all public functions).

## Bad

```elixir
defmodule MyApp.Accounts do
  @spec fetch(integer()) :: {:ok, map()} | {:error, :not_found}
  def fetch(id) when id > 0, do: {:ok, %{id: id}}
  def fetch(0), do: {:error, :zero}
  #                 ^^^^^^^^^^^^^^^ `fetch/1` gives `{:error, :zero}`, which its spec does not name
  def fetch(_id), do: {:error, :not_found}

  @spec name(map()) :: String.t()
  def name(%{name: name}), do: "Dr " <> name
  def name(_user), do: nil
  #                    ^^^ `name/1` gives `nil`, which its spec does not name
end
```

## Good

```elixir
defmodule MyApp.Accounts do
  @type reason :: :zero | {:bad, String.t()}
  @type t :: %__MODULE__{}

  defstruct [:id]

  @spec fetch(integer()) :: {:ok, t()} | {:error, reason()} | nil
  def fetch(id) when id > 0, do: {:ok, %__MODULE__{id: id}}
  def fetch(0), do: {:error, :zero}
  def fetch(-1), do: {:error, {:bad, "id"}}
  def fetch(-2), do: raise("no")
  def fetch(_id), do: nil

  @spec known?(term()) :: boolean()
  def known?(%__MODULE__{}), do: true
  def known?(_), do: false

  @spec other(integer()) :: Elsewhere.t() | {:error, atom()}
  def other(0), do: {:error, :zero}
  def other(1), do: :one

  @spec pick(list) :: element when list: [element], element: term()
  def pick([]), do: nil
  def pick([first | _]), do: first

  @spec stop(integer()) :: no_return()
  @spec stop(atom()) :: :ok
  def stop(0), do: exit(:normal)
  def stop(:later), do: :ok
end
```
"""

from collections.abc import Iterator

from dralint.api import PROBABLE, Finding, Function, SpecResults, rule


@rule("spec-return-incomplete", confidence=PROBABLE)
def check(function: Function, results: SpecResults) -> Iterator[Finding]:
    for value, shape in results.beyond(function):
        yield Finding(
            function.file.place(value),
            f"`{function.label}` gives `{shape}`, which its spec does not name",
            help="add it to the spec, or give what the spec says",
        )
