"""`dralint new` and `check-feature`: what is written is tried with the real mix where it is."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .test_map import dralint, written

HERE = shutil.which("mix") is not None
DIALECTS = ("flat", "domains", "scribe", "nerves", "single")
FORMATTER = '[inputs: ["{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}"]]\n'
MIX = """
defmodule Shop.MixProject do
  use Mix.Project

  def project, do: [app: :shop, version: "0.1.0"]
  def application, do: [extra_applications: [:logger]]
end
""".lstrip()
LONG = "reconcile_with_the_ledger_of_the_last_fiscal_year_and_notify_everyone"


def mix(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["mix", *arguments],
        cwd=folder,
        env={**os.environ, "MIX_ENV": "test", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {"mix.exs": MIX, ".formatter.exs": FORMATTER, "test/test_helper.exs": "ExUnit.start()\n"},
    )


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for top in ("lib", "test")
        for path in (folder / top).rglob("*.ex*")
    } - {"test/test_helper.exs"}


def test_the_commands_of_the_seed(empty: Path) -> None:
    run = dralint(empty, "new", "accounts", "user", "create,update,delete")
    assert run.stdout.startswith("accounts/user in the dialect flat\n  create  test/shop/accounts/")
    assert files(empty) == {
        *(f"lib/shop/accounts/user/{name}.ex" for name in ("create", "update", "delete", "api")),
        *(f"test/shop/accounts/user/{name}_test.exs" for name in ("create", "update", "delete")),
    }
    text = (empty / "lib/shop/accounts/user/api.ex").read_text()
    assert "  @spec update(term(), map()) :: {:ok, term()} | {:error, term()}\n" in text
    assert "  def update(id, attrs), do: Update.call(id, attrs)\n" in text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_is_clean_and_complete(empty: Path, dialect: str) -> None:
    own = ("--dialect", dialect)
    names = f"create,update,delete,list,{LONG}"
    dralint(empty, "check-feature", "accounts", "user", names, *own, code=1)
    dralint(empty, "new", "accounts", "user", names, *own)
    dralint(empty, "new", "accounts", "user", "archive", "send", *own)
    dralint(empty, "new", "billing", "invoice", "create", *own)
    clean = dralint(empty, "check", ".", "--isolated", "--format", "json", code=1)
    # What is left to do is all there is to say: each action is a stub until its tests pass, and
    # tests for a module that has some are printed, not added. Examples come with the behaviour.
    left = {"tdd-stub-left", "test-untested-function" if dialect == "single" else "doc-examples"}
    assert {each["rule"] for each in json.loads(clean.stdout)["findings"]} == left
    assert dralint(empty, "check-feature", "accounts", "user", names, *own).stdout.count("✗") == 0
    dralint(empty, "check-feature", "billing", "invoice", "create", *own)


@pytest.mark.skipif(not HERE, reason="mix is not installed: formatting and tests were NOT tried")
@pytest.mark.parametrize("dialect", DIALECTS)
def test_mix_formats_compiles_and_fails_its_tests(empty: Path, dialect: str) -> None:
    own = ("--dialect", dialect)
    dralint(empty, "new", "accounts", "user", f"create,update,list,{LONG}", *own)
    dralint(empty, "new", "accounts", "user", "archive", "send", *own)
    formatted = mix(empty, "format", "--check-formatted")
    assert formatted.returncode == 0, formatted.stderr
    compiled = mix(empty, "compile", "--warnings-as-errors")
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    tested = mix(empty, "test")
    # Two for each action; the tests of a module that exists are printed, not added.
    number = 8 if dialect == "single" else 12
    assert f"{number} tests, {number} failures" in tested.stdout
    assert "warning" not in tested.stdout + tested.stderr


def test_nothing_is_written_over(empty: Path) -> None:
    own = "defmodule Shop.Accounts.User.Create do\n  def call(x), do: x\nend\n"
    written(empty, {"lib/shop/accounts/user/create.ex": own, "mix.exs": MIX})
    run = dralint(empty, "new", "accounts", "user", "create")
    assert "  exists  lib/shop/accounts/user/create.ex\n" in run.stdout
    assert (empty / "lib/shop/accounts/user/create.ex").read_text() == own
    before = {name: (empty / name).read_bytes() for name in files(empty)}
    again = dralint(empty, "new", "accounts", "user", "create").stdout
    assert "create  " not in again
    assert {name: (empty / name).read_bytes() for name in files(empty)} == before


def test_a_dry_run_writes_nothing(empty: Path) -> None:
    run = dralint(empty, "new", "accounts", "user", "create", "--dry-run")
    assert "(dry run)" in run.stdout
    assert "defmodule Shop.Accounts.User.CreateTest do" in run.stdout
    assert not (empty / "lib").exists()


API = """\
defmodule Shop.Accounts.Users.Api do
  @moduledoc "Users."

  alias Shop.Accounts.Users.Create
  alias Shop.Accounts.Users.Zap

  @spec create(map()) :: {:ok, term()}
  def create(attrs), do: Create.call(attrs)
  def zap(id), do: Zap.call(id)

  # What follows is for this module alone.
  defp helper(x), do: x
