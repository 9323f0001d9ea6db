"""A module does one kind of work.

A module that writes rows, sends mail and talks to another service changes for three reasons, and
none of its parts can be tested without the two others. Leave the decision where it is, and move
what it is carried out with: the queries to a repository, the requests to a client, the mails to a
notifier. The message lists what would go where, by the functions that do nothing else.

Kinds of work are persistence, HTTP, mail, processes, web, rendering, files and jobs; parsing,
configuration and cryptography go along with any of them. A kind counts with two calls, and three
kinds are too many. Applications, mix tasks, processes' own calls and modules that only forward are
left out.

Source: the seed's anti-pattern 2 (single responsibility).

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  #       ^^^^^^^^^^^^ `MyApp.Orders` mixes HTTP (2), mail (2) and persistence (3): a client for `charge/1`, `refund/1`; a notifier for `tell/1`
  alias MyApp.{Order, Repo}

  def pay(id) do
    order = Repo.get!(Order, id)
    charge(order)
    tell(order)
    Repo.update!(Order.paid(order))
  end

  def cancel(id) do
    order = Repo.get!(Order, id)
    refund(order)
  end

  defp charge(order), do: Req.post!("https://pay.example.com/charge", json: %{id: order.id})

  defp refund(order), do: Req.post!("https://pay.example.com/refund", json: %{id: order.id})

  defp tell(order) do
    Swoosh.Email.new(to: order.email) |> Swoosh.Email.text_body("Thank you")
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  alias MyApp.{Order, Payments, Receipts, Repo}

  def pay(id) do
    order = Repo.get!(Order, id)
    Payments.charge(order)
    Receipts.send(order)
    Repo.update!(Order.paid(order))
  end
end
```

```elixir title="lib/my_app/payments.ex"
defmodule MyApp.Payments do
  def charge(order) do
    body = Jason.encode!(%{id: order.id})
    Req.post!(url(), body: body, auth: token())
  end

  def refund(order), do: Req.post!(url(), body: Jason.encode!(%{back: order.id}))

  defp url, do: Application.fetch_env!(:my_app, :pay_url)
  defp token, do: Application.fetch_env!(:my_app, :pay_token)
end
```
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dralint.api import (
    INFO,
    LIGHT,
    PROBABLE,
    Call,
    Concerns,
    Finding,
    Module,
    Options,
    Step,
    rule,
)

PARTS = {
    "persistence": "a repository",
    "HTTP": "a client",
    "mail": "a notifier",
    "processes": "a server",
    "web": "the web layer",
    "rendering": "a view",
    "files": "a storage",
    "jobs": "a worker",
}
EXEMPT = frozenset(("Application", "Mix.Task", "Phoenix.Endpoint", "Phoenix.Router", "Supervisor"))
OWN = {
    "worker": ("jobs", "processes"),
    **dict.fromkeys(("server", "statem", "stage", "supervisor"), ("processes",)),
}
"""What a module of a kind does by its nature."""
SHOWN = 3


@dataclass(frozen=True)
class MixedConcerns(Options):
    """`max`: how many kinds of work a module may do. `least`: the calls from which one counts."""

    max: int = 2
    least: int = 2


@rule("srp-mixed-concerns", severity=INFO, confidence=PROBABLE, kinds=("lib",))
def check(module: Module, concerns: Concerns, options: MixedConcerns) -> Iterator[Finding]:
    if not EXEMPT.isdisjoint(module.effects.uses):
        return
    found = {
        concern: calls
        for concern, calls in sorted(concerns.of_module(module).items())
        if concern not in LIGHT and len(calls) >= options.least
    }
    for concern in OWN.get(module.effects.process or "", ()):
        found.pop(concern, None)
    if len(found) <= options.max:
        return
    counted = [f"{concern} ({len(calls)})" for concern, calls in found.items()]
    said = f"{', '.join(counted[:-1])} and {counted[-1]}"
    split = _split(module, found)
    yield Finding(
        module,
        f"`{module.name}` mixes {said}" + (f": {'; '.join(split)}" if split else ""),
        help="move what decides nothing to modules of their own, and call them from here",
        trail=[Step(calls[0].name_span, concern) for concern, calls in found.items()],
    )


def _split(module: Module, found: Mapping[str, list[Call]]) -> list[str]:
    """Return, for each kind of work, what would take the functions that do nothing else."""
    kinds: dict[int, set[str]] = {}
    for concern, calls in found.items():
        for call in calls:
            kinds.setdefault(call.data.function, set()).add(concern)
    busy = [f for f in module.functions if f.data.index in kinds]
    parts: list[str] = []
    for concern in found:
        if concern == max(found, key=lambda each: len(found[each])):
            continue
        alone = [f"`{f.label}`" for f in busy if kinds[f.data.index] == {concern}]
        if alone:
            more = f" and {len(alone) - SHOWN} more" if len(alone) > SHOWN else ""
            parts.append(f"{PARTS[concern]} for {', '.join(alone[:SHOWN])}{more}")
    return parts
