"""What a file says is read as Elixir would read it."""

from textwrap import dedent
from typing import Any

import msgspec
import pytest

from dralint.outline import Outline, outline_of
from dralint.outline.values import (
    Atom,
    CallRef,
    Field,
    Flow,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Op,
    String,
    TupleOf,
    Var,
    keyword,
)


def read(text: str) -> Outline:
    return outline_of(dedent(text).encode())


def calls(text: str) -> list[str]:
    """Return the calls of a text as `Receiver.name/arity`, in order."""
    found = []
    for call in read(text).calls:
        on = call.on.name + "." if isinstance(call.on, ModuleRef) else ""
        on = "?." if call.on is not None and not on else on
        found.append(f"{on}{call.name}/{call.arity}")
    return found


def in_function(body: str, params: str = "a, b") -> str:
    return f"defmodule M do\n  def f({params}) do\n    {body}\n  end\nend\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a |> Enum.map(b)", ["Enum.map/2"]),
        ("a |> Repo.all", ["Repo.all/1"]),
        ("a |> g", ["g/1"]),
        ("a |> g() |> h(b)", ["g/1", "h/2"]),
        ("a |> b.()", ["?.()/1"]),
        ("Enum.map(a, &Repo.get(User, &1))", ["Repo.get/2", "Enum.map/2"]),
        ("Enum.map(a, &g/1)", ["g/1", "Enum.map/2"]),
        ("Foo.bar", ["Foo.bar/0"]),
        (":erlang.now()", [":erlang.now/0"]),
        ("a.b", []),
        ("a.b()", ["?.b/0"]),
        ("a.b(1)", ["?.b/1"]),
        ("c", ["c/0"]),
        ("c = g(a)\nh(c)", ["g/1", "h/1"]),
        ("case g(a) do\n{:ok, x} -> h(x)\n_ -> k()\nend", ["g/1", "h/1", "k/0"]),
        (
            "with {:ok, x} <- g(a), y = h(x) do\nk(y)\nelse\n_ -> m()\nend",
            ["g/1", "h/1", "k/1", "m/0"],
        ),
        ("for x <- g(a), h(x), do: k(x)", ["g/1", "h/1", "k/1"]),
        ("if g(a), do: h(b), else: k(b)", ["g/1", "h/1", "k/1"]),
        ("GenServer.call a, :m, timeout: 5", ["GenServer.call/3"]),
        ("spawn fn -> g(a) end", ["g/1", "spawn/1"]),
        ("receive do\n:x -> g(a)\nafter 0 -> h(b)\nend", ["g/1", "h/1", "receive/1"]),
        ("not is_nil(a) and g(b)", ["is_nil/1", "g/1"]),
        ("transaction do\ng(a)\nend", ["g/1", "transaction/1"]),
        ("__MODULE__.g(a)", ["M.g/1"]),
        ("~s(x #{g(a)})", ["g/1"]),
        ("&1", []),
    ],
)
def test_calls(body: str, found: list[str]) -> None:
    assert calls(in_function(body)) == found


def test_names_are_expanded_where_they_stand() -> None:
    text = """
    defmodule Outer do
      alias A.B
      alias A.{C, D.E}
      alias Long.Name, as: Short
      alias B.Deep

      defmodule Inner do
        def f, do: {B.f(), C.f(), E.f(), Short.f(), Deep.f(), Inner.f()}
      end

      def g do
        alias Only.Here
        Here.f()
      end

      def h, do: {Here.f(), Inner.f(), Elixir.B.f()}
    end
    """
    assert calls(text) == [
        "A.B.f/0",
        "A.C.f/0",
        "A.D.E.f/0",
        "Long.Name.f/0",
        "A.B.Deep.f/0",
        "Outer.Inner.f/0",
        "Only.Here.f/0",
        "Here.f/0",
        "Outer.Inner.f/0",
        "B.f/0",
    ]


def test_a_top_level_module_does_not_alias_its_parent() -> None:
    text = """
    defmodule Accounts.User.Create do
      def call(attrs), do: User.changeset(attrs)
    end
    """
    assert calls(text) == ["User.changeset/1"]


def test_functions_are_merged_by_name_and_arity() -> None:
    outline = read("""
    defmodule M do
      def f(a, b \\\\ 1)
      def f(:x, b) when is_atom(b), do: b
      def f(a, _), do: a
      defp f(a), do: a
      defmacro m(x), do: x
      defdelegate d(a), to: Other, as: :other
      def unquote(name)(a), do: a
    end
    """)
    shown = [(f.name, f.kind, f.min_arity, f.max_arity, len(f.clauses)) for f in outline.functions]
    assert shown == [
        ("f", "def", 1, 2, 3),
        ("f", "defp", 1, 1, 1),
        ("m", "defmacro", 1, 1, 1),
        ("d", "defdelegate", 1, 1, 1),
        ("unquote", "def", 1, 1, 1),
    ]
    delegate = outline.functions[3].delegate
    assert delegate is not None
    assert isinstance(delegate[0], ModuleRef)
    assert (delegate[0].name, delegate[1]) == ("Other", "other")
    assert outline.modules[0].dynamic


