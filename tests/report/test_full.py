import re
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import CERTAIN, WARNING, Diagnostic, Result, Step
from dralint.report import ReportOptions, reporter
from dralint.text import Position, Span, cells
from tests.report.samples import shop

SHOP = """\
warning[quality-debug-leftover]: `IO.inspect/1` is left in the code
 --> lib/shop/orders.ex:3:45
  │
3 │     IO.puts("📦 größer 価格: #{order.total}"); IO.inspect(order)
  │                                                ^^^^^^^^^^^^^^^^^
  │
  = help: remove the call, or write to the `Logger`
  = unsafe fix: Keep the argument alone

warning[query-n-plus-one]: `Repo.get!/2` asks the database once for each line of
    the order, which is a query too many for every line but the first
 --> lib/shop/orders.ex:4:5
  │
4 │     order.lines
  │     ^^^^^^^^^^^
5 │     |> Enum.map(fn line ->
  │     ^^^^^^^^^^^^^^^^^^^^^^
6 │       Repo.get!(Product, line.product_id)
  │       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  │ … 2 more lines
  │
  = note: only possible: something that could not be resolved may refute it
  = help: load all products with one query:

        Repo.all(from p in Product, where: p.id in ^ids)

error[security-atom-from-input]: `String.to_atom/1` makes atoms of text that
    comes from outside
  --> lib/shop/orders.ex:10:24
   │
10 │     def total(order),   do: String.to_atom(order.total)
   │                             ^^^^^^^^^^^^^^
   │
   ├─ 1. lib/shop/orders.ex:10:39: the total is read from the order
   ╰─ 2. lib/shop/orders.ex:2:3: and comes from a form
         2 │ def labels(order) do

error[otp-blocking-callback]: `handle_call(:refresh, ...)` waits for the network
  --> lib/shop/rates.ex:12:14
   │
12 │     {:reply, fetch(state), state}
   │              ^^^^^
   │
   ├─ 1. lib/shop/rates.ex:12:14: `handle_call/3` calls `fetch/1`
   ├─ 2. lib/shop/rates.ex:16:5: `fetch/1` calls `Req.get!/2`, which waits for
   │     an answer from the network for up to fifteen seconds
   │     16 │ Req.get!(@url, receive_timeout: state.timeout, headers: headers(s…
   = help: answer with `GenServer.reply/2` from a task

info[spec-missing]: `init/1` has no `@spec`
 --> lib/shop/rates.ex:8:7
  │
8 │   def init(opts), do: {:ok, opts}
  │       ^^^^

Found         2 errors, 2 warnings, 1 info
Checked       42 files, 5,210 lines in 0.31 s
Suppressed    5 findings
Not analysed  3 places
              lib/shop_web/page.ex:3 and 1 more: a template, not Elixir
              lib/shop/old.ex:1: not UTF-8: byte 0xe9 at offset 1201
Learn more    dralint explain security-atom-from-input
"""

CHARS = st.sampled_from(list('ab .({"#\t\t😀価ｗé\u0301\u200d\u202e\x1b\x00\x9b\u00a0👩'))


def full(result: Result, width: int = 80, color: bool = False) -> str:
    out = StringIO()
    reporter("full").write(result, out, ReportOptions(color=color, width=width))
    return out.getvalue()


def at(path: str, line: int, start: int, end: int) -> Span:
    return Span(path, Position(line, start), Position(line, end))


def found(span: Span, **more: Any) -> Diagnostic:
    return replace(Diagnostic("a-rule", span, WARNING, CERTAIN, "message"), **more)


def test_one_of_everything_at_80_columns() -> None:
    assert full(shop()) == SHOP


def test_a_wide_terminal_breaks_less() -> None:
    text = full(shop(), width=120)
    assert "for each line of the order, which is a query too many\n    for every line but" in text
    assert "│ Req.get!(@url, receive_timeout: state.timeout, headers: headers(state), retry" in text


