"""What silences Credo silences the same finding of ours, and nothing else."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from dralint.doc import Doc
from dralint.engine.credo import SAME, Same, turned_off
from dralint.testing import findings
from tests.cli.test_check import dralint
from tests.conftest import all_rules

INSPECT = "Credo.Check.Warning.IoInspect"


def lines(body: str, rule: str = "quality-debug-leftover") -> list[int]:
    text = f"defmodule A do\n  def f(x) do\n{dedent(body)}\n  end\nend\n"
    found = findings([all_rules()[rule]], {"lib/a.ex": text}, known=all_rules())
    return [each.span.start.line for each in found]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# credo:disable-for-next-line", [5]),
        (f"# credo:disable-for-next-line {INSPECT}", [5]),
        ("# credo:disable-for-next-line /Io/", [5]),
        (r"# credo:disable-for-next-line /Warning\.Io.*t$/", [5]),
        (f"# credo:disable-for-lines:2 {INSPECT}", []),
        ("# credo:disable-for-lines:1", [5]),
        ("# credo:disable-for-lines:-1", [4, 5]),
        (f"# credo:disable-for-this-file {INSPECT}", []),
        ("# credo:disable-for-this-file", []),
        # What has no effect in Credo has none here.
        ("# credo:disable-for-previous-line", [4, 5]),
        ("# credo:disable-for-next-line IoInspect", [4, 5]),
        (f"# credo:disable-for-next-line {INSPECT} it is a tool", [4, 5]),
        (f"# credo:disable-for-next-line {INSPECT}, Credo.Check.Warning.Dbg", [4, 5]),
        ("# credo:disable-for-next-lines", [4, 5]),
        ("# credo:disable-for-lines", [4, 5]),
        ("# credo:disable-for-next-line:2", [4, 5]),
        # Other checks, and patterns that could take long, silence nothing.
        ("# credo:disable-for-next-line Credo.Check.Warning.Dbg", [4, 5]),
        ("# credo:disable-for-next-line /Readability/", [4, 5]),
        ("# credo:disable-for-next-line /(Io)+/", [4, 5]),
    ],
)
def test_a_comment_covers_what_it_covers_for_credo(comment: str, left: list[int]) -> None:
    assert lines(f"    {comment}\n    IO.inspect(x)\n    IO.inspect(x)") == left


def test_the_line_before() -> None:
    comment = f"# credo:disable-for-previous-line {INSPECT}"
    assert lines(f"    IO.inspect(x)\n    {comment}\n    IO.inspect(x)") == [5]


def test_only_the_equal_finding_of_a_line() -> None:
    comment = f"# credo:disable-for-next-line {INSPECT}"
    assert lines(f"    {comment}\n    x |> IO.inspect() |> dbg()") == [4]


def test_a_note_for_a_whole_module_is_not_held_back_by_a_comment_at_one_function() -> None:
    specs = "Credo.Check.Readability.Specs"
    functions = "  def f(x), do: x\n  def g(x), do: x\nend\n"
    said = []
    for comment in ("next-line /Nothing/", f"next-line {specs}", f"this-file {specs}"):
        head = "defmodule A do\n  @moduledoc false\n"
        files = {"lib/a.ex": f"{head}  # credo:disable-for-{comment}\n{functions}"}
        found = findings([all_rules()["spec-missing"]], files, known=all_rules())
        said.append([each.message for each in found])
    assert said == [[note := "`f/1` and 1 more of `A` have no `@spec`"], [note], []]


def test_rules_of_security_are_not_silenced() -> None:
    assert not [same for same in SAME if same.rule.startswith("security-")]


BRANCHES = "".join(f"    if x.a{n}, do: log({n})\n" for n in range(20))


@pytest.mark.parametrize("same", SAME, ids=lambda same: f"{same.check}-{same.whole}")
def test_each_row_of_the_table_means_what_its_rule_really_says(same: Same) -> None:
    """A row means a finding on the rule's page, or one in a function with many branches."""
    rule = all_rules()[same.rule]
    messages = [f.message for each in Doc.parse(rule.page).examples for f in each.expected]
    branchy = f"defmodule A do\n  def f(x) do\n{BRANCHES}  end\nend\n"
    messages += [
        each.message for each in findings([rule], {"lib/a.ex": branchy}, known=all_rules())
    ]
    assert any(re.search(same.says, message) for message in messages)


CONFIG = """\
%{
  configs: [
    %{
      name: "default",
      checks: %{
        enabled: [
          {Credo.Check.Readability.ModuleDoc, false},
          # {Credo.Check.Warning.Dbg, false},
          {Credo.Check.Warning.IExPry, []},
          {Credo.Check.Refactor.Nesting, max_nesting: 3}
        ],
        disabled: [
          # of taste
          {Credo.Check.Refactor.CyclomaticComplexity, [tags: [:later]]},
          {Credo.Check.Readability.Specs, []},
          {Credo.Check.Refactor.Nesting}
        ]
      }
    }
  ]
}
"""


def test_a_configuration_of_credo_is_read_as_text() -> None:
    assert turned_off(CONFIG) == {
        "Credo.Check.Readability.ModuleDoc",
        "Credo.Check.Refactor.CyclomaticComplexity",
        "Credo.Check.Readability.Specs",
    }, "`Nesting` is on in one place and off in another"
    assert turned_off("disabled: [[[{Credo.Check.Warning.Dbg, []}") == {"Credo.Check.Warning.Dbg"}
    assert turned_off("System.halt(1)\n{") == frozenset()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :a]\nend\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/a.ex").write_text("defmodule A do\n  def f(x), do: IO.inspect(x)\nend\n")
    (tmp_path / ".credo.exs").write_text(CONFIG)
    (tmp_path / ".dralint.toml").write_text(
        'select = ["doc-missing-module", "spec-missing", "quality-debug-leftover"]\n'
    )
    return tmp_path


def spoken(project: Path, *arguments: str) -> set[str]:
    run = dralint(project, "check", "--format", "json", *arguments)
    return {each["rule"] for each in json.loads(run.stdout)["findings"]}


def test_a_check_that_a_team_turned_off_is_not_reported_by_us(project: Path) -> None:
    # `Specs` is off where nobody says anything, so its being off says nothing.
    assert spoken(project) == {"spec-missing", "quality-debug-leftover"}
    assert "1 suppressed" in dralint(project, "check").stdout
    said = dralint(project, "explain", "lib/a.ex:1").stdout
    assert "silent: .credo.exs turns Credo's `ModuleDoc` off" in said


def test_what_credo_is_told_is_seen_again_when_it_changes(project: Path) -> None:
    before = spoken(project)
    (project / ".credo.exs").write_text(CONFIG.replace("ModuleDoc, false", "ModuleDoc, []"))
    assert spoken(project) == before | {"doc-missing-module"}


def test_it_can_be_left_alone(project: Path) -> None:
    everything = {"doc-missing-module", "spec-missing", "quality-debug-leftover"}
    select = ("--select", ",".join(sorted(everything)))
    assert spoken(project, "--isolated", *select) == everything
    (project / "lib/a.ex").write_text(
        "defmodule A do\n  # credo:disable-for-next-line\n  def f(x), do: IO.inspect(x)\nend\n"
    )
    assert spoken(project, "--isolated", *select) == {"doc-missing-module"}
    file = project / ".dralint.toml"
    text = file.read_text()
    file.write_text(f'credo = "comments"\n{text}')
    assert spoken(project) == {"doc-missing-module"}
    file.write_text(f'credo = "none"\n{text}')
    assert spoken(project) == everything
    assert 'credo = "none"  # .dralint.toml:1' in dralint(project, "config").stdout
