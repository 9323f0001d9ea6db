"""Where values come from."""

import pytest

from dralint.analysis.taint.taint import Taint, confidence_of
from dralint.engine.ask import Ask
from dralint.finding import CERTAIN
from dralint.testing import project_of


def found(body: str, **files: str) -> tuple[str | None, bool]:
    """Return the source that reaches `sink/1` in an action, and whether that is certain."""
    code = f"""
    defmodule ShopWeb.PageController do
      use Phoenix.Controller

      def index(conn, params) do
        {body}
      end

      defp sink(value), do: value
      defp same(value), do: value
      defp fixed(_value), do: "fixed"
      defp valid_name(value), do: value
      defp pair(value), do: {{:ok, value}}
      defp failed(value), do: {{:error, "no: #{{value}}"}}
    end
    """
    project = project_of({"lib/page.ex": code, **{f"lib/{k}.ex": v for k, v in files.items()}})
    taint = Ask(project)(Taint)
    (call,) = (c for c in project.by_path["lib/page.ex"].calls if c.name == "sink")
    origins = taint.origins(call, call.args[0])
    if not origins:
        return None, False
    source = origins[0].source
    return source.what if source else "unknown", confidence_of(origins[0]) is CERTAIN


PARAMS = ("the parameters of the request", True)
REQUEST = ("the request", True)
NOTHING = (None, False)


@pytest.mark.parametrize(
    "body",
    [
        'sink(params["a"])',
        'sink(conn.params["a"])',
        'a = params["a"]\nb = a\nsink(b)',
        '%{"a" => a} = params\nsink(a)',
        'sink("x #{params["a"]}")',
        'sink("x" <> params["a"])',
        'params["a"] |> String.trim() |> String.downcase() |> sink()',
        'params |> Map.get("a", "x") |> sink()',
        'sink(same(params["a"]))',
        '{:ok, a} = pair(params["a"])\nsink(a)',
        '%{opts: %{a: params["a"]}} |> then(fn x -> sink(x.opts.a) end)',
        "Enum.each(params, fn {key, _} -> sink(key) end)",
        'for a <- params["list"], do: sink(a)',
        'case params do\n%{"a" => a} -> sink(a)\nend',
        'with {:ok, a} <- Map.fetch(params, "a"), do: sink(a)',
        'a = if params["b"], do: params["a"], else: "x"\nsink(a)',
        'if params["a"] not in ["x"] do\nsink(params["a"])\nend',
        '[a: params["a"], b: 1] |> Keyword.get(:a) |> sink()',
    ],
)
def test_it_arrives(body: str) -> None:
    assert found(body) == PARAMS


@pytest.mark.parametrize(
    "body",
    [
        'sink("fixed")',
        'sink(fixed(params["a"]))',
        'sink(String.to_integer(params["a"]))',
        'sink(%{"a" => :x}[params["a"]])',
        'if params["a"] in ["x", "y"], do: sink(params["a"])',
        'a = params["a"]\nif a not in ["x"], do: raise("no")\nsink(a)',
        'case params["a"] do\n"x" -> sink("x")\nend',
        'a = params["a"]\ncase a do\n"x" -> sink(a)\nend',
        'a = params["a"]\na = "fixed"\nsink(a)',
        'with a = params["a"], true <- a in ["x"], do: sink(a)',
        'params["l"] |> Enum.filter(&(&1 in ["x"])) |> Enum.map(&sink(&1))',
        'params |> Map.take(["a"]) |> Enum.each(fn {key, _} -> sink(key) end)',
        '%{a: params["a"], b: "x"} |> then(fn x -> sink(x.b) end)',
        '{:ok, a} = failed(params["a"])\nsink(a)',
        'sink(length(params["l"]))',
        "sink(Application.get_env(:shop, :name))",
    ],
)
def test_it_does_not_arrive(body: str) -> None:
    assert found(body) == NOTHING


@pytest.mark.parametrize(
    "body",
    [
        'sink(Shop.Repo.get(Shop.Page, params["a"]))',
        "sink(conn.assigns.user)",
        'sink(params["upload"].path)',
    ],
)
def test_what_is_not_known_is_no_source(body: str) -> None:
    assert found(body) == ("unknown", False)


