"""A module is named after what it does.

Nobody can say what does not belong into `Utils`: it takes everything, is used by everything, and so
every change of it concerns everybody. Name modules after their subject (`MyApp.Dates`,
`MyApp.Slugs`), and put what serves one module beside that.

The rule speaks of `Utils`, `Util`, `Helpers`, `Helper`, `Common`, `Misc`, `Shared` that hold
functions with nothing in common, and of `Manager` and `Service` that do several kinds of work. A
`Session.Manager` that only keeps sessions has a subject.

Source: the seed's anti-pattern 2 (single responsibility).

## Bad

```elixir
defmodule MyApp.Utils do
  #       ^^^^^^^^^^^ `MyApp.Utils` is named after nothing: `slug/1`, `words/1` have nothing in common with `round_up/2`, `cents/1`
  def slug(text), do: text |> words() |> Enum.join("-")
  def words(text), do: text |> String.downcase() |> String.split()
  def round_up(number, to), do: cents(number) + to
  def cents(number), do: number * 100
end
```

## Good

```elixir
defmodule MyApp.Session.Manager do
  use GenServer

  def open(user), do: GenServer.call(__MODULE__, {:open, user})
  def close(user), do: GenServer.call(__MODULE__, {:close, user})

  @impl true
  def init(sessions), do: {:ok, sessions}

  @impl true
  def handle_call({_, user}, _from, sessions), do: {:reply, user, sessions}
end
```

```elixir
defmodule MyApp.DateHelpers do
  def first(date), do: Date.beginning_of_month(date)
  def last(date), do: Date.end_of_month(date)
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, LIGHT, PROBABLE, Concerns, Finding, Function, Module, clusters, rule

NOTHING = frozenset(("Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Shared", "Utilities"))
SOMETHING = frozenset(("Manager", "Service"))


@rule("srp-generic-name", severity=INFO, confidence=PROBABLE, kinds=("lib",))
def check(module: Module, concerns: Concerns) -> Iterator[Finding]:
    last = module.name.rpartition(".")[2]
    if module.data.kind != "module" or (last not in NOTHING and last not in SOMETHING):
        return
    help = "name it after its subject, one module for each"
    if last in SOMETHING:
        kinds = sorted(
            kind
            for kind, calls in concerns.of_module(module).items()
            if kind not in LIGHT and len(calls) > 1
        )
        if len(kinds) > 1:
            said = f"`{module.name}` is named after nothing, and does {' and '.join(kinds)}"
            yield Finding(module, said, help=help)
        return
    groups = [_offered(group) for group in clusters(module)]
    groups = [group for group in groups if len(group) > 1]
    if len(groups) > 1:
        one, other = (", ".join(f"`{f.label}`" for f in group[:2]) for group in groups[:2])
        said = f"`{module.name}` is named after nothing: {one} have nothing in common with {other}"
        yield Finding(module, said, help=help)


def _offered(group: list[Function]) -> list[Function]:
    return [function for function in group if function.data.public]
