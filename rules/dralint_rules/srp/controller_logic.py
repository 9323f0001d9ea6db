"""A controller translates: a request into a call of the domain, and its result into an answer.

A controller or LiveView that reads here, decides there and writes elsewhere holds a rule of the
business. A job, a console or another client cannot use it, and it is tested through HTTP only. Make
one function of the domain of it, and leave to the web layer what it got and what it answers.

The rule speaks of a function of the web layer that calls more than `max_api_calls` functions of the
domain, at least one of which writes, and decides between them. Reading several things for one page
is fine.

Source: the seed's "Mix business logic in API controllers" (never).

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/shop.ex"
defmodule MyApp.Shop do
  alias MyApp.{Order, Repo}

  def order(id), do: Repo.get(Order, id)
  def stock(order), do: Repo.get(MyApp.Stock, order.item_id)
  def reserve(stock, order), do: Repo.update(MyApp.Stock.reserve(stock, order))
  def confirm(order), do: Repo.update(Order.confirm(order))
end
```

```elixir title="lib/my_app_web/controllers/order_controller.ex"
defmodule MyAppWeb.OrderController do
  use Phoenix.Controller
  alias MyApp.Shop

  def confirm(conn, %{"id" => id}) do
  #   ^^^^^^^ `confirm/2` calls 4 functions of the domain and decides between them
    order = Shop.order(id)
    stock = Shop.stock(order)

    if stock.count > order.count do
      Shop.reserve(stock, order)
      Shop.confirm(order)
      if order.gift and stock.count > 1, do: text(conn, "wrapped"), else: text(conn, "done")
    else
      text(conn, "sold out")
    end
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/shop.ex"
defmodule MyApp.Shop do
  alias MyApp.{Order, Repo}

  def confirm(id), do: Order |> Repo.get(id) |> Order.confirm() |> Repo.update()
  def open, do: Repo.all(Order)
  def count, do: Repo.aggregate(Order, :count)
  def newest, do: Repo.one(Order)
  def best, do: Repo.get(Order, 1)
end
```

```elixir title="lib/my_app_web/controllers/order_controller.ex"
defmodule MyAppWeb.OrderController do
  use Phoenix.Controller
  alias MyApp.Shop

  def confirm(conn, %{"id" => id}) do
    case Shop.confirm(id) do
      {:ok, order} -> json(conn, order)
      {:error, _} -> send_resp(conn, 422, "")
    end
  end

  def index(conn, params) do
    orders = if params["all"], do: Shop.open(), else: [Shop.newest()]
    best = if params["best"] || params["top"], do: Shop.best()
    render(conn, :index, orders: orders, best: best, count: Shop.count())
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    PROBABLE,
    Asking,
    Call,
    Clause,
    Finding,
    Function,
    Options,
    Project,
    Step,
    complexity,
    rule,
    short,
)

DECISIONS = 2
LOADING = frozenset(("mount", "handle_params", "update"))
"""Callbacks of pages that gather what they show."""


@dataclass(frozen=True)
class ControllerLogic(Options):
    """`max_api_calls`: how many functions of the domain a function may call."""

    max_api_calls: int = 3


@rule("srp-controller-logic", severity=INFO, confidence=PROBABLE)
def check(project: Project, asking: Asking, options: ControllerLogic) -> Iterator[Finding]:
    writes, reads = asking.writes, asking.reads
    for file in project.files:
        for function in file.functions if file.kind == "web" else ():
            if function.key not in writes or function.name in LOADING:
                continue
            if function.data.kind not in ("def", "defp"):
                continue
            domain = [call for call in function.calls if _is_domain(call)]
            for clause in function.clauses:
                calls = [call for call in domain if call.data.index in range(*clause.calls)]
                found = {f.key: call for call in calls if (f := call.callee) is not None}
                asked = {key: call for key, call in found.items() if key in writes or key in reads}
                if len(asked) <= options.max_api_calls or writes.keys().isdisjoint(asked):
                    continue
                if complexity(file, clause).branches > DECISIONS:
                    yield _finding(function, clause, list(asked.values()))


def _finding(function: Function, clause: Clause, calls: list[Call]) -> Finding:
    return Finding(
        function.file.at(clause.name_start, clause.name_end),
        f"`{function.label}` calls {len(calls)} functions of the domain and decides between them",
        help="make one function of the domain of it",
        trail=[Step(call.name_span, f"`{short(call)}`") for call in calls],
    )


def _is_domain(call: Call) -> bool:
    callee = call.callee
    return callee is not None and callee.file.kind == "lib"
