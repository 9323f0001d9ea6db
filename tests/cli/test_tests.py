"""`dralint tests`, and reports and history in `dralint check`, with the real command line."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli import cli

MIX = "defmodule A.MixProject do\n  use Mix.Project\n  def project, do: [app: :a]\nend\n"
CODE = "defmodule A do\n  def f, do: 1\n  def g, do: 2\nend\n"
TEST = 'defmodule ATest do\n  use ExUnit.Case\n  test "f", do: assert(A.f() == 1)\nend\n'


def run(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, args, standalone_mode=False)
    assert result.exception is None
    return result.return_value, result.stdout, result.stderr


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"mix.exs": MIX, "lib/a.ex": CODE, "test/a_test.exs": TEST}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        os.utime(path, (1000, 1000))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(project: Path, name: str, text: str, at: int = 2000) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (at, at))


def found(*args: str) -> list[tuple[str, str]]:
    _, out, _ = run("check", "--format", "json", "--exit-zero", *args)
    return [(f["rule"], f["message"]) for f in json.loads(out)["findings"]]


def test_text(project: Path) -> None:
    report(project, "cover/lcov.info", "SF:lib/a.ex\nDA:2,1\nDA:3,0\nend_of_record\n")
    code, out, err = run("tests")
    assert (code, err) == (0, "")
    assert out.split("\n")[:3] == [
        "module  tests            cases  errors  coverage  first",
        "A       test/a_test.exs  1      0       50.0 %",
        "",
    ]
    assert "1 tests: 1 of units, 0 with a database, 0 of the whole (100/0/0 %" in out
    assert "  A: test `g/0`" in out


def test_what_to_test_next(project: Path) -> None:
    """What no test is near comes first; supervisors and views that requests run do not come."""
    more = {
        "lib/b.ex": "defmodule B do\n  def f, do: 1\nend\n",
        "lib/c.ex": "defmodule C do\n  def f, do: A.f()\nend\n",
        "lib/d.ex": "defmodule D do\n  use Supervisor\n  def start_link(x), do: x\nend\n",
    }
    for name, text in more.items():
        (project / name).write_text(text)
    (project / "lib/a.ex").write_text(CODE.replace("def g, do: 2", "def g, do: B.f()"))
    (project / "test/a_test.exs").write_text(TEST.replace("A.f()", "A.g()"))
    _, out, _ = run("tests")
    rows = [line.split()[0] for line in out.split("\n\n")[0].split("\n")[1:]]
    assert rows == ["C", "B", "A"]
    assert "  C: write `test/c_test.exs`\n  B: write `test/b_test.exs`" in out


def test_json(project: Path) -> None:
    _, out, _ = run("tests", "--format", "json")
    [data] = json.loads(out)
    [module] = data["modules"]
    assert (module["module"], module["mirrored"], module["files"]) == (
        "A",
        True,
        ["test/a_test.exs"],
    )
    assert (module["cases"], module["error_cases"], module["untested"]) == (1, 0, ["g/0"])
    assert module["coverage"] is None


def test_history_without_a_repository_is_said(project: Path) -> None:
    code, out, err = run("tests", "--history")
    assert code == 0
    assert "its history cannot be read" in err
    assert "A       test/a_test.exs" in out


def test_a_missing_path_is_an_error() -> None:
    result = CliRunner().invoke(cli, ["tests", "nowhere"])
    assert result.exit_code == 2
    assert "nowhere: no such file" in result.output


def test_coverage_is_read_where_tools_write_it(project: Path) -> None:
    assert found("--select", "cov-below-threshold") == []
    report(
        project,
        "cover/excoveralls.json",
        '{"source_files": [{"name": "lib/a.ex", "coverage": [null, 1, 0, null]}]}',
    )
    assert found("--select", "cov-below-threshold") == [
        (
            "cov-below-threshold",
            "only 50.0 % of the lines of the business logic ran in tests (1 of 2), less than 80 %",
        )
    ]


def test_an_old_report_is_named_and_believed_no_longer(project: Path) -> None:
    report(project, "cover/lcov.info", "SF:lib/a.ex\nDA:2,1\nDA:3,0\n", at=10)
    assert [rule for rule, _ in found("--select", "cov")] == ["cov-report-stale"]


def test_configured_reports_are_expected(project: Path) -> None:
    (project / "dralint.toml").write_text('[reports]\ncoverage = ["out/*.info", "../x.info"]\n')
    assert [message for _, message in found("--select", "cov-report-missing")] == [
        "there is no coverage report `../x.info`, which the configuration names",
        "there is no coverage report `out/*.info`, which the configuration names",
    ]
    report(project, "out/a.info", "SF:lib/a.ex\nDA:2,1\nDA:3,1\n")
    assert len(found("--select", "cov")) == 1


def test_a_report_that_is_none_is_named(project: Path) -> None:
    report(project, "cover/lcov.info", "hello\n")
    _, out, _ = run("check", "--format", "json", "--exit-zero", "--select", "cov")
    assert [(u["path"], u["reason"]) for u in json.loads(out)["unanalysed"]] == [
        ("cover/lcov.info", "is no report of coverage that dralint knows")
    ]


def test_a_link_out_of_the_project_is_refused(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "lcov.info"
    outside.write_text("SF:lib/a.ex\nDA:2,0\n")
    (project / "cover").mkdir()
    (project / "cover" / "lcov.info").symlink_to(outside)
    _, out, _ = run("check", "--format", "json", "--exit-zero", "--select", "cov")
    assert [u["reason"] for u in json.loads(out)["unanalysed"]] == [
        "is a link that leads out of the project"
    ]


def test_failing_tests_are_shown_where_they_stand(project: Path) -> None:
    report(
        project,
        "_build/test/lib/a/test-junit-report.xml",
        '<testsuites><testsuite><testcase classname="Elixir.ATest" name="test f">'
        '<failure message="error: no"/></testcase></testsuite></testsuites>',
    )
    assert found("--select", "test-failing") == [
        ("test-failing", "the test `f` failed in the last run: no")
    ]


def test_rules_of_history_run_when_history_is_asked_for(project: Path) -> None:
    def ran(*args: str) -> bool:
        _, out, _ = run("check", "--format", "json", "--exit-zero", *args)
        return any("history" in u["reason"] for u in json.loads(out)["unanalysed"])

    assert not ran()
    assert not ran("--select", "tdd")
    assert ran("--history")
    assert ran("--select", "tdd-test-first")
    (project / "dralint.toml").write_text('enable = ["history"]\n')
    assert ran()


def test_a_change_is_told_of_functions_without_tests(project: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
        subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "begin")
    (project / "lib" / "a.ex").write_text(CODE.replace("  def g", "  def new(x), do: x\n  def g"))
    wanted = [("tdd-impl-without-test", "the change adds `new/1`, and no test for it")]
    assert found("--select", "tdd-impl-without-test") == []
    assert found("--select", "tdd-impl-without-test", "--since", "HEAD") == wanted
    git("add", "--all")
    assert found("--select", "tdd-impl-without-test", "--staged") == wanted
    (project / "test" / "a_test.exs").write_text(TEST.replace("A.f() == 1", "A.new(1) == 1"))
    assert found("--select", "tdd-impl-without-test", "--since", "HEAD") == []
    git("commit", "--quiet", "--all", "--message", "more")
    assert found("--select", "tdd-impl-without-test", "--since", "HEAD") == []
