"""What code can return."""

import pytest

from dralint.analysis.values.shapes import show
from dralint.analysis.values.tails import Tails
from dralint.testing import project_of

MODULE = """
defmodule Shop.Desk do
  {body}
end
"""


def tails(body: str, name: str = "run") -> list[str]:
    """Return the tails of a function of a module, as text."""
    project = project_of({"lib/shop/desk.ex": MODULE.replace("{body}", body)})
    function = next(f for m in project.modules for f in m.functions if f.name == name)
    return [show(tail.shape) for tail in Tails.of(project).of_function(function)]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("def run(x), do: {:ok, x}", ["{:ok, _}"]),
        ("def run(x), do: x", ["_"]),
        ("def run(%{} = x), do: x", ["%{...}"]),
        ("def run(_), do: (log(); :ok)", [":ok"]),
        ("def run(x) do\n reply = {:reply, x}\n reply\nend", ["{:reply, _}"]),
        ("def run(x) do\n {a, b} = {:one, x}\n a\nend", [":one"]),
        ("def run(x) do\n x = {:a, x}\n x = {:b, x}\n x\nend", ["{:b, {:a, _}}"]),
        ("def run(x), do: if(x, do: 1)", ["a number", "nil"]),
        ("def run(x), do: if(x, do: :a, else: :b)", [":a", ":b"]),
        ("def run(x) do\n unless x do\n :a\n end\nend", [":a", "nil"]),
        ('def run(x) do\n cond do\n x -> :a\n true -> raise "no"\n end\nend', [":a"]),
        ('def run(_), do: raise("no")', []),
        ("def run(_) do\n exit(:no)\n :never\nend", []),
        ("def run(x), do: x == 1", ["_"]),
        ("def run(x), do: Map.put(x, :a, 1)", ["%{...}"]),
        ("def run(x), do: Elsewhere.go(x)", ["_"]),
        ("def run(x), do: x |> Map.put(:a, 1) |> then(&{:noreply, &1})", ["{:noreply, %{...}}"]),
        ("def run(x), do: then(x, fn y -> {:ok, y} end)", ["{:ok, _}"]),
        ('def run(x), do: IO.inspect({:ok, x}, label: "x")', ["{:ok, _}"]),
        ("def run(x), do: nil || {:ok, x}", ["{:ok, _}"]),
        ("def run(x), do: x && {:ok, x}", ["_", "{:ok, _}"]),
        ("def run(xs), do: for(x <- xs, do: x)", ["[...]"]),
        ("def run(xs), do: for(x <- xs, into: %{}, do: x)", ["_"]),
        ("@reply {:ok, 1}\n def run(_), do: @reply", ["{:ok, a number}"]),
        ("def run(_) do\n receive do\n :a -> :b\n after\n 0 -> :c\n end\nend", [":b", ":c"]),
    ],
)
def test_ends(body: str, wanted: list[str]) -> None:
    assert tails(body) == wanted


def test_case_arms_know_their_subject() -> None:
    body = """
    def run(x) do
      case fetch(x) do
        {:ok, y} -> y
        other -> other
      end
    end
    defp fetch(1), do: {:ok, 1}
    defp fetch(2), do: {:error, :two}
    """
    assert tails(body) == ["_", "{:error, :two}"]


def test_a_subject_is_narrowed_by_the_arm_it_is_returned_from() -> None:
    body = """
    def run(x) do
      case x do
        {:ok, _} -> x
        _ -> :no
      end
    end
    """
    assert tails(body) == ["{:ok, _}", ":no"]


def test_what_a_with_lets_through() -> None:
    body = """
    def run(x) do
      with {:ok, y} <- fetch(x), do: y
    end
    defp fetch(1), do: {:ok, 1}
    defp fetch(2), do: {:error, :two}
    """
    assert tails(body) == ["_", "{:error, :two}"]


def test_the_else_of_a_with() -> None:
    body = """
    def run(x) do
      with {:ok, y} <- fetch(x) do
        {:done, y}
      else
        :gone -> :none
        error -> error
      end
    end
    defp fetch(1), do: {:ok, 1}
    defp fetch(2), do: :gone
    defp fetch(3), do: {:error, :three}
    """
    assert tails(body) == ["{:done, _}", ":none", "{:error, :three}"]


