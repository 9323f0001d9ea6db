"""Broken files: the first break is on the line that Elixir names, and says what is wrong."""

from collections.abc import Callable
from shutil import which

import pytest

from dralint.syntax import Break, parse

Ask = Callable[[list[bytes]], list[int | None]]

# What is wrong, the line that Elixir 1.14 names, and the source.
BROKEN = [
    ("missing end", 5, "defmodule A do\n  def f do\n    1\n  end\n"),
    (
        "missing end of the inner block",
        9,
        "defmodule A do\n  def f(x) do\n    if x do\n      1\n  end\n\n  def g, do: 2\nend\n",
    ),
    ("missing end of an fn", 3, "Enum.map(xs, fn x ->\n  x + 1\n)\n"),
    ("missing end at the end of an fn file", 3, "f = fn x ->\n  x\n"),
    ("missing end without a last line break", 2, "foo do\n  1"),
    ("missing end before a bracket", 4, "[\n  foo do\n  1\n]\n"),
    ("an end too many", 4, "def f do\n  1\nend\nend\n"),
    (
        "an end too many in a module",
        10,
        "defmodule A do\n  def f do\n    1\n  end\n  end\n\n  def g do\n    2\n  end\nend\n",
    ),
    (
        "an end too many between clauses",
        8,
        "case x do\n  1 ->\n    foo()\n    end\n\n  2 ->\n    bar()\nend\n",
    ),
    ("only an end", 1, "end\n"),
    ("end without do", 3, "def f\n  1\nend\n"),
    ("one-line def with an end", 4, "defmodule A do\n  def f, do: 1\n  end\nend\n"),
    ("missing closing parenthesis", 4, "x = foo(1,\n  2\ny = 3\n"),
    ("missing closing parenthesis before end", 4, "def f do\n  foo(1,\n    2\nend\n"),
    ("missing closing bracket", 2, "x = [1, 2\n"),
    ("missing closing brace", 3, "def f do\n  {:ok, 1\nend\n"),
    ("missing end of a binary", 3, "x = <<1, 2\ny\n"),
    ("missing end of a map", 4, "x = %{a: 1\n\ny\n"),
    ("wrong closing bracket", 2, "x = [1,\n 2)\n"),
    ("wrong closing brace", 2, "foo(\n  1}\n"),
    ("stray closing parenthesis", 2, "x = 1\n)\n"),
    ("stray closing bracket", 2, "def f do\n  1]\nend\n"),
    ("stray closing brace", 1, "}\n"),
    ("stray end of a binary", 2, "x\n>>\n"),
    ("crossed brackets", 2, "foo([1,\n  2)]\n"),
    ("closing parenthesis in a do block", 3, "foo(bar do\n  1\n)\nend\n"),
    ("unclosed string", 3, 'x = "abc\ny = 1\n'),
    ("unclosed string with quotes behind", 3, 'x = "abc\ny = "def"\n'),
    ("unclosed charlist", 2, "x = 'abc\n"),
    ("unclosed heredoc", 5, 'def f do\n  """\n  text\nend\n'),
    ("heredoc closed on a line with text", 3, 'x = """\ntext """\n'),
    ("unclosed sigil", 3, "x = ~s(abc\ny = 1\n"),
    ("unclosed upper-case sigil", 5, "x = ~S(abc\n\n\ny\n"),
    ("unclosed sigil heredoc", 3, "x = ~S'''\nabc\n"),
    ("sigil without a delimiter", 2, "x = 1\ny = ~s*abc*\n"),
    ("unclosed quoted atom", 2, 'x = :"abc\n'),
    ("unclosed interpolation", 3, 'x = "a #{b\n"\n'),
    ("unclosed interpolation in a heredoc", 4, 'x = """\na #{b\n"""\n'),
    ("bracket open in an interpolation", 2, 'x = 1\ny = "a #{foo(1}"\n'),
    ("interpolation with a broken expression", 2, 'x = 1\ny = "a #{1 +} b"\n'),
    ("broken hexadecimal escape", 2, 'x = 1\ny = "a\nb \\xZZ"\n'),
    ("broken code point", 1, 'x = "\\u12"\n'),
    ("operator at the end", 1, "x = 1 +\n"),
    ("match at the end of a block", 3, "def f do\n  x =\nend\n"),
    ("two operators", 2, "x = 1\ny = 1 + * 2\n"),
    ("operator at the start", 1, "* 2\n"),
    ("pipe into nothing", 5, "x\n|> foo()\n|>\n\ny = \n"),
    ("pipe at the start of a block", 2, "def f do\n  |> foo()\nend\n"),
    ("stray comma", 2, "x = 1\n, y\n"),
    ("two commas", 2, "foo(1,\n  , 2)\n"),
    ("comma before a closing parenthesis", 2, "foo(1,\n)\n"),
    ("missing comma", 2, "foo(1\n  2)\n"),
    ("missing comma in a list", 4, "[\n  1,\n  2\n  3\n]\n"),
    ("missing comma in a map", 3, "%{\n  a: 1\n  b: 2\n}\n"),
    ("two values on a line", 2, "x = 1\n1 2\n"),
    ("two strings", 1, 'x = "a" "b"\n'),
    ("word after a number", 1, "foo 1 bar\n"),
    ("nothing after a point", 3, "x = foo.\n\n1\n"),
    ("when without a guard", 1, "def f(x) when do\n  x\nend\n"),
    ("arrow as an operator", 1, "x = a -> b\n"),
    ("do after a comma", 1, "if x, do\n  1\nend\n"),
    ("do after a comma without an end", 1, "def f(x), do x\n"),
    ("do after fn", 1, "fn do\n  1\nend\n"),
    ("value after keywords", 1, "foo(a: 1,\n  2)\n"),
    ("value after keywords in a list", 2, "[\n  a: 1,\n  b\n]\n"),
    ("no space behind a key", 2, "x = [a: 1,\n b:2 3]\n"),
    ("else without a block", 2, "x = 1\nelse\n  2\n"),
    ("arrow outside of clauses", 2, "x\n-> 1 2\n"),
    ("clause behind a statement", 3, "case x do\n  foo()\n  1 -> 2\nend\n"),
    ("fn without an arrow", 2, "x = 1\nf = fn x\n  x end\n"),
    ("fn with statements and no arrow", 1, "foo(fn\n  a()\n  b()\nend)\n"),
    ("arguments without an arrow", 2, "def f do\n  a, b\n  c\nend\n"),
    ("case without case", 4, "def f(x) do\n  assert_raise , fn ->\n    x\n  end\nend\n"),
    ("with without with", 3, "def f do\n  :ok <- a(),\n  :ok <- b() do\n    1\n  end\nend\n"),
    ("space before the parenthesis of a call", 2, "x = 1\nfoo (1, 2)\n"),
    ("space before the parenthesis of a keyword call", 2, "x = 1\nfoo (a: 1)\n"),
    ("clause without a body", 3, "case x do\n  1 ->\n  2 ->\n    foo()\nend\n"),
    ("two arrows", 1, "f(fn -> ->\n  x\nend)\n"),
    ("statement and a headless clause", 5, "case x do\n  [] \n    :ok\n\n  y ->\n    y\nend\n"),
    ("middle of a merge conflict behind a point", 2, "x = Foo.\n=======\n bar\n"),
    ("merge conflict", 2, "def f do\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> b\nend\n"),
    ("middle of a merge conflict", 2, "x = 1\n=======\ny = 2\n"),
    ("end of a merge conflict", 2, "x = 1\n>>>>>>> branch\ny = 2\n"),
    ("typographic quotes", 2, "x = 1\ny = \u201cabc\u201d\n"),
    ("dollar", 2, "x = 1\n$y = 2\n"),
    ("backtick", 1, "x = `ls`\n"),
    ("number with a letter", 2, "x = 1\ny = 12abc\n"),
    ("hexadecimal number without digits", 1, "x = 0xG\n"),
    ("colon alone", 2, "x = 1\ny = a : b\n"),
    ("semicolons", 1, "x = 1;;\ny = (\n"),
    ("backslash at the end", 1, "x = 1 \\\n"),
    ("backslash alone", 1, "x = \\ 1\n"),
    ("question mark at the end", 1, "x = ?"),
    ("zero byte", 2, "x = 1\n\0\n"),
    ("carriage return alone", 1, "x = 1\ry = 2\n"),
    ("map with parentheses", 2, "x = 1\ny = %(a: 1)\n"),
    ("map with brackets", 1, "x = %[a: 1]\n"),
    ("module called as a function", 2, "x = 1\nFoo(1)\n"),
    ("module with a question mark", 1, "x = Foo?\n"),
    ("capital letter of another script", 1, "Ünion = 1\n"),
    ("control character", 2, "x = 1\n\x07\n"),
    ("unfinished struct", 3, "def f do\n  %User\nend\n"),
    ("unfinished attribute", 1, "@\n"),
    ("unfinished capture", 1, "x = &\n"),
    ("unfinished access", 2, "x[\n"),
    ("empty access", 2, "x = 1\nx[]\n"),
    ("template", 1, "defmodule <%= @module %> do\nend\n"),
    ("javascript", 1, "function foo() {\n  return 1;\n}\n"),
    ("python", 1, "def f(x):\n    return x\n"),
    ("prose", 2, "This file is no code, and it's broken.\n"),
    ("windows line ends", 4, "def f do\r\n  foo(1,\r\n  2\r\nend\r\n"),
    ("byte order mark of another encoding", 1, "\ufffex = 1\n"),
    ("error behind a comment", 2, "# a comment with do and (\nx = 1 2\n"),
    ("error behind a heredoc with brackets", 4, '"""\n( [ do\n"""\n)\n'),
    ("error behind a sigil with a backslash pair", 3, "x = ~S(\\\\)\ny = [1\n"),
    ("error behind an escaped quote", 2, 'x = "\\""\ny = )\n'),
    ("error behind characters", 2, "x = [?\", ?', ?(, ?\\s]\n)\n"),
]

