"""What is bound is read, or says with `_` that it is not.

A variable that nobody reads is a result that somebody forgot to use, an argument that has no
effect, or a leftover. The compiler warns of it, and a project with such warnings does not see the
next one. A binding counts by itself: one that is bound again before it was read is unused, and so
is one inside an `if` that was meant for the code behind it.

Nothing is said of what is bound twice in one pattern (which compares), of code inside `quote`, of
functions with `unquote` or `binding()`, of variables that a template in a sigil names, and of
patterns that a macro is given. Where a macro that is not known surrounds the binding, it may read
it: the finding is only possible.

In tests, scripts and migrations it is a note. There a name that was bound above is often meant to
be compared: `assert %{id: id} = user` binds `id` anew and holds for every user that has one. That
stays a warning, and `^id` is what was meant.

The fix puts `_` before the name, unless that name is taken there.

Source: the seed's "Zero warnings" and the compiler's warning about unused variables.

## Bad

```elixir
defmodule MyApp.Sessions do
  use GenServer

  @impl true
  def init(opts) do
    #      ^^^^ `opts` is never read
    {:ok, %{}}
  end

  def close(sessions, user) do
    sessions = Map.delete(sessions, user)
  # ^^^^^^^^ `sessions` is never read
    :ok
  end

  def price(order) do
    rate = 19
  # ^^^^ `rate` is never read

    if order.foreign do
      rate = 0
    # ^^^^ `rate` is never read
    end

    rate = order.rate
    order.net * rate
  end
end
```

```elixir title="test/my_app/users_test.exs"
defmodule MyApp.UsersTest do
  use ExUnit.Case, async: true

  test "a user is found by the name" do
    id = MyApp.Users.create("Bob")
    MyApp.Users.rename(id, "Ada")
    assert %{id: id, name: "Ada"} = MyApp.Users.by_name("Ada")
    #            ^^ `id` is bound anew, so nothing is compared with it
  end

  test "a user has a name" do
    assert {:ok, user} = MyApp.Users.fetch(MyApp.Users.create("Ada"))
    #            ^^^^ `user` is never read
  end
end
```

## Good

```elixir title="test/my_app/users_test.exs"
defmodule MyApp.UsersTest do
  use ExUnit.Case, async: true

  test "a user is found by the name" do
    id = MyApp.Users.create("Ada")
    assert %{id: ^id, name: "Ada"} = MyApp.Users.by_name("Ada")
  end
end
```

```elixir
defmodule MyApp.Sessions do
  use GenServer

  defmacrop entry(fields), do: quote(do: {:entry, unquote(fields)})

  @impl true
  def init(_opts), do: {:ok, %{}}

  def same?(user, user), do: true
  def same?({size, <<name::binary-size(size)>>}, %{name: name}), do: true
  def same?(_one, _other), do: false

  def put(sessions, user, options \\\\ [])
  def put(sessions, %{id: id} = user, options) when map_size(sessions) < 10 do
    with {:ok, id} <- check(id, options) do
      Map.put(sessions, id, user)
    else
      _ -> id
    end
  end

  def dump(sessions, user) do
    count = map_size(sessions)
    IO.puts(inspect({binding(), user}))
  end

  def of_entry(entry(name: name), name), do: :same

  defp check(id, options), do: if(options[:strict], do: {:ok, id}, else: :error)
end
```

```elixir
defmodule MyApp.Page do
  import Phoenix.Component

  def page(assigns), do: ~H"<p>{@title}</p>"

  defmacro __using__(options) do
    name = Keyword.fetch!(options, :name)

    quote do
      def unquote(name)(user), do: :ok
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    POSSIBLE,
    WARNING,
    Binding,
    Edit,
    File,
    Finding,
    Fix,
    Function,
    Unread,
    inside,
    rule,
    values,
)

MAIN = ("lib", "web", "task", "release")


@rule(
    "quality-unused-variable",
    kinds=("lib", "web", "task", "release", "test", "support", "script", "migration"),
)
def check(file: File, unread: Unread) -> Iterator[Finding]:
    for function, each in unread.in_file(file):
        possible = unread.may_be_read(function, each)
        forgotten = file.is_test and unread.compares_nothing(function, each)
        yield Finding(
            file.at(each.start, each.end),
            f"`{each.name}` is bound anew, so nothing is compared with it"
            if forgotten
            else f"`{each.name}` is never read",
            help=f"`^{each.name}` compares with the value that it has above"
            if forgotten
            else f"use it, or begin its name with `_`: `_{each.name}`",
            severity=WARNING if forgotten or file.kind in MAIN else INFO,
            confidence=POSSIBLE if possible and not forgotten else None,
            fix=None if possible or forgotten else _fix(function, each),
        )


def _fix(function: Function, binding: Binding) -> Fix | None:
    """Return the edit that says `_`; None where the new name is one that the code has already."""
    name = f"_{binding.name}"
    outline = function.file.outline
    for clause in function.clauses:
        if clause.start <= binding.start < clause.end:
            for value in inside(outline, *clause.params, clause.guard, clause.body):
                if isinstance(value, values.Var) and value.name == name:
                    return None
    at = function.file.at(binding.start, binding.start)
    return Fix(f"call it `{name}`", (Edit(at, "_"),), safe=True)
