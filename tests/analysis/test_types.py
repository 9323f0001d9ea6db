"""What specs promise."""

import pytest

from dralint.analysis.values.shapes import show
from dralint.analysis.values.types import Types, differ, promises, tagged
from dralint.testing import project_of

OTHER = """
defmodule Shop.Order do
  defstruct [:id]
end

defmodule Shop.Item do
  @type t :: %__MODULE__{id: integer()}
  @opaque sealed :: {:sealed, integer()}
  defstruct [:id]
end
"""


def results(spec: str, types: str = "") -> list[str] | None:
    """Return the members of the result of `run/1`, as text."""
    code = f"defmodule Shop.Desk do\n{types}\n{spec}\n  def run(x), do: x\nend\n"
    project = project_of({"lib/shop/desk.ex": code, "lib/shop/order.ex": OTHER})
    function = next(f for m in project.modules for f in m.functions if f.name == "run")
    found = Types.of(project).result(function)
    return None if found is None else [show(shape) for shape in found]


@pytest.mark.parametrize(
    ("result", "wanted"),
    [
        ("{:ok, map()} | {:error, atom()}", ["{:ok, %{...}}", "{:error, _}"]),
        ("{:ok, map() | nil}", ["{:ok, _}"]),
        ("boolean()", ["true", "false"]),
        ("boolean", ["true", "false"]),
        ("String.t() | nil", ['"..."', "nil"]),
        ("no_return()", []),
        ("term()", ["_"]),
        ("Unknown.t()", ["_"]),
        ("Shop.Order.t()", ["%Shop.Order{...}"]),
        ("Shop.Item.t()", ["%Shop.Item{...}"]),
        ("Shop.Item.sealed()", ["_"]),
        ("Ecto.Changeset.t()", ["%Ecto.Changeset{...}"]),
        ("[map()]", ["[...]"]),
        ("answer :: :ok", [":ok"]),
        ("(integer() -> :ok)", ["_"]),
    ],
)
def test_results(result: str, wanted: list[str]) -> None:
    assert results(f"  @spec run(term()) :: {result}") == wanted


def test_types_of_the_module_are_followed() -> None:
    own = "  @type result :: {:ok, t()} | error\n  @type t :: integer()\n  @typep error :: :error"
    assert results("  @spec run(term()) :: result()", own) == ["{:ok, a number}", ":error"]


def test_a_type_that_names_itself_ends() -> None:
    own = "  @type tree :: tree() | nil"
    found = results("  @spec run(term()) :: tree()", own)
    assert found is not None and set(found) == {"_", "nil"}


def test_several_specs_are_one_promise() -> None:
    specs = "  @spec run(integer()) :: :ok\n  @spec run(atom()) :: :error"
    assert results(specs) == [":ok", ":error"]


def test_without_a_spec_nothing_is_promised() -> None:
    assert results("") is None
    assert results("  @spec run(term(), term()) :: :ok") is None


def shapes(*results: str) -> list[object]:
    code = "".join(f"  @spec f{n}() :: {r}\n  def f{n}, do: 1\n" for n, r in enumerate(results))
    project = project_of({"lib/a.ex": f"defmodule A do\n{code}end\n"})
    types = Types.of(project)
    functions = [f for m in project.modules for f in m.functions]
    return [(types.result(f) or (None,))[0] for f in functions]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("{:ok, map()}", "{:error, map()}", True),
        ("{:ok, map()}", "{:ok, term()}", False),
        ("{:ok, map()}", "{:ok, map(), map()}", True),
        ("map()", "%{id: 1}", False),
        ("Date.t()", "URI.t()", True),
        ("atom()", "nil", False),
        ("String.t()", "integer()", True),
        ("term()", "nil", False),
    ],
)
def test_what_cannot_be_the_same(one: str, other: str, wanted: bool) -> None:
    first, second = shapes(one, other)
    assert differ(first, second) is wanted  # type: ignore[arg-type]
    assert differ(second, first) is wanted  # type: ignore[arg-type]


def test_results_that_say_whether_it_worked() -> None:
    good = shapes("{:ok, map()}", "{:error, atom(), map()}", ":ok", ":noop", "term()", "atom()")
    bare = shapes("nil", "map()", "true", "{:reply, map()}", "[map()]")
    assert all(tagged(shape) for shape in good)  # type: ignore[arg-type]
    assert not any(tagged(shape) for shape in bare)  # type: ignore[arg-type]
    assert promises(tuple(good[:1])) and not promises(tuple(bare))  # type: ignore[arg-type]
