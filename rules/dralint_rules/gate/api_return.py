"""A public function without a spec returns what it returned, until somebody was asked.

Callers match on the result. Where a spec says what it is, `gate-api-spec` compares the specs; where
there is none, `dralint gate` compares what the clauses can return, through the functions that they
call. A new error is a warning. A function is left alone where not all of its results are known.

Source: the seed's ask-first list ("breaking public API contracts").

## Bad

```elixir title="mix.exs" at="1"
defmodule Letters.MixProject do
  use Mix.Project

  def project, do: [app: :letters, version: "1.2.0", package: []]
end
```

```elixir title="mix.exs" at="2"
defmodule Letters.MixProject do
  use Mix.Project

  def project, do: [app: :letters, version: "1.2.0", package: []]
end
```

```elixir title="lib/letters.ex" at="1"
defmodule Letters do
  @moduledoc "Letters."

  def post(%{to: nil}), do: {:error, :no_address}
  def post(letter), do: {:ok, letter}

  def weigh(%{pages: _} = letter), do: scale(letter)

  defp scale(letter), do: {:ok, letter.pages * 5}
end
```

```elixir title="lib/letters.ex" at="2"
defmodule Letters do
  @moduledoc "Letters."

  def post(%{to: nil}), do: nil
  #   ^^^^ `Letters.post/1` may return `nil`; it returned `{:error, :no_address}` or `{:ok, _}`
  def post(letter), do: {:ok, letter}

  def weigh(%{pages: _} = letter), do: scale(letter)
  #   ^^^^^ `Letters.weigh/1` returns `a number`; it returned `{:ok, a number}`

  defp scale(letter), do: letter.pages * 5
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Letters.MixProject do
  use Mix.Project

  def project, do: [app: :letters, version: "1.2.0", package: []]
end
```

```elixir title="mix.exs" at="2"
defmodule Letters.MixProject do
  use Mix.Project

  def project, do: [app: :letters, version: "1.2.0", package: []]
end
```

```elixir title="lib/letters.ex" at="1"
defmodule Letters do
  @moduledoc "Letters."

  def post(%{to: nil}), do: {:error, :no_address}
  def post(letter), do: {:ok, letter}

  def read(letter), do: letter.text

  @spec weigh(map()) :: {:ok, integer()}
  def weigh(letter), do: {:ok, letter.pages}

  def sealed?(letter), do: letter.seal == :wax
end
```

```elixir title="lib/letters.ex" at="2"
defmodule Letters do
  @moduledoc "Letters."

  def post(letter) do
    case letter.to do
      nil -> {:error, :no_address}
      _ -> {:ok, %{letter | sent: true}}
    end
  end

  def read(letter), do: {:ok, letter.text}

  @spec weigh(map()) :: {:ok, integer()}
  def weigh(letter), do: {:ok, letter.pages}

  def sealed?(%{seal: :wax}), do: true
  def sealed?(_letter), do: false
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, ReturnChanges, rule


@rule("gate-api-return", severity=ERROR)
def check(project: Project, found: ReturnChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-api-return")
