"""`dralint verify`, with the real tools, on a small mix project without dependencies."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli import cli
from dralint.verify.steps import NAMES

pytestmark = pytest.mark.skipif(shutil.which("mix") is None, reason="there is no mix")

MIX = """\
defmodule Till.MixProject do
  use Mix.Project

  def project do
    [app: :till, version: "0.1.0", elixirc_options: options(), deps: DEPS]
  end

  defp options, do: [warnings_as_errors: System.get_env("STRICT") != nil]
end
"""
CODE = """\
defmodule Till do
  @moduledoc "Adds up what is bought."

  @doc "Returns the sum of prices."
  @spec total([integer()]) :: integer()
  def total(prices) do
    Enum.sum(prices)
  end

  @doc "Returns what is given back."
  @spec change(integer(), integer()) :: integer()
  def change(paid, total) do
    paid - total
  end
end
"""
TEST = """\
defmodule TillTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert Till.total([1, 2]) == 3
  end

  test "gives back" do
    assert Till.change(5, 3) == 2
  end
end
"""
GREEN = {
    "mix.exs": MIX.replace("DEPS", "[]"),
    ".formatter.exs": '[inputs: ["{lib,test}/**/*.{ex,exs}"]]\n',
    "lib/till.ex": CODE,
    "test/test_helper.exs": "ExUnit.start()\n",
    "test/till_test.exs": TEST,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in GREEN.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(*args: str) -> tuple[int, str]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    result = CliRunner().invoke(cli, ["verify", "--isolated", *args], standalone_mode=False)
    for number, handler in before.items():
        signal.signal(number, handler)
    if result.exception is not None:
        raise result.exception
    assert isinstance(result.return_value, int)
    return result.return_value, result.output


def states(output: str) -> dict[str, str]:
    """Return the lines that say how steps ended, by their step."""
    lines = [line.split(maxsplit=2) for line in output.split("\n")]
    return {
        words[1]: words[2]
        for words in lines
        if len(words) == 3 and words[0] in ("✓", "✗", "-") and words[1] in NAMES
    }


def test_all_is_well(folder: Path) -> None:
    code, output = verify("--sarif", "out/all.sarif")
    found = states(output)
    assert list(found) == list(NAMES)
    assert found["test"].endswith("2 tests, 100.0 % of the business logic")
    assert found["credo"].startswith("missing: add `{:credo, ")
    assert found["dialyzer"].startswith("missing: add `{:dialyxir, ")
    assert found["dralint"].endswith("nothing to say")
    assert output.split("\n")[-2].startswith("4 passed, 2 missing in ")
    assert code == 0
    runs = json.loads((folder / "out/all.sarif").read_text())["runs"]
    tools = ["the compiler", "the formatter", "ExUnit", "dralint"]
    assert [run["tool"]["driver"]["name"] for run in runs] == tools
    assert [run["results"] for run in runs] == [[], [], [], []]


def test_everything_is_wrong_at_once(folder: Path) -> None:
    (folder / "lib/till.ex").write_text(CODE.replace("paid - total", "paid-1"))
    (folder / "test/till_test.exs").write_text(TEST.replace("== 3", "== 4"))
    code, output = verify("--sarif", "all.sarif")
    found = states(output)
    assert "failed: 1 finding" in found["compile"]
    assert "failed: 1 finding" in found["format"]
    assert "failed: 2 tests failed of 2" in found["test"]
    assert "failed: " in found["dralint"]
    assert '  lib/till.ex:12:1: [compiler] variable "total" is unused' in output
    assert "  lib/till.ex:1:1: [quality-format] not formatted as `mix format` would" in output
    assert "  test/till_test.exs:4:1: [test-failing] `test adds up` (TillTest) failed" in output
    assert code == 1
    runs = json.loads((folder / "all.sarif").read_text())["runs"]
    assert [(run["results"][0]["ruleId"], len(run["results"])) for run in runs[:3]] == [
        ("compiler", 1),
        ("quality-format", 1),
        ("test-failing", 2),
    ]
    assert {run["automationDetails"]["id"] for run in runs} == {
        "the compiler/",
        "the formatter/",
        "ExUnit/",
        "dralint/",
    }


def test_coverage_is_held_against_the_goal(folder: Path) -> None:
    (folder / "test/till_test.exs").write_text(TEST.replace("Till.change(5, 3)", "5 - 3"))
    code, output = verify("--only", "test")
    assert "failed: 2 tests, 50.0 % of the business logic, less than 80 %" in output
    assert code == 1
    assert verify("--only", "test", "--coverage", "50")[0] == 0
    (folder / "dralint.toml").write_text("[rules.cov-below-threshold]\ngoal = 40\n")
    result = CliRunner().invoke(cli, ["verify", "--only", "test"], standalone_mode=False)
    assert result.return_value == 0


def test_what_does_not_compile_is_not_tested(folder: Path) -> None:
    (folder / "lib/till.ex").write_text(CODE.replace("Enum.sum(prices)", "sum(prices)"))
    code, output = verify("--skip", "dralint,format")
    found = states(output)
    assert "lib/till.ex:7:1: [compiler] undefined function sum/1" in output
    assert found["test"] == "skipped: the project does not compile"
    assert found["format"] == "skipped: not asked for"
    assert code == 1


def test_fail_fast(folder: Path) -> None:
    (folder / "lib/till.ex").write_text(CODE.replace("paid - total", "paid-1"))
    code, output = verify("--fail-fast")
    assert states(output)["test"] == "skipped: after compile, which did not pass"
    assert code == 1


def test_credo_and_dialyzer_are_read_where_they_are(folder: Path) -> None:
    """A dependency of this name stands in for each, as no registry can be asked here."""
    deps = '[{:credo, path: "tools/credo"}, {:dialyxir, path: "tools/dialyxir"}]'
    (folder / "mix.exs").write_text(MIX.replace("DEPS", deps))
    issue = {"check": "Credo.Check.Design.X", "filename": "lib/till.ex", "line_no": 6, "column": 7}
    said = json.dumps({"issues": [{**issue, "message": "No.", "trigger": "total", "priority": 1}]})
    lines = {"credo": said, "dialyxir": "lib/till.ex:6:no_return Function total/1 has no return."}
    for name, line in lines.items():
        task = "Dialyzer" if name == "dialyxir" else "Credo"
        tool = folder / "tools" / name
        (tool / "lib").mkdir(parents=True)
        (tool / "mix.exs").write_text(
            f"defmodule {task}.MixProject do\n  use Mix.Project\n"
            f'  def project, do: [app: :{name}, version: "1.0.0"]\nend\n'
        )
        (tool / "lib/task.ex").write_text(
            f"defmodule Mix.Tasks.{task} do\n  use Mix.Task\n  def run(args) do\n"
            f"    IO.puts(~S({line}))\n    System.halt(length(args))\n  end\nend\n"
        )
    code, output = verify("--only", "credo dialyzer")
    assert "  lib/till.ex:6:7: [Design.X] No\n" in output
    assert "  lib/till.ex:6:1: [no_return] Function total/1 has no return\n" in output
    assert code == 1


def test_a_tool_that_was_asked_for_and_is_missing_is_a_job_not_done(folder: Path) -> None:
    assert verify("--only", "credo")[0] == 2


def test_a_tool_that_cannot_work_shows_what_it_said(folder: Path) -> None:
    (folder / "mix.exs").write_text(MIX.replace("DEPS", '[{:ghost, "~> 1.0"}]'))
    code, output = verify("--only", "compile")
    assert "broken: `mix compile --force --warnings-as-errors` ended with 1" in output
    assert "ghost" in output
    assert code == 2


def test_without_mix(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    code, output = verify("--skip", "dralint")
    assert states(output)["compile"].startswith("missing: install Elixir")
    assert code == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--only", "tests"], "--only: no step 'tests' (did you mean 'test'?)"),
        (["nowhere"], "nowhere: no such file or directory"),
    ],
)
def test_what_is_asked_wrongly(folder: Path, args: list[str], message: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dralint", "verify", *args], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr == f"dralint: {message}\n"


SLEEPY = """\
defmodule TillTest do
  use ExUnit.Case, async: true

  test "sleeps" do
    File.write!("pid", System.pid())
    File.rename!("pid", "ready")
    Process.sleep(50_000)
  end
end
"""


def gone(folder: Path) -> bool:
    """Whether the system that wrote its number has ended, soon."""
    number = int((folder / "ready").read_text())
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_step_that_takes_too_long_is_stopped(folder: Path) -> None:
    (folder / "test/till_test.exs").write_text(SLEEPY)
    subprocess.run(["mix", "compile"], check=True, capture_output=True)
    code, output = verify("--only", "test", "--timeout", "8")
    assert "broken: took longer than 8 s and was stopped" in output
    assert code == 2
    assert gone(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_stops_the_tools(folder: Path, number: signal.Signals) -> None:
    (folder / "test/till_test.exs").write_text(SLEEPY)
    process = subprocess.Popen(
        [sys.executable, "-m", "dralint", "verify", "--only", "test"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for _ in range(600):
        if (folder / "ready").exists():
            break
        time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.strip() == b"dralint: interrupted"
    assert gone(folder)
