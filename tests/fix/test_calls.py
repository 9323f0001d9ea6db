"""Fixes that change who is called and who may call: what they say before and after, and Elixir."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_check import dralint

BYPASS = ("--isolated", "--select", "dra-action-bypass,quality-unused-alias")
ACTION = """\
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
"""
API = """\
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.Create

  def create(attrs), do: Create.call(attrs)
end
"""
WEB = """\
defmodule MyAppWeb.UserController do
  alias MyApp.Accounts.User

  def one(params), do: MyApp.Accounts.User.Create.call(params)
  def two(list), do: Enum.map(list, &User.Create.call/1)
  def three(params), do: params |> User.Create.call() |> elem(1)
end
"""
FIXED = """\
defmodule MyAppWeb.UserController do
  alias MyApp.Accounts.User

  def one(params), do: MyApp.Accounts.User.API.create(params)
  def two(list), do: Enum.map(list, &User.API.create/1)
  def three(params), do: params |> User.API.create() |> elem(1)
end
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "mix.exs": "defmodule M do\n  def project, do: [app: :my_app]\nend\n",
        "lib/my_app/accounts/user/create.ex": ACTION,
        "lib/my_app/accounts/user/api.ex": API,
        "lib/my_app_web/controllers/user_controller.ex": WEB,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def compiles(project: Path) -> None:
    """Compile all of `lib/` as one with Elixir; a warning is a failure."""
    if shutil.which("elixirc") is None:
        pytest.skip("elixirc is not installed")
    files = [str(each) for each in project.glob("lib/**/*.ex")]
    command = ["elixirc", "--warnings-as-errors", "-o", str(project / "out"), *files]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def controller(project: Path) -> Path:
    return project / "lib/my_app_web/controllers/user_controller.ex"


def test_the_api_is_called_instead_of_the_action(project: Path) -> None:
    compiles(project)
    run = dralint(project, "check", "--fix", *BYPASS)
    assert (run.returncode, run.stderr) == (0, "dralint: 3 fixes in 1 file\n")
    assert controller(project).read_text() == FIXED
    compiles(project)


@pytest.mark.parametrize(
    "api",
    [
        "def create(attrs), do: Create.call(Map.new(attrs))",
        "def create(attrs) when is_map(attrs), do: Create.call(attrs)",
        "def create(attrs \\\\ %{}), do: Create.call(attrs)",
        "def create(%{} = attrs), do: Create.call(attrs)",
        "def create(attrs) do\n    :ok\n    Create.call(attrs)\n  end",
        "def create(attrs), do: {:ok, Create.call(attrs)}",
        "def create(_, attrs), do: Create.call(attrs)",
    ],
)
def test_an_api_that_does_more_is_for_people(project: Path, api: str) -> None:
    (project / "lib/my_app/accounts/user/api.ex").write_text(
        API.replace("def create(attrs), do: Create.call(attrs)", api)
    )
    run = dralint(project, "check", "--unsafe-fixes", *BYPASS)
    assert run.returncode == 1
    assert controller(project).read_text() == WEB


def test_a_delegate_hands_on_what_it_is_given(project: Path) -> None:
    (project / "lib/my_app/accounts/user/api.ex").write_text(
        API.replace(
            "def create(attrs), do: Create.call(attrs)",
            "defdelegate create(attrs), to: Create, as: :call",
        )
    )
    dralint(project, "check", "--fix", *BYPASS)
    assert controller(project).read_text() == FIXED
    compiles(project)


def test_an_alias_of_the_action_would_be_left_over(project: Path) -> None:
    text = WEB.replace("User\n\n", "User.Create\n\n").replace("User.Create.call", "Create.call")
    text = text.replace("MyApp.Accounts.Create", "Create")
    controller(project).write_text(text)
    dralint(project, "check", "--fix", *BYPASS)
    assert controller(project).read_text() == text
    run = dralint(project, "check", "--unsafe-fixes", "--isolated", "--select", "dra-action-bypass")
    assert "3 fixes" in run.stderr
    assert controller(project).read_text().count("MyApp.Accounts.User.API.create") == 3


PUBLIC = ("--isolated", "--select", "dra-action-single-public")
HELPED = """\
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, tidy(attrs)}

  @spec tidy(map()) :: map()
  def tidy(%{} = attrs), do: attrs
  def tidy(other), do: %{other: other}
end
"""


def test_a_helper_becomes_private(project: Path) -> None:
    action = project / "lib/my_app/accounts/user/create.ex"
    action.write_text(HELPED)
    compiles(project)
    run = dralint(project, "check", "--fix", *PUBLIC)
    assert run.stderr == "dralint: 1 fix in 1 file\n"
    assert action.read_text() == HELPED.replace("def tidy", "defp tidy")
    compiles(project)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lib/my_app_web/page.html.heex", "<%= MyApp.Accounts.User.Create.tidy(@user) %>\n"),
        ("test/create_test.exs", "defmodule T do\n  def f(m), do: apply(m, :tidy, [1])\nend\n"),
        ("lib/my_app/jobs.ex", 'defmodule MyApp.Jobs do\n  def f, do: "tidy"\nend\n'),
    ],
)
def test_not_where_another_file_names_it(project: Path, name: str, text: str) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text)
    action = project / "lib/my_app/accounts/user/create.ex"
    action.write_text(HELPED)
    dralint(project, "check", "--unsafe-fixes", *PUBLIC)
    assert action.read_text() == HELPED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  @spec tidy(map()) :: map()\n", '  @doc "Tidies."\n'),
        ("tidy(attrs)}", "__MODULE__.tidy(attrs)}"),
        ("tidy(attrs)}", "attrs}"),
    ],
)
def test_not_where_it_would_not_compile_as_before(project: Path, old: str, new: str) -> None:
    action = project / "lib/my_app/accounts/user/create.ex"
    action.write_text(HELPED.replace(old, new))
    run = dralint(project, "check", "--unsafe-fixes", *PUBLIC)
    assert run.returncode == 1
    assert "defp" not in action.read_text()


def test_a_missing_alias_is_added(tmp_path: Path) -> None:
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :shop]\nend\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/user.ex").write_text("defmodule Shop.User do\n  defstruct [:name]\nend\n")
    file = tmp_path / "lib/create.ex"
    text = "defmodule Shop.User.Create do\n{}  import Enum, only: [map: 2]\n{}\n  {}\nend\n"
    body = "def call(names), do: map(names, &%User{name: &1})"
    file.write_text(text.format('  @moduledoc "Makes users."\n\n', "", body))
    run = dralint(tmp_path, "check", "--fix", "--isolated", "--select", "ref-missing-alias")
    assert run.returncode == 1
    run = dralint(
        tmp_path, "check", "--unsafe-fixes", "--isolated", "--select", "ref-missing-alias"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    added = text.format('  @moduledoc "Makes users."\n\n', "  alias Shop.User\n", body)
    assert file.read_text() == added
    compiles(tmp_path)
