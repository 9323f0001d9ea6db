"""Calls with too few arguments, as one writes them halfway, are no error."""

import pytest

from tools.fuzz import faults_of


@pytest.mark.parametrize("call", ["put()", "put(a)", "get(a)", "drop(a)", "take()", "merge(a)"])
def test_too_few_arguments(call: str) -> None:
    children = f"Keyword.{call}"
    source = (
        "defmodule A do\n  use Supervisor\n  def init(a) do\n"
        f"    Supervisor.init({children}, strategy: :one_for_one)\n  end\nend\n"
    )
    assert faults_of({"lib/a.ex": source.encode()}) == []
