"""Messages that nobody expects, where others like the process drop them."""

from dralint.analysis.processes.strays import Strays
from dralint.engine.ask import Ask
from dralint.testing import project_of

DROPS = "  def handle_info(_message, s), do: {:noreply, s}"


def server(name: str, rest: str = "", use: str = "use GenServer") -> str:
    return f"""
defmodule {name} do
  {use}
  def init(s), do: {{:ok, s}}
  def handle_info(:tick, s), do: {{:noreply, s}}
{rest}
end
"""


def unready(*texts: str) -> list[tuple[str, str]]:
    """Return who would end, and the module or state that would not; empty for a habit."""
    project = project_of({f"lib/m{index}.ex": text for index, text in enumerate(texts)})
    return [
        (each.who, "" if each.other is None else f"{each.other.module.name}.{each.other.name}")
        for each in Ask(project)(Strays).unready
    ]


def test_two_thirds_of_three_or_more_make_a_habit() -> None:
    ready = [server(f"R{index}", DROPS) for index in range(4)]
    assert unready(*ready[:2], server("A")) == []
    assert unready(*ready[:3], server("A")) == [("A", "")]
    assert unready(*ready[:3], server("A"), server("B")) == []
    assert unready(*ready, server("A"), server("B")) == [("A", ""), ("B", "")]


def test_what_a_guard_may_refuse_counts_for_nobody() -> None:
    ready = [server(f"R{index}", DROPS) for index in range(3)]
    maybe = server("A", "  def handle_info(m, s) when is_tuple(m), do: {:noreply, s}")
    assert unready(*ready, maybe) == []


def test_modules_of_one_behaviour_of_the_project_are_held_against_each_other() -> None:
    behaviour = "defmodule Wire do\n  @callback push(term()) :: :ok\nend"
    use = "use GenServer\n  @behaviour Wire"
    one, two = server("One", use=use), server("Two", DROPS, use)
    assert unready(behaviour, one, two) == [("One", "Two.handle_info")]
    assert unready(one, two) == []


def test_states_of_one_machine_are_held_against_each_other() -> None:
    machine = """
defmodule Door do
  @behaviour :gen_statem
  def callback_mode, do: :state_functions
  def init(k), do: {:ok, :closed, k}
  def closed(:cast, :open, k), do: {:next_state, :open, k}
  def closed(:info, _message, _k), do: :keep_state_and_data
  def open(:cast, :close, k), do: {:next_state, :closed, k}
  def open(:info, {:DOWN, _, _, _, _}, _k), do: :keep_state_and_data
  def stuck(_event, _content, _k), do: :keep_state_and_data
  def terminate(_reason, _state, _k), do: :ok
end
"""
    assert unready(machine) == [("open/3", "Door.closed")]
    assert unready(machine.replace("(:info, _message, _k)", "(:info, :known, _k)")) == []
