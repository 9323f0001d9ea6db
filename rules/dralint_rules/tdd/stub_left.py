"""A function does what its name says; it does not only promise to.

`raise "not implemented"` is how a function begins while its test is red. Left in, it is an error that
waits for the first caller. Implement it, or remove it.

Reported are functions of the running code whose whole body is `raise "not implemented"`,
`throw :not_implemented`, `:todo` or `{:error, :not_implemented}`, and tests that only
`flunk("not implemented")`. A callback that refuses what its behaviour allows to be missing, and a
clause beside others that do something, may mean it: they are only possible. An error value that
the function's spec names is part of its contract, and info.

Source: the seed's "Red phase", and "Fully functional features" in its checklist.

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(_prices), do: raise("not implemented yet")
  #   ^^^^^ `total/1` is not implemented

  def discount(_prices), do: :todo
  #   ^^^^^^^^ `discount/1` is not implemented
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    #  ^^^^^^^^^ the test `adds up` is not written
    flunk("not implemented")
  end
end
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)

  def import(text) do
    if text == "", do: raise("to-do lists are no carts"), else: [text]
  end

  def state, do: :open
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    case MyApp.Cart.total([1]) do
      1 -> :ok
      other -> flunk("not implemented for #{other}")
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    INFO,
    LATER,
    POSSIBLE,
    WARNING,
    File,
    Finding,
    Function,
    inside,
    rule,
    stub_of,
    values,
)

_LATER = frozenset(("todo", "not_implemented", "not_yet_implemented", "unimplemented"))


@rule("tdd-stub-left", severity=WARNING, kinds=("lib", "web", "test"))
def check(file: File) -> Iterator[Finding]:
    outline = file.outline
    for data in outline.functions:
        if any(stub_of(outline, clause.body) is not None for clause in data.clauses):
            function = file.functions[data.index]
            if data.module >= 0 and not function.module.data.quoted:
                yield from _of(function)


def _of(function: Function) -> Iterator[Finding]:
    outline = function.file.outline
    bodies = [clause.body for clause in function.clauses if clause.body is not None]
    stubs = [body for body in bodies if stub_of(outline, body) is not None]
    if function.file.is_test and not function.data.is_test:
        return
    # What is called so is meant to say so.
    if LATER.search(function.name.replace("_", " ")) or function.module.data.kind != "module":
        return
    if function.data.is_test:
        yield Finding(function, f"the test `{function.name}` is not written", help="write it")
        return
    whole = len(stubs) == len(bodies)
    meant = function.has_impl or function.is_callback or not whole or function.data.dynamic
    promised = _in_spec(function)
    yield Finding(
        function,
        f"`{function.label}` is not implemented",
        severity=INFO if promised else WARNING,
        confidence=POSSIBLE if meant else CERTAIN,
        help="implement it, beginning with a test that fails, or remove it",
    )


def _in_spec(function: Function) -> bool:
    """Whether the spec of a function says that it may not be implemented."""
    return any(
        isinstance(value, values.Atom) and value.name in _LATER
        for spec in function.module.specs
        if spec.kind == "spec" and (spec.name, spec.arity) == (function.name, function.arity)
        for value in inside(function.file.outline, spec.result)
    )