# The grammar reads these without an error, and a look for them would cost every good file.
SILENT = [
    ("heredoc that begins on its first line", 2, 'x = 1\ny = """text\n"""\n'),
    ("end in an interpolation", 2, 'x = "\n#{end}"\n'),
    ("interpolation in a quoted name", 2, 'x.\n"a#{b}"()\n'),
    ("else in an fn", 3, "fn\n  1 -> 2\n  else\n  3\nend\n"),
    ("rescue in parentheses", 3, "(\n  1\nrescue\n  2\n)\n"),
    ("name with an at sign", 1, "x = [foo@bar 1]\n"),
]

BOUND_TO_THE_START = {"operator at the start", "byte order mark of another encoding"}


def line_of(source: bytes, found: Break) -> int:
    return source.count(b"\n", 0, found.start) + 1


@pytest.mark.parametrize(("line", "source"), [pytest.param(n, s, id=i) for i, n, s in BROKEN])
def test_the_first_break_is_where_elixir_stops(line: int, source: str) -> None:
    text = source.encode()
    tree = parse(text)
    assert [line_of(text, found) for found in tree.breaks[:1]] == [line]
    assert all(0 <= found.start <= found.end <= len(text) for found in tree.breaks)
    assert all(found.message for found in tree.breaks)


@pytest.mark.parametrize(
    ("line", "source"),
    [pytest.param(n, s, id=i) for i, n, s in BROKEN if i not in BOUND_TO_THE_START],
)
@pytest.mark.parametrize(
    "before", [b'# \xf0\x9f\x98\x80 do ( "\r\n', b"~S(\\\\)\n", b'"""\n(\n"""\n']
)
def test_what_is_before_moves_the_break_and_nothing_else(
    before: bytes, line: int, source: str
) -> None:
    text = before + source.encode()
    assert line_of(text, parse(text).breaks[0]) == line + before.count(b"\n")


