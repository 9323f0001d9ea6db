"""An assertion can fail.

`assert true`, `assert x == x` and a match of a literal with itself hold whatever the code does.
They are left from a scaffold, or make a test look as if it asserted something. Assert what came out
of the code, or say that the test only shows that nothing raises, in its title.

`assert true` in one branch of a `case` or inside a closure says which way was taken; it is left
alone. `assert true` after other code is an info: it marks that the
test came this far.

Source: the seed's "Red phase" (a test fails first; this one cannot).

## Bad

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "greets the world" do
    assert true
    # <- this assertion always holds
  end

  test "adds up" do
    total = MyApp.Cart.total([1, 2])
    assert total == total
    # <- this assertion always holds
    assert {:ok, _} = {:ok, 3}
    # <- this assertion always holds
  end

  test "comes to an end" do
    MyApp.Cart.drain()
    assert true
    # <- this assertion always holds
  end
end
```

## Good

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
    assert MyApp.Cart.id() == MyApp.Cart.id()
  end

  test "knows the way" do
    case MyApp.Cart.total([]) do
      0 -> assert true
      _ -> flunk("not empty")
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, WARNING, Call, File, Finding, Function, is_sample, rule, values

_LITERALS = (values.Atom, values.Number, values.String)
_COMPARISONS = ("==", "===", "<=", ">=")


@rule("test-tautology", severity=WARNING, kinds=("test",))
def check(file: File) -> Iterator[Finding]:
    for data in file.outline.calls:
        if data.name not in ("assert", "refute") or len(data.args) != 1 or data.function < 0:
            continue
        if not _always(data.args[0], data.name):
            continue
        call = file.call(data.index)
        function = call.function
        if function is None or not _is_statement(call, function):
            continue
        if call.target in (None, "ExUnit.Assertions") and not is_sample(function.module):
            yield Finding(
                call,
                "this assertion always holds",
                help="assert what came out of the code",
                severity=INFO if _is_mark(call, function) else WARNING,
            )


def _is_statement(call: Call, function: Function) -> bool:
    """Whether an assertion is a statement of a test itself, not of a branch in it."""
    if function.data.kind not in ("test", "property"):
        return False
    for clause in function.clauses:
        body = clause.body
        for item in body.items if isinstance(body, values.Block) else (body,):
            if isinstance(item, values.CallRef) and item.call == call.data.index:
                return True
    return False


def _is_mark(call: Call, function: Function) -> bool:
    """Whether `assert true` says that a test came this far: other code ran before it."""
    return isinstance(call.args[0], _LITERALS) and any(
        other.data.end <= call.data.start for other in function.calls
    )


def _always(value: values.Value, name: str) -> bool:
    """Whether an assertion of a value always holds."""
    wanted = name == "assert"
    if isinstance(value, _LITERALS):
        falsy = isinstance(value, values.Atom) and value.name in ("false", "nil")
        return falsy is not wanted
    if isinstance(value, values.Op) and len(value.args) == 2 and wanted:
        left, right = value.args
        if value.op in _COMPARISONS:
            return _same(left, right)
        if value.op == "=":
            return _is_plain(left) and _is_literal(right)
    return False


def _same(left: values.Value, right: values.Value) -> bool:
    match left, right:
        case values.Var(), values.Var():
            return left.name == right.name
        case values.Atom(), values.Atom():
            return left.name == right.name
        case values.Number() | values.String(), values.Number() | values.String():
            return type(left) is type(right) and left.text == right.text
        case values.Field(), values.Field():
            return left.name == right.name and _same(left.on, right.on)
        case _:
            return False


def _is_plain(pattern: values.Value) -> bool:
    """Whether a pattern is a tuple of variables and literals."""
    parts = (*_LITERALS, values.Var)
    return isinstance(pattern, values.TupleOf) and all(isinstance(i, parts) for i in pattern.items)


def _is_literal(value: values.Value) -> bool:
    if isinstance(value, values.TupleOf | values.ListOf):
        return all(map(_is_literal, value.items))
    return isinstance(value, _LITERALS)
