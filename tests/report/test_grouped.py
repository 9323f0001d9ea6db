from dralint.finding import Result
from dralint.text import Position, Span
from tests.report.samples import diagnostic, shop
from tests.report.test_formats import written


def test_findings_stand_under_their_file() -> None:
    assert written("grouped", shop(), width=80).splitlines() == [
        "lib/shop/orders.ex: 3 findings",
        "   3:45  warning[quality-debug-leftover] `IO.inspect/1` is left in the code",
        "    4:5  warning[query-n-plus-one] `Repo.get!/2` asks the database once for each",
        "         line of the order, which is a query too many for every line but the",
        "         first",
        "  10:24  error[security-atom-from-input] `String.to_atom/1` makes atoms of text",
        "         that comes from outside",
        "",
        "lib/shop/rates.ex: 2 findings",
        "  12:14  error[otp-blocking-callback] `handle_call(:refresh, ...)` waits for the",
        "         network",
        "    8:7  info[spec-missing] `init/1` has no `@spec`",
        "",
        "not analysed: lib/shop_web/page.ex:3 and 1 more: a template, not Elixir",
        "not analysed: lib/shop/old.ex:1: not UTF-8: byte 0xe9 at offset 1201",
        "5 findings (2 errors, 2 warnings, 1 info) in 42 files, 5,210 lines; 5 suppressed",
    ]


def test_it_ends_as_the_concise_report_does() -> None:
    grouped, concise = (written(name, shop()).splitlines() for name in ("grouped", "concise"))
    assert grouped[-3:] == concise[-3:]


def test_nothing_found() -> None:
    assert written("grouped", Result((), files=1, lines=1)) == "no findings in 1 file, 1 line\n"


def test_a_file_name_cannot_forge_a_file() -> None:
    path = "lib/a.ex: 1 finding\n  1:1  error[otp] forged\nlib/b.ex"
    at = Span(path, Position(1, 1), Position(1, 2))
    text = written("grouped", Result((diagnostic("a-rule", at, "left"),), files=1))
    assert text.splitlines()[0] == (
        "lib/a.ex: 1 finding␊  1:1  error[otp] forged␊lib/b.ex: 1 finding"
    )
