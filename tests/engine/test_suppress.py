"""A suppression holds where it says, and only there."""

from textwrap import dedent

import pytest

from dralint.testing import findings
from tests.conftest import all_rules

SPAWN = "otp-unsupervised-spawn"


def lines(text: str, *rules: str) -> list[tuple[int, str]]:
    """Return the line and rule of each finding in a text."""
    known = all_rules()
    wanted = rules or (SPAWN, "quality-suppression-unused", "quality-suppression-unknown")
    found = findings([known[id] for id in wanted], {"lib/a.ex": dedent(text)}, known=known)
    return [(d.span.start.line, d.rule) for d in found]


def test_on_the_line() -> None:
    assert lines("""\
        defmodule A do
          def f, do: spawn(fn -> 1 end) # dralint:ignore otp-unsupervised-spawn -- why
          def g, do: spawn(fn -> 1 end)
        end
        """) == [(3, SPAWN)]


@pytest.mark.parametrize("above", ['@doc "F."', "@spec f() :: pid()", "@doc false\n  @impl true"])
def test_above_a_definition_and_its_attributes(above: str) -> None:
    assert lines(f"""\
defmodule A do
  # dralint:ignore otp-unsupervised-spawn -- why
  {above}
  def f do
    1
    spawn(fn -> 1 end)
  end

  def f(1), do: spawn(fn -> 1 end)
end
""") == [(8 + above.count("\n") + 1, SPAWN)]


def test_above_the_first_clause_covers_all_clauses_and_above_another_that_one() -> None:
    text = """\
        defmodule A do
          # dralint:ignore otp-unsupervised-spawn -- why
          def f(1), do: spawn(fn -> 1 end)
          def f(2), do: spawn(fn -> 1 end)

          def g(1), do: spawn(fn -> 1 end)
          # dralint:ignore otp-unsupervised-spawn -- why
          def g(2), do: spawn(fn -> 1 end)
          def g(3), do: spawn(fn -> 1 end)
        end
        """
    assert lines(text) == [(6, SPAWN), (9, SPAWN)]


def test_above_an_expression_covers_all_of_it() -> None:
    assert lines("""\
        defmodule A do
          def f do
            # dralint:ignore otp-unsupervised-spawn -- why
            Enum.each(1..2, fn _ ->
              spawn(fn -> 1 end)
            end)

            spawn(fn -> 1 end)
          end
        end
        """) == [(8, SPAWN)]


def test_above_a_module_and_above_the_first_code() -> None:
    text = """\
        # dralint:ignore otp-unsupervised-spawn -- why
        defmodule A do
          def f, do: spawn(fn -> 1 end)
        end

        defmodule B do
          def f, do: spawn(fn -> 1 end)
        end
        """
    assert lines(text) == []


def test_several_rules_and_one_unused() -> None:
    text = """\
        defmodule A do
          # dralint:ignore otp-unsupervised-spawn, syntax-error -- why
          def f, do: spawn(fn -> 1 end)
        end
        """
    rules = (SPAWN, "syntax-error", "quality-suppression-unused")
    assert lines(text, *rules) == [(2, "quality-suppression-unused")]


def test_a_rule_that_did_not_run_is_not_judged() -> None:
    text = """\
        defmodule A do
          # dralint:ignore syntax-error -- why
          def f, do: 1
        end
        """
    assert lines(text) == []


def test_a_string_is_no_comment() -> None:
    text = """\
        defmodule A do
          def f, do: {"# dralint:ignore otp-unsupervised-spawn -- x", spawn(fn -> 1 end)}
        end
        """
    assert lines(text) == [(2, SPAWN)]
