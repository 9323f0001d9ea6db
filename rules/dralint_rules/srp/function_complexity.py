"""A function is simple enough to be read in one go.

What branches often, nests deep or goes on for pages has to be kept in mind whole by everybody who
changes it, and its tests need a case for every way through it. Split it: a clause for each case, a
`with` for a chain of steps, private functions with names for its parts.

Counted is each clause by itself: decisions (`if`, arms of `case` and `cond`, `and`, `or`) plus one,
control structures inside each other, lines, and parameters. A `case` whose arms are one expression
each is a table and counts as one decision. Functions that end in a template, and long ones that
hardly decide anything, are not counted by lines.

Source: the seed's anti-pattern 2 (single responsibility) and its code quality standards.

## Bad

```elixir
defmodule MyApp.Fares do
  def fare(trip, rider, day) do
  #   ^^^^ `fare/3` nests 4 control structures
    if trip.zones > 1 do
      case rider.kind do
        :child ->
          0

        :senior ->
          if day == :sunday do
            unless trip.night do
              trip.zones * 50
            end
          end
      end
    end
  end

  def book(trip, rider, day, seat, class, meal, voucher, agent, note) do
  #   ^^^^ `book/9` takes 9 parameters
    [trip, rider, day, seat, class, meal, voucher, agent, note]
  end
end
```

## Good

```elixir
defmodule MyApp.Fares do
  def fare(%{zones: 1}, _rider, _day), do: 0
  def fare(_trip, %{kind: :child}, _day), do: 0
  def fare(%{night: true}, %{kind: :senior}, :sunday), do: 0
  def fare(trip, %{kind: :senior}, _day), do: trip.zones * 50
  def fare(trip, _rider, _day), do: trip.zones * 100

  def name(code) do
    case code do
      1 -> "one"
      2 -> "two"
      3 -> "three"
      4 -> "four"
      5 -> "five"
      6 -> "six"
      7 -> "seven"
      8 -> "eight"
      9 -> "nine"
      10 -> "ten"
      11 -> "eleven"
      12 -> "twelve"
    end
  end

  def answer(conn, result) do
    case result do
      {:ok, body} -> send(conn, {200, body})
      {:error, :not_found} -> send(conn, {404, ""})
      {:error, :forbidden} -> send(conn, {403, ""})
      {:error, :unauthorized} -> send(conn, {401, ""})
      {:error, :conflict} -> send(conn, {409, ""})
      {:error, :gone} -> send(conn, {410, ""})
      {:error, :too_large} -> send(conn, {413, ""})
      {:error, :bad_type} -> send(conn, {415, ""})
      {:error, :invalid} -> send(conn, {422, ""})
      {:error, :locked} -> send(conn, {423, ""})
      {:error, :too_many} -> send(conn, {429, ""})
      {:error, :busy} -> send(conn, {503, ""})

      other ->
        IO.inspect(other)
        send(conn, {500, ""})
    end
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    WARNING,
    Clause,
    Finding,
    Function,
    Options,
    bounds,
    complexity,
    lines_of,
    rule,
)

FEW = 4
"""Ways up to which a long clause is a table or a straight row of steps."""
GRAVE = 1.5
"""What goes over a limit by so much is a warning."""
LEAST = 12
"""Lines below which a clause is not worth a look."""


@dataclass(frozen=True)
class FunctionComplexity(Options):
    """What a clause may have at most."""

    max_branches: int = 12
    max_depth: int = 3
    max_lines: int = 60
    max_parameters: int = 8


@rule("srp-function-complexity", severity=INFO)
def check(function: Function, options: FunctionComplexity) -> Iterator[Finding]:
    if function.data.kind not in ("def", "defp") or not function.clauses:
        return
    if function.arity > options.max_parameters:
        yield Finding(
            function,
            f"`{function.label}` takes {function.arity} parameters",
            help="pass what belongs together as one map or struct",
        )
        return
    for clause in function.clauses:
        said = _too_much(function, clause, options)
        if said is not None:
            yield Finding(
                function.file.at(clause.name_start, clause.name_end),
                f"`{function.label}` {said[0]}",
                severity=WARNING if said[1] > GRAVE else INFO,
                help="give its parts names: private functions, a clause for each case, a `with`",
            )
            return


def _too_much(
    function: Function, clause: Clause, options: FunctionComplexity
) -> tuple[str, float] | None:
    """Return what a clause has too much of, and how many times what it may have."""
    lines = lines_of(function.file, clause.start, clause.end)
    if clause.body is None or lines < LEAST:
        return None
    branches, depth = bounds(function.file, clause)
    long = lines > options.max_lines and branches > FEW
    if branches <= options.max_branches and depth <= options.max_depth and not long:
        return None
    found = complexity(function.file, clause)
    if found.branches > options.max_branches:
        return f"has {found.branches} ways through it", found.branches / options.max_branches
    if found.depth > options.max_depth:
        return f"nests {found.depth} control structures", found.depth / options.max_depth
    long = found.lines > options.max_lines and not found.template
    if long and found.branches > FEW:
        return f"is {found.lines} lines long", found.lines / options.max_lines
    return None
