"""The supervision tree, as the code says it."""

from dralint.analysis.messages.process_names import ProcessNames
from dralint.analysis.supervision.start_order import StartOrder
from dralint.analysis.supervision.supervision import Supervision
from dralint.cli.tree import dot_of, mermaid_of, text_of
from dralint.engine.ask import Ask
from dralint.project import Project
from dralint.testing import project_of
from dralint.view.tree import TreeView

MIX = """
defmodule Example.MixProject do
  use Mix.Project
  def project, do: [app: :example, version: "0.1.0"]
  def application, do: [mod: {MyApp.Application, []}]
end
"""
SERVER = """
defmodule {name} do
  use GenServer{options}
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: {register})
  def init(arg), do: {{:ok, arg}}
{rest}
end
"""


def server(name: str, register: str = "__MODULE__", options: str = "", rest: str = "") -> str:
    return SERVER.format(name=name, register=register, options=options, rest=rest)


def application(body: str, rest: str = "") -> str:
    return f"""
defmodule MyApp.Application do
  use Application
  def start(_type, args) do
{body}
  end
{rest}
end
"""


def project(body: str, rest: str = "", **files: str) -> Project:
    texts = {"mix.exs": MIX, "lib/application.ex": application(body, rest)}
    texts |= {f"lib/{name}.ex": text for name, text in files.items()}
    return project_of(texts)


def lines(project: Project) -> list[str]:
    """Return the text of the trees without places."""
    trees = Ask(project)(Supervision).trees
    return [line.rpartition("  ")[0] or line for line in text_of(trees).split("\n")]


def test_children_through_variables_helpers_and_conditions() -> None:
    body = """
    children = base() ++ if(args[:web], do: [MyApp.Web], else: [])
    children = [MyApp.Clock | children]
    opts = [strategy: :rest_for_one, name: MyApp.Supervisor]
    Supervisor.start_link(children, opts)
"""
    rest = "  defp base, do: [{Registry, keys: :unique, name: MyApp.Names}, nil]"
    tree = project(body, rest, clock=server("MyApp.Clock"), web=server("MyApp.Web"))
    assert lines(tree) == [
        "MyApp.Application MyApp.Supervisor  [rest_for_one]",
        "├─ MyApp.Clock",
        "├─ Registry MyApp.Names",
        "└─ MyApp.Web  [if args.web]",
    ]


def test_a_supervisor_module_and_what_it_starts_later() -> None:
    rooms = """
defmodule MyApp.Rooms do
  use Supervisor
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)
  def init(_arg) do
    Supervisor.init([{DynamicSupervisor, name: MyApp.RoomSupervisor}], strategy: :one_for_all)
  end
  def open(id), do: DynamicSupervisor.start_child(MyApp.RoomSupervisor, {MyApp.Room, id})
end
"""
    tree = project(
        "    Supervisor.start_link([MyApp.Rooms], strategy: :one_for_one)",
        rooms=rooms,
        room=server("MyApp.Room", "{:via, Registry, {MyApp.Names, arg}}", ", restart: :transient"),
    )
    assert lines(tree) == [
        "MyApp.Application  [one_for_one]",
        "└─ MyApp.Rooms  [one_for_all]",
        "   └─ DynamicSupervisor MyApp.RoomSupervisor  [one_for_one]",
        "      └─ * MyApp.Room {:via, Registry, {MyApp.Names, ...}}  [transient, dynamic]",
    ]


def test_a_delegated_root_and_a_linked_worker() -> None:
    top = """
defmodule MyApp.Supervisor do
  use Supervisor
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)
  def init(_arg), do: Supervisor.init([MyApp.Owner], strategy: :one_for_one)
end
"""
    owner = server("MyApp.Owner", rest="  def go, do: MyApp.Helper.start_link([])")
    tree = project(
        "    MyApp.Supervisor.start_link(args)",
        top=top,
        owner=owner,
        helper=server("MyApp.Helper"),
    )
    assert lines(tree) == [
        "MyApp.Application",
        "└─ MyApp.Supervisor  [one_for_one]",
        "   └─ MyApp.Owner",
        "      └─ MyApp.Helper  [linked]",
    ]


def test_what_is_not_known_is_said() -> None:
    tree = project(
        "    Supervisor.start_link([MyApp.Clock | args], strategy: :one_for_one)",
        clock=server("MyApp.Clock"),
        other=server("MyApp.Other"),
    )
    assert lines(tree)[1:] == ["├─ MyApp.Clock", "└─ * ? args"]
    supervision = Ask(tree)(Supervision)
    assert supervision.supervised("MyApp.Clock") is True
    assert supervision.supervised("MyApp.Other") is None


def test_a_closed_tree_answers_no() -> None:
    tree = project("    Supervisor.start_link([], strategy: :one_for_one)", other=server("MyApp.B"))
    assert Ask(tree)(Supervision).supervised("MyApp.B") is False


def test_child_specifications() -> None:
    body = """
    children = [
      Supervisor.child_spec({MyApp.Clock, 1}, id: :one, restart: :temporary),
      %{id: :two, start: {MyApp.Clock, :start_link, [2]}, shutdown: :infinity},
      {MyApp.Own, :x},
      {Task, fn -> :ok end},
      {Finch, name: MyApp.Http},
      {PartitionSupervisor, child_spec: {DynamicSupervisor, []}, name: MyApp.Parts}
    ]
    Supervisor.start_link(children, strategy: :one_for_one)
"""
    own = """
defmodule MyApp.Own do
  def child_spec(name), do: %{id: {__MODULE__, name}, start: {__MODULE__, :open, [name]}}
  def open(name), do: Agent.start_link(fn -> name end, name: MyApp.Owned)
end
"""
    tree = project(body, clock=server("MyApp.Clock"), own=own)
    nodes = Ask(tree)(Supervision).trees[0].node.children
    assert [(n.module, n.id, n.kind, n.restart, n.shutdown) for n in nodes] == [
        ("MyApp.Clock", ":one", "worker", "temporary", None),
        ("MyApp.Clock", ":two", "worker", None, "infinity"),
        ("MyApp.Own", "{MyApp.Own, :x}", "agent", None, None),
        ("Task", "Task", "task", "temporary", None),
        ("Finch", None, "library", None, None),
        ("PartitionSupervisor", "MyApp.Parts", "partition_supervisor", None, None),
    ]
    assert [str(name) for name in nodes[2].names] == ["MyApp.Owned"]
    assert [child.text for child in nodes[5].children] == ["DynamicSupervisor"]


