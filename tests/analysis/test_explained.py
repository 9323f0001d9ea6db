"""Why a process runs apart, as its authors say it."""

import pytest

from dralint.analysis.processes.explained import Explained
from dralint.engine.ask import Ask
from dralint.testing import project_of


def is_meant(text: str, path: str = "lib/a.ex") -> bool:
    project = project_of({path: f"defmodule A do\n{text}\nend\n"})
    [call] = project.calls_to("Task.start/1")
    return Ask(project)(Explained).is_meant(call)


@pytest.mark.parametrize(
    "comment",
    [
        "# We don't want to block the caller",
        "# runs in the background",
        "# Not linked on purpose, so\n  # without waiting for its end",
        "# fire and forget",
    ],
)
def test_a_comment_right_above_says_why(comment: str) -> None:
    task = "  Task.start(fn -> Mail.send(m) end)"
    assert is_meant(f"  def run(m) do\n  {comment}\n{task}\n  end")
    assert not is_meant(f"  def run(m) do\n  {comment}\n\n{task}\n  end")


@pytest.mark.parametrize("comment", ["# send the mail", "# blockchain nodes", "# start"])
def test_a_comment_that_says_what_is_no_reason(comment: str) -> None:
    assert not is_meant(f"  def run(m) do\n  {comment}\n  Task.start(fn -> m end)\n  end")


def test_so_does_the_documentation() -> None:
    function = "  def run(m), do: Task.start(fn -> Mail.send(m) end)"
    assert is_meant(f'  @doc "Sends asynchronously."\n{function}')
    assert not is_meant(f'  @doc "Sends a mail."\n{function}')


def test_code_that_catches_what_goes_wrong_in_it() -> None:
    code = """  def run(m) do
    Task.start(fn ->
      try do
        Mail.send(m)
      rescue
        error -> Log.failed(error)
      end

      Log.done()
    end)
  end"""
    assert is_meant(code)
    after = code.replace("rescue\n        error -> Log.failed(error)", "after\n        Log.end()")
    assert not is_meant(after)
