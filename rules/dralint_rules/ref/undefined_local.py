"""A function that is called without a module is defined or imported.

The compiler refuses the file ("undefined function"). It is a forgotten import, a typo, or a helper
that was moved away.

Only where all is in sight is this said: not in modules that use or import what cannot be seen, not
inside `quote`, not in what a macro is given.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir
defmodule MyApp.Accounts.Register do
  alias Ecto.Changeset

  def call(changeset) do
    case get_change(changeset, :password) do
      #  ^^^^^^^^^^ `get_change/2` is neither defined nor imported
      nil -> changeset
      password -> Changeset.put_change(changeset, :hash, hash(password, 12))
      #                                                  ^^^^ `hash/2` is neither defined nor imported; there is `hash/1`
    end
  end

  defp hash(password), do: Bcrypt.hash_pwd_salt(password)
end
```

## Good

```elixir
defmodule MyApp.Accounts.Register do
  import Ecto.Changeset, only: [get_change: 2]
  import Ecto.Query
  use GenServer

  def call(changeset) do
    password = get_change(changeset, :password)
    if is_binary(password), do: hash(password), else: node()
  end

  def all(query), do: from(u in query, where: fragment("length(?)", u.name) > 3)

  @impl true
  def init(options), do: {:ok, options}

  def child_spec(options), do: super(options)

  defmacro shout(text) do
    quote do
      scream(unquote(text))
    end
  end

  defp hash(password), do: Bcrypt.hash_pwd_salt(password)
end
```

```elixir
defmodule MyApp.Parser do
  import NimbleParsec

  def date(text), do: integer(text, 4)
end
```

```elixir
defmodule MyAppWeb.PageController do
  use MyAppWeb, :controller

  def home(conn, _params), do: render(conn, :home)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Absences, Call, Definitions, File, Finding, rule

WELL_KNOWN = ("Ecto.Changeset", "Ecto.Query", "Plug.Conn")


@rule("ref-undefined-local", severity=ERROR, kinds=("lib", "web", "task", "release"))
def check(file: File, absences: Absences, definitions: Definitions) -> Iterator[Finding]:
    for function, call in absences.local(file):
        others = definitions.arities(function.module, call.name)
        there = " and ".join(f"`{call.name}/{arity}`" for arity in others)
        yield Finding(
            call.name_span,
            f"`{call.name}/{call.arity}` is neither defined nor imported"
            + (f"; there is {there}" if there else ""),
            help=_help(call, definitions),
        )


def _help(call: Call, definitions: Definitions) -> str:
    homes = [name for name in WELL_KNOWN if definitions.is_offered(name, call.name, call.arity)]
    if len(homes) == 1:
        return f"`import {homes[0]}, only: [{call.name}: {call.arity}]`"
    return "define it, import it, or name its module"
