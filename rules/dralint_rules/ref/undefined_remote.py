"""A function that another module is asked for exists there.

A call of a function that a module does not have compiles with a warning at most, and raises
`UndefinedFunctionError` when the line is first reached. It is left behind by a rename, by another
number of arguments, or it calls a `defp` from outside.

Certain is an absence only where nothing is hidden: modules that use what cannot be seen, that
generate functions or run macros at their top level are not judged, nor is code that asks first
(`function_exported?`, `Code.ensure_loaded?`). For Elixir's own modules and a few libraries a table
holds what any version ever had; such a finding is a warning.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  def gross(net, rate), do: net + tax(net, rate)

  defp tax(net, rate), do: div(net * rate, 100)
end
```

```elixir title="lib/my_app/bill.ex"
defmodule MyApp.Bill do
  alias MyApp.Prices

  def total(items), do: items |> Enum.map(&Prices.gros(&1.net, 19)) |> Enum.summ()
  #                                                                    ^^^^^^^^^ `Enum.summ/1` does not exist; there is `Enum.sum/1`
  #                                        ^^^^^^^^^^^ `MyApp.Prices.gros/2` is not defined; there is `gross/2`
  def gross(net), do: Prices.gross(net)
  #                   ^^^^^^^^^^^^ `MyApp.Prices.gross/1` is not defined; there is `gross/2`
  def taxes(nets), do: Enum.map(nets, &Prices.tax(&1, 19))
  #                                    ^^^^^^^^^^ `MyApp.Prices.tax/2` is private
  def hash(word), do: Bcrypt.hash_pwd(word)
  #                   ^^^^^^^^^^^^^^^ `Bcrypt.hash_pwd/1` does not exist; there is `Bcrypt.hash_pwd_salt/1` and `Bcrypt.hash_pwd_salt/2`
end
```

## Good

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  use Agent

  defstruct [:net]

  def gross(net, rate \\\\ 19), do: net + div(net * rate, 100)
  defdelegate net(gross), to: MyApp.Taxes

  if Mix.env() == :test do
    def fixed, do: 19
  end
end
```

```elixir title="lib/my_app/units.ex"
defmodule MyApp.Units do
  for unit <- [:cent, :euro] do
    def unquote(unit)(amount), do: {unquote(unit), amount}
  end
end
```

```elixir title="lib/my_app/parser.ex"
defmodule MyApp.Parser do
  import NimbleParsec

  defparsec(:date, integer(4))
end
```

```elixir title="lib/my_app/bill.ex"
defmodule MyApp.Bill do
  alias MyApp.{Parser, Prices, Units}

  def total(text) do
    {:ok, _, _, _, _, _} = Parser.date(text)
    {Prices.gross(1), Prices.gross(1, 7), Prices.net(2), Prices.fixed(), Units.euro(3)}
  end

  def start, do: {Prices.child_spec([]), Prices.__struct__(), Prices.__info__(:functions)}

  def optional(date) do
    if function_exported?(Prices, :on, 1), do: Prices.on(date), else: apply(Prices, :at, [date])
  end

  def unknown(term), do: {MyApp.Elsewhere.run(term), :lists.nothing(term), Jason.encode!(term)}

  def shift(date), do: Date.shift(date, month: 1)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, WARNING, Absence, Absences, Call, File, Finding, rule


@rule("ref-undefined-remote", severity=ERROR, kinds=("lib", "web", "task", "release"))
def check(file: File, absences: Absences) -> Iterator[Finding]:
    for call, absence in absences.remote(file):
        yield Finding(
            call.name_span,
            _message(call, absence),
            help=_help(absence),
            severity=ERROR if absence.ours else WARNING,
            confidence=None if absence.ours else PROBABLE,
        )


def _message(call: Call, absence: Absence) -> str:
    name = f"`{call.target}.{call.name}/{call.arity}`"
    if absence.private:
        return f"{name} is private"
    verb = "is not defined" if absence.ours else "does not exist"
    if not absence.near:
        return f"{name} {verb}"
    prefix = "" if absence.ours else f"{call.target}."
    near = " and ".join(f"`{prefix}{each}`" for each in absence.near[:2])
    return f"{name} {verb}; there is {near}"


def _help(absence: Absence) -> str:
    if absence.private:
        return "make it public with `def`, or call what the module offers"
    return "call what is there, with the arguments that it takes"