end
"""


def users(api: str) -> dict[str, str]:
    call = "defmodule Shop.Accounts.Users.{} do\n  def call(x), do: {{:ok, x}}\nend\n"
    return {
        "mix.exs": MIX,
        "lib/shop/accounts/users/api.ex": api,
        "lib/shop/accounts/users/create.ex": call.format("Create"),
        "lib/shop/accounts/users/zap.ex": call.format("Zap"),
    }


def test_an_api_grows_beside_what_it_has(empty: Path) -> None:
    written(empty, users(API))
    run = dralint(empty, "new", "account", "user", "create,rename")
    assert "note: the project calls it `users`\n" in run.stdout
    assert "  extend  lib/shop/accounts/users/api.ex  (rename)\n" in run.stdout
    text = (empty / "lib/shop/accounts/users/api.ex").read_text()
    expected = API.replace(
        "  alias Shop.Accounts.Users.Zap\n",
        "  alias Shop.Accounts.Users.Rename\n  alias Shop.Accounts.Users.Zap\n",
    ).replace(
        "  def zap(id), do: Zap.call(id)\n",
        "  def zap(id), do: Zap.call(id)\n\n"
        '  @doc "Renames a user, or says why not."\n'
        "  @spec rename(term(), map()) :: {:ok, term()} | {:error, term()}\n"
        "  def rename(id, attrs), do: Rename.call(id, attrs)\n",
    )
    assert text == expected


def test_line_ends_are_kept(empty: Path) -> None:
    written(empty, users(API))
    path = empty / "lib/shop/accounts/users/api.ex"
    path.write_bytes(API.replace("\n", "\r\n").encode())
    dralint(empty, "new", "accounts", "user", "rename")
    text = path.read_bytes()
    assert b"def rename" in text
    assert text.count(b"\n") == text.count(b"\r\n")


@pytest.mark.parametrize(
    "api",
    [
        API.replace("  def zap", "  if true do\n    def zap").replace(
            "call(id)\n", "call(id)\n  end\n"
        ),
        API.replace("  def zap", "  )\n  def zap"),
        API.replace("  def zap(id), do: Zap.call(id)", "  def zap(id), do: Zap.call(id); # odd"),
    ],
    ids=["inside a block", "does not parse", "more on the line"],
)
def test_an_unusual_api_is_left_alone(empty: Path, api: str) -> None:
    written(empty, users(api))
    run = dralint(empty, "new", "accounts", "user", "rename")
    assert (empty / "lib/shop/accounts/users/api.ex").read_text() == api
    assert "lib/shop/accounts/users/api.ex" in run.stdout
    assert "  def rename(id, attrs), do: Shop.Accounts.Users.Rename.call(id, attrs)" in run.stdout


def test_the_schema_and_the_case_of_the_project_are_used(empty: Path) -> None:
    schema = "defmodule Shop.Accounts.User do\n  @type t :: %{}\n  defstruct [:id]\nend\n"
    case = "defmodule Shop.DataCase do\n  use ExUnit.CaseTemplate\nend\n"
    written(
        empty,
        {"mix.exs": MIX, "lib/shop/accounts/user.ex": schema, "test/support/data_case.ex": case},
    )
    dralint(empty, "new", "accounts", "user", "create,list")
    text = (empty / "lib/shop/accounts/user/list.ex").read_text()
    assert "  alias Shop.Accounts.User\n" in text
    assert ":: {:ok, [User.t()]} | {:error, term()}" in text
    assert (
        "use Shop.DataCase, async: true"
        in (empty / "test/shop/accounts/user/list_test.exs").read_text()
    )


def test_an_umbrella_needs_a_name(tmp_path: Path) -> None:
    app = "defmodule {0}.MixProject do\n  use Mix.Project\n  def project, do: [app: :{1}]\nend\n"
    written(
        tmp_path,
        {
            "mix.exs": 'defmodule All.MixProject do\n  def project, do: [apps_path: "apps"]\nend\n',
            "apps/one/mix.exs": app.format("One", "one"),
            "apps/two/mix.exs": app.format("Two", "two"),
        },
    )
    wrong = dralint(tmp_path, "new", "accounts", "user", "create", code=2)
    assert wrong.stderr == "dralint: several applications (one, two): say which with --app\n"
    dralint(tmp_path, "new", "accounts", "user", "create", "--app", "two")
    assert (tmp_path / "apps/two/lib/two/accounts/user/create.ex").is_file()
    text = (tmp_path / "apps/two/lib/two/accounts/user/api.ex").read_text()
    assert text.startswith("defmodule Two.Accounts.User.API do\n")


def test_ash_writes_its_own(empty: Path) -> None:
    run = dralint(empty, "new", "accounts", "user", "create,list", "--dialect", "ash")
    assert "mix ash.gen.resource Shop.Accounts.User --domain Shop.Accounts" in run.stdout
    assert "read :list" in run.stdout
    assert not (empty / "lib").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accounts", "user", ","), "no action is named"),
        (("accounts", "user", "create!"), "action 'create!' is no name"),
        (("accounts", "user", "end"), "action 'end' is a reserved word"),
        (("accounts", "user", "api"), "'api' is the name of the API"),
        (("../accounts", "user", "create"), "domain '..' is no name"),
        (("accounts", "user", "create", "--app", "other"), "no application 'other'"),
        (("accounts", "user", "create", "--in", "nowhere"), "nowhere: no such file"),
    ],
)
def test_faults_are_one_line(empty: Path, arguments: tuple[str, ...], said: str) -> None:
    run = dralint(empty, "new", *arguments, code=2)
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert not (empty / "lib").exists()


def test_check_feature_names_each_thing_that_is_missing(empty: Path) -> None:
    call = "defmodule Shop.Accounts.User.{} do\n  {}\nend\n"
    written(
        empty,
        {
            "mix.exs": MIX,
            "lib/shop/accounts/user/create.ex": call.format("Create", "def call(x), do: x"),
            "lib/shop/accounts/user/rename.ex": call.format("Rename", "def call(x), do: x"),
            "lib/shop/accounts/user/delete.ex": call.format("Delete", "def run(x), do: x"),
        },
    )
    run = dralint(empty, "check-feature", "accounts", "user", "create,delete,frob", code=1)
    assert run.stdout.endswith(
        """
10 things to do
  give `Shop.Accounts.User.Create.call/1` a `@spec`
  give `Shop.Accounts.User.Create.call/1` a `@doc`
  offer it in `Shop.Accounts.User.API`
  write test/shop/accounts/user/create_test.exs
  define `call/1` in `Shop.Accounts.User.Delete`
  give `Shop.Accounts.User.Delete.call/1` a `@spec`
  give `Shop.Accounts.User.Delete.call/1` a `@doc`
  offer it in `Shop.Accounts.User.API`
  write test/shop/accounts/user/delete_test.exs
  write lib/shop/accounts/user/frob.ex
"""
    )
    rows = json.loads(
        dralint(
            empty, "check-feature", "accounts", "user", "create", "--format", "json", code=1
        ).stdout
    )
    assert rows[0]["has"] == {
        "file": True,
        "entry": True,
        "spec": False,
        "doc": False,
        "API": False,
        "test": False,
    }
