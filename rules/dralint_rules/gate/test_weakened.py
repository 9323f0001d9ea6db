"""A change takes nothing from the tests unless somebody was asked.

A test that went, is skipped, or asserts less no longer holds what it held. Tests that moved or only
have another name are the same, and so is a new one that calls what a test that is gone called. One
that went with the function, the module or the route that it asks for is none that is missed.

Source: the seed's never list ("remove tests without justification").

## Bad

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  def fold(_paper), do: :folded
  def cut(_paper), do: :cut
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  def fold(_paper), do: :folded
  def cut(_paper), do: :cut
end
```

```elixir title="test/paper_test.exs" at="1"
defmodule PaperTest do
  use ExUnit.Case, async: true

  test "folds" do
    assert Paper.fold(:a) == :folded
  end

  test "cuts" do
    assert Paper.cut(:a) == :cut
  end
end
```

```elixir title="test/paper_test.exs" at="2"
defmodule PaperTest do
  use ExUnit.Case, async: true

  test "folds" do
    assert Paper.fold(:a) == :folded
  end

  @tag :skip
  test "cuts" do
  #    ^^^^^^ the test "cuts" is skipped now
    assert Paper.cut(:a) == :cut
  end
end
```

## Good

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  def fold(_paper), do: :folded
  def cut(_paper), do: :cut
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  def fold(_paper), do: :folded
  def cut(_paper), do: :cut
end
```

```elixir title="test/paper_test.exs" at="1"
defmodule PaperTest do
  use ExUnit.Case, async: true

  test "folds" do
    assert Paper.fold(:a) == :folded
  end

  test "cuts" do
    assert Paper.cut(:a) == :cut
  end
end
```

```elixir title="test/paper_test.exs" at="2"
defmodule PaperTest do
  use ExUnit.Case, async: true

  test "cuts" do
    assert Paper.cut(:a) == :cut
  end

  test "folds paper" do
    assert Paper.fold(:a) == :folded
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, TestChanges, rule


@rule("gate-test-weakened", severity=ERROR)
def check(project: Project, found: TestChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-test-weakened")
