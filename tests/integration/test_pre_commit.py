"""The hooks in the hands of the real pre-commit.

pre-commit installs dralint into an environment of its own, for which pip wants the package index.
So these tests run where packages may be fetched: in CI, and wherever DRALINT_PRE_COMMIT=1 says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "dralint", "rules")
SPAWN = "defmodule {} do\n  def warm(keys), do: spawn(fn -> keys end)\nend\n"
CLEAN = "defmodule {} do\n  @moduledoc false\nend\n"
MIX = "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop]\nend\n"
CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: dralint
        args: [--isolated, --select, otp-unsupervised-spawn]
        verbose: true
      - id: dralint-project
        args: [--isolated, --select, otp-unsupervised-spawn]
"""
CALL_HOLDS = 1 << 17
"""How many bytes of names pre-commit gives to one call on Linux."""

pytestmark = [
    pytest.mark.skipif(
        not (os.environ.get("CI") or os.environ.get("DRALINT_PRE_COMMIT")),
        reason="fetches packages: runs in CI, or with DRALINT_PRE_COMMIT=1",
    ),
    pytest.mark.skipif(find_spec("pre_commit") is None, reason="pip install pre-commit"),
]

Run = subprocess.CompletedProcess[str]


class Folder:
    """A git repository and the environment that commands in it are given."""

    def __init__(self, path: Path, home: Path) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        names = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
        self.path = path
        self.environment = {
            **kept,
            **{f"GIT_{name}": "somebody@shop.example" for name in names},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
            "NO_COLOR": "1",
            "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        }
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def run(self, *command: str) -> Run:
        run = subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in run.stdout + run.stderr
        return run

    def git(self, *arguments: str) -> Run:
        run = self.run("git", *arguments)
        assert run.returncode == 0, run.stderr
        return run

    def pre_commit(self, *arguments: str) -> Run:
        return self.run(sys.executable, "-m", "pre_commit", *arguments)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments: one installation serves all tests but `try-repo`."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Folder:
    """This repository as it is on disk, committed: pre-commit clones what it runs."""
    folder = Folder(tmp_path_factory.mktemp("dralint"), home)
    for name in PARTS:
        if (ROOT / name).is_dir():
            skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, folder.path / name, ignore=skip)
        else:
            shutil.copy(ROOT / name, folder.path / name)
    folder.git("add", "--all")
    folder.git("commit", "--quiet", "--message", "dralint")
    return folder


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Folder:
    """A project with names that have spaces, all of it committed and none of it checked."""
    folder = Folder(tmp_path / "my shop", home)
    folder.write("mix.exs", MIX)
    folder.write("lib/shop/cart.ex", CLEAN.format("Shop.Cart"))
    folder.write("lib/shop/old mill.ex", SPAWN.format("Shop.OldMill"))
    folder.git("add", "--all")
    folder.git("commit", "--quiet", "--message", "before")
    return folder


@pytest.fixture
def hooked(project: Folder, hooks: Folder) -> Iterator[Folder]:
    """The project, with the hook installed as its users install it."""
    rev = hooks.git("rev-parse", "HEAD").stdout.strip()
    project.write(".pre-commit-config.yaml", CONFIG.format(repo=hooks.path, rev=rev))
    project.git("add", ".pre-commit-config.yaml")
    assert project.pre_commit("install").returncode == 0
    yield project


def test_the_manifest_is_valid(project: Folder) -> None:
    manifest = str(ROOT / ".pre-commit-hooks.yaml")
    assert project.pre_commit("validate-manifest", manifest).returncode == 0


def test_try_repo(project: Folder, hooks: Folder) -> None:
    run = project.pre_commit("try-repo", str(hooks.path), "dralint", "--all-files", "--verbose")
    assert run.returncode == 1, run.stdout + run.stderr
    assert "lib/shop/old mill.ex:2:23: error[otp-unsupervised-spawn]" in run.stdout
    assert "hook id: dralint" in run.stdout
    assert "exit code: 1" in run.stdout


def test_a_commit(hooked: Folder) -> None:
    hooked.write("lib/shop/boot file.ex", SPAWN.format("Shop.BootFile"))
    hooked.git("add", "lib")
    refused = hooked.run("git", "commit", "--message", "spawns")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert "lib/shop/boot file.ex:2:23: error[otp-unsupervised-spawn]" in said
    assert "old mill" not in said  # it was there before, and is not in the commit
    assert "whole project" not in said  # for pre-push

    hooked.write("lib/shop/boot file.ex", CLEAN.format("Shop.BootFile"))
    hooked.git("add", "lib")
    # What is not staged is none of the commit's business.
    hooked.write("lib/shop/cart.ex", SPAWN.format("Shop.Cart"))
    taken = hooked.run("git", "commit", "--message", "mended")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "cart" not in taken.stdout + taken.stderr
    assert "spawn" in (hooked.path / "lib/shop/cart.ex").read_text("utf-8")

    hooked.git("checkout", "--quiet", "lib/shop/cart.ex")
    whole = hooked.pre_commit("run", "dralint-project", "--all-files", "--hook-stage", "manual")
    assert whole.returncode == 1
    assert "lib/shop/old mill.ex:2:23: error[otp-unsupervised-spawn]" in whole.stdout


def test_a_commit_without_elixir_runs_nothing(hooked: Folder) -> None:
    hooked.write("read me.md", "spawn\n")
    hooked.git("add", "read me.md")
    taken = hooked.run("git", "commit", "--message", "words")
    assert taken.returncode == 0
    assert "no files to check" in taken.stdout + taken.stderr


def test_more_files_than_one_command_line_holds(hooked: Folder) -> None:
    folder = f"lib/shop/{'a long name with spaces ' * 4}"
    names = [f"{folder}/{'long' * 20} {number:04}.ex" for number in range(700)]
    assert sum(map(len, names)) > CALL_HOLDS
    for number, name in enumerate(names):
        text = SPAWN if number in (0, len(names) - 1) else CLEAN
        hooked.write(name, text.format(f"Shop.Long{number}"))
    hooked.git("add", "--all")
    refused = hooked.run("git", "commit", "--message", "many")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1
    assert [name for name in names if f"{name}:2:23: error[" in said] == [names[0], names[-1]]
    ends = [line for line in said.splitlines() if " finding" in line and " files, " in line]
    assert len(ends) > 1  # a call each
