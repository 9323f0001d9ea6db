"""Where processes are started."""

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.processes.processes import Processes
from dralint.analysis.processes.starts import Standing, Starts
from dralint.analysis.values.fates import Fates
from dralint.project import Project
from dralint.testing import project_of

WORKER = """
defmodule Shop.Worker do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, prepare(opts))
  defp prepare(opts), do: check(opts)
  defp check(opts), do: opts

  def init(opts), do: {:ok, load(opts)}
  defp load(opts), do: shared(opts)

  def handle_call(:load, _from, state), do: {:reply, load_more(state), state}
  defp load_more(state), do: shared(state)

  defp shared(state), do: state
  def state(server), do: GenServer.call(server, :load)
end
"""


def starts_of(project: Project) -> Starts:
    graph = CallGraph.of(project)
    return Starts.of(project, graph, Processes.of(project, graph), Fates.of(project, graph))


def standing(project: Project, name: str) -> Standing:
    function = next(f for m in project.modules for f in m.functions if f.name == name)
    return starts_of(project).standing(function)


def test_the_worst_caller_decides() -> None:
    project = project_of({"lib/shop/worker.ex": WORKER})
    assert standing(project, "start_link") is Standing.START
    assert standing(project, "check") is Standing.START
    assert standing(project, "load") is Standing.INIT
    assert standing(project, "load_more") is Standing.SERVER
    assert standing(project, "shared") is Standing.SERVER
    assert standing(project, "state") is Standing.CLIENT


def test_what_a_specification_names_is_a_start() -> None:
    project = project_of(
        {
            "lib/sup.ex": """
            defmodule Sup do
              use Supervisor
              def init(_) do
                Supervisor.init([%{id: 1, start: {Log, :open, []}}], strategy: :one_for_one)
              end
            end
            """,
            "lib/log.ex": "defmodule Log do\n  def open, do: Agent.start_link(fn -> 1 end)\nend\n",
        }
    )
    assert standing(project, "open") is Standing.START


def test_only_called_by_mix_tasks() -> None:
    project = project_of(
        {
            "lib/mix/tasks/fill.ex": """
            defmodule Mix.Tasks.Fill do
              use Mix.Task
              def run(_), do: Fill.go()
            end
            """,
            "lib/fill.ex": "defmodule Fill do\n  def go, do: Agent.start_link(fn -> 1 end)\nend\n",
        }
    )
    assert standing(project, "go") is Standing.SCRIPT


def test_tests_do_not_count_as_callers() -> None:
    project = project_of(
        {
            "lib/a.ex": "defmodule A do\n  def start_link(x), do: help(x)\n"
            "  def help(x), do: x\nend\n",
            "test/a_test.exs": "defmodule ATest do\n  def go, do: A.help(1)\nend\n",
        }
    )
    assert standing(project, "help") is Standing.START


def test_a_start_in_other_words_is_judged_where_it_is_called() -> None:
    project = project_of(
        {
            "lib/shop/worker.ex": WORKER + "defmodule Shop.Box do\n  use Agent\n"
            "  def start(x), do: Agent.start(fn -> x end)\nend\n",
            "lib/shop/desk.ex": """
            defmodule Shop.Desk do
              def open(x) do
                {:ok, pid} = Shop.Worker.start_link(x)
                {:ok, box} = Shop.Box.start(x)
                {pid, box}
              end
            end
            """,
        }
    )
    found = {
        (start.what, start.linked)
        for start in starts_of(project).calls
        if start.call.module is not None and start.call.module.name == "Shop.Desk"
    }
    assert found == {("Shop.Worker", True), ("Shop.Box", False)}


def test_what_an_unread_behaviour_calls_is_unknown() -> None:
    project = project_of(
        {
            "lib/a.ex": """
            defmodule A do
              @behaviour Vendor.Playbook
              @impl true
              def play(x), do: help(x)
              defp help(x), do: x
              def own(x), do: x
            end
            """,
            "lib/b.ex": """
            defmodule B do
              use Vendor.Thing
              def on_event(x), do: x
            end
            """,
            "lib/c.ex": """
            defmodule C do
              @behaviour Plug
              @impl true
              def call(conn, _opts), do: conn
            end
            """,
        }
    )
    assert standing(project, "play") is Standing.UNKNOWN
    assert standing(project, "help") is Standing.UNKNOWN
    assert standing(project, "on_event") is Standing.UNKNOWN
    assert standing(project, "own") is Standing.CLIENT
    assert standing(project, "call") is Standing.CLIENT
