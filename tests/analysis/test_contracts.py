"""What callbacks may return."""

import pytest

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.processes.contracts import RETURNS, Contracts, asking
from dralint.analysis.processes.processes import Processes
from dralint.analysis.values.shapes import Shape, atom
from dralint.testing import project_of


def tup(*items: str | None) -> Shape:
    return Shape("tuple", None, tuple(None if name is None else atom(name) for name in items))


@pytest.mark.parametrize(
    ("behaviour", "callback", "shape", "answer"),
    [
        ("GenServer", ("handle_info", 2), tup("noreply", None), True),
        ("GenServer", ("handle_info", 2), tup("no_reply", None), False),
        ("GenServer", ("handle_info", 2), tup(None, None), None),
        ("GenServer", ("handle_info", 2), tup("noreply", None, "hibernate"), True),
        ("GenServer", ("handle_info", 2), tup("noreply", None, None), None),
        ("GenServer", ("handle_info", 2), tup("noreply", None, "again"), False),
        ("GenServer", ("handle_info", 2), tup("reply", None, None), False),
        ("GenServer", ("handle_info", 2), atom("noreply"), False),
        ("GenServer", ("handle_info", 2), None, None),
        ("GenServer", ("init", 1), atom("ignore"), True),
        ("GenServer", ("init", 1), Shape("map"), False),
        ("GenStage", ("handle_cast", 2), tup("noreply", None), False),
        ("GenStage", ("handle_events", 3), tup("noreply", None, None), None),
        (":gen_statem", ("handle_event", 4), atom("keep_state_and_data"), True),
        (":gen_statem", ("handle_event", 4), tup("next_state", "idle"), False),
        ("Phoenix.LiveView", ("mount", 3), tup("ok", None), True),
        ("Phoenix.LiveView", ("handle_info", 2), tup("ok", None), False),
    ],
)
def test_results(
    behaviour: str, callback: tuple[str, int], shape: Shape | None, answer: bool | None
) -> None:
    assert RETURNS[behaviour][callback].allow(shape) is answer


def test_the_allowed_results_in_words() -> None:
    assert RETURNS["GenServer"]["handle_cast", 2].text == (
        "`{:noreply, _}`, `{:noreply, _, timeout}` or `{:stop, _, _}`"
    )


def test_whose_callback_a_function_is() -> None:
    text = """
    defmodule Shop do
      use GenServer
      @behaviour Store
      @callback own(term()) :: term()
      def init(x), do: {:ok, x}
      @impl Store
      def handle_call(a, b, c), do: {a, b, c}
      def handle_cast(m, s), do: {m, s}
      def fetch(key), do: key
      def other(x), do: x
    end

    defmodule Store do
      @callback fetch(term()) :: term()
      @callback handle_call(term(), term(), term()) :: term()
    end
    """
    project = project_of({"lib/shop.ex": text})
    contracts = Contracts.of(project, Processes.of(project, CallGraph.of(project)))
    functions = {f.name: f for f in next(project.modules).functions}
    assert asking(functions["fetch"]) == ["Store"]
    assert asking(functions["handle_call"]) == ["GenServer", "Store"]
    assert asking(functions["other"]) == []
    assert contracts.of_function(functions["handle_call"]) is None
    assert contracts.of_function(functions["handle_cast"]) is not None


def test_states_of_a_state_machine() -> None:
    text = """
    defmodule Shop.Door do
      @behaviour :gen_statem
      def callback_mode, do: [:state_functions, :state_enter]
      def init(x), do: {:ok, :shut, x}
      def shut(:cast, :open, data), do: {:next_state, :open, data}
      def open({:call, from}, :look, data), do: {:keep_state, data, from}
      def helper(a, b, c), do: {a, b, c}
    end
    """
    project = project_of({"lib/shop/door.ex": text})
    contracts = Contracts.of(project, Processes.of(project, CallGraph.of(project)))
    (module,) = project.modules
    promised = {f.name for f in module.functions if contracts.of_function(f) is not None}
    assert promised == {"init", "shut", "open"}
