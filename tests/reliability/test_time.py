"""No file takes long: what would is named, and the others are read."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import thread_time

import pytest

from dralint.engine.read import read_texts
from dralint.outline import outline_of
from dralint.syntax import clock
from tests.reliability.conftest import Run
from tools.fuzz import SLOW

OVER = "reading this file takes more than 5 seconds; it is left out"
WORDS = b"do end fn -> def if ( ) [ ] { %{ << >> , | |> = == + . :a a B @x & \" ' 1 \n".split(b" ")


def soup(size: int) -> bytes:
    random = Random(1)
    return b" ".join(random.choice(WORDS) for _ in range(size // 3))


def many(line: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    """Return what makes a text of a size from lines, each with its number in place of `%d`."""

    def text(size: int) -> bytes:
        lines = size // len(line)
        numbered = b"%d" in line
        return before + b"".join(line % n if numbered else line for n in range(lines)) + after

    return text


SHAPES = {
    "words": soup,
    "open brackets": many(b"("),
    "brackets in each other": lambda size: b"(" * (size // 2) + b")" * (size // 2),
    "closing brackets": many(b")"),
    "commas": many(b"a, "),
    "an operator too many": many(b"a + "),
    "long sum": many(b"a + ", b"x = ", b"a"),
    "long pipe": many(b" |> a", b"x"),
    "keywords": many(b"a: "),
    "points": many(b"a."),
    "signs": many(b"@"),
    "interpolations that stay open": many(b'"#{'),
    "calls without brackets": many(b"f g "),
    "clauses": many(b"case x do\n  a -> b\nend\n"),
    "functions with clauses": many(b"def f%d do\n  case x do\n    a -> b\n  end\nend\n"),
    "rescued": many(b"try do\n  f()\nrescue\n  e -> g(e)\nend\n"),
    "comments that look like code": many(b"# a, do b\n"),
    "texts with pairs of backslashes": many(b'"\\\\\\\\)"\n'),
    "variables that all are read": many(b"a%d = 1\nbinding()\n", b"def f do\n", b"end\n"),
    "aliases": many(b"alias A.B%d\n", b"defmodule A do\n", b"end\n"),
    "functions": many(b"def f%d, do: 1\n", b"defmodule A do\n", b"end\n"),
    "modules": many(b"defmodule A%d do\nend\n"),
    "blank lines": many(b" \n"),
    "carriage returns": many(b"\r"),
    "one line": many(b"a"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_file_takes_long(shape: str) -> None:
    source = SHAPES[shape](66_000)
    began = thread_time()
    outline = outline_of(source)
    assert thread_time() - began < SLOW
    assert outline.lines.size == len(source)


def test_a_slow_file_is_a_finding_and_the_others_are_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "good.ex").write_text("defmodule A do\n  def f(x), do: IO.inspect(x)\nend\n")
    (tmp_path / "slow.ex").write_bytes(SHAPES["keywords"](1_999_000))
    (tmp_path / "worse.ex").write_bytes(SHAPES["clauses"](1_999_000))
    done = run(tmp_path, "--no-cache", "--select", "syntax,quality")
    assert done.returncode == 1
    assert f"slow.ex:1:1: error[syntax-error] {OVER}" in done.stdout
    assert f"worse.ex:1:1: error[syntax-error] {OVER}" in done.stdout
    assert "good.ex:2:" in done.stdout


@pytest.mark.parametrize("shape", SHAPES)
def test_the_clock_is_looked_at(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "SECONDS", -1.0)
    source = SHAPES[shape](70_000)
    known = read_texts({"a.ex": source}, 1)["a.ex"].outline
    assert known is not None
    said = {message for _, _, message in known.breaks}
    if shape not in ("one line", "blank lines", "carriage returns"):  # nothing to parse
        assert said == {"reading this file takes more than -1 seconds; it is left out"}


def test_a_larger_file_that_is_allowed_has_more_time() -> None:
    assert clock.Clock(100).limit == clock.Clock(2_000_000).limit == 5
    assert clock.Clock(16_000_000).limit == 40
