"""What a module gets from its `use` lines and behaviours."""

from dralint.testing import project_of


def test_behaviours_of_erlang_are_atoms() -> None:
    text = "defmodule Machine do\n  @behaviour :gen_statem\n  def init(data), do: data\nend\n"
    (module,) = project_of({"lib/machine.ex": text}).modules
    assert module.effects.behaviours == {":gen_statem"}
    assert module.effects.process == "statem"
    assert module.functions[0].is_callback
