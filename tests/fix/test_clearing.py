"""The fixes of rules: safe, stable, and harmless to what stands around them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.doc import Doc
from dralint.finding import Edit
from dralint.fix import apply, same_definitions, select
from dralint.outline import outline_of
from dralint.plugins import Plugins
from dralint.rule import Rule
from dralint.testing import findings
from dralint.text import Lines, Span

FIXING = (
    "dra-action-bypass",
    "dra-action-single-public",
    "otp-missing-impl",
    "quality-debug-leftover",
    "quality-suppression-unused",
    "quality-unused-alias",
    "quality-unused-import",
    "quality-unused-variable",
    "ref-missing-alias",
    "test-focus",
)


def without(text: str, part: str) -> str:
    """Return a text from which a part was deleted as a fix does it."""
    source = text.encode()
    start = source.index(part.encode())
    lines = Lines.of(source)
    span = Span("a.ex", lines.position(start), lines.position(start + len(part.encode())))
    return apply(source, [Edit(span, "")]).decode()


@pytest.mark.parametrize(
    ("text", "part", "left"),
    [
        ("a\n  x\nb\n", "x", "a\nb\n"),
        ("a\r\n  x\r\nb\r\n", "x", "a\r\nb\r\n"),
        ("m do\n  x\n\n  b\n", "x", "m do\n  b\n"),
        ("a\n\n  x\n\n  b\n", "x", "a\n\n  b\n"),
        ("a\n  x\n\n  b\n", "x", "a\n\n  b\n"),
        ("a  # x\nb\n", "# x", "a\nb\n"),
        ("a x b\n", "x", "a  b\n"),
        ("x", "x", ""),
        ("\ufeffx\nb\n", "x", "\ufeffb\n"),
    ],
)
def test_a_deletion_leaves_no_empty_line(text: str, part: str, left: str) -> None:
    assert without(text, part) == left


@given(st.text(alphabet="ab \n\r\t#é", max_size=30), st.integers(0, 30), st.integers(1, 8))
def test_a_deletion_takes_besides_only_blanks(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    if not part.strip() or text.count(part) != 1:
        return
    left = without(text, part)
    assert "".join(left.split()) == "".join((text[:start] + text[start + length :]).split())


def fixed(rules: list[Rule], files: dict[str, str]) -> dict[str, str]:
    """Return files with all fixes made that can be made together."""
    every = findings(rules, files)
    out = dict(files)
    for path, text in files.items():
        fixes = [each.fix for each in every if each.fix is not None and each.span.path == path]
        edits = select(fixes, path, unsafe=True)
        out[path] = apply(text.encode(), edits).decode()
    return out


def examples() -> list[tuple[str, dict[str, str]]]:
    """Return the bad examples of the rules that fix."""
    rules = Plugins().rules
    return [
        (id, {path: text for path, text in example.files.items() if path.endswith((".ex", ".exs"))})
        for id in FIXING
        for example in Doc.parse(rules[id].page).examples
        if example.heading.startswith("Bad")
    ]


@pytest.mark.parametrize(("id", "files"), examples())
@pytest.mark.parametrize("crlf", [False, True])
def test_fixes_of_examples(id: str, files: dict[str, str], crlf: bool) -> None:
    every = Plugins().rules
    rules = [every[id]]
    if crlf:
        files = {path: text.replace("\n", "\r\n") for path, text in files.items()}
    before = {path: f"\ufeff{text}" for path, text in files.items()}
    after = fixed(rules, before)
    for _ in range(3):
        again = fixed(rules, after)
        for path in after:
            assert same_definitions(after[path].encode(), again[path].encode()), again[path]
        if again == after:
            break
        after = again
    assert again == after
    for path, text in after.items():
        assert same_definitions(before[path].encode(), text.encode())
        assert text.startswith("\ufeff")
        assert text.count("\n") == text.count("\r\n") or not crlf
    count = {id: len(findings(rules, texts)) for id, texts in (("old", before), ("new", after))}
    assert count["new"] <= count["old"]
    assert all(each.fix is None for each in findings(rules, after))


def test_every_rule_that_fixes_is_tried() -> None:
    assert {id for id, _ in examples()} == set(FIXING)
    assert all(not outline_of(t.encode()).breaks for _, files in examples() for t in files.values())


ALONE = """\
defmodule Alone do
  alias String.Chars

  import Enum, only: [map: 2]
  alias Map, as: Table

  # dralint:ignore quality-debug-leftover -- gone by now
  def f(list, other) do
    rest = tl(list)
    Table.new(list)
  end
end
"""


@pytest.mark.skipif(shutil.which("elixirc") is None, reason="elixirc is not installed")
def test_what_warned_compiles_without_warnings(tmp_path: Path) -> None:
    file = tmp_path / "alone.ex"
    file.write_text(ALONE, encoding="utf-8")
    compiler = ["elixirc", "--warnings-as-errors", "-o", "out", "alone.ex"]
    assert subprocess.run(compiler, cwd=tmp_path, check=False, capture_output=True).returncode
    command = [
        sys.executable,
        "-m",
        "dralint",
        "check",
        "--isolated",
        "--select",
        "quality",
        "--fix",
    ]
    subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
    assert file.read_text(encoding="utf-8") == (
        "defmodule Alone do\n  alias Map, as: Table\n\n  def f(list, _other) do\n"
        "    _rest = tl(list)\n    Table.new(list)\n  end\nend\n"
    )
    subprocess.run(compiler, cwd=tmp_path, check=True, capture_output=True)
