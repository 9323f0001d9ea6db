"""What waits, and by which way."""

import pytest

from dralint.analysis.waiting.blocked import BlockedCallbacks
from dralint.analysis.waiting.blocking import Blocking, BlockingOptions
from dralint.engine.ask import Ask
from dralint.project import Project
from dralint.testing import project_of

REPO = "defmodule MyApp.Repo do\n  use Ecto.Repo, otp_app: :my_app\nend"
MAILER = "defmodule MyApp.Mailer do\n  use Swoosh.Mailer, otp_app: :my_app\nend"


def ask(project: Project, **options: object) -> Ask:
    return Ask(project, {BlockingOptions: BlockingOptions(**options)})  # type: ignore[arg-type]


def ways(*bodies: str, **options: object) -> list[tuple[str, str, int]]:
    """Return category, way and doubt of what `A.run/1` waits for; its body comes first."""
    body, *others = bodies
    text = f"defmodule A do\n  def run(x) do\n    {body}\n  end\nend\n"
    files = {f"lib/{i}.ex": other for i, other in enumerate(others)}
    project = project_of({"lib/a.ex": text, **files})
    (run,) = (f for m in project.modules if m.name == "A" for f in m.functions if f.name == "run")
    waits = ask(project, **options)(Blocking).waits(run, 0)
    return [(wait.category, wait.way, wait.doubt) for wait in waits]


@pytest.mark.parametrize(
    ("body", "category"),
    [
        ("Process.sleep(x)", "sleep"),
        ("Process.sleep(0)", None),
        (":timer.sleep(1_000)", "sleep"),
        ("receive do\n :a -> :b\nend", "message"),
        ("receive do\n :a -> :b\nafter\n 0 -> :c\nend", None),
        ("receive do\n :a -> :b\nafter\n 5_000 -> :c\nend", "reply"),
        ("Process.sleep(500)\n    System.halt(1)", None),
        ("Req.get!(x)", "http"),
        ("x |> Req.new() |> Req.request()", "http"),
        ("HTTPoison.get(x, [], stream_to: self())", None),
        (":httpc.request(:get, x, [], sync: false)", None),
        (":httpc.request(x)", "http"),
        ("Task.await(x)", "await"),
        ("Task.yield(x, 0)", None),
        ("Task.yield_many(x, timeout: 0)", None),
        ("Task.async_stream(x, &inspect/1)", None),
        ("Task.async_stream(x, &inspect/1) |> Stream.run()", "await"),
        ("for {:ok, v} <- Task.async_stream(x, &inspect/1), do: v", "await"),
        (":rpc.call(x, A, :b, [])", "rpc"),
        (":global.trans({:a, self()}, fn -> :ok end)", "lock"),
        (":global.set_lock({:a, self()}, [node()], 0)", None),
        ('System.cmd("ls", [])', "os"),
        (":gen_tcp.connect(x, 80, [])", "net"),
        (":gen_tcp.recv(x, 0, 0)", None),
        ("IO.gets(x)", "stdin"),
        ("Bcrypt.hash_pwd_salt(x)", "kdf"),
        ("GenServer.call(x, :a)", "call"),
        ("GenServer.call(x, :a, :infinity)", "call-infinity"),
        ("Enum.map(x, &GenServer.call(&1, :a))", "calls"),
        ("File.read!(x)", "file"),
        ("MyApp.Repo.all(x)", "db"),
        ("MyApp.Mailer.deliver(x)", "mail"),
        ("Process.send_after(x, :a, 5)", None),
        ("MyApp.Mailer.new(x)", None),
    ],
)
def test_primitives(body: str, category: str | None) -> None:
    found = ways(body, REPO, MAILER)
    assert [each[0] for each in found] == ([] if category is None else [category])


def test_the_way_is_shown() -> None:
    other = "defmodule B do\n  def b(x), do: c(x)\n  defp c(x), do: Req.get!(x)\nend"
    assert ways("B.b(x)", other) == [("http", "B.b/1 -> c/1 -> Req.get!/1", 0)]


def test_recursion_ends() -> None:
    other = "defmodule B do\n  def b(x), do: c(x)\n  def c(x) do\n b(x)\n Req.get!(x)\nend\nend"
    assert ways("B.b(x)", other) == [("http", "B.b/1 -> c/1 -> Req.get!/1", 0)]


def test_the_longest_way_is_an_option() -> None:
    other = "defmodule B do\n  def b(x), do: c(x)\n  defp c(x), do: Req.get!(x)\nend"
    assert ways("B.b(x)", other, max_path=2) == []


def test_what_another_process_runs_is_no_wait() -> None:
    other = "defmodule B do\n  def b(x), do: Task.start(fn -> Req.get!(x) end)\nend"
    assert ways("B.b(x)", other) == []


def test_a_closure_of_unknown_fate_makes_it_possible() -> None:
    assert ways("Far.run(fn -> Req.get!(x) end)") == [("http", "Req.get!/1", 2)]


