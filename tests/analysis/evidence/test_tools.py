"""Reports of other tools: what each format says, and what is merged with findings of ours."""

import pytest

from dralint.analysis.evidence.coverage_formats import NotUnderstood
from dralint.analysis.evidence.tool_formats import read_tool
from dralint.doc import Written
from dralint.finding import ERROR, WARNING
from dralint.plugins import Plugins
from dralint.testing import findings

OLD_COMPILER = """\
Compiling 2 files (.ex)
warning: variable "x" is unused (if the variable is not meant to be used)
  lib/m.ex:2: M.a/1

warning: clauses of the same name and arity must be grouped together
  lib/m.ex:9

== Compilation error in file lib/n.ex ==
** (CompileError) lib/n.ex:4: undefined function zork/1
"""
NEW_COMPILER = """\
    warning: variable "x" is unused
    │
  2 │   def a(x), do: 1
    │         ~
    │
    └─ lib/m.ex:2:9: M.a/1

    error: undefined variable "y"
    │
  3 │   def b, do: y
    │              ^
    │
    └─ lib/m.ex:3:14: M.b/0

"""
DIALYXIR = """\
Starting Dialyzer
lib/m.ex:3:7:no_return
Function b/0 has no local return.
________________________________________________________________________________
done (warnings were emitted)
"""
GITHUB = "::warning file=lib/m.ex,line=3,col=7,title=no_return::Function b/0 has no local return.\n"
CLOSED = """\
** (MismatchedDelimiterError) mismatched delimiter found on lib/m.ex:2:1:
    error: unexpected token: )
    │
  1 │ [1, 2
    │ └ unclosed delimiter
  2 │ )
    │ └ mismatched closing delimiter
    │
    └─ lib/m.ex:2:1
"""
UMBRELLA = """\
==> jason
Compiling 9 files (.ex)
warning: a dependency may warn
  lib/jason.ex:3

==> shop
Compiling 1 file (.ex)
warning: variable "x" is unused
  lib/m.ex:2: M.a/1

==> web
Compiling 1 file (.ex)
warning: variable "y" is unused
  lib/m.ex:3: W.a/1

"""
LEGACY = """\
Starting Dialyzer
done in 0m1.5s
lib/m.ex:3:7: Function b/0 has no local return
done (warnings were emitted)
"""
DIFFS = """\
** (Mix) mix format failed due to --check-formatted.
The following files are not formatted:

lib/m.ex

     1 1   |defmodule M do
     2   - |  def a( x ), do: x

test/m_test.exs
"""


def places(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(r.path, r.line, r.column) for r in read_tool("r", text.encode()).remarks]


def test_the_compiler_before_and_since_columns() -> None:
    old = read_tool("r", OLD_COMPILER.encode())
    assert old.tool == "the compiler"
    assert [(r.path, r.line, r.severity) for r in old.remarks] == [
        ("lib/m.ex", 2, WARNING),
        ("lib/m.ex", 9, WARNING),
        ("lib/n.ex", 4, ERROR),
    ]
    assert old.remarks[1].message == "clauses of the same name and arity must be grouped together"
    new = read_tool("r", NEW_COMPILER.encode())
    assert [(r.path, r.line, r.column, r.severity) for r in new.remarks] == [
        ("lib/m.ex", 2, 9, WARNING),
        ("lib/m.ex", 3, 14, ERROR),
    ]


@pytest.mark.parametrize("text", [DIALYXIR, GITHUB])
def test_dialyzer(text: str) -> None:
    report = read_tool("r", text.encode())
    assert report.tool == "Dialyzer"
    [remark] = report.remarks
    assert (remark.path, remark.line, remark.column) == ("lib/m.ex", 3, 7)
    assert (remark.check, remark.message) == ("no_return", "Function b/0 has no local return.")


def test_dialyzer_in_its_own_words() -> None:
    report = read_tool("r", LEGACY.encode())
    assert report.tool == "Dialyzer"
    [remark] = report.remarks
    assert (remark.path, remark.line, remark.column) == ("lib/m.ex", 3, 7)
    assert (remark.check, remark.message) == ("", "Function b/0 has no local return")


def test_two_formats_of_dialyxir_say_it_once() -> None:
    text = DIALYXIR.replace("done (", GITHUB + "done (")
    assert places(text) == [("lib/m.ex", 3, 7)]
    silent = "Starting Dialyzer\nTotal errors: 0, Skipped: 0\ndone (passed successfully)\n"
    assert read_tool("r", silent.encode()).tool == "Dialyzer"


def test_a_delimiter_that_does_not_match() -> None:
    [remark] = read_tool("r", CLOSED.encode()).remarks
    assert (remark.path, remark.line, remark.column) == ("lib/m.ex", 2, 1)
    assert remark.message == "unexpected token: )"