def test_attributes_bind_to_the_next_definition() -> None:
    outline = read("""
    defmodule M do
      @moduledoc false
      @doc "Says f."
      @doc since: "1.0"
      @spec f(integer()) :: {:ok, t} | :error when t: var
      def f(x), do: x

      @impl true
      def g(x), do: x
      def h(x), do: x
    end
    """)
    f, g, h = outline.functions
    doc = outline.attributes[f.doc].value
    assert isinstance(doc, String)
    assert doc.text == "Says f."
    assert (f.impl, g.impl >= 0, h.impl, h.doc) == (-1, True, -1, -1)
    (spec,) = outline.specs
    assert (spec.name, spec.arity) == ("f", 1)
    assert isinstance(spec.result, Op)
    assert outline.modules[0].doc >= 0


def test_modules_and_implementations() -> None:
    outline = read("""
    defmodule A.B do
      defmodule C.D do
        defstruct [:x]
      end

      defmodule Elixir.Top do
      end

      defimpl Enumerable do
      end
    end

    defimpl String.Chars, for: [A.B, A.C] do
    end

    defprotocol P do
    end
    """)
    shown = [(m.name, m.kind, m.parent, m.struct, m.targets) for m in outline.modules]
    assert shown == [
        ("A.B", "module", -1, False, ()),
        ("A.B.C.D", "module", 0, True, ()),
        ("Top", "module", 0, False, ()),
        ("Enumerable.A.B", "impl", 0, False, ("A.B",)),
        ("String.Chars.A.B", "impl", -1, False, ("A.B", "A.C")),
        ("P", "protocol", -1, False, ()),
    ]


def test_tests_are_functions_with_their_description() -> None:
    outline = read("""
    defmodule MTest do
      use ExUnit.Case

      setup %{conn: conn} do
        {:ok, conn: conn}
      end

      describe "sum/1" do
        @tag :slow
        test "adds", %{conn: conn} do
          assert M.sum(conn) == 1
        end
      end

      test "later"
    end
    """)
    shown = [(f.name, f.kind, len(f.attrs), f.clauses[0].body is None) for f in outline.functions]
    assert shown == [
        ("setup", "setup", 0, False),
        ("sum/1 adds", "test", 1, False),
        ("later", "test", 0, True),
    ]
    sum_call = next(call for call in outline.calls if call.name == "sum")
    assert sum_call.function == 1


def test_what_stands_in_a_quote_belongs_to_others() -> None:
    outline = read("""
    defmodule M do
      defmacro __using__(opts) do
        quote do
          import M, only: [f: 1]
          use Other
          def g(a, b \\\\ 1), do: f(a)
        end
      end
    end
    """)
    assert [f.name for f in outline.functions] == ["__using__"]
    assert [(q.kind, q.name, q.min_arity, q.max_arity) for q in outline.quoted] == [
        ("def", "g", 1, 2)
    ]
    assert [(d.kind, d.name, d.quote >= 0) for d in outline.directives] == [
        ("import", "M", True),
        ("use", "Other", True),
    ]
    assert all(call.quoted for call in outline.calls if call.name == "f")


def test_closures_know_what_they_are_given_to() -> None:
    outline = read(
        in_function("""
        run = fn x -> g(x) end
        Task.async(run)
        Enum.each(a, fn y -> h(y) end)
        for z <- b do
          k(z)
        end
        """)
    )
    uses: dict[str, list[list[tuple[str, int]]]] = {c.kind: [] for c in outline.closures}
    for closure in outline.closures:
        uses[closure.kind].append([(outline.calls[c].name, arg) for c, arg in closure.uses])
    assert uses == {"fn": [[("async", 0)], [("each", 1)]], "for": [[]]}
    inside = {c.name: outline.closures[c.closure].kind for c in outline.calls if c.closure >= 0}
    assert inside == {"g": "fn", "h": "fn", "k": "for"}


def test_values() -> None:
    outline = read("""
    defmodule M do
      @list [1, {:a, "x"}, b: %{c: 1}, "d": 'chars']
      @text "a#{1}"
      @map %{"k" => :v, x: nil}
      @struct %User{@base | name: "n"}
      @joined a() ++ b() ++ [1]
    end
    """)
    values: dict[str, Any] = {a.name: a.value for a in outline.attributes}
    items = values["list"].items
    assert isinstance(items[1], TupleOf)
    assert isinstance(keyword(values["list"], "b"), MapOf)
    assert isinstance(keyword(values["list"], "d"), String)
    assert isinstance(values["text"], Interpolated)
    assert [type(k).__name__ for k, _ in values["map"].pairs] == ["String", "Atom"]
    assert isinstance(values["struct"].struct, ModuleRef)
    assert values["struct"].base is not None
    assert isinstance(values["joined"], Op)
    assert [type(part) for part in values["joined"].args] == [CallRef, CallRef, ListOf]


