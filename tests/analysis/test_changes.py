"""What two trees differ in: the traps that examples of pages cannot show."""

from collections.abc import Mapping

from dralint.analysis.change.all_changes import AllChanges
from dralint.analysis.evidence.base import Base
from dralint.engine.ask import Ask
from dralint.finding import INFO, Severity
from dralint.project import Papers
from dralint.testing import project_of

MIX = "defmodule P.MixProject do\n  def project, do: [app: :p, package: []]\nend\n"


def changes(
    old: Mapping[str, str], new: Mapping[str, str], least: Severity = INFO
) -> list[tuple[str, str]]:
    """Return gate and subject of what differs, and is as grave as that."""
    before, after = {"mix.exs": MIX, **old}, {"mix.exs": MIX, **new}
    base = Base(
        True,
        {path: text.encode() for path, text in before.items()},
        {path: text.encode() for path, text in after.items()},
        True,
        Papers(given=dict(before)),
        Papers(given=dict(after)),
        asker=lambda: Ask(project_of(before)),
    )
    found = Ask(project_of(after), evidence={Base: lambda: base})(AllChanges).changes
    return [(change.gate, change.subject) for change in found if change.severity >= least]


def module(body: str, name: str = "Paper") -> str:
    return f'defmodule {name} do\n  @moduledoc "Papers."\n{body}\nend\n'


def test_a_type_with_another_name_is_the_same() -> None:
    old = module("@spec f(String.t()) :: {:ok, binary} | :error\ndef f(x), do: g(x)")
    new = module(
        "@type r :: :error | {:ok, String.t()}\n@spec f(text :: binary()) :: r\ndef f(x), do: g(x)"
    )
    assert changes({"lib/paper.ex": old}, {"lib/paper.ex": new}) == []


def test_a_parameter_that_takes_more_asks_nobody() -> None:
    old = module("@spec f(pos_integer()) :: :ok\ndef f(x), do: g(x)")
    new = module("@spec f(integer() | nil) :: :ok\ndef f(x), do: g(x)")
    assert changes({"lib/paper.ex": old}, {"lib/paper.ex": new}) == []
    assert changes({"lib/paper.ex": new}, {"lib/paper.ex": old}) == [("gate-api-spec", "Paper.f/1")]


def test_a_name_space_that_is_renamed_is_told_once() -> None:
    old = {
        "lib/a.ex": module("def a(x), do: x", "Old.A"),
        "lib/b.ex": module("def b(x), do: x", "Old.B"),
    }
    new = {
        "lib/a.ex": module("def a(x), do: x", "New.A"),
        "lib/b.ex": module("def b(x), do: x", "New.B"),
    }
    assert changes(old, new) == [("gate-api-removed", "Old")]


def test_a_test_that_moved_or_went_with_its_code_is_no_loss() -> None:
    case = (
        'defmodule {} do\n  use ExUnit.Case\n  test "{}" do\n'
        "    assert Paper.f(1) == 1\n  end\nend\n"
    )
    code = {"lib/paper.ex": "defmodule Paper do\n  @moduledoc false\n  def f(x), do: x\nend\n"}
    gone = {"lib/paper.ex": "defmodule Paper do\n  @moduledoc false\nend\n"}
    old = {**code, "test/a_test.exs": case.format("ATest", "f")}
    assert changes(old, {**code, "test/b_test.exs": case.format("BTest", "other")}) == []
    assert changes(old, gone) == []
    assert changes(old, code) == [("gate-test-weakened", "ATest")]


def test_a_plug_in_another_pipeline_of_a_router_without_the_first() -> None:
    router = (
        "defmodule Web.Router do\n  use Phoenix.Router\n"
        "  pipeline :{} do\n    plug :require_user\n  end\nend\n"
    )
    old = {"lib/web/router.ex": router.format("inside")}
    new = {"lib/web/router.ex": router.format("members")}
    assert changes(old, new) == []
    without = router.format("inside").replace("require_user", "accepts")
    assert changes(old, {"lib/web/router.ex": without}) == [
        ("gate-security-weakened", "Web.Router require_user")
    ]