@pytest.mark.parametrize(
    "line",
    [
        "lib/m.ex:2:5: R: Modules should have a tag.",
        "[R] ↗ lib/m.ex:2:5 Modules should have a tag.",
    ],
)
def test_credo_line_by_line(line: str) -> None:
    report = read_tool("r", f"{line}\n".encode())
    assert report.tool == "Credo"
    [remark] = report.remarks
    assert (remark.path, remark.line, remark.column) == ("lib/m.ex", 2, 5)
    assert (remark.check, remark.message) == ("readability", "Modules should have a tag.")


def test_the_application_that_was_compiled() -> None:
    remarks = read_tool("r", UMBRELLA.encode()).remarks
    assert [(r.app, r.path, r.line) for r in remarks] == [
        ("jason", "lib/jason.ex", 3),
        ("shop", "lib/m.ex", 2),
        ("web", "lib/m.ex", 3),
    ]


def test_an_audit_names_its_lock_by_where_it_lies() -> None:
    text = """\
{"pass": false, "vulnerabilities": [{
  "advisory": {"id": "GHSA-1", "title": "Reads too much", "severity": null, "package": "plug",
    "first_patched_versions": ["1.14.1"], "vulnerable_version_ranges": ["< 1.14.1"]},
  "dependency": {"package": "plug", "version": "1.14.0", "lockfile": "/home/ada/shop/mix.lock"}}]}
"""
    files = {
        "mix.exs": "defmodule S.MixProject do\n  def project, do: [app: :s]\nend\n",
    }
    lock = '%{\n  "jason": {:hex, :jason, "1.4.0"},\n  "plug": {:hex, :plug, "1.14.0"},\n}\n'
    written = [Written("mix.lock", lock, 1), Written("reports/audit.json", text, 1)]
    [found] = findings([Plugins().rules["quality-tool-report"]], files, written=written)
    assert (found.span.path, found.span.start.line) == ("mix.lock", 3)
    assert "`plug` 1.14.0: Reads too much (repaired in 1.14.1)" in found.message


def test_the_formatter_with_diffs() -> None:
    assert places(DIFFS) == [("lib/m.ex", 1, None), ("test/m_test.exs", 1, None)]


def test_colours_are_no_text() -> None:
    assert places("\x1b[33mwarning: \x1b[0mold\n  lib/m.ex:2\n") == [("lib/m.ex", 2, None)]


def test_sobelow_and_lines_before_the_json() -> None:
    text = """\
Compiling 1 file (.ex)
{"findings": {"high_confidence": [{"type": "XSS.Raw: XSS", "file": "lib/v.ex", "line": 4}],
 "low_confidence": [{"type": "Config.HTTPS: Off", "file": "config/prod.exs", "line": 0},
 {"type": "Config.HSTS: Off", "file": null, "line": null}]},
 "sobelow_version": "0.13.0", "total_findings": 2}
"""
    report = read_tool("r", text.encode())
    assert report.tool == "Sobelow"
    assert [(r.check, r.path, r.line) for r in report.remarks] == [
        ("XSS.Raw", "lib/v.ex", 4),
        ("Config.HTTPS", "config/prod.exs", None),
        ("Config.HSTS", "", None),
    ]


@pytest.mark.parametrize("text", ['{"a": 1}', "Hello there.\n", '{"issues": [{"check": 1}]}', "{"])
def test_what_is_no_report_says_so(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_tool("r", text.encode())


def test_an_echo_is_left_out_where_our_own_rule_speaks() -> None:
    rules = Plugins().rules
    files = {"lib/m.ex": "defmodule M do\n  def a(x), do: 1\n  def b, do: 2\nend\n"}
    written = [Written("reports/compile.txt", OLD_COMPILER.replace("lib/m.ex:9", "lib/m.ex:3"), 1)]
    both = [rules["quality-tool-report"], rules["quality-unused-variable"]]
    alone = findings(both[:1], files, written=written)
    assert [d.span.start.line for d in alone] == [2, 3]
    merged = findings(both, files, written=written)
    assert [(d.rule, d.span.start.line) for d in merged] == [
        ("quality-unused-variable", 2),
        ("quality-tool-report", 3),
    ]


def test_a_line_that_is_gone_and_a_dependency() -> None:
    rule = Plugins().rules["quality-tool-report"]
    text = "warning: a\n  lib/m.ex:90\n\nwarning: b\n  deps/x/lib/x.ex:1\n"
    files = {"lib/m.ex": "x", "mix.exs": "defmodule M.MixProject do\nend\n"}
    assert findings([rule], files, written=[Written("reports/c.txt", text, 1)]) == ()
