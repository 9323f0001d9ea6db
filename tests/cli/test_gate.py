"""`dralint gate`: real repositories, from a change to an approval."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_check import dralint
from tests.cli.test_since import git

MIX = """\
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "VERSION", package: [], deps: [{:jason, "~> 1.4"}]]
  def application, do: [mod: {Paper.Application, []}]
end
"""
APPLICATION = """\
defmodule Paper.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([Paper.Press, Paper.Shelf], strategy: :one_for_one)
  end
end
"""
API = """\
defmodule Paper do
  @moduledoc "Folds paper."

  @spec fold(String.t()) :: {:ok, String.t()}
  def fold(paper), do: {:ok, paper}

  def cut(paper, times \\\\ 1), do: {paper, times}
end
"""
REMOVED = "gate-api-removed Paper.cut/2"
WITHOUT_CUT = API.replace("  def cut(paper, times \\\\ 1), do: {paper, times}\n", "")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "lib").mkdir()
    (tmp_path / "mix.exs").write_text(MIX.replace("VERSION", "1.2.0"))
    (tmp_path / "lib/application.ex").write_text(APPLICATION)
    (tmp_path / "lib/paper.ex").write_text(API)
    commit(tmp_path, "one")
    git(tmp_path, "checkout", "--quiet", "-b", "topic")
    return tmp_path


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def changes(folder: Path, *options: str, code: int) -> list[tuple[str, str, str]]:
    """Return gate, subject and gravity of what differs from main; the exit code is held."""
    arguments = options or ("--base", "main")
    run = dralint(folder, "gate", *arguments, "--format", "json")
    assert run.returncode == code, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert len(told["findings"]) == sum(c["confidence"] != "possible" for c in told["changes"])
    return [
        (c["gate"], c["subject"], "approved" if c["approved_by"] else c["severity"])
        for c in told["changes"]
        if c["gate"] != "gate-api-deprecation"
    ]


def without_cut(folder: Path) -> None:
    (folder / "lib/paper.ex").write_text(WITHOUT_CUT)


def hash_of(folder: Path) -> str:
    run = dralint(folder, "gate", "--base", "main", "--format", "json")
    told = json.loads(run.stdout)["changes"]
    return next(str(c["hash"]) for c in told if c["gate"] == "gate-api-removed")


def approve(folder: Path, change: str, expires: str = "2999-01-01") -> None:
    (folder / "dralint.approvals.toml").write_text(
        "[[approval]]\n"
        'id = "gate-api-removed"\nsubject = "Paper.cut/2"\nreason = "nobody cuts"\n'
        f'by = "Ada"\nchange = "{change}"\nexpires = {expires}\n'
    )


def test_the_same_code_in_another_form_is_no_change(project: Path) -> None:
    (project / "lib/paper").mkdir()
    (project / "lib/paper.ex").rename(project / "lib/paper/folding.ex")
    text = APPLICATION.replace(
        "[Paper.Press, Paper.Shelf]", "[\n # both\n Paper.Press, Paper.Shelf]"
    )
    (project / "lib/application.ex").write_text(text)
    commit(project, "moved and formatted")
    assert changes(project, code=0) == []


def test_what_was_not_asked_for_fails(project: Path) -> None:
    text = APPLICATION.replace("Paper.Press, ", "").replace("one_for_one", "rest_for_one")
    (project / "lib/application.ex").write_text(text)
    without_cut(project)
    found = changes(project, code=1)
    assert found == [
        ("gate-supervision-strategy", "Paper.Application", "error"),
        ("gate-supervision-removed", "Paper.Press", "error"),
        ("gate-api-removed", "Paper.cut/2", "error"),
    ]


@pytest.mark.parametrize("dash", ["—", "--", "-"])
def test_a_trailer_says_that_somebody_was_asked(project: Path, dash: str) -> None:
    without_cut(project)
    commit(project, f"Cut it\n\nAsk-First: {REMOVED} {dash} nobody cuts paper")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]


@pytest.mark.parametrize(
    "trailer",
    [
        "gate-api-removed Paper.cut/2",
        "gate-api-removed Paper.cut/2 — ",
        "gate-api-removed Paper.* — all of it",
        "gate-api-removed Paper.cut/1 — another arity",
        "gate-* Paper.cut/2 — any gate",
    ],
)
def test_a_trailer_names_gate_subject_and_reason(project: Path, trailer: str) -> None:
    without_cut(project)
    commit(project, f"Cut it\n\nAsk-First: {trailer}")
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_a_trailer_from_before_the_base_says_nothing(project: Path) -> None:
    git(project, "checkout", "--quiet", "main")
    commit(project, f"Early\n\nAsk-First: {REMOVED} — nobody cuts paper")
    git(project, "checkout", "--quiet", "-B", "topic")
    without_cut(project)
    commit(project, "Cut it")
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_a_rewritten_history_loses_its_trailers(project: Path) -> None:
    without_cut(project)
    commit(project, f"Cut it\n\nAsk-First: {REMOVED} — nobody cuts paper")
    git(project, "commit", "--quiet", "--amend", "--message", "Cut it")
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_an_entry_approves_exactly_one_change(project: Path) -> None:
    without_cut(project)
    approve(project, hash_of(project))
    assert ("gate-api-removed", "Paper.cut/2", "approved") in changes(project, code=0)
    approve(project, "0123456789ab")
    assert ("gate-api-removed", "Paper.cut/2", "error") in changes(project, code=1)


def test_an_approval_expires(project: Path) -> None:
    without_cut(project)
    approve(project, hash_of(project), "2020-01-01")
    assert ("gate-api-removed", "Paper.cut/2", "error") in changes(project, code=1)
    run = dralint(project, "gate", "--base", "main")
    assert "the approval of Ada expired on 2020-01-01" in run.stdout


def test_a_broken_file_of_approvals_approves_nothing(project: Path) -> None:
    without_cut(project)
    (project / "dralint.approvals.toml").write_text("[[approval]]\nid = 3 4\n")
    run = dralint(project, "gate", "--base", "main", "--format", "json")
    assert run.returncode == 1
    faults = json.loads(run.stdout)["unanalysed"]
    assert [fault["path"] for fault in faults] == ["dralint.approvals.toml"]


def test_a_record_of_a_decision_names_the_subject(project: Path) -> None:
    without_cut(project)
    (project / "docs/adr").mkdir(parents=True)
    record = project / "docs/adr/0001-no-cutting.md"
    record.write_text("We drop `Paper.cut/2`.\n")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]
    record.write_text("We drop `Paper.cut/21` and `Other.Paper.cut/2`.\n")
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_a_record_that_was_there_before_says_nothing(project: Path) -> None:
    git(project, "checkout", "--quiet", "main")
    (project / "docs/adr").mkdir(parents=True)
    (project / "docs/adr/0001-no-cutting.md").write_text("We keep `Paper.cut/2`.\n")
    commit(project, "adr")
    git(project, "checkout", "--quiet", "-B", "topic")
    without_cut(project)
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_a_major_version_with_its_changelog(project: Path) -> None:
    without_cut(project)
    (project / "mix.exs").write_text(MIX.replace("VERSION", "2.0.0"))
    assert changes(project, code=1) == [("gate-api-removed", "Paper.cut/2", "error")]
    (project / "CHANGELOG.md").write_text("## 2.0.0\n\n### Breaking changes\n\n- no cutting\n")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]


def test_the_index_is_what_the_next_commit_holds(project: Path) -> None:
    without_cut(project)
    assert changes(project, "--staged", code=0) == []
    git(project, "add", "--all")
    (project / "lib/paper.ex").write_text(API)
    assert changes(project, "--staged", code=1) == [("gate-api-removed", "Paper.cut/2", "error")]


def test_the_base_is_where_the_branches_parted(project: Path) -> None:
    commit(project, "nothing")
    git(project, "checkout", "--quiet", "main")
    (project / "lib/paper.ex").write_text(API.replace("end\n", "  def glue(p), do: p\nend\n"))
    commit(project, "main goes on")
    git(project, "checkout", "--quiet", "topic")
    assert changes(project, code=0) == []


def test_a_base_that_is_not_there_is_no_silence(project: Path, tmp_path: Path) -> None:
    run = dralint(project, "gate", "--base", "nowhere")
    assert run.returncode == 2
    assert run.stderr == "dralint: there is no commit 'nowhere' here\n"
    clone = tmp_path / "clone"
    commit(project, "two")
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{project}", str(clone)], check=True
    )
    run = dralint(clone, "gate", "--base", "origin/main")
    assert run.returncode == 2
    assert "the clone is shallow" in run.stderr


def test_pictures_of_a_change(project: Path) -> None:
    text = APPLICATION.replace("Paper.Press, Paper.Shelf", "Paper.Shelf, Paper.Ink")
    (project / "lib/application.ex").write_text(text)
    run = dralint(project, "gate")
    assert "  - ├─ Paper.Press\n    ├─ Paper.Shelf\n  + └─ Paper.Ink\n" in run.stdout
    run = dralint(project, "gate", "--format", "markdown")
    assert run.stdout.startswith("<!-- dralint gate -->\n### 2 changes to ask about first\n")
    assert "```diff\n  Paper.Application  [one_for_one]\n- ├─ Paper.Press\n" in run.stdout
    run = dralint(project, "gate", "--format", "sarif")
    rules = [each["ruleId"] for each in json.loads(run.stdout)["runs"][0]["results"]]
    assert sorted(rules) == ["gate-supervision-added", "gate-supervision-removed"]


def test_check_asks_nothing_of_a_change(project: Path) -> None:
    without_cut(project)
    run = dralint(project, "check", "--isolated", "--since", "main", "--select", "gate")
    assert run.returncode == 0, run.stdout


def test_a_changed_change_is_asked_again(project: Path) -> None:
    bare = API.replace(":: {:ok, String.t()}", ":: String.t()")
    (project / "lib/paper.ex").write_text(bare)
    run = dralint(project, "gate", "--base", "main", "--format", "json")
    [change] = json.loads(run.stdout)["changes"]
    (project / "dralint.approvals.toml").write_text(
        f'[[approval]]\nid = "{change["gate"]}"\nsubject = "{change["subject"]}"\n'
        f'reason = "bare"\nby = "Ada"\nchange = "{change["hash"]}"\n'
    )
    assert changes(project, code=0) == [("gate-api-spec", "Paper.fold/1", "approved")]
    (project / "lib/paper.ex").write_text(bare.replace(":: String.t()", ":: nil"))
    assert changes(project, code=1) == [("gate-api-spec", "Paper.fold/1", "error")]
    run = dralint(project, "gate", "--base", "main")
    assert "what Ada approved was another change" in run.stdout


def test_a_name_space_with_another_name_is_one_change(project: Path) -> None:
    git(project, "mv", "lib/paper.ex", "lib/card.ex")
    for file in ("lib/card.ex", "lib/application.ex"):
        text = (project / file).read_text()
        (project / file).write_text(text.replace("Paper", "Card"))
    (project / "mix.exs").write_text(
        MIX.replace("VERSION", "1.2.0").replace("{Paper.App", "{Card.App")
    )
    commit(project, "Card\n\nAsk-First: gate-api-removed Paper — it is a card now")
    found = [change for change in changes(project, code=0) if change[2] != "info"]
    assert found == [("gate-api-removed", "Paper", "approved")]


def test_a_rebased_branch_keeps_its_trailers(project: Path) -> None:
    without_cut(project)
    commit(project, f"Cut it\n\nAsk-First: {REMOVED} — nobody cuts paper")
    git(project, "checkout", "--quiet", "main")
    (project / "NEWS").write_text("Main goes on.\n")
    commit(project, "main goes on")
    git(project, "rebase", "--quiet", "main", "topic")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]


def test_a_base_that_was_rewritten_has_nothing_in_common(project: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "fresh")
    commit(project, "all anew")
    run = dralint(project, "gate", "--base", "main")
    assert run.returncode == 2
    assert "'main' and 'HEAD' have no commit in common" in run.stderr


def test_a_plan_names_the_subject(project: Path) -> None:
    without_cut(project)
    (project / "project_requirements.md").write_text("# Paper\n\nWithout `Paper.cut/2`.\n")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]
    commit(project, "planned")
    assert changes(project, code=0) == [("gate-api-removed", "Paper.cut/2", "approved")]