@pytest.mark.parametrize("width", [66, 80, 97, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = full(shop(), width=width)
    assert max(map(cells, text.splitlines())) <= width


@given(st.text(CHARS, max_size=80), st.text(CHARS, max_size=80), st.integers(40, 120))
def test_the_caret_stands_under_its_text(before: str, after: str, width: int) -> None:
    line = f"{before}§{after}"
    place = at("a.ex", 1, len(before) + 1, len(before) + 2)
    text = full(Result((found(place),), sources={"a.ex": line}, files=1), width=width)
    code, carets = text.split("\n")[3:5]
    assert cells(code.partition("§")[0]) == cells(carets.partition("^")[0])
    assert carets.count("^") == 1
    assert cells(code) <= width


def test_color_says_how_grave_it_is() -> None:
    text = full(shop(), color=True)
    assert "\x1b[1;31merror[otp-blocking-callback]\x1b[0m" in text
    assert "\x1b[1;33mwarning[query-n-plus-one]\x1b[0m" in text
    assert "\x1b[1;36minfo[spec-missing]\x1b[0m" in text
    assert "\x1b[1;31m             ^^^^^\x1b[0m" in text


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"])
@pytest.mark.parametrize("color", [True, False])
def test_the_environment_is_not_asked_again(
    variable: str, color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = full(shop(), color=color)
    assert ("\x1b[" in usual) is color
    monkeypatch.setenv(variable, "30")
    assert full(shop(), color=color) == usual


def test_color_changes_no_character() -> None:
    assert re.sub(r"\x1b\[[0-9;]*m", "", full(shop(), color=True)) == SHOP


def test_a_line_of_code_is_shown_once() -> None:
    source = "one\ntwo\nthree"
    steps = (
        Step(at("a.ex", 1, 1, 4), "the frame has it"),
        Step(at("a.ex", 2, 1, 4), "first here"),
        Step(at("a.ex", 2, 1, 4), "and again"),
    )
    text = full(Result((found(at("a.ex", 1, 1, 4), trail=steps),), sources={"a.ex": source}))
    assert text.split("\n")[5:11] == [
        "  │",
        "  ├─ 1. a.ex:1:1: the frame has it",
        "  ├─ 2. a.ex:2:1: first here",
        "  │     2 │ two",
        "  ╰─ 3. a.ex:2:1: and again",
        "",
    ]


def test_a_step_may_begin_in_the_indentation() -> None:
    step = Step(at("b.ex", 1, 3, 7), "from the third column")
    text = full(Result((found(at("a.ex", 1, 1, 2), trail=(step,)),), sources={"b.ex": "    bbb"}))
    assert "\n        1 │   bbb\n" in text


def test_without_the_text_of_its_file_a_finding_has_no_frame() -> None:
    text = full(Result((found(at("a.ex", 1, 1, 1), help="convert it"),), files=1))
    assert text.startswith(
        "warning[a-rule]: message\n --> a.ex:1:1\n  │\n  = help: convert it\n\nFound  "
    )


def test_gutters_fit_the_longest_number() -> None:
    source = "\n" * 98 + "x = [\n  1\n]"
    span = Span("a.ex", Position(99, 5), Position(101, 2))
    text = full(Result((found(span),), sources={"a.ex": source}))
    assert text.split("\n")[1:9] == [
        "   --> a.ex:99:5",
        "    │",
        " 99 │ x = [",
        "    │     ^",
        "100 │   1",
        "    │   ^",
        "101 │ ]",
        "    │ ^",
    ]


def test_ten_steps_are_numbered_and_aligned() -> None:
    steps = tuple(Step(at("b.ex", n, 1, 2), "step " * 20) for n in range(1, 11))
    lines = full(Result((found(at("a.ex", 1, 1, 2), trail=steps),)), width=60).split("\n")
    assert "  ╰─ 10. b.ex:10:1: step step step step step step step step" in lines
    assert "         step step step step step step step step step step" in lines


def test_nothing_found_is_one_friendly_line() -> None:
    clean = Result((), files=42, lines=5210, seconds=0.314)
    assert full(clean) == "All good: nothing found in 42 files, 5,210 lines in 0.31 s.\n"
    quiet = full(replace(clean, suppressed=2))
    assert quiet == "All good: nothing found in 42 files, 5,210 lines in 0.31 s, 2 suppressed.\n"


def test_nothing_to_check_is_not_good() -> None:
    assert full(Result(())) == "There is no Elixir file to check.\n"