@pytest.mark.parametrize("source", [pytest.param(s, id=i) for i, _, s in SILENT])
@pytest.mark.xfail(reason="the grammar has no error here", strict=True)
def test_known_to_be_overlooked(source: str) -> None:
    assert parse(source.encode()).breaks


@pytest.mark.skipif(which("elixir") is None, reason="no `elixir` to ask on this machine")
def test_elixir_says_the_same(ask_elixir: Ask) -> None:
    table = [*BROKEN, *SILENT]
    answers = ask_elixir([source.encode() for _, _, source in table])
    assert {i: line for (i, _, _), line in zip(table, answers, strict=True)} == {
        i: line for i, line, _ in table
    }


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        (
            "def f do\n  foo(1,\n    2\nend\n",
            "end",
            "`)` expected for the `(` on line 2, found `end`",
        ),
        (
            "defmodule A do\n  def f do\n    if x do\n  end\nend\n",
            "",
            "`end` expected for the `do` on line 1, found the end of the file; "
            "the `do` on line 3 looks unclosed",
        ),
        ("x = 1\ny = ]\n", "]", "`]` closes nothing that is open"),
        ('x = "a\ny\n', "", '`"` expected for the string that begins on line 1, found the end of'),
        ("x = [1 2]\n", "2", "an operator, a comma or a line break is missing before `2`"),
        ("x = 1 +\n", "\n", "the file ends where an expression must go on"),
        ("if x, do\n  1\nend\n", "do\n", "`do` cannot follow `,`"),
        ("é = )\n", ")", "`)` closes nothing that is open"),
    ],
)
def test_a_break_says_what_is_wrong_at_its_place(source: str, place: str, message: str) -> None:
    text = source.encode()
    first = parse(text).breaks[0]
    assert text[first.start :].startswith(place.encode())
    assert first.start == (text.rindex(place.encode()) if place else len(text))
    assert first.message.startswith(message)


def test_one_break_for_each_broken_region() -> None:
    source = b"""defmodule A do
  def a do
    foo(1 2)
  end

  def b, do: [1, 2, 3]

  def c(x) do
    case x do
      1 -> 2
      3 4
    end
  end

  def d do
    fn x, y end
  end
end
"""
    assert [(line_of(source, found), found.message) for found in parse(source).breaks] == [
        (3, "an operator, a comma or a line break is missing before `2`"),
        (11, "an operator, a comma or a line break is missing before `4`"),
        (16, "`->` is missing in this `fn`"),
    ]


def test_brackets_come_before_syntax_as_in_elixir() -> None:
    source = b"x = 1 2\ny = [\n  3)\nz = (]\n"
    assert [line_of(source, found) for found in parse(source).breaks] == [3, 4]


def test_a_line_has_one_break_and_a_file_not_many() -> None:
    assert len(parse(b"$ $ $\n").breaks) == 1
    assert len(parse(b"$\n" * 1000).breaks) == 16