def test_patterns_bind_and_guards_do_not_call() -> None:
    outline = read(in_function("x + y + z", "%{x: x}, [y | _] = z"))
    assert calls(in_function("x + y", "%{x: x}, [y | _]")) == []
    clause = outline.functions[0].clauses[0]
    assert isinstance(clause.params[1], Op)
    assert outline.calls == ()


def test_rescue_belongs_to_the_body() -> None:
    outline = read("""
    defmodule M do
      def f(a) do
        g(a)
      rescue
        e in ArgumentError -> h(e)
      after
        k()
      end
    end
    """)
    body = outline.functions[0].clauses[0].body
    assert isinstance(body, Flow)
    assert [arm.label for arm in body.arms] == ["do", "rescue", "after"]


def test_field_access_with_a_literal_key() -> None:
    body = read(in_function("a[:key]")).functions[0].clauses[0].body
    assert isinstance(body, Field)
    assert isinstance(body.on, Var)
    assert body.name == "key"


def test_long_chains_are_not_cut() -> None:
    pipes = " |> ".join(["a", *(f"f{i}()" for i in range(500))])
    assert len(read(in_function(pipes)).calls) == 500
    joined = " <> ".join(f"f{i}()" for i in range(500))
    outline = read(in_function(joined))
    assert (len(outline.calls), outline.cut) == (500, ())


def test_deep_nesting_is_cut_and_said() -> None:
    outline = read(in_function("[" * 5000 + "]" * 5000))
    assert outline.cut
    assert [f.name for f in outline.functions] == ["f"]


def test_offsets_are_those_of_the_text() -> None:
    text = '# 🦕\ndefmodule M do\n  def f, do: String.trim(" é ")\nend\n'
    outline = outline_of(text.encode())
    call = outline.calls[0]
    assert text.encode()[call.name_start : call.name_end] == b"String.trim"
    start = outline.lines.position(call.name_start)
    assert (start.line, start.column) == (3, 14)


def test_comments_that_speak_to_dralint() -> None:
    text = 'x = "# dralint:ignore a"\n# dralint:ignore a-b -- why\ny = 1 # dralint:ignore c-d\r\n'
    outline = outline_of(text.encode())
    assert [(c.text, c.alone) for c in outline.comments] == [
        ("dralint:ignore a-b -- why", True),
        ("dralint:ignore c-d", False),
    ]


def test_templates_are_not_elixir() -> None:
    outline = outline_of(b"defmodule <%= @module %> do\n  use <%= @x %>\nend\n")
    assert outline.template
    assert outline.breaks == ()
    assert outline.modules == ()


@pytest.mark.parametrize("source", [b"", b"\n", b"\xef\xbb\xbf", b"# only a comment", b"\xff\xfe"])
def test_small_files(source: bytes) -> None:
    assert outline_of(source).modules == ()


def test_attributes_know_that_they_stand_behind_a_condition() -> None:
    text = """
    if Code.ensure_loaded?(X) do
      defmodule M do
        @a 1
        if g(), do: @b(2)

        unless g() do
          @c 3
        end
      end
    end
    """
    assert [(a.name, a.conditional) for a in read(text).attributes] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]


def test_it_survives_the_wire() -> None:
    text = """
    defmodule M do
      @moduledoc "Doc"
      use GenServer
      @spec f(a :: integer) :: {:ok, term} | %M{}
      def f(%{x: [h | t]} = s, b \\\\ nil) when h > 1 do
        case s do
          {:ok, v} -> Enum.map(t, fn x -> x + v end)
          _ -> for y <- t, into: %{}, do: {y, ~w(a b)a}
        end
      end
    end
    """
    outline = read(text)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(outline), type=Outline) == outline
    assert isinstance(outline.functions[0].clauses[0].params[0], Op)
    assert isinstance(outline.attributes[0].value, String)
    assert Atom(0, 1, "a") != Atom(0, 2, "a")


def test_a_name_that_the_grammar_misses_is_nothing() -> None:
    outline = outline_of(b"defmodule A do\n  def f do\n    ,A\n  end\nend\n")
    assert outline.breaks
    assert [each.name for each in outline.modules] == ["A"]


def test_it_knows_the_names_that_are_written_as_atoms() -> None:
    assert read("f(:safe, a: 1, b: :error)\nt = {:safe, x}").atoms == ("error", "safe")


@pytest.mark.parametrize(
    ("text", "dense"),
    [
        ("a-key-of-16-signs", True),
        ("first a-key-of-16-signs", True),
        ("https://me:word@example", True),
        ("https://example.com/a", False),
        ("-----BEGIN KEY-----", False),
        ("a sentence of 16 words", False),
        ("AlphabeticalNames", False),
        ("short-1", False),
    ],
)
def test_it_knows_where_texts_stand_that_are_not_for_people(text: str, dense: bool) -> None:
    outline = read(f'a = 1\nf("{text}")')
    assert outline.dense == ((8,) if dense else ())
