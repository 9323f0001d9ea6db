"""What is true of every format, and of those for people."""

import html
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import (
    CERTAIN,
    ERROR,
    INFO,
    WARNING,
    Diagnostic,
    Edit,
    Fix,
    Result,
    RuleInfo,
    Step,
    Unanalysed,
)
from dralint.report import Reporter, ReportOptions, names, reporter
from dralint.report.people import plural, visible, wrap
from dralint.text import Position, Span, cells
from tests.report.samples import ORDERS, diagnostic, shop, span

HOSTILE = (
    "\x1b[31m\x1b]0;owned\x07\x1b]8;;http://evil\x1b\\ [bold red]x[/] [link=y] :smile: "
    "\u202egro\u2066 \x9b2J \x85 \x7f \u200b\u2028 \ufeff \r\x08\x00 \U000e0041 "
    "[a](http://evil) {0}"
)
SGR = re.compile(r"\x1b\[[0-9;]*m")
PEOPLE = [name for name in names() if reporter(name).for_people]
LISTING = [name for name in PEOPLE if name != "statistics"]
"""Those that name each finding with its place."""
MACHINES = [name for name in names() if not reporter(name).for_people]
XML = ("junit", "checkstyle")


def written(name: str, result: Result, **options: Any) -> str:
    out = StringIO()
    reporter(name).write(result, out, ReportOptions(**options))
    return out.getvalue()


def read(name: str, text: str) -> Any:
    """What a reader of the format makes of it: the parser is Python's own."""
    match name:
        case "jsonl":
            return [json.loads(line) for line in text.split("\n")[:-1]]
        case "github":
            return text
        case "html":
            return html.unescape(text)
        case _ if name in XML:
            return ElementTree.canonicalize(text)
    return json.loads(text)


def hostile() -> Result:
    """A report in which every text is as bad as can be."""
    at = Span(f"lib/{HOSTILE}.ex", Position(1, 5), Position(2, 3))
    found = Diagnostic(
        "bad-rule",
        at,
        ERROR,
        CERTAIN,
        HOSTILE,
        f"{HOSTILE}\n    {HOSTILE}\n{HOSTILE}",
        HOSTILE,
        HOSTILE,
        "abc",
        (Step(at, HOSTILE), Step(replace(at, path="lib/b.ex"), HOSTILE)),
        Fix(HOSTILE, (Edit(at, HOSTILE),)),
    )
    return Result(
        (found,),
        (RuleInfo("bad-rule", ERROR, CERTAIN, HOSTILE, HOSTILE),),
        (Unanalysed(f"{HOSTILE}.ex", 1, HOSTILE),),
        (HOSTILE,),
        {at.path: f"abc {HOSTILE}\n{HOSTILE}", "lib/b.ex": f"b{HOSTILE}\n{HOSTILE}"},
        files=2,
    )


def test_the_formats_in_the_order_in_which_they_are_named() -> None:
    people = ("full", "concise", "grouped", "statistics")
    machines = ("json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson")
    assert names() == (*people, *machines, "html")
    assert tuple(PEOPLE) == people


@pytest.mark.parametrize("name", names())
def test_a_reporter_has_the_name_it_is_asked_for_by(name: str) -> None:
    found: Reporter = reporter(name)
    assert found.name == name


def test_an_unknown_format_is_the_callers_error() -> None:
    with pytest.raises(KeyError, match="xml"):
        reporter("xml")