def test_names_and_order() -> None:
    late = server("MyApp.Early", rest="").replace(
        "{:ok, arg}", "{:ok, Registry.lookup(MyApp.Names, arg)}"
    )
    tree = project(
        "    Supervisor.start_link([MyApp.Early, {Registry, keys: :unique, name: MyApp.Names}],"
        " strategy: :one_for_one)",
        early=late,
    )
    ask = Ask(tree)
    names = ask(ProcessNames)
    assert names.started("MyApp.Names")
    assert names.started("MyApp.Early")
    assert not names.started("MyApp.Nobody")
    [found] = ask(StartOrder).misplaced
    assert (found.child.module, found.need.use.name, found.need.when) == (
        "MyApp.Early",
        "MyApp.Names",
        "start",
    )


def test_other_formats_hold_the_same() -> None:
    tree = project(
        "    Supervisor.start_link([MyApp.Clock], strategy: :one_for_one)",
        clock=server("MyApp.Clock"),
    )
    ask = Ask(tree)
    trees = ask(Supervision).trees
    [root] = ask(TreeView).data
    assert [child["module"] for child in root["children"]] == ["MyApp.Clock"]
    assert "n0 --> n1" in mermaid_of(trees)
    assert "n0 -> n1;" in dot_of(trees)


def test_what_stands_on_every_way_stands_there_once() -> None:
    body = "    Supervisor.start_link(children(args), strategy: :one_for_one)"
    rest = """
  defp children(env) when env in [:test, :bench], do: base()
  defp children(_env), do: base() ++ [MyApp.Clock]
  defp base, do: [MyApp.Finch.child_spec(), MyApp.Repo]
"""
    finch = """
defmodule MyApp.Finch do
  def child_spec, do: {Finch, name: :h, size: System.get_env("POOL")}
end
"""
    found = lines(project(body, rest, clock=server("MyApp.Clock"), finch=finch))
    assert found[1:] == ["├─ Finch :h", "├─ MyApp.Repo", "└─ MyApp.Clock  [children(_env)]"]


def test_what_stands_on_both_ways_of_an_if_stands_there_once_when_more_is_added() -> None:
    body = """    children = scheduled([MyApp.Repo]) ++ [MyApp.Clock]
    Supervisor.start_link(children, strategy: :one_for_one)"""
    rest = """
  defp scheduled(children) do
    if System.get_env("CRON"), do: [MyApp.Cron | children], else: children
  end
"""
    found = lines(project(body, rest, clock=server("MyApp.Clock"), cron=server("MyApp.Cron")))
    assert found[1:] == [
        '├─ MyApp.Cron  [if System.get_env("CRON")]',
        "├─ MyApp.Repo",
        "└─ MyApp.Clock",
    ]


def test_one_specification_may_be_made_of_several_modules() -> None:
    body = """    one = if System.get_env("FAST"), do: {MyApp.Clock, []}, else: {MyApp.Cron, []}
    children = [Supervisor.child_spec(one, id: :ticker)]
    Supervisor.start_link(children, strategy: :one_for_one)"""
    found = lines(project(body, clock=server("MyApp.Clock"), cron=server("MyApp.Cron")))
    assert found[1:] == [
        '├─ MyApp.Clock  [if System.get_env("FAST")]',
        '└─ MyApp.Cron  [unless System.get_env("FAST")]',
    ]


def test_children_below_a_supervisor_that_is_not_known_are_in_a_tree() -> None:
    body = "    Supervisor.start_link([], strategy: :one_for_one)"
    rooms = """
defmodule MyApp.Rooms do
  use Supervisor
  def open(id), do: DynamicSupervisor.start_child(parent(id), {__MODULE__, id})
  def parent(id), do: {:via, :syn, {:rooms, {:sup, id}}}
  def start_link(id), do: Supervisor.start_link(__MODULE__, id, name: {:via, :syn, {:rooms, id}})
  def init(_id), do: Supervisor.init([MyApp.Clock], strategy: :one_for_all)
end
"""
    supervision = Ask(project(body, rooms=rooms, clock=server("MyApp.Clock")))(Supervision)
    (tree,) = supervision.loose
    assert [node.module for node in tree.below] == ["MyApp.Rooms", "MyApp.Clock"]
    assert supervision.supervised("MyApp.Clock") is True
    assert supervision.supervised("MyApp.Other") is False


def test_children_of_a_parent_that_is_not_known_leave_it_open() -> None:
    body = "    Supervisor.start_link([{MyApp.Clock, []}], strategy: :one_for_one)"
    rest = """
  def add(name, specs) do
    Enum.each(specs, fn spec -> DynamicSupervisor.start_child(Module.concat(name, Sup), spec) end)
  end
"""
    named = "Module.concat(MyApp, :Clock)"
    supervision = Ask(project(body, rest, clock=server("MyApp.Clock", named)))(Supervision)
    assert supervision.supervised("MyApp.Other") is None