def test_try_with_all_its_sections() -> None:
    body = """
    def run(x) do
      {:ok, go(x)}
    rescue
      error in ArgumentError -> {:error, error}
    catch
      :exit, _ -> :gone
    after
      clean()
    end
    """
    assert tails(body) == ["{:ok, _}", "{:error, _}", ":gone"]


def test_helpers_are_followed_and_the_path_is_kept() -> None:
    body = "def run(s), do: s |> bump() |> noreply()\n defp noreply(s), do: {:noreply, s}"
    project = project_of({"lib/shop/desk.ex": MODULE.replace("{body}", body)})
    function = next(f for m in project.modules for f in m.functions if f.name == "run")
    (tail,) = Tails.of(project).of_function(function)
    assert [call.name for call in tail.path] == ["noreply"]
    assert show(tail.shape) == "{:noreply, _}"


def test_a_parameter_is_what_it_was_given() -> None:
    body = "def run(_), do: same({:ok, 1})\n defp same(x), do: x"
    assert tails(body) == ["{:ok, a number}"]


def test_arguments_choose_the_clause() -> None:
    body = "def run(_), do: pick(:a)\n defp pick(:a), do: :one\n defp pick(_), do: :two"
    assert tails(body) == [":one"]
    body = "def run(x), do: pick(x)\n defp pick(:a), do: :one\n defp pick(_), do: :two"
    assert tails(body) == [":one", ":two"]


def test_recursion_ends() -> None:
    body = """
    def run([]), do: :done
    def run([_ | rest]), do: other(rest)
    defp other([]), do: :odd
    defp other([_ | rest]), do: run(rest)
    """
    assert tails(body) == [":done", ":odd"]
    assert tails(body, "other") == [":odd", ":done"]


def test_a_delegate_returns_what_its_target_does() -> None:
    project = project_of(
        {
            "lib/a.ex": "defmodule A do\n  defdelegate go(x), to: B, as: :run\nend\n",
            "lib/b.ex": "defmodule B do\n  def run(x), do: {:ok, x}\nend\n",
        }
    )
    function = next(f for m in project.modules for f in m.functions if f.name == "go")
    assert [show(t.shape) for t in Tails.of(project).of_function(function)] == ["{:ok, _}"]


def test_many_tails_end_in_an_unknown() -> None:
    clauses = "\n".join(f"def run({n}), do: {{:tag{n}, 1}}" for n in range(40))
    assert tails(clauses)[-1] == "_"
    assert len(tails(clauses)) == 33


def test_a_parameter_that_an_arm_narrows_is_no_longer_what_it_was_given() -> None:
    body = """
    def run(_), do: route(make())
    defp make, do: {:terminal, 1}
    defp route(result) do
      case result do
        {:terminal, _} -> :ok
        {:snooze, _} -> result
        other -> other
      end
    end
    """
    assert tails(body) == [":ok", "{:snooze, _}", "_"]


def test_a_struct_that_an_arm_took_does_not_reach_the_next() -> None:
    body = """
    def run(x) do
      case load(x) do
        %Desk{} = desk -> {:ok, desk}
        %Desk.Gone{id: id} -> {:gone, id}
        other -> other
      end
    end
    defp load(1), do: %Desk{}
    defp load(2), do: %Desk.Gone{id: 2}
    defp load(3), do: %{id: 3}
    """
    assert tails(body) == ["{:ok, %Desk{...}}", "{:gone, _}", "_"]


def test_what_may_have_matched_before_is_unknown() -> None:
    body = """
    def run(x) do
      with {:ok, [one]} <- names(x), do: one
    end
    defp names(x), do: {:ok, Enum.map(x, & &1)}
    """
    assert tails(body) == ["_", "_"]
    body = """
    def run(x) do
      case ask(x) do
        {:error, :timeout} -> :late
        other -> other
      end
    end
    defp ask(reason), do: {:error, reason}
    """
    assert tails(body) == [":late", "{:error, _}"]
