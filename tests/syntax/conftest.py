"""Elixir's own parser, for the tests that compare with it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# Reads sources, each behind a line that tells its length. Answers each with a line: that of the
# error, 0 if there is none, -1 if it is not UTF-8.
SCRIPT = r"""
:io.setopts(:standard_io, encoding: :latin1, binary: true)

answer = fn source ->
  try do
    case Code.string_to_quoted(source, columns: true, emit_warnings: false) do
      {:ok, _} -> 0
      {:error, {meta, _, _}} -> meta[:end_line] || meta[:line]
    end
  rescue
    UnicodeConversionError -> -1
  end
end

fn -> IO.binread(:stdio, :line) end
|> Stream.repeatedly()
|> Stream.take_while(&is_binary/1)
|> Enum.each(fn line ->
  size = line |> String.trim() |> String.to_integer()
  source = if size == 0, do: "", else: IO.binread(:stdio, size)
  IO.puts(answer.(source))
end)
"""


@pytest.fixture(scope="session")
def ask_elixir(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[list[bytes]], list[int | None]]:
    """The line on which Elixir finds each source broken; None where it does not."""
    script: Path = tmp_path_factory.mktemp("elixir") / "ask.exs"
    script.write_text(SCRIPT, encoding="utf-8")

    def ask(sources: list[bytes]) -> list[int | None]:
        asked = b"".join(b"%d\n%s" % (len(source), source) for source in sources)
        told = subprocess.run(
            ["elixir", str(script)], input=asked, capture_output=True, check=True, timeout=300
        )
        answers = [int(line) or None for line in told.stdout.split()]
        assert len(answers) == len(sources), told.stderr
        return answers

    return ask
