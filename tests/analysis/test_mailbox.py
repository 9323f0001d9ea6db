"""Which messages a process is prepared for."""

import pytest

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.processes.mailbox import DOWN, EXIT, EXIT_NORMAL, TASK_REPLY, Mailbox
from dralint.analysis.processes.processes import Processes
from dralint.analysis.values.shapes import Shape, atom
from dralint.project import Module
from dralint.testing import project_of


def server(clauses: str, use: str = "use GenServer") -> tuple[Mailbox, Module]:
    text = f"defmodule Shop do\n  {use}\n  def init(x), do: {{:ok, x}}\n{clauses}\nend\n"
    project = project_of({"lib/shop.ex": text})
    graph = CallGraph.of(project)
    (module,) = project.modules
    return Mailbox.of(project, graph, Processes.of(project, graph)), module


@pytest.mark.parametrize(
    ("clause", "message", "answer"),
    [
        ("def handle_info(:tick, s), do: {:noreply, s}", atom("tick"), True),
        ("def handle_info(:tick, s), do: {:noreply, s}", atom("tock"), False),
        ("def handle_info(:tick, s), do: {:noreply, s}", TASK_REPLY, False),
        ("def handle_info(_, s), do: {:noreply, s}", TASK_REPLY, True),
        (
            "def handle_info({ref, _}, s) when is_reference(ref), do: {:noreply, s}",
            TASK_REPLY,
            None,
        ),
        ("def handle_info({:tcp, _}, s), do: {:noreply, s}", TASK_REPLY, False),
        ("def handle_info({:DOWN, _, :process, _, _}, s), do: {:noreply, s}", DOWN, True),
        ("def handle_info({:EXIT, _, :shutdown}, s), do: {:noreply, s}", EXIT, None),
        ("def handle_info({:EXIT, _, :shutdown}, s), do: {:noreply, s}", EXIT_NORMAL, False),
        ("def wait, do: receive(do: ({:EXIT, p, _} -> p))", EXIT, None),
        ("", atom("tick"), False),
    ],
)
def test_clauses(clause: str, message: Shape, answer: bool | None) -> None:
    mailbox, module = server(clause)
    assert mailbox.takes(module, message) is answer


def test_what_a_use_may_have_added_is_unknown() -> None:
    mailbox, module = server("", "use GenServer\n  use Vendor.Thing")
    assert mailbox.takes(module, TASK_REPLY) is None


def test_state_machines_take_messages_as_events() -> None:
    clauses = """
    def callback_mode, do: :handle_event_function
    def handle_event(:info, {ref, _}, _state, data), do: {:keep_state, data}
    def handle_event(:cast, :go, _state, data), do: {:keep_state, data}
    """
    mailbox, module = server(clauses, "@behaviour :gen_statem")
    assert mailbox.takes(module, TASK_REPLY) is True
    assert mailbox.takes(module, DOWN) is False


def test_the_server_that_runs_a_helper() -> None:
    clauses = """
    def handle_info(:tick, s), do: {:noreply, go(s)}
    defp go(s), do: Task.async(fn -> other(s) end)
    defp other(s), do: s
    """
    mailbox, module = server(clauses)
    by_name = {function.name: function for function in module.functions}
    assert mailbox.owners(by_name["go"]) == (module,)
    assert mailbox.owners(by_name["other"]) == ()
    assert mailbox.unprepared(by_name["go"], TASK_REPLY) == (module,)
    assert mailbox.takes_task_replies(by_name["go"]) is False
