"""A function that documentation names exists.

`` `fun/1` `` and `` `Module.fun/1` `` become links; one that leads nowhere sends the reader to what
was renamed or deleted. Only functions that would be the project's own are judged: of modules that
are in sight as a whole, or, without a module, of names that are nearly one of this module's.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  @moduledoc "Prices. Begin with `gros/1` or `MyApp.Taxes.rate/1`."
  #                               ^^^^^^ there is no `gros/1`
  #                                           ^^^^^^^^^^^^^^^^^^ there is no `MyApp.Taxes.rate/1`

  def gross(net), do: net * MyApp.Taxes.rate()
end
```

```elixir title="lib/my_app/taxes.ex"
defmodule MyApp.Taxes do
  def rate, do: 19
end
```

## Good

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  @moduledoc \"\"\"
  Prices: `gross/1`, `MyApp.Taxes.rate/0`, `c:rate/2`, `t:price/0`, `Jason.encode/1`, `init/1`,
  `:lists.map/2`, `is_nil/1`, `elsewhere/3`, `tax/1`.
  \"\"\"

  def gross(net), do: net * MyApp.Taxes.rate() + tax(net)
  defp tax(net), do: net
end
```

```elixir title="lib/my_app/taxes.ex"
defmodule MyApp.Taxes do
  use GenServer

  def rate, do: 19
  def elsewhere(one, two, three), do: {one, two, three}

  @impl true
  def init(options), do: {:ok, options}
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, DocReferences, Finding, Module, rule


@rule("doc-stale-reference", severity=INFO)
def check(module: Module, references: DocReferences) -> Iterator[Finding]:
    for span, name in references.stale(module):
        yield Finding(
            span,
            f"there is no `{name}`",
            help="name what is there, or take the reference out",
        )
