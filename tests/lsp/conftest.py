import shutil
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[2] / "examples/shop"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's cache folder, shared so that the rules are indexed once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the example shop that a test may change."""
    folder = tmp_path / "the shop"  # editors escape the space in names of files
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns(".dralint_cache"))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A little mix project with two modules."""
    folder = tmp_path / "small"
    (folder / "lib").mkdir(parents=True)
    (folder / "mix.exs").write_text(
        "defmodule Small.MixProject do\n"
        "  use Mix.Project\n\n"
        '  def project, do: [app: :small, version: "0.1.0"]\n'
        "end\n"
    )
    (folder / ".dralint.toml").write_text('select = ["quality", "otp", "syntax", "query"]\n')
    (folder / "lib/a.ex").write_text(A)
    (folder / "lib/b.ex").write_text(B)
    return folder


A = """defmodule Small.A do
  def go(x) do
    IO.inspect(x)
  end
end
"""
B = """defmodule Small.B do
  use GenServer

  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def rate(x), do: GenServer.call(__MODULE__, {:rate, x})

  @impl true
  def init(arg), do: {:ok, arg}

  @impl true
  def handle_call({:rate, x}, _from, state) do
    {:reply, Small.Work.slow(x), state}
  end
end
"""
WORK = """defmodule Small.Work do
  def slow(x) do
    {body}
    x
  end
end
"""