@pytest.mark.parametrize(
    "body",
    [
        'a = params["a"]\nvalidate(a)\nsink(a)',
        'a = params["a"]\nif allowed?(a), do: sink(a)',
        'sink(valid_name(params["a"]))',
        'sink(String.replace(params["a"], "/", ""))',
    ],
)
def test_what_is_checked_somehow_is_not_certain(body: str) -> None:
    assert found(body) == ("the parameters of the request", False)


def test_headers_and_bodies_are_sources() -> None:
    assert found('[a] = Plug.Conn.get_req_header(conn, "x-a")\nsink(a)') == REQUEST
    body = "{:ok, body, conn} = Plug.Conn.read_body(conn)\n"
    assert found(body + "sink(body)") == REQUEST
    assert found(body + "sink(conn.assigns.user)") == ("unknown", False)


def test_the_answer_of_a_server_is_not_certain() -> None:
    assert found('sink(Req.get!("https://example.com").body)') == (
        "the answer of another server",
        False,
    )


def origins_of(files: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return the sources of every call of `sink/1`, with the messages of their trails."""
    project = project_of(files)
    taint = Ask(project)(Taint)
    return [
        (origin.source.what, [step.message for step in origin.trail])
        for file in project.files
        for call in file.calls
        if call.name == "sink"
        for origin in taint.origins(call, *call.args)
        if origin.source is not None
    ]


def test_through_modules_and_delegates() -> None:
    files = {
        "lib/a.ex": """
        defmodule ShopWeb.AController do
          use Phoenix.Controller
          def show(conn, %{"id" => id}), do: json(conn, Shop.find(id))
        end
        """,
        "lib/b.ex": "defmodule Shop do\n  defdelegate find(id), to: Shop.Finder\nend\n",
        "lib/c.ex": """
        defmodule Shop.Finder do
          def find(id, opts \\\\ []), do: sink({id, opts})
          defp sink(x), do: x
        end
        """,
    }
    assert origins_of(files) == [
        (
            "the parameters of the request",
            ["from the parameters of the request", "it is given to `find/2`"],
        )
    ]


def test_the_assigns_of_a_live_view() -> None:
    files = {
        "lib/a.ex": """
        defmodule ShopWeb.ALive do
          use Phoenix.LiveView
          def handle_event("sort", %{"by" => by}, socket) do
            {:noreply, assign(socket, :by, by)}
          end
          def handle_info(:tick, socket) do
            sink(socket.assigns.by)
            sink(socket.assigns.user)
            {:noreply, socket}
          end
          defp sink(x), do: x
        end
        """
    }
    assert origins_of(files) == [
        ("the client's event", ["from the client's event", "it is kept as `@by`"])
    ]


@pytest.mark.parametrize(("kind", "count"), [(":string", 1), (":id", 1), (":integer", 0)])
def test_the_types_of_a_query(kind: str, count: int) -> None:
    files = {
        "lib/a.ex": f"""
        defmodule ShopWeb.Schema do
          use Absinthe.Schema
          query do
            field :page, :string do
              arg :name, non_null({kind})
              resolve(&ShopWeb.Resolver.page/3)
            end
          end
        end
        """,
        "lib/b.ex": """
        defmodule ShopWeb.Resolver do
          def page(_, args, _), do: sink(args.name)
          defp sink(x), do: x
        end
        """,
    }
    assert len(origins_of(files)) == count


def test_a_packet_is_a_source() -> None:
    body = """
    defmodule Shop.Gossip do
      use GenServer
      def handle_info({:udp, _socket, _ip, _port, <<"hi", _::binary>> = packet}, state) do
        sink(packet)
        {:noreply, state}
      end
      defp sink(x), do: x
    end
    """
    assert [what for what, _ in origins_of({"lib/a.ex": body})] == ["a packet from the network"]


def test_a_function_that_calls_itself_ends() -> None:
    body = """
    defmodule ShopWeb.AController do
      use Phoenix.Controller
      def show(conn, params), do: loop(params["a"], 3) |> sink()
      defp loop(a, 0), do: a
      defp loop(a, n), do: loop(a <> "x", n - 1)
      defp sink(x), do: x
    end
    """
    assert [what for what, _ in origins_of({"lib/a.ex": body})] == [PARAMS[0]]


def test_macros_run_while_the_program_is_compiled() -> None:
    body = """
    defmodule Shop.Macros do
      defmacro make(conn), do: sink(conn.params["a"])
      defp sink(x), do: x
    end
    """
    assert origins_of({"lib/a.ex": body}) == []
