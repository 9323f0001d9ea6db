"""Names of which the grammar makes an operator: `index ->` after a line is not `in dex`."""

import pytest

from dralint.outline import outline_of
from dralint.outline.values import Arm, Block, Flow, Var, children

CODE = """
defmodule Shop do
  def run(x, total) do
    case x do
      :a ->
        log()

        {last}

      {head} ->
        total
    end
  end
end
"""


def arms(last: str, head: str) -> tuple[Arm, ...]:
    """Return the arms of the `case`, with a last expression and the head below it."""
    text = CODE.replace("{last}", last).replace("{head}", head)
    flow = outline_of(text.encode()).functions[0].clauses[0].body
    assert isinstance(flow, Flow)
    return flow.arms


@pytest.mark.parametrize("name", ["index", "order", "android", "whenever", "invalid", "info"])
@pytest.mark.parametrize("last", ["{:ok, total}", "total || x", "Log.info total", "total"])
def test_a_name_and_the_line_above_it(name: str, last: str) -> None:
    first, second = arms(last, name)
    other, _ = arms(last, "else_than_that")
    assert [p.name for p in second.patterns if isinstance(p, Var)] == [name]
    assert second.guard is None
    assert isinstance(first.body, Block) and isinstance(other.body, Block)
    assert first.body.items[-1] == other.body.items[-1]


def test_with_a_guard() -> None:
    first, second = arms("{:ok, total}", "index when index > 1")
    assert isinstance(first.body, Block) and len(first.body.items) == 2
    assert [p.name for p in second.patterns if isinstance(p, Var)] == ["index"]
    assert second.guard is not None and len(children(second.guard)) == 2
