"""Held against two things: what GitHub's own `@actions/core` writes for the same annotation, and a
reader written here after the rules of the program that runs the steps (`actions/runner`), which
is not to be had as a package."""

import json
import subprocess
from dataclasses import replace
from io import BytesIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import CERTAIN, ERROR, POSSIBLE, Diagnostic, Result, Step, Unanalysed
from dralint.report import ReportOptions, reporter
from dralint.text import Position, Span
from tests.report.conftest import Package
from tests.report.samples import ORDERS, diagnostic, shop, span
from tests.report.test_formats import crowd, hostile, written

Command = tuple[str, dict[str, str], str]


def run_line(line: str) -> Command | None:
    """What a runner makes of one line of a log: a command, its properties and its text."""
    start = line.lstrip()
    head, mark, text = start[2:].partition("::")
    if not start.startswith("::") or not mark:
        return ("legacy", {}, line) if "##[" in line else None
    name, _, rest = head.partition(" ")
    pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if pair]
    return name, {key: unescape(value, ":,") for key, value in pairs}, unescape(text, "")


def unescape(text: str, more: str) -> str:
    for char in "\r\n" + more + "%":
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def commands(result: Result) -> list[Command]:
    found = [run_line(line) for line in written("github", result).split("\n")]
    return [command for command in found if command]


def one(**changes: object) -> Result:
    at = span("lib/orders.ex", ORDERS, "IO.inspect(order)")
    found = diagnostic("a-rule", at, "left in the code")
    return Result((replace(found, **changes),), sources={"lib/orders.ex": ORDERS})  # type: ignore[arg-type]


def test_the_worst_come_first() -> None:
    found = commands(shop())
    assert [(name, properties.get("title")) for name, properties, _ in found] == [
        ("error", "security-atom-from-input"),
        ("error", "otp-blocking-callback"),
        ("warning", "quality-debug-leftover"),
        ("warning", "query-n-plus-one"),
        ("notice", "spec-missing"),
        ("notice", "dralint"),
    ]
    assert found[2] == (
        "warning",
        {
            "file": "lib/shop/orders.ex",
            "line": "3",
            "endLine": "3",
            "col": "45",
            "endColumn": "62",
            "title": "quality-debug-leftover",
        },
        "`IO.inspect/1` is left in the code\nremove the call, or write to the `Logger`",
    )
    assert found[1][2].endswith("\n1. lib/shop/rates.ex:12: `handle_call/3` calls `fetch/1`\n"
        "2. lib/shop/rates.ex:16: `fetch/1` calls `Req.get!/2`, which waits for an answer from the "
        "network for up to fifteen seconds")  # fmt: skip


def test_the_surer_of_one_severity_come_first() -> None:
    sure, unsure = (one(confidence=c, rule=c.label).diagnostics[0] for c in (CERTAIN, POSSIBLE))
    found = commands(Result((unsure, sure)))
    assert [properties["title"] for _, properties, _ in found] == ["certain", "possible"]


def test_columns_only_within_one_line() -> None:
    _, properties, _ = commands(shop())[3]
    assert properties == {
        "file": "lib/shop/orders.ex",
        "line": "4",
        "endLine": "8",
        "title": "query-n-plus-one",
    }


def test_what_github_will_not_show_is_counted() -> None:
    *found, last = written("github", crowd()).splitlines()
    assert len(found) == 35  # all of them are in the log
    assert last == (
        "dralint: GitHub annotates 10 of a kind; only in this log: 6 warnings, 6 notices"
    )
    assert run_line(last) is None


def test_ten_of_a_kind_need_no_such_line() -> None:
    ten = tuple(one(severity=ERROR).diagnostics * 10)
    assert len(written("github", Result(ten)).splitlines()) == 10


def test_problems_come_first_and_what_was_not_analysed_last() -> None:
    result = replace(one(), problems=("it broke",), unanalysed=(Unanalysed("a.ex", 2, "odd"),))
    first, _, last = commands(result)
    assert first == ("error", {"title": "dralint"}, "problem: it broke")
    assert last == ("notice", {"title": "dralint"}, "1 place not analysed\na.ex:2: odd")


def test_nothing_found_is_nothing_said() -> None:
    assert written("github", Result(())) == ""


@pytest.mark.parametrize(
    "text",
    [
        "x\n::error::forged",
        "x\r\n::add-mask::e",
        "##[error]forged",
        "100% %0A %25 50%",
        "a,file=b.ex,line=9::forged",
        "::stop-commands::x",
    ],
)
def test_a_text_cannot_issue_a_command(text: str) -> None:
    at = Span(f"lib/{text}.ex", Position(3, 1), Position(3, 2))
    result = one(rule=text, message=text, span=at, help=text, trail=(Step(at, text),))
    ((name, properties, said),) = commands(result)
    assert (name, properties["file"]) == ("warning", f"lib/{text}.ex")
    assert (properties["title"], properties["line"]) == (text, "3")
    assert said.split("\n1. ")[0] == f"{text}\n{text}"
    ((name, _, said),) = commands(Result((), problems=(text,)))
    assert (name, said) == ("error", f"problem: {text}")


@given(st.text(), st.text(min_size=1))
def test_one_line_a_finding_whatever_its_text(message: str, path: str) -> None:
    at = Span(path, Position(1, 1), Position(1, 2))
    result = Result((Diagnostic("a-rule", at, ERROR, CERTAIN, message, path),))
    lines = written("github", result).split("\n")
    assert len(lines) == 2
    command = run_line(lines[0])
    assert command is not None
    assert command[0] == "error"
    assert list(command[1]) == ["file", "line", "endLine", "col", "endColumn", "title"]


def test_hostile_texts_are_in_their_places() -> None:
    found = commands(hostile())
    assert [name for name, _, _ in found] == ["error", "error", "notice"]
    assert set(found[1][1]) == {"file", "line", "endLine", "title"}


def test_a_log_in_another_encoding_has_the_same_commands() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii", newline="\n")
    reporter("github").write(hostile(), out, ReportOptions())
    out.flush()
    lines = raw.getvalue().decode("ascii").split("\n")
    assert [command[0] for line in lines if (command := run_line(line))] == [
        "error",
        "error",
        "notice",
    ]


def test_the_commands_are_those_of_the_toolkit(package: Package) -> None:
    library = (package("@actions/core") / "lib" / "core.js").as_uri()
    texts = ["plain", "a\nb\r\nc", "100% %0A", "x::y, z=1:2", "##[error]", "größer 価格 📦"]
    ours = [
        written("github", one(rule=text, message=text, severity=ERROR)).removesuffix("\n")
        for text in texts
    ]
    places = {"file": "lib/orders.ex", "startLine": 3, "endLine": 3}
    places |= {"startColumn": 45, "endColumn": 62}
    script = (
        f"import {{ error }} from {json.dumps(library)};\n"
        f"for (const text of {json.dumps(texts)})\n"
        f"  error(text, {{ ...{json.dumps(places)}, title: text }});\n"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    theirs = run.stdout.split("\n")[:-1]
    assert [run_line(line) for line in ours] == [run_line(line) for line in theirs]
    assert [sorted(line) for line in ours] == [sorted(line) for line in theirs]
