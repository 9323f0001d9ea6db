"""A test asserts something.

A test without an assertion is green whatever the code returns: it proves at most that nothing
raised. Assert what came out, or what was sent, stored or called. The same holds for a comparison
that stands alone: `total(cart) == 3` without `assert` is computed and thrown away.

Counted as assertions are those of ExUnit and of libraries whose functions are named like them,
matches with `=`, a `case` that is not exhaustive, `receive`, `raise`, expectations of Mox, Mimic
and Bypass, `check all`, and helpers of the project that contain any of these. A test whose title
says that nothing is raised is left alone (`allow_smoke`), and so is one that is skipped. Where a
helper cannot be seen the finding is only possible. A test that ends in a function which raises on
failure (`Repo.insert!/1`) proves that much, and is an info.

Source: the seed's "Red phase" (the test asserts the result) and "Ensure comprehensive coverage".

## Bad

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds an item" do
    #  ^^^^^^^^^^^^^^ the test `adds an item` asserts nothing
    MyApp.Cart.add(%MyApp.Cart{}, :apple)
  end

  test "adds up" do
    assert MyApp.Cart.new().items == []
    MyApp.Cart.total([1, 2]) == 3
    # <- the result of this `==` is thrown away, so nothing is asserted
  end

  test "stores a cart" do
    #  ^^^^^^^^^^^^^^^ the test `stores a cart` asserts nothing
    MyApp.Cart.store!(%MyApp.Cart{})
  end
end
```

## Good

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true
  import MyApp.CartHelpers

  test "adds an item" do
    assert MyApp.Cart.add(%MyApp.Cart{}, :apple).items == [:apple]
  end

  test "can be stored" do
    {:ok, _cart} = MyApp.Cart.store(%MyApp.Cart{})
  end

  test "holds one apple" do
    %MyApp.Cart{} |> MyApp.Cart.add(:apple) |> holds_one(:apple)
  end

  test "does not raise on an empty cart" do
    MyApp.Cart.total([])
  end
end
```

```elixir title="test/support/cart_helpers.ex"
defmodule MyApp.CartHelpers do
  import ExUnit.Assertions

  def holds_one(cart, item), do: check_count(cart, item, 1)

  defp check_count(cart, item, count) do
    assert Enum.count(cart.items, &(&1 == item)) == count
  end
end
```
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    CERTAIN,
    INFO,
    POSSIBLE,
    WARNING,
    Assertions,
    Finding,
    Function,
    Options,
    Proof,
    is_sample,
    is_skipped,
    rule,
    values,
)

SMOKE = re.compile(
    r"(?i)\b(does ?n[o']t|do ?n[o']t|wo ?n[o']t|not|never|no|without( an?)?( any)?) "
    r"(raise|raising|warn|cause|crash|fail|throw|explode|blow|break|error|exception|die|complain|halt|hang)"
)


@dataclass(frozen=True)
class NoAssertion(Options):
    """`allow_smoke`: a test named like "does not raise" needs no assertion."""

    allow_smoke: bool = True


@rule("test-no-assertion", severity=WARNING, kinds=("test",))
def check(function: Function, assertions: Assertions, options: NoAssertion) -> Iterator[Finding]:
    if function.data.kind not in ("test", "property") or function.clauses[0].body is None:
        return
    if is_skipped(function) or is_sample(function.module):
        return
    lost = list(assertions.discarded(function))
    for op in lost:
        yield Finding(
            function.file.place(op),
            f"the result of this `{op.op}` is thrown away, so nothing is asserted",
            help="put `assert` in front of it",
        )
    proof = Proof.YES if lost else assertions.proof(function)
    if proof is not Proof.YES and not (options.allow_smoke and SMOKE.search(function.name)):
        yield Finding(
            function,
            f"the test `{function.name}` asserts nothing",
            severity=INFO if _raises(function) else WARNING,
            confidence=CERTAIN if proof is Proof.NO else POSSIBLE,
            help="assert what came out, or what was sent, stored or called",
        )


def _raises(function: Function) -> bool:
    """Whether the last thing that a test does is to call a function which raises on failure."""
    body = function.clauses[0].body
    last = body.items[-1] if isinstance(body, values.Block) and body.items else body
    if not isinstance(last, values.CallRef):
        return False
    return function.file.outline.calls[last.call].name.endswith("!")
