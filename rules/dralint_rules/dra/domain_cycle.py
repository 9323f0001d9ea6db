"""Domains do not depend on each other in a ring.

Two domains that call each other are one: neither can be understood, tested or moved without the
other. Cut the ring where it is thinnest: let one of them broadcast what happened, pass in what it
needs, or move what both need into a third.

An edge is a call between two domains, of whatever module; types, associations and struct patterns
are none. The finding stands at the fewest calls that would have to go. Edges in `ignore_edges`
(`reporting -> *`) do not count.

Source: the seed's "never create tight coupling between modules" and its domain boundaries.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs) do
    MyApp.Billing.Invoice.API.create(attrs)
    # <- the domains `accounts`, `billing` depend on each other; this is the thinnest place, `accounts` to `billing` (one call)
    {:ok, attrs}
  end
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
  def fetch(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/billing/invoice/create.ex"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs) do
    with {:ok, user} <- MyApp.Accounts.User.API.fetch(attrs.user_id) do
      MyApp.Accounts.User.API.create(user)
    end
  end
end
```

```elixir title="lib/my_app/billing/invoice/api.ex"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @spec call(map()) :: {:ok, MyApp.Billing.Invoice.t()}
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/create.ex"
defmodule MyApp.Billing.Invoice.Create do
  def call(attrs), do: MyApp.Accounts.User.API.create(attrs)
end
```

```elixir title="lib/my_app/billing/invoice/api.ex"
defmodule MyApp.Billing.Invoice.API do
  def create(attrs), do: MyApp.Billing.Invoice.Create.call(attrs)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from dralint.api import (
    Borders,
    Crossing,
    Finding,
    Options,
    Project,
    Step,
    rule,
    strongly_connected,
)

Edges = dict[tuple[str, str], list[Crossing]]


@dataclass(frozen=True)
class DomainCycle(Options):
    """`ignore_edges`: pairs of domains that do not count, `reporting -> *`."""

    ignore_edges: tuple[str, ...] = ()


@rule("dra-domain-cycle")
def check(project: Project, borders: Borders, options: DomainCycle) -> Iterator[Finding]:
    edges = {
        (one, other): sites
        for one, reached in borders.graph.items()
        for other, sites in reached.items()
        if not any(fnmatch(f"{one} -> {other}", pattern) for pattern in options.ignore_edges)
    }
    for ring in _rings(edges):
        inner = {edge: s for edge, s in edges.items() if edge[0] in ring and edge[1] in ring}
        cut = _cut(inner)
        one, other = cut[0]
        sites = inner[cut[0]]
        names = ", ".join(f"`{name}`" for name in sorted(ring))
        yield Finding(
            sites[0].call.name_span,
            f"the domains {names} depend on each other; this is the thinnest place, "
            f"`{one}` to `{other}` ({_times(sites)})",
            help="broadcast it, pass it in, or move what both need into a third domain",
            trail=[Step(site.call.name_span, f"`{one}` calls `{other}`") for site in sites[1:4]]
            + [
                Step(found[0].call.name_span, f"`{a}` calls `{b}` ({_times(found)})")
                for (a, b), found in sorted(inner.items())
                if (a, b) != cut[0]
            ],
        )


def _times(sites: list[Crossing]) -> str:
    return "one call" if len(sites) == 1 else f"{len(sites)} calls"


def _rings(edges: Edges) -> list[frozenset[str]]:
    graph: dict[str, list[str]] = {}
    for one, other in edges:
        graph.setdefault(one, []).append(other)
    found = strongly_connected({name: sorted(reached) for name, reached in graph.items()})
    return [ring for ring in found if len(ring) > 1]


def _cut(edges: Edges) -> list[tuple[str, str]]:
    """Return the thinnest edges without which there is no ring, the thinnest first."""
    left = dict(edges)
    gone: list[tuple[str, str]] = []
    while rings := _rings(left):
        inner = [edge for edge in left if any(edge[0] in r and edge[1] in r for r in rings)]
        thin = min(inner, key=lambda edge: (len(left[edge]), edge))
        gone.append(thin)
        del left[thin]
    return gone
