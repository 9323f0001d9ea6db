"""`dralint explain PATH:LINE`: what became of each finding at a line."""

from pathlib import Path

import pytest

from .test_check import dralint

CODE = """\
defmodule MyApp.Jobs do
  @moduledoc "Runs."

  def one, do: IO.inspect(1)

  def two do
    # dralint:ignore quality-debug-leftover -- it is a tool
    IO.inspect(2)
  end

  def three(user) do
    :ok
  end
end
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/jobs.ex").write_text(CODE, encoding="utf-8")
    (tmp_path / "mix.exs").write_text(
        "defmodule M do\n  use Mix.Project\n  def project, do: [app: :my_app]\nend\n",
        encoding="utf-8",
    )
    return tmp_path


def said(project: Path, line: int, rule: str = "quality-debug-leftover") -> str:
    """Return what is said of a rule at a line."""
    run = dralint(project, "explain", f"lib/jobs.ex:{line}")
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    at = next(i for i, text in enumerate(lines) if rule in text)
    return lines[at + 1].strip()


def test_what_became_of_a_finding(project: Path) -> None:
    assert said(project, 4) == "reported"
    assert said(project, 8) == "silent: suppressed in line 7: it is a tool"
    assert said(project, 11, "quality-unused-variable") == "reported"
    run = dralint(project, "explain", "lib/jobs.ex:3")
    assert run.stdout.endswith("other rules find nothing in this line\n")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("ignore = ['quality']", "silent: `ignore` names it"),
        ("select = ['otp']", "silent: `select` does not name it"),
        ("severity.quality = 'off'", "silent: the configuration turns its severity off"),
        ("profile = 'core'", "silent: the profile turns its severity off"),
        (
            "per-path-ignores = {'lib/**' = ['quality']}",
            "silent: `per-path-ignores` silences it in this file",
        ),
    ],
)
def test_what_the_configuration_silences(project: Path, config: str, expected: str) -> None:
    (project / ".dralint.toml").write_text(config, encoding="utf-8")
    assert said(project, 4) == expected
    run = dralint(project, "check", "--no-cache", "--format", "concise", "lib/jobs.ex")
    assert "4:16: " not in run.stdout


def test_what_the_baseline_accepts(project: Path) -> None:
    assert dralint(project, "baseline").returncode == 0
    assert said(project, 4) == "silent: it is in .dralint-baseline.json"
    assert said(project, 8) == "silent: suppressed in line 7: it is a tool"


def test_a_file_that_is_not_read_says_so(project: Path) -> None:
    (project / ".dralint.toml").write_text("exclude = ['lib/jobs.ex']", encoding="utf-8")
    run = dralint(project, "explain", "lib/jobs.ex:4")
    assert run.stdout == (
        "nothing is said of this file: the configuration leaves it out (`exclude`)\n"
    )
    run = dralint(project, "explain", "lib/none.ex:4")
    assert (run.returncode, run.stderr) == (2, "dralint: lib/none.ex: no such file\n")
