"""Fixes change what they say and nothing else."""

import shutil
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import Edit, Fix
from dralint.fix import apply, same_definitions, select
from dralint.text import Lines, Position, Span


def edit(start: tuple[int, int], end: tuple[int, int], text: str) -> Edit:
    return Edit(Span("a.ex", Position(*start), Position(*end)), text)


TEXT = "defmodule A do\n  def f(x), do: x |> IO.inspect()\n\n  def g(x), do: x\nend\n"
INSPECT = edit((2, 18), (2, 34), "")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_edits_that_are_chosen_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    text = "abcdé\n🦕xyz\r\n" * 4
    lines = Lines.of(text.encode())
    places = (
        [lines.position(min(a, b)) for a, b in spans],
        [lines.position(max(a, b)) for a, b in spans],
    )
    fixes = [
        Fix("x", (Edit(Span("a.ex", s, e), "!"),), safe=True) for s, e in zip(*places, strict=True)
    ]
    chosen = select(fixes, "a.ex", unsafe=False)
    out = apply(text.encode(), chosen).decode()
    assert out.count("!") == len(chosen)
    for one, other in pairwise(chosen):
        assert one.span.end <= other.span.start


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    fix = Fix("x", (INSPECT,), safe=False)
    assert select([fix], "a.ex", unsafe=False) == []
    assert select([fix, fix], "a.ex", unsafe=True) == [INSPECT]


def test_line_ends_and_byte_order_mark_stay() -> None:
    source = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    out = apply(source, [edit((2, 3), (2, 3), "@impl true\n  "), INSPECT])
    assert out.startswith(b"\xef\xbb\xbfdefmodule A do\r\n  @impl true\r\n  def f(x), do: x\r\n")


def test_what_no_longer_parses_or_defines_something_else_is_refused() -> None:
    before = TEXT.encode()
    assert same_definitions(before, apply(before, [INSPECT]))
    assert not same_definitions(before, apply(before, [edit((1, 13), (1, 15), "")]))
    assert not same_definitions(before, apply(before, [edit((2, 7), (2, 8), "h")]))
    private = apply(before, [edit((2, 3), (2, 6), "defp")])
    assert not same_definitions(before, private)
    assert same_definitions(before, private, hides=True)
    assert not same_definitions(private, apply(before, [edit((2, 7), (2, 8), "h")]), hides=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :m]\nend\n")
    (tmp_path / "a.ex").write_text(
        "defmodule A do\n  use GenServer\n\n  def init(x), do: {:ok, x |> IO.inspect()}\n\n"
        "  def handle_call(:a, _, s), do: {:reply, s, s}\n"
        "  def handle_call(:b, _, s), do: {:reply, 1, s}\nend\n"
    )
    return tmp_path


def dralint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    select_ = ("--isolated", "--select", "otp-missing-impl,quality-debug-leftover")
    command = [sys.executable, "-m", "dralint", "check", *select_, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


FIXED = (
    "defmodule A do\n  use GenServer\n\n  @impl true\n  def init(x), do: {:ok, x}\n\n"
    "  @impl true\n  def handle_call(:a, _, s), do: {:reply, s, s}\n"
    "  def handle_call(:b, _, s), do: {:reply, 1, s}\nend\n"
)


def test_fix_repairs_the_file_and_keeps_its_mode(project: Path) -> None:
    file = project / "a.ex"
    file.chmod(0o640)
    run = dralint(project, "--fix")
    assert (run.returncode, file.read_text()) == (0, FIXED)
    assert "3 fixes in 1 file" in run.stderr or "2 fixes in 1 file" in run.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in project.iterdir()) == ["a.ex", "mix.exs"]
    assert dralint(project, "--fix").stderr == "dralint: nothing to fix\n"


def test_diff_shows_it_and_writes_nothing(project: Path) -> None:
    before = (project / "a.ex").read_text()
    run = dralint(project, "--diff", "--fix")
    assert run.stdout.startswith("--- a/a.ex\n+++ b/a.ex\n@@")
    assert "+  @impl true\n" in run.stdout
    assert (project / "a.ex").read_text() == before


@pytest.mark.skipif(shutil.which("elixirc") is None, reason="elixirc is not installed")
def test_it_compiles_as_before(project: Path) -> None:
    dralint(project, "--fix")
    command = ["elixirc", "--warnings-as-errors", "-o", "out", "a.ex"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
