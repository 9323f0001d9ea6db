"""--since and --staged: what a change touches, and what it causes elsewhere."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_check import SPAWN, dralint

ONLY = (
    "--isolated",
    "--select",
    "otp-unsupervised-spawn,otp-blocking-callback",
)
SERVER = """\
defmodule Server do
  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)
  def load(key), do: GenServer.call(__MODULE__, {:load, key})

  @impl true
  def init(options), do: {:ok, options}

  @impl true
  def handle_call({:load, key}, _from, state), do: {:reply, Remote.fetch(key), state}
end
"""
QUICK = "defmodule Remote do\n  def fetch(key), do: key\nend\n"
SLOW = "defmodule Remote do\n  def fetch(key) do\n    Process.sleep(60_000)\n    key\n  end\nend\n"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def found(folder: Path, *arguments: str) -> list[str]:
    run = dralint(folder, "check", *ONLY, *arguments, "--format", "concise")
    assert run.returncode in (0, 1), run.stderr
    return [line.split(": ")[0] for line in run.stdout.splitlines() if line.startswith("lib")]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :shop]\nend\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/boot.ex").write_text(SPAWN)
    (tmp_path / "lib/server.ex").write_text(SERVER)
    (tmp_path / "lib/remote.ex").write_text(QUICK)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return tmp_path


def test_what_was_there_is_not_reported(project: Path) -> None:
    assert len(found(project)) == 1
    assert found(project, "--since", "HEAD") == []


def test_what_a_change_causes_elsewhere_is(project: Path) -> None:
    (project / "lib/remote.ex").write_text(SLOW)
    assert [place.split(":")[0] for place in found(project, "--since", "HEAD")] == ["lib/server.ex"]


def test_what_it_touches_is(project: Path) -> None:
    text = SPAWN.replace("spawn(fn -> keys end)", "spawn(fn -> keys  end)")
    (project / "lib/boot.ex").write_text(text)
    assert [place.split(":")[0] for place in found(project, "--since", "HEAD")] == ["lib/boot.ex"]


def test_a_moved_file_is_no_change(project: Path) -> None:
    (project / "lib/deep").mkdir()
    (project / "lib/boot.ex").rename(project / "lib/deep/other.ex")
    assert found(project, "--since", "HEAD") == []


def test_the_start_is_where_the_branches_parted(project: Path) -> None:
    git(project, "switch", "--quiet", "--create", "work")
    (project / "lib/new.ex").write_text(SPAWN.replace("Boot", "New"))
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "two")
    git(project, "switch", "--quiet", "main")
    (project / "lib/boot.ex").write_text("defmodule Boot do\nend\n")
    git(project, "commit", "--quiet", "--all", "--message", "three")
    git(project, "switch", "--quiet", "work")
    assert [place.split(":")[0] for place in found(project, "--since", "main")] == ["lib/new.ex"]


def test_staged_is_what_the_next_commit_holds(project: Path) -> None:
    (project / "lib/new.ex").write_text(SPAWN.replace("Boot", "New"))
    git(project, "add", "lib/new.ex")
    (project / "lib/new.ex").write_text("defmodule New do\nend\n")
    (project / "lib/other.ex").write_text(SPAWN.replace("Boot", "Other"))
    assert [place.split(":")[0] for place in found(project, "--staged")] == ["lib/new.ex"]


def test_everything_is_new_before_the_first_commit(project: Path) -> None:
    git(project, "update-ref", "-d", "HEAD")
    assert [place.split(":")[0] for place in found(project, "--staged")] == ["lib/boot.ex"]


def test_it_works_from_below(project: Path) -> None:
    (project / "lib/new.ex").write_text(SPAWN.replace("Boot", "New"))
    run = dralint(project / "lib", "check", *ONLY, "--since", "HEAD", "--format", "concise")
    assert [line.split(":")[0] for line in run.stdout.splitlines()[:-1]] == ["new.ex"]


@pytest.mark.parametrize("ref", ["gone", "--all"])
def test_an_unknown_start_is_said_and_no_success(project: Path, ref: str) -> None:
    run = dralint(project, "check", *ONLY, f"--since={ref}")
    assert run.returncode == 2
    assert run.stderr.startswith("dralint: ")
    assert run.stderr.count("\n") == 1


def test_outside_of_git_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.ex").write_text(SPAWN)
    run = dralint(tmp_path, "check", *ONLY, "--staged")
    assert (run.returncode, "not a git repository" in run.stderr) == (2, True)
