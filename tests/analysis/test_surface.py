"""The public surface: which functions are offered to others, and the habits of a project."""

import pytest

from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.surface import ENOUGH, Surface
from dralint.testing import project_of


def surface_of(*bodies: str, path: str = "lib/example/a.ex", **others: str) -> Surface:
    text = "\n".join(bodies)
    project = project_of({path: text, **others})
    return Surface.of(project, Layout.of(project, DraOptions()))


def offered(surface: Surface) -> list[str]:
    return [offer.function.label for offer in surface.offers]


def module(*lines: str, name: str = "Example.A") -> str:
    return "\n".join([f"defmodule {name} do", *(f"  {line}" for line in lines), "end", ""])


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["def a, do: 1", "defp b, do: 2", "defmacro c, do: 3"], ["a/0"]),
        (["defdelegate a(x), to: Other"], ["a/1"]),
        (["use GenServer", "def init(x), do: {:ok, x}", "def get, do: 1"], ["get/0"]),
        (["@impl true", "def a, do: 1", "def b, do: 2"], ["b/0"]),
        (["def child_spec(x), do: x", "def __info, do: 1"], []),
        (["use Phoenix.Controller", "def show(conn, params), do: {conn, params}"], []),
        (["use Phoenix.Component", "def card(assigns), do: assigns", "def a, do: 1"], ["a/0"]),
        (["use Phoenix.LiveView", "def helper(x), do: x"], []),
        (["def locale(conn, _options), do: conn"], []),
        (["def locale(%Plug.Conn{} = c, _options), do: c"], []),
        (["defexception [:message]", "def message(e), do: e.message"], []),
        (["def view do", "quote do", "use Phoenix.View", "end", "end"], []),
        (["def on_mount(a, b, c, socket), do: {:cont, {a, b, c, socket}}"], []),
    ],
)
def test_offers(lines: list[str], names: list[str]) -> None:
    assert offered(surface_of(module(*lines))) == names


def test_states_of_a_machine_are_called_by_it() -> None:
    text = module(
        "@behaviour :gen_statem",
        "def callback_mode, do: [:state_functions, :state_enter]",
        "def init(x), do: {:ok, :idle, x}",
        "def idle(:cast, :go, data), do: {:next_state, :busy, data}",
        "def go(pid), do: :gen_statem.cast(pid, :go)",
    )
    assert offered(surface_of(text)) == ["go/1"]


def test_resolvers_are_called_by_absinthe() -> None:
    text = module("def find(_root, args, _info), do: {:ok, args}", name="Example.Resolvers.User")
    assert offered(surface_of(text)) == []


def test_tests_and_tasks_offer_nothing() -> None:
    assert offered(surface_of(module("def a, do: 1"), path="test/support/a.ex")) == []
    assert offered(surface_of(module("def a, do: 1"), path="lib/mix/tasks/a.ex")) == []


def test_what_an_offer_is_a_part_of() -> None:
    surface = surface_of(
        module("use Agent", "def get, do: 1", name="Example.Server"),
        module("def of(x), do: x", name="Example.Other"),
        **{
            "lib/example/a/b/create.ex": module("def call(x), do: x", name="Example.A.B.Create"),
            "lib/example/a/b/delete.ex": module("def call(x), do: x", name="Example.A.B.Delete"),
            "lib/example/a/b/api.ex": module(
                "def create(x), do: Example.A.B.Create.call(x)", name="Example.A.B.API"
            ),
        },
    )
    parts = {offer.function.full_name: offer.part for offer in surface.offers}
    assert parts == {
        "Example.Server.get/0": "client",
        "Example.Other.of/1": "other",
        "Example.A.B.Create.call/1": "action",
        "Example.A.B.Delete.call/1": "action",
        "Example.A.B.API.create/1": "api",
    }


def test_one_spec_covers_defaults() -> None:
    surface = surface_of(
        module("@spec a(integer()) :: integer()", "def a(x, y \\\\ 1), do: x + y", "def b, do: 1")
    )
    assert [surface.has_spec(offer.function) for offer in surface.offers] == [True, False]


def test_a_callback_of_its_own_is_a_spec() -> None:
    surface = surface_of(module("@callback a(term()) :: term()", "def a(x), do: x"))
    assert surface.has_spec(surface.offers[0].function)


def test_one_doc_covers_a_name() -> None:
    surface = surface_of(module('@doc "A."', "def a(x), do: x", "def a(x, y), do: x + y"))
    assert [surface.has_doc(offer.function) for offer in surface.offers] == [True, True]


def many(count: int, specced: int) -> str:
    lines: list[str] = []
    for number in range(count):
        if number < specced:
            lines.append(f"@spec f{number}() :: integer()")
        lines.append(f"def f{number}, do: {number}")
    return module(*lines)


@pytest.mark.parametrize(
    ("count", "specced", "habit"),
    [
        (ENOUGH - 1, 0, True),
        (ENOUGH, ENOUGH // 2, True),
        (ENOUGH, ENOUGH // 2 - 1, False),
    ],
)
def test_habits(count: int, specced: int, habit: bool) -> None:
    assert surface_of(many(count, specced)).specifies is habit


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        (module("def a, do: 1"), False),
        (module("use Unknown", "def a, do: 1"), True),
        (module("@behaviour Unknown", "def a, do: 1"), True),
        (module("def handle_frame(a, b), do: {a, b}"), True),
        (module("use Unknown", "def a, do: 1", "@impl true", "def b, do: 2"), False),
        (
            module("use Unknown", "def a, do: 1")
            + module("def b, do: Example.A.a()", name="Example.B"),
            False,
        ),
    ],
)
def test_what_may_be_a_callback(text: str, possible: bool) -> None:
    surface = surface_of(text)
    assert surface.may_be_callback(surface.offers[0].function) is possible
