"""Callbacks and contexts."""

from dralint.analysis.processes.processes import Processes
from dralint.engine.ask import Ask
from dralint.testing import project_of


def processes(text: str) -> Processes:
    return Ask(project_of({"lib/a.ex": text}))(Processes)


def contexts(text: str) -> dict[str, set[str]]:
    """Return the roles of each function that has some."""
    project = project_of({"lib/a.ex": text})
    processes = Ask(project)(Processes)
    functions = [f for m in project.modules for f in m.functions]
    found = {f.label: {role for role, _ in processes.contexts(f)} for f in functions}
    return {label: roles for label, roles in found.items() if roles}


def test_callbacks_are_clauses_of_process_modules() -> None:
    found = processes(
        """
        defmodule A do
          use GenServer
          def init(x), do: {:ok, x}
          def handle_call(:a, _from, s), do: {:reply, s, s}
          def handle_call({:b, _}, _from, s), do: {:reply, s, s}
          def handle_call(_), do: :no
        end
        defmodule B do
          def handle_call(:a, _from, s), do: {:reply, s, s}
        end
        """
    )
    labels = [callback.label for callback in found.callbacks]
    assert labels == ["init(x)", "handle_call(:a, ...)", "handle_call({:b, ...}, ...)"]


def test_states_are_callbacks() -> None:
    found = processes(
        """
        defmodule A do
          use GenStateMachine, callback_mode: [:state_functions, :state_enter]
          def off(:enter, _old, _data), do: :keep_state_and_data
          def on({:call, from}, :flip, data), do: {:next_state, :off, data, [{:reply, from, :ok}]}
          def client(pid, key, value), do: GenStateMachine.call(pid, {key, value})
        end
        """
    )
    assert [callback.name for callback in found.callbacks] == ["off", "on"]


def test_roles_go_along_with_calls() -> None:
    assert contexts(
        """
        defmodule A do
          use GenServer
          def start_link(x), do: GenServer.start_link(__MODULE__, checked(x))
          def init(x), do: {:ok, both(x)}
          def handle_cast(:a, s), do: {:noreply, helper(both(s))}
          def handle_cast(:b, s) do
            Task.start(fn -> elsewhere(s) end)
            {:noreply, s}
          end
          def client(x), do: GenServer.cast(x, :a)
          defp checked(x), do: x
          defp both(x), do: x
          defp helper(x), do: deeper(x)
          defp deeper(x), do: x
          defp elsewhere(x), do: x
        end
        """
    ) == {
        "start_link/1": {"start"},
        "checked/1": {"start"},
        "init/1": {"start"},
        "both/1": {"start", "server"},
        "handle_cast/2": {"server"},
        "helper/1": {"server"},
        "deeper/1": {"server"},
        "elsewhere/1": {"task"},
    }


def test_an_application_starts() -> None:
    found = contexts(
        """
        defmodule A do
          use Application
          def start(_type, _args), do: Supervisor.start_link(children(), strategy: :one_for_one)
          defp children, do: []
        end
        """
    )
    assert found == {"start/2": {"start"}, "children/0": {"start"}}
