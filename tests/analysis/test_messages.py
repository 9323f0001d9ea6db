"""Message flow: receivers, contents, and the clauses that take them."""

from dralint.analysis.messages.addresses import Address
from dralint.analysis.messages.messages import Messages
from dralint.analysis.messages.sends import Message
from dralint.analysis.values.term import full
from dralint.engine.ask import Ask
from dralint.testing import project_of

SERVER = """
defmodule Shop.Stock do
  use GenServer
  @tag :take
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)
  def count(sku), do: call({:count, sku})
  def take(sku, server \\\\ __MODULE__), do: GenServer.call(server, {@tag, sku})
  def put(server, sku), do: GenServer.cast(server, {:put, sku})
  def any(sku) when is_binary(sku), do: ask(:any, sku)
  defp ask(:any, sku), do: call({:any, sku})
  defp ask(:all, sku), do: GenServer.cast(__MODULE__, {:all, sku})
  defp call(message), do: GenServer.call(__MODULE__, message)
  def init(state), do: {:ok, state}
  def handle_call({:count, sku}, _from, state), do: {:reply, sku, state}
  def handle_call({:take, sku}, _from, state) when is_binary(sku), do: {:reply, sku, state}
end
"""


def messages(**files: str) -> Messages:
    """Return the messages of files by their names."""
    return Ask(project_of({f"lib/{name}.ex": text for name, text in files.items()}))(Messages)


def said(found: Messages, kind: str = "call") -> dict[str, str]:
    """Return what is sent by the function that decides it: receiver and message."""
    return {
        m.function.name: f"{full(m.to)} {full(m.body)}" for m in found.decided if m.kind == kind
    }


def one(found: Messages, name: str) -> Message:
    """Return the one message that a function decides."""
    (message,) = (m for m in found.decided if m.function.name == name)
    return message


def test_helpers_attributes_and_defaults_are_followed() -> None:
    assert said(messages(stock=SERVER)) == {
        "count": "Shop.Stock {:count, _}",
        "take": "_ {:take, _}",
        "any": "Shop.Stock {:any, _}",
    }


def test_a_caller_that_leaves_out_the_server_gets_its_default() -> None:
    found = messages(stock=SERVER, web='defmodule Web do\n  def t, do: Shop.Stock.take("a")\nend\n')
    message = one(found, "t")
    assert full(message.body) == '{:take, "a"}'
    assert found.address(message) == Address("Shop.Stock", "one", True, "Shop.Stock")
    assert [call.label for call in message.calls] == ["Shop.Stock.take/1", "GenServer.call/2"]


def test_only_the_clause_that_the_arguments_reach_sends() -> None:
    found = messages(stock=SERVER)
    assert said(found, "cast") == {"put": "_ {:put, _}"}


def test_a_client_function_that_is_given_its_server_addresses_its_own_kind() -> None:
    found = messages(stock=SERVER)
    assert found.address(one(found, "put")) == Address("Shop.Stock", "any", False)


def test_clauses_answer_by_tag_size_and_guard() -> None:
    found = messages(stock=SERVER)
    project = one(found, "count").function.file.project
    module = project.module("Shop.Stock")
    assert module is not None
    answers = found.answers(module, "call", one(found, "count").body)
    assert [(a.callback.index, a.fit) for a in answers] == [(0, True)]
    answers = found.answers(module, "call", one(found, "take").body)
    assert [(a.callback.index, a.fit) for a in answers] == [(1, None)]
    assert found.answers(module, "call", one(found, "any").body) == ()
    assert found.answers(module, "cast", one(found, "put").body) == ()


def test_names_are_found_where_processes_are_started() -> None:
    found = messages(
        a="""
        defmodule A do
          use GenServer
          def start_link(opts), do: GenServer.start_link(__MODULE__, opts, opts)
          def init(o), do: {:ok, o}
          def f, do: GenServer.call(:other, :x)
          def g, do: GenServer.call({:via, Registry, {R, {:a, 1}}}, :x)
          def h, do: GenServer.call({:global, :b}, :x)
          def i, do: GenServer.call({A, :node@host}, :x)
        end
        """,
        b="""
        defmodule B do
          use GenServer
          def start_link(k), do: GenServer.start_link(__MODULE__, k, name: via(k))
          defp via(k), do: {:via, Registry, {R, {:a, k}}}
          def init(o), do: {:ok, o}
        end
        defmodule C do
          use GenServer
          def start_link(_), do: GenServer.start_link(__MODULE__, [], name: {:global, :b})
          def init(o), do: {:ok, o}
        end
        """,
        app="""
        defmodule App do
          use Application
          def start(_, _), do: Supervisor.start_link([{A, name: :other}], strategy: :one_for_one)
        end
        """,
    )
    where = {m.function.name: found.address(m) for m in found.decided if m.kind == "call"}
    assert where["f"] == Address("A", "one", True, "other")
    assert where["g"] == Address("B", "keyed")
    assert where["h"] == Address("C", "one", True, "{:global, :b}")
    assert where["i"] == Address("A", "any", False)


def test_a_message_with_one_handler_goes_there() -> None:
    found = messages(
        stock=SERVER,
        web="defmodule Web do\n  def t(s), do: GenServer.call(s.stock, {:take, 1})\nend\n",
    )
    assert found.address(one(found, "t")) == Address("Shop.Stock", "any", False)


def test_what_another_process_sends_is_not_sent_to_oneself() -> None:
    found = messages(
        a="""
        defmodule A do
          use GenServer
          def init(_) do
            me = self()
            spawn(fn -> send(me, :there) end)
            spawn(fn -> send(self(), :elsewhere) end)
            Enum.each([1], fn _ -> send(self(), :here) end)
            {:ok, nil}
          end
        end
        """
    )
    assert sorted(said(found, "info").items()) == [("init", "self() :here")]
    whom = {full(m.body): full(m.to) for m in found.sent}
    assert whom == {":there": "self()", ":elsewhere": "_", ":here": "self()"}