@pytest.mark.parametrize("name", names())
def test_only_the_full_format_imports_rich(name: str) -> None:
    code = (
        "import io, sys\n"
        "from dralint.finding import Result\n"
        "from dralint.report import ReportOptions, reporter\n"
        f"reporter({name!r}).write(Result(()), io.StringIO(), ReportOptions())\n"
        "print(*sorted(n for n in ('rich', 'rich.syntax', 'pygments') if n in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == (["rich"] if name == "full" else [])


@pytest.mark.parametrize("name", ["concise", "github", "gitlab", "rdjson"])
def test_xml_is_read_for_the_formats_that_are_written_in_it(name: str) -> None:
    code = (
        "import sys\n"
        "from dralint.report import reporter\n"
        f"reporter({name!r})\n"
        "print(*sorted(n for n in sys.modules if n.startswith('xml.etree')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == []


@pytest.mark.parametrize("name", names())
def test_a_report_is_the_same_twice(name: str) -> None:
    assert written(name, shop()) == written(name, shop())


@pytest.mark.parametrize("name", ["concise", "grouped", *MACHINES])
def test_time_makes_no_difference(name: str) -> None:
    assert written(name, shop()) == written(name, replace(shop(), seconds=99.0))


@pytest.mark.parametrize("name", MACHINES)
def test_machines_are_told_the_same_whatever_people_want(name: str) -> None:
    assert written(name, shop()) == written(name, shop(), color=True, width=20, show_all=True)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("color", [False, True])
def test_nothing_of_the_project_acts_on_the_terminal(name: str, color: bool) -> None:
    text = written(name, hostile(), color=color, show_all=True)
    if color and name == "full":
        assert SGR.search(text)
        text = SGR.sub("", text)
    bad = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert bad <= {"\n"}


@pytest.mark.parametrize("name", LISTING)
def test_what_would_act_is_drawn(name: str) -> None:
    text = written(name, hostile(), show_all=True, width=10_000)
    drawn = (
        "␛[31m␛]0;owned␇␛]8;;http://evil␛\\ [bold red]x[/] [link=y] :smile: "
        r"\u202egro\u2066 \x9b2J \x85 ␡ \u200b\u2028 \ufeff ␍␈␀ \U000e0041 [a](http://evil) {0}"
    )
    assert f"bad-rule]{':' * (name == 'full')} {drawn}\n" in text
    assert f"lib/{drawn}.ex:{' 1 finding' if name == 'grouped' else '1:5'}" in text


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_cannot_forge_a_line_of_the_report(name: str) -> None:
    forged = "x\nlib/a.ex:1:1: error[otp] forged\rerror[otp]: forged"
    at = span("lib/orders.ex", ORDERS, "IO")
    found = diagnostic("a-rule", at, forged, trail=(Step(at, forged),))
    text = written(name, Result((found,), sources={"lib/orders.ex": ORDERS}, files=1), width=500)
    assert not [line for line in text.splitlines() if line.startswith(("lib/a.ex", "error"))]


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_machines_get_what_was_there(name: str) -> None:
    document = json.loads(written(name, hostile()))
    if name == "json":
        finding = document["findings"][0]
        assert finding["message"] == finding["module"] == HOSTILE
        assert finding["path"] == f"lib/{HOSTILE}.ex"
        assert finding["fix"]["edits"][0]["text"] == HOSTILE
    else:
        result = document["runs"][0]["results"][0]
        assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {
            "text": HOSTILE
        }


@pytest.mark.parametrize("name", names())
def test_a_file_name_that_is_not_unicode_is_written_all_the_same(name: str) -> None:
    path = b"lib/caf\xe9.ex".decode("utf-8", "surrogateescape")
    at = Span(path, Position(1, 1), Position(1, 2))
    text = written(name, Result((diagnostic("a-rule", at, f"in {path}"),), files=1))
    in_json = r'"lib/caf\\udce9.ex"'
    in_name = r"lib/caf\udce9.ex"
    assert {
        **dict.fromkeys(("json", "jsonl", "gitlab", "rdjson"), in_json),
        **dict.fromkeys(XML, f'name="{in_name}"'),
        "sarif": '"lib/caf%E9.ex"',
        "github": f"file={in_name},",
        "grouped": f"{in_name}: 1 finding",
        "statistics": "a-rule",
    }.get(name, f"{in_name}:1:1") in text
    text.encode("utf-8")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_stream_will_do(name: str, encoding: str) -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding=encoding, newline="\n")
    reporter(name).write(shop(), out, ReportOptions())
    out.flush()
    text = raw.getvalue().decode(encoding)
    if not reporter(name).for_people and name != "github":
        assert read(name, text) == read(name, written(name, shop()))
    elif encoding == "utf-8":
        assert text == written(name, shop())
    else:
        assert text.count("\n") == written(name, shop()).count("\n")


def test_the_frame_is_drawn_in_ascii_where_there_is_no_other() -> None:
    out = TextIOWrapper(BytesIO(), encoding="ascii", newline="\n")
    reporter("full").write(shop(), out, ReportOptions())
    out.seek(0)
    text = out.read()
    assert "\n12 |     {:reply, fetch(state), state}\n   |              ^^^^^\n" in text
    assert r'IO.puts("\U0001f4e6 gr\xf6\xdfer \u4fa1\u683c: ' in text
    assert "   `- 2. lib/shop/orders.ex:2:3: and comes from a form\n" in text


# Every column after the emoji differs: 44 code points, 45 UTF-16 units, 47 cells.
def test_columns_behind_an_emoji() -> None:
    path = "lib/shop/orders.ex"
    at = span(path, ORDERS, "IO.inspect(order)")
    found = diagnostic("a-rule", at, "left", trail=(Step(at, "here"),))
    result = Result((found,), sources={path: ORDERS}, files=1)
    assert written("concise", result).startswith(f"{path}:3:45: ")

    finding = json.loads(written("json", result))["findings"][0]
    assert (finding["line"], finding["column"], finding["end_column"]) == (3, 45, 62)
    assert finding["trail"][0]["column"] == 45

    sarif = json.loads(written("sarif", result))["runs"][0]["results"][0]
    region = sarif["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (46, 63)
    assert region["snippet"]["text"] == "IO.inspect(order)"
    related = sarif["relatedLocations"][0]["physicalLocation"]["region"]
    assert related == region

    full = written("full", result)
    assert f"--> {path}:3:45\n" in full
    code, carets = full.split("\n")[3:5]
    assert cells(code.partition("IO.inspect")[0]) == len(carets.partition("^")[0]) == 4 + 47
    assert carets.strip(" │") == "^" * 17


def many(rule: str, count: int, gravest: int) -> tuple[Diagnostic, ...]:
    """Findings of one rule on as many lines, of which the last ones are errors."""
    return tuple(
        diagnostic(
            rule,
            Span("lib/a.ex", Position(line, 1), Position(line, 2)),
            f"{rule} on line {line}",
            ERROR if line > count - gravest else WARNING if line % 2 else INFO,
        )
        for line in range(1, count + 1)
    )


def crowd() -> Result:
    found = (*many("a-rule", 25, gravest=3), *many("b-rule", 10, gravest=0))
    return Result(tuple(sorted(found, key=lambda f: f.key)), files=1)


def lines_of(text: str, rule: str) -> list[int]:
    return [int(line) for line in re.findall(rf"{rule} on line (\d+)$", text, re.M)]


@pytest.mark.parametrize("name", LISTING)
def test_people_see_the_ten_gravest_of_a_rule_in_the_order_of_the_report(name: str) -> None:
    text = written(name, crowd())
    assert lines_of(text, "a-rule") == [1, 3, 5, 7, 9, 11, 13, 23, 24, 25]
    assert lines_of(text, "b-rule") == list(range(1, 11))
    assert re.search(r"^not shown:? +15 of a-rule \(--all shows them\)$", text, re.M | re.I)


@pytest.mark.parametrize("name", LISTING)
def test_people_see_everything_when_they_want_to(name: str) -> None:
    text = written(name, crowd(), show_all=True)
    assert lines_of(text, "a-rule") == list(range(1, 26))
    assert "shown" not in text.lower()


@pytest.mark.parametrize("name", PEOPLE)
def test_the_summary_counts_what_is_not_shown_too(name: str) -> None:
    text = written(name, crowd())
    assert "3 errors" in text
    assert "16 warnings" in text
    assert "16 infos" in text


def test_machines_get_all() -> None:
    assert len(json.loads(written("json", crowd()))["findings"]) == 35
    assert len(json.loads(written("sarif", crowd()))["runs"][0]["results"]) == 35


@pytest.mark.parametrize("name", PEOPLE)
def test_places_that_were_not_analysed_are_counted_by_reason(name: str) -> None:
    places = tuple(Unanalysed(f"lib/{n}.ex", n, "a template") for n in range(1, 13))
    odd = tuple(Unanalysed(f"odd/{n}.ex", n, f"odd {n}") for n in range(1, 13))
    result = Result((), unanalysed=(*places, *odd), files=24)
    text = written(name, result)
    assert "lib/1.ex:1 and 11 more: a template\n" in text
    assert "odd/9.ex:9: odd 9\n" in text
    assert "odd/10.ex" not in text
    assert "3 more (--all shows them)\n" in text
    every = written(name, result, show_all=True, width=500)
    assert all(f"{at.path}:{at.line}" in every for at in result.unanalysed)


@pytest.mark.parametrize("name", PEOPLE)
def test_problems_are_told(name: str) -> None:
    text = written(name, Result((), problems=("rule otp-x failed on lib/a.ex",), files=3))
    assert re.search("^problem:? +rule otp-x failed on lib/a.ex$", text, re.M | re.I)
    assert "All good" not in text


def test_concise() -> None:
    assert written("concise", shop()).splitlines() == [
        "lib/shop/orders.ex:3:45: warning[quality-debug-leftover] "
        "`IO.inspect/1` is left in the code",
        "lib/shop/orders.ex:4:5: warning[query-n-plus-one] `Repo.get!/2` asks the database once "
        "for each line of the order, which is a query too many for every line but the first",
        "lib/shop/orders.ex:10:24: error[security-atom-from-input] "
        "`String.to_atom/1` makes atoms of text that comes from outside",
        "lib/shop/rates.ex:12:14: error[otp-blocking-callback] "
        "`handle_call(:refresh, ...)` waits for the network",
        "lib/shop/rates.ex:8:7: info[spec-missing] `init/1` has no `@spec`",
        "not analysed: lib/shop_web/page.ex:3 and 1 more: a template, not Elixir",
        "not analysed: lib/shop/old.ex:1: not UTF-8: byte 0xe9 at offset 1201",
        "5 findings (2 errors, 2 warnings, 1 info) in 42 files, 5,210 lines; 5 suppressed",
    ]


def test_concise_of_nothing() -> None:
    assert written("concise", Result((), files=1, lines=1)) == "no findings in 1 file, 1 line\n"


@given(st.text())
def test_a_visible_text_prints(text: str) -> None:
    drawn = visible(text)
    assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in drawn)
    if text.isprintable():
        assert drawn == text
    assert visible(drawn) == drawn


@given(st.text(st.sampled_from("ab 価😀")), st.integers(1, 30), st.integers(0, 10))
def test_wrapped_lines_fit_and_lose_no_word(text: str, room: int, used: int) -> None:
    lines = wrap(text, room, used)
    assert " ".join(lines).split() == text.split()
    for number, line in enumerate(lines):
        taken = cells(line) + (used if number == 0 else 0)
        assert taken <= room or " " not in line
        if number:  # no line is begun before it must be
            first = line.split(" ")[0]
            previous = cells(lines[number - 1]) + (used if number == 1 else 0)
            assert previous + 1 + cells(first) > room


def test_plural() -> None:
    assert plural(1, "error") == "1 error"
    assert plural(0, "error") == "0 errors"
    assert plural(1234, "line") == "1,234 lines"
