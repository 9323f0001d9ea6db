"""What an expression may be."""

import pytest

from dralint.analysis.values.constants import show
from dralint.analysis.values.folds import FOLDS
from dralint.analysis.values.settings import AppSettings
from dralint.analysis.values.values import Values
from dralint.project import Project
from dralint.testing import project_of


def values_of(files: dict[str, str] | str) -> tuple[Project, Values]:
    if isinstance(files, str):
        files = {"lib/a.ex": files}
    project = project_of(files)
    return project, Values.of(project, AppSettings.of(project))


def probe(files: dict[str, str] | str) -> str:
    """Return what the argument of the only call of `probe/1` may be."""
    project, values = values_of(files)
    calls = [c for file in project.files for c in file.calls if c.name == "probe"]
    assert len(calls) == 1
    return show(values.argument(calls[0], 0))


def body(code: str, rest: str = "") -> str:
    lines = code.strip("\n").split("\n")
    inner = "\n".join("    " + line for line in lines)
    return probe(f"defmodule A do\n{rest}\n  def run(x, opts) do\n{inner}\n  end\nend\n")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("probe([A.B, {C, [a: 1]}])", "[A.B, {C, [{:a, 1}]}]"),
        ("probe({__MODULE__, :ok, nil})", "{A, :ok, nil}"),
        ('probe("text")', '"text"'),
        ('probe("a:#{x}:b")', '"a:#{...}:b"'),
        ("probe(~w(a b)a)", "[:a, :b]"),
        ("probe(x)", "?x"),
        ("probe(other(x))", "?other/1"),
        ("probe(%{id: A, start: {A, :b, []}})", "%{:id => A, :start => {A, :b, []}}"),
    ],
)
def test_literals(code: str, expected: str) -> None:
    assert body(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("db = [B]\nchildren = [C]\nchildren = db ++ children\nprobe(children)", "[B, C]"),
        ("{a, b} = {B, C}\nprobe([b, a])", "[C, B]"),
        ("[h | t] = [B, C, D]\nprobe([t, h])", "[[C, D], B]"),
        ("%{a: a} = %{a: B}\nprobe(a)", "B"),
        ("a = b = C\nprobe({a, b})", "{C, C}"),
        ("a = B\nEnum.each([1], fn _ -> probe(a) end)", "B"),
        ("Enum.each([B, C], fn each -> probe(each) end)", "B | C"),
        ("for each <- [B, C], do: probe({each, x})", "{B | C, ?x}"),
        ("case {:ok, B} do\n  {:ok, b} -> probe(b)\nend", "B"),
        ("with {:ok, b} <- {:ok, B},\n     c = {b} do\n  probe(c)\nend", "{B}"),
        ("a = B\na = [a]\nprobe(a)", "[B]"),
    ],
)
def test_variables(code: str, expected: str) -> None:
    assert body(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("probe(if x, do: B, else: C)", "B | C"),
        ("probe([A] ++ if(x, do: [B], else: []))", "[A, B (if x)]"),
        ("probe([A] ++ if(x, do: [B], else: [C]))", "[A, B (if x), C (unless x)]"),
        ("probe(if(x, do: B))", "B | nil"),
        ("probe(case x do\n  :a -> B\n  _ -> C\nend)", "B | C"),
        ("probe(case :b do\n  :a -> B\n  :b -> C\n  _ -> D\nend)", "C"),
        ("probe(cond do\n  x -> B\n  true -> C\nend)", "B | C"),
        ("probe(x || B)", "?x | B"),
        ("probe(nil || B)", "B"),
        ("probe([B | x])", "[B, *?x]"),
        ("probe([B, C] -- [B])", "[C]"),
        ("probe([B, C] -- x)", "[B (unless removed), C (unless removed)]"),
    ],
)
def test_forks(code: str, expected: str) -> None:
    assert body(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("probe([B, nil] |> Enum.reject(&is_nil/1))", "[B]"),
        ("probe([B, x] |> Enum.reject(&is_nil/1))", "[B, ?x]"),
        ("probe([B, nil, C] |> Enum.filter(& &1))", "[B, C]"),
        ("probe([B, C] |> Enum.filter(&ready?/1))", "[B (if filter), C (if filter)]"),
        ("probe(Enum.map([B, C], &{&1, []}))", "[{B, []}, {C, []}]"),
        ("probe(Enum.map(x, fn each -> {B, each} end))", "[*{B, ?x}]"),
        (
            "probe(Enum.map([B, C], &Supervisor.child_spec({D, &1}, id: &1)))",
            "[?Supervisor.child_spec/2, ?Supervisor.child_spec/2]",
        ),
        ("probe(Enum.flat_map([B, C], &[&1, &1]))", "[B, B, C, C]"),
        ("probe(Enum.concat([[B], [C]]))", "[B, C]"),
        ("probe(List.flatten([B, [C, [D]]]))", "[B, C, D]"),
        ("probe(List.wrap(B))", "[B]"),
        ("probe([B] |> then(&(&1 ++ [C])))", "[B, C]"),
        ("probe([B] |> then(fn list -> [C | list] end))", "[C, B]"),
        ("probe(for i <- 1..3, do: {B, i})", "[*{B, ?1 .. 3}]"),
        ("probe(for i <- [1, 2], do: {B, i})", "[{B, 1}, {B, 2}]"),
        ("probe(Enum.reduce([B, C], [], fn each, acc -> [each | acc] end))", "[C, B]"),
        ("probe(Keyword.merge([name: B, size: 1], name: C))", "[{:name, C}, {:size, 1}]"),
        ("probe(Keyword.get([name: B], :name))", "B"),
        ("probe(Keyword.get(opts, :name, B))", "?opts[:name] | B"),
        ("probe(Keyword.put([a: 1], :name, B))", "[{:name, B}, {:a, 1}]"),
        ("probe([name: B][:name])", "B"),
        ("probe(Module.concat(B, C))", "B.C"),
        ("probe(apply(A, :one, []))", "B"),
    ],
)
def test_library(code: str, expected: str) -> None:
    assert body(code, "  def one, do: B\n") == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "probe(common() ++ if(mode() in [:a], do: web(), else: []))",
            "[B, {C, []} (if mode() in [:a])]",
        ),
        ("probe(pick(:web))", "C"),
        ("probe(pick(x))", "B | C | nil"),
        ("probe(list(:prod) ++ [D])", "[B, D]"),
        ("probe(defaulted())", "B"),
        ("probe(defaulted(C))", "C"),
        ("probe(again(x))", "[B, B, *?A.again/1]"),
        ("probe(with_param([C]))", "[B, C]"),
        ("probe(@list)", "[B, :x]"),
        ("probe(A.Other.helper(C))", "{:wrapped, C}"),
    ],
)
def test_functions(code: str, expected: str) -> None:
    rest = """
  @list [:old]
  @list [B, :x]
  defp common, do: [B]
  defp web do
    [{C, []}]
  end
  defp pick(:db), do: B
  defp pick(:web), do: C
  defp pick(_), do: nil
  defp list(env) when env in [:test], do: []
  defp list(:prod), do: [B]
  defp defaulted(which \\\\ B), do: which
  defp again(x), do: [B | again(x)]
  defp with_param(more), do: [B | more]
  defmodule Other do
    def helper(it), do: {:wrapped, it}
  end
"""
    found = body(code, rest)
    if code == "probe(list(:prod) ++ [D])":
        expected = "[B (list(:prod)), D]"
    assert found == expected


