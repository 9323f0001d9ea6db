"""Good code with one token taken away: nothing raises, and Elixir mostly says the same."""

import re
from collections.abc import Callable
from shutil import which

import pytest

from dralint.syntax import comments, is_template, parse

Ask = Callable[[list[bytes]], list[int | None]]

GOOD = [
    b'''defmodule Shop.Cart do
  @moduledoc """
  Items on their way, such as `%{id: 1}` (or more).
  """

  use GenServer, restart: :temporary

  alias Shop.{Item, Money}

  @timeout 5_000
  @type t :: %__MODULE__{items: [Item.t()], owner: String.t() | nil}
  defstruct items: [], owner: nil

  @spec start_link(keyword) :: GenServer.on_start()
  def start_link(opts \\\\ []) do
    {name, opts} = Keyword.pop(opts, :name, __MODULE__)
    GenServer.start_link(__MODULE__, opts, name: name)
  end

  def add(cart, %Item{price: price} = item) when price > 0 and not is_nil(item) do
    GenServer.call(cart, {:add, item}, @timeout)
  end

  @impl true
  def init(opts), do: {:ok, struct!(__MODULE__, opts)}

  @impl true
  def handle_call({:add, item}, _from, state) do
    case find(state, item.id) do
      nil ->
        {:reply, :ok, %{state | items: [item | state.items]}}

      %Item{} = old when old.id == item.id ->
        Logger.info("seen: #{inspect(old.id)} at #{DateTime.utc_now()}")
        {:reply, {:error, :seen}, state}
    end
  end

  defp find(%{items: items}, id) do
    Enum.find(items, fn %{id: other} -> other == id end)
  end
end
''',
    b"""defmodule Shop.Report do
  import Ecto.Query, only: [from: 2]

  def total(items, rate) do
    items
    |> Enum.map(&(&1.price * &1.count))
    |> Enum.reject(&is_nil/1)
    |> Enum.sum()
    |> Kernel.*(rate)
  end

  def open(path, mode \\\\ [:read, :utf8]) do
    with {:ok, file} <- File.open(path, mode),
         line when is_binary(line) <- IO.read(file, :line) do
      {:ok, String.trim(line)}
    else
      {:error, reason} -> {:error, reason}
      :eof -> {:ok, ""}
    end
  rescue
    e in [ArgumentError, File.Error] ->
      reraise e, __STACKTRACE__
  after
    :telemetry.execute([:shop, :open], %{count: 1}, %{path: path})
  end

  def query(since) do
    from i in "items",
      where: i.at > ^since and i.kind in ~w(a b)a,
      select: {i.id, fragment("? || ?", i.name, ~S(\\\\))}
  end

  def wait(ref) do
    receive do
      {^ref, <<size::16, rest::binary-size(size)>>} when size != 0 -> {:ok, rest}
      {:DOWN, _, :process, pid, reason} -> {:down, pid, reason}
    after
      1_000 -> if(Process.alive?(self()), do: :timeout, else: ?x)
    end
  end

  for {name, value} <- [one: 1, two: 0x2, three: -3.0e0], rem(value, 2) == 0, into: %{} do
    def unquote(name)(), do: unquote(value)
  end
end
""",
]

TOKEN = re.compile(rb"#[^\n]*|\"\"\"|[\w@]+[?!]?:?|[^\w\s]|\n")


def mutants() -> list[bytes]:
    return [
        source[: token.start()] + source[token.end() :]
        for good in GOOD
        for source in (good, good.replace(b"\n", b"\r\n"))
        for token in TOKEN.finditer(source)
    ]


def test_the_good_code_is_good() -> None:
    assert [parse(source).breaks for source in GOOD] == [(), ()]


def test_without_one_token_nothing_raises() -> None:
    broken = 0
    for source in mutants():
        tree = parse(source)
        assert tree.source is source
        assert all(0 <= b.start <= b.end <= len(source) for b in tree.breaks)
        assert len({b.start for b in tree.breaks}) == len(tree.breaks)
        assert not is_template(tree)
        assert all(source[start : start + 1] == b"#" for start, _ in comments(tree))
        broken += bool(tree.breaks)
    assert broken > len(mutants()) / 4  # the test does break its files


def test_cut_anywhere_nothing_raises() -> None:
    for good in GOOD:
        for cut in range(0, len(good), 7):
            tree = parse(good[:cut])
            assert all(0 <= b.start <= b.end <= cut for b in tree.breaks)


@pytest.mark.skipif(which("elixir") is None, reason="no `elixir` to ask on this machine")
def test_elixir_names_the_same_line(ask_elixir: Ask) -> None:
    sources = mutants()
    other_line, only_elixir, only_here, same = 0, 0, 0, 0
    for source, line in zip(sources, ask_elixir(sources), strict=True):
        found = parse(source).breaks
        here = source.count(b"\n", 0, found[0].start) + 1 if found else None
        other_line += None not in (here, line) and here != line
        only_elixir += here is None and line is not None
        only_here += here is not None and line is None
        same += here == line is not None
    broken = same + other_line
    assert broken > 500
    assert other_line <= broken * 0.01
    assert only_elixir <= broken * 0.05
    assert only_here <= broken * 0.01