def test_only_the_clause_that_is_reached_counts() -> None:
    other = """
    defmodule B do
      def b(:wait, x), do: Req.get!(x)
      def b(:go, x), do: x
      def b(other, x), do: {other, x}
    end
    """
    assert ways("B.b(:go, x)", other) == []
    assert [way for _, way, _ in ways("B.b(:wait, x)", other)] == ["B.b/2 -> Req.get!/1"]
    assert [way for _, way, _ in ways("B.b(x, x)", other)] == ["B.b/2 -> Req.get!/1"]


def test_a_macro_runs_when_it_is_compiled() -> None:
    other = "defmodule B do\n  defmacro b(x), do: Req.get!(x)\nend"
    assert ways("B.b(x)", other) == []


def test_the_projects_own_module_is_no_library() -> None:
    other = "defmodule Req do\n  def get!(x), do: x\nend"
    assert ways("Req.get!(x)", other) == []


def test_functions_can_be_named() -> None:
    assert ways("Far.get(x)", extra_blocking=("Far.get/1",)) == [("extra", "Far.get/1", 0)]
    assert ways("Far.get(x)", extra_blocking=("Far.*",)) == [("extra", "Far.get/1", 0)]
    other = "defmodule B do\n  def b(x), do: Req.get!(x)\nend"
    assert ways("B.b(x)", other, extra_nonblocking=("B.b",)) == []
    assert ways("Req.get!(x)", extra_nonblocking=("Req.*",)) == []


IMPLEMENTERS = """
defmodule Api do
  @callback fetch(term()) :: term()
end
defmodule Api.Http do
  @behaviour Api
  def fetch(x), do: Req.get!(x)
end
"""
QUIET = "defmodule Api.Memory do\n  @behaviour Api\n  def fetch(x), do: x\nend"


def test_all_implementers_wait() -> None:
    found = ways("x.api.fetch(x)", IMPLEMENTERS)
    assert found == [("http", "Api.Http.fetch/1 -> Req.get!/1", 1)]


def test_some_implementers_wait() -> None:
    found = ways("x.api.fetch(x)", IMPLEMENTERS, QUIET)
    assert found == [("http", "Api.Http.fetch/1 -> Req.get!/1", 2)]


def test_a_name_narrows_the_implementers() -> None:
    start = "defmodule B do\n  def start, do: A.start(api: Api.Http)\nend"
    found = ways("x.api.fetch(x)", IMPLEMENTERS, QUIET, start)
    assert found == [("http", "Api.Http.fetch/1 -> Req.get!/1", 1)]


def test_the_configuration_names_them() -> None:
    body = "mod = Application.get_env(:my_app, :api, Api.Http)\n    mod.fetch(x)"
    assert [doubt for _, _, doubt in ways(body, IMPLEMENTERS, QUIET)] == [1]


def servers(text: str, **options: object) -> list[tuple[str, int, int]]:
    """Return what the servers of a text wait for: callback, gravity, number of further places."""
    project = project_of({"lib/a.ex": text})
    blocked = ask(project, **options)(BlockedCallbacks)
    return [
        (each.callback.label, each.gravity, len(each.also))
        for module in project.modules
        for each in blocked.servers(module)
    ]


SERVER = """
defmodule A do
  use GenServer
  def handle_call(:a, _from, s), do: {:reply, get(), s}
  def handle_call(:b, _from, s), do: {:reply, get(), s}
  def handle_continue(:c, s), do: {:noreply, get(s)}
  defp get(_ \\\\ nil), do: Req.get!("x")
end
"""


def test_one_place_is_one_finding() -> None:
    assert servers(SERVER) == [("handle_call(:a, ...)", 3, 1)]


def test_nobody_asks_a_poller() -> None:
    text = SERVER.replace("handle_call(:a, _from, s)", "handle_info(:a, s)")
    text = text.replace("  def handle_call(:b, _from, s), do: {:reply, get(), s}\n", "")
    assert servers(text) == []
    assert servers(text, lone_processes="info") == [("handle_info(:a, ...)", 1, 1)]


def test_workers_of_a_pool_wait_by_design() -> None:
    pool = "defmodule P do\n  def pool, do: [name: {:local, :p}, worker_module: A, size: 2]\nend"
    assert servers(SERVER + pool) == []
    assert servers(SERVER, dedicated_workers=("A*",)) == []


def test_queries_in_callbacks_are_an_option() -> None:
    text = SERVER.replace('Req.get!("x")', 'MyApp.Repo.all("x")')
    assert servers(text) == []
    assert servers(text, db_in_callbacks="warning")[0][1] == 2


def test_a_state_machine_is_asked_by_calls_and_casts() -> None:
    text = """
    defmodule A do
      @behaviour :gen_statem
      def callback_mode, do: :handle_event_function
      def handle_event({:call, from}, :a, _state, _data), do: get(from)
      def handle_event(:internal, :b, _state, _data), do: Process.sleep(50)
      defp get(x), do: Req.get!(x)
    end
    """
    assert servers(text) == [("handle_event({:call, ...}, ...)", 3, 0)]