def test_settings() -> None:
    files = {
        "config/config.exs": "import Config\nconfig :a, mode: :web\nconfig :a, A.Mod, name: B\n",
        "config/dev.exs": "import Config\nconfig :a, mode: :none\n",
        "lib/a.ex": """
defmodule A do
  @mode Application.compile_env(:a, :mode)
  def run(x) do
    mod = Application.get_env(:a, A.Mod)[:name]
    probe({@mode, mod, Application.get_env(:a, :gone), Application.get_env(:a, :gone, 5)})
  end
end
""",
    }
    assert probe(files) == "{:web | :none, B, ?config :a, :gone, ?config :a, :gone | 5}"


def test_names() -> None:
    code = """
defmodule A do
  @registry A.Registry
  def via(id), do: {:via, Registry, {@registry, id}}
  def run(id, pid) do
    probe(via(id))
    probe({:global, :lead})
    probe(__MODULE__)
    probe(:there)
    probe(self())
    probe(pid)
    probe({:via, PartitionSupervisor, {A.Sups, id}})
    probe({:via, Registry, {A.Registry, "one"}})
    probe(Process.whereis(A))
  end
end
"""
    project, values = values_of(code)
    calls = [c for c in project.files[0].calls if c.name == "probe"]
    assert [[str(n) for n in values.names_at(c, 0)] for c in calls] == [
        ["{:via, Registry, {A.Registry, ...}}"],
        ["{:global, :lead}"],
        ["A"],
        [":there"],
        ["self()"],
        ["pid"],
        ["{:via, PartitionSupervisor, {A.Sups, ...}}"],
        ['{:via, Registry, {A.Registry, "one"}}'],
        ["A"],
    ]


def test_parameters_as_callers_give_them() -> None:
    code = """
defmodule A do
  def one, do: start(B, [])
  def two, do: start(C, [])
  defp start(mod, args), do: probe({mod, args})
end
"""
    project, values = values_of(code)
    call = next(c for c in project.files[0].calls if c.name == "probe")
    assert show(values.argument(call, 0)) == "{?mod, ?args}"
    assert show(values.from_callers(call, call.args[0])) == "{B, []} | {C, []}"


def test_nothing_grows_without_end() -> None:
    lines = "\n".join(f"    a{n} = if x, do: a{n - 1} ++ a{n - 1}, else: []" for n in range(1, 40))
    code = f"defmodule A do\n  def run(x) do\n    a0 = [B]\n{lines}\n    probe(a39)\n  end\nend\n"
    assert "?" in probe(code)


@pytest.mark.parametrize("name", sorted(FOLDS))
@pytest.mark.parametrize("count", range(4))
def test_calls_with_too_few_arguments_are_not_known(name: str, count: int) -> None:
    """Whoever types a call has written half of it, and somebody looks at it in an editor."""
    given = ", ".join(["x", "fn a -> a end", "[]"][:count])
    found = body(f"probe({name}({given}))")
    assert count or (found[0], found[-2:]) == ("?", "/0")
