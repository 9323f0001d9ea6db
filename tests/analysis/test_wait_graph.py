"""The wait graph: who waits for whom, and where that closes."""

from dralint.analysis.waiting.stops import Stops
from dralint.analysis.waiting.wait_graph import WaitGraph
from dralint.engine.ask import Ask
from dralint.finding import CERTAIN, POSSIBLE, PROBABLE, Confidence
from dralint.testing import project_of


def server(name: str, *body: str, start: str = "name: __MODULE__") -> str:
    """Return a server with further definitions."""
    lines = "\n  ".join(body)
    return f"""
defmodule {name} do
  use GenServer
  def start_link(o), do: GenServer.start_link(__MODULE__, o, {start})
  def get(k), do: GenServer.call(__MODULE__, {{:get, k}})
  def init(o), do: {{:ok, o}}
  def handle_call({{:get, k}}, _from, s), do: {{:reply, s[k], s}}
  {lines}
end
"""


def graph(*files: str) -> WaitGraph:
    """Return the wait graph of texts."""
    return Ask(project_of({f"lib/f{n}.ex": text for n, text in enumerate(files)}))(WaitGraph)


def own(found: WaitGraph) -> list[tuple[str, Confidence]]:
    """Return the clauses that wait for their own process."""
    return [
        (wait.callback.label, sure)
        for callback in found._processes.callbacks
        for wait, sure in found.on_itself(callback)
    ]


def call(message: str, body: str) -> str:
    """Return a clause of `handle_call`."""
    return f"def handle_call({message}, _from, s), do: {{:reply, {body}, s}}"


def test_a_call_to_oneself_through_a_client_function_is_certain() -> None:
    assert own(graph(server("A", call(":x", "get(1)")))) == [("handle_call(:x, ...)", CERTAIN)]


def test_a_name_from_outside_makes_it_probable() -> None:
    start = "name: Keyword.get(o, :name, __MODULE__)"
    assert own(graph(server("A", call(":x", "get(1)"), start=start))) == [
        ("handle_call(:x, ...)", PROBABLE)
    ]


def test_another_process_of_the_module_makes_it_possible() -> None:
    start = "name: {:via, Registry, {R, o}}"
    body = "GenServer.call({:via, Registry, {R, 2}}, {:get, 1})"
    assert own(graph(server("A", call(":x", body), start=start))) == [
        ("handle_call(:x, ...)", POSSIBLE)
    ]


def test_code_that_asks_who_it_is_makes_it_possible() -> None:
    body = "if(s.pid == self(), do: 1, else: get(1))"
    assert own(graph(server("A", call(":x", body)))) == [("handle_call(:x, ...)", POSSIBLE)]


def test_tasks_count_only_where_they_are_awaited() -> None:
    assert own(graph(server("A", call(":x", "Task.async(fn -> get(1) end)")))) == []
    body = "Task.async(fn -> get(1) end) |> Task.await()"
    assert own(graph(server("A", call(":x", body)))) == [("handle_call(:x, ...)", CERTAIN)]


def test_client_functions_and_casts_do_not_wait() -> None:
    more = ("def both, do: {get(1), get(2)}", call(":x", "GenServer.cast(__MODULE__, :y)"))
    assert own(graph(server("A", *more))) == []


def test_a_chain_of_clauses_is_a_certain_ring() -> None:
    found = graph(
        server("A", call(":go", "B.get(1)")).replace("s[k]", "k"),
        server("B").replace("s[k]", "C.get(k)"),
        server("C").replace("s[k]", "A.get(k)"),
    )
    (ring,) = found.rings
    assert [wait.waiting for wait in ring.waits] == ["A", "B", "C"]
    assert ring.certain and ring.confidence is CERTAIN


def test_a_ring_through_other_clauses_needs_two_messages() -> None:
    found = graph(server("A", call(":go", "B.get(1)")), server("B", call(":go", "A.get(1)")))
    (ring,) = found.rings
    assert not ring.certain and ring.confidence is PROBABLE


def test_a_ring_through_the_start_of_a_process() -> None:
    found = graph(
        server("A", call(":go", "DynamicSupervisor.start_child(S, {B, 1})")),
        server("B", start="[]").replace("{:ok, o}", "{:ok, A.get(o)}"),
    )
    (ring,) = found.rings
    assert [wait.says for wait in ring.waits] == ["starts `B`", "calls `A`"]
    assert ring.certain


def test_one_direction_is_no_ring() -> None:
    found = graph(server("A", call(":go", "B.get(1)")), server("B", "def f, do: A.get(1)"))
    assert [(wait.waiting, wait.on) for wait in found.all] == [("A", "B")]
    assert found.rings == ()


def test_a_clause_that_is_not_reached_closes_nothing() -> None:
    found = graph(
        server("A", call(":go", "B.get({:plain, 1})")),
        server("B").replace(
            "def handle_call({:get, k}",
            "def handle_call({:get, {:deep, k}}, _f, s), do: {:reply, A.get(k), s}\n"
            "  def handle_call({:get, k}",
        ),
    )
    assert [ring.certain for ring in found.rings] == [False]


APP = """
defmodule App do
  use Application
  def start(_, _), do: Supervisor.start_link([A, B], strategy: :one_for_one, name: S)
end
"""
TRAPS = "def handle_continue(_, s), do: {:noreply, Process.flag(:trap_exit, true) && s}"


def stops(*files: str) -> list[tuple[str, str | None, Confidence]]:
    """Return the stops of an application: who asks, who ends, how sure it is."""
    mix = "defmodule M do\n  use Mix.Project\n  def application, do: [mod: {App, []}]\nend\n"
    texts = {"mix.exs": mix, "lib/app.ex": APP}
    texts |= {f"lib/f{n}.ex": text for n, text in enumerate(files)}
    return [
        (s.callback.module.name, s.ending.waiting if s.ending else None, s.confidence)
        for s in Ask(project_of(texts))(Stops).all
    ]


def test_a_server_that_ends_its_own_supervisor() -> None:
    asks = call(":end", "Supervisor.stop(S)")
    assert stops(server("A", asks), server("B")) == [("A", None, POSSIBLE)]
    assert stops(server("A", asks, TRAPS), server("B")) == [("A", None, PROBABLE)]


def test_a_child_that_says_goodbye_to_the_one_who_ends_it() -> None:
    asks = call(":end", "Supervisor.terminate_child(S, B)")
    ends = "def terminate(_, _), do: C.get(1)"
    assert stops(server("C", asks), server("A"), server("B", ends, TRAPS)) == [("C", "B", PROBABLE)]
