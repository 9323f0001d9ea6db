"""Real processes on projects of a size at which workers start."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

COMMAND = [sys.executable, "-m", "dralint", "check"]
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}
MODULE = """defmodule Big.M{n} do
  def f{n}(name), do: String.to_atom(name)
{more}end
"""


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A project of more than a megabyte, with findings in each file."""
    lib = tmp_path / "big" / "lib"
    lib.mkdir(parents=True)
    (tmp_path / "big" / "mix.exs").write_text(
        "defmodule Big.MixProject do\n  use Mix.Project\n  def project, do: [app: :big]\nend\n"
    )
    # A long list takes time to read, and none to judge.
    more = f"  @data [{', '.join(map(str, range(12000)))}]\n"
    for n in range(24):
        (lib / f"m{n}.ex").write_text(MODULE.format(n=n, more=more))
    return tmp_path / "big"


@pytest.fixture
def run() -> Run:
    """Return a function that runs `dralint check` to its end."""

    def check(
        folder: Path,
        *arguments: str,
        before: Callable[[], None] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=before,
            check=False,
        )

    return check
