"""Results to report on, in believable code."""

from dralint.finding import (
    CERTAIN,
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Confidence,
    Diagnostic,
    Edit,
    Fix,
    Result,
    RuleInfo,
    Severity,
    Step,
    Unanalysed,
)
from dralint.text import Position, Span

RATES = """\
defmodule Shop.Rates do
  @moduledoc "Exchange rates, kept for a minute."
  use GenServer

  @url "https://rates.example/latest"

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call(:refresh, _from, state) do
    {:reply, fetch(state), state}
  end

  defp fetch(state) do
    Req.get!(@url, receive_timeout: state.timeout, headers: headers(state), retry: false).body
  end
end
"""

ORDERS = """\
defmodule Shop.Orders do
  def labels(order) do
    IO.puts("📦 größer 価格: #{order.total}"); IO.inspect(order)
    order.lines
    |> Enum.map(fn line ->
      Repo.get!(Product, line.product_id)
    end)
    |> Enum.map(& &1.name)
  end
\tdef total(order),\tdo: String.to_atom(order.total)
end
"""

PAGE = """\
A callback of a server never waits for slow work.

While a callback waits, the server answers nobody. Hand the work to a task and answer later.

## Bad

```elixir title="lib/shop/rates.ex"
def handle_call(:refresh, _from, state) do
  {:reply, Req.get!(@url), state}
end
```
"""


def span(path: str, text: str, needle: str, nth: int = 1) -> Span:
    """Return the span of the nth occurrence of some text."""
    at = -1
    for _ in range(nth):
        at = text.index(needle, at + 1)

    def position(offset: int) -> Position:
        line = text.count("\n", 0, offset)
        return Position(line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)

    return Span(path, position(at), position(at + len(needle)))


def diagnostic(
    rule: str,
    at: Span,
    message: str,
    severity: Severity = WARNING,
    confidence: Confidence = CERTAIN,
    help: str | None = None,
    trail: tuple[Step, ...] = (),
    fix: Fix | None = None,
    function: str | None = None,
) -> Diagnostic:
    return Diagnostic(
        rule,
        at,
        severity,
        confidence,
        message,
        help,
        "Shop.Sample",
        function,
        "3f1c2a9d",
        trail,
        fix,
    )


def rule_info(
    id: str, severity: Severity = WARNING, confidence: Confidence = PROBABLE, page: str = PAGE
) -> RuleInfo:
    return RuleInfo(id, severity, confidence, page.partition("\n")[0], page)


def shop() -> Result:
    """A report with one of everything."""
    rates, orders = "lib/shop/rates.ex", "lib/shop/orders.ex"
    inspect = span(orders, ORDERS, "IO.inspect(order)")
    found = (
        diagnostic(
            "quality-debug-leftover",
            inspect,
            "`IO.inspect/1` is left in the code",
            help="remove the call, or write to the `Logger`",
            fix=Fix("Keep the argument alone", (Edit(inspect, "order"),)),
            function="labels/1",
        ),
        diagnostic(
            "query-n-plus-one",
            span(orders, ORDERS, ORDERS.split("\n", 3)[3].split("\n  end")[0].strip()),
            "`Repo.get!/2` asks the database once for each line of the order, which is a query too "
            "many for every line but the first",
            confidence=POSSIBLE,
            help="load all products with one query:\n\n"
            "    Repo.all(from p in Product, where: p.id in ^ids)",
        ),
        diagnostic(
            "security-atom-from-input",
            span(orders, ORDERS, "String.to_atom"),
            "`String.to_atom/1` makes atoms of text that comes from outside",
            ERROR,
            trail=(
                Step(span(orders, ORDERS, "order.total", 2), "the total is read from the order"),
                Step(span(orders, ORDERS, "def labels(order)"), "and comes from a form"),
            ),
        ),
        diagnostic(
            "otp-blocking-callback",
            span(rates, RATES, "fetch"),
            "`handle_call(:refresh, ...)` waits for the network",
            ERROR,
            help="answer with `GenServer.reply/2` from a task",
            trail=(
                Step(span(rates, RATES, "fetch(state)"), "`handle_call/3` calls `fetch/1`"),
                Step(
                    span(rates, RATES, "Req.get!"),
                    "`fetch/1` calls `Req.get!/2`, which waits for an answer from the network for "
                    "up to fifteen seconds",
                ),
            ),
            function="handle_call/3",
        ),
        diagnostic("spec-missing", span(rates, RATES, "init"), "`init/1` has no `@spec`", INFO),
    )
    return Result(
        found,
        tuple(rule_info(f.rule, f.severity) for f in found),
        (
            Unanalysed("lib/shop_web/page.ex", 3, "a template, not Elixir"),
            Unanalysed("lib/shop_web/mail.ex", 1, "a template, not Elixir"),
            Unanalysed("lib/shop/old.ex", 1, "not UTF-8: byte 0xe9 at offset 1201"),
        ),
        (),
        {rates: RATES, orders: ORDERS},
        files=42,
        lines=5210,
        seconds=0.314,
        suppressed=5,
    )
