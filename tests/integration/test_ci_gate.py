"""The jobs of docs/ci.md that post what a change is to be asked for.

Their scripts run under bash, in a clone of a bare repository on a merge of a pull request, against
a server that keeps comments as GitHub's and GitLab's do.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.cli.test_since import git
from tests.integration.test_ci import block

MIX = """\
defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [app: :shop, deps: [{}]]
end
"""
MARK = "<!-- dralint gate -->"
GH = """#!/bin/bash
# What `gh api` does with the arguments of the page, with curl and jq.
shift
while [ $# -gt 0 ]; do
  case $1 in
    --paginate|--silent) ;;
    --jq) filter=$2; shift ;;
    --method) way=$2; shift ;;
    --field) body=${2#body=@}; shift ;;
    *) at=$1 ;;
  esac
  shift
done
if [ -n "$filter" ]; then
  curl --fail --silent "$SERVER/$at" | jq --raw-output "$filter"
else
  curl --fail --silent --request "$way" --data-urlencode "body@$body" "$SERVER/$at"
fi
"""


@dataclass
class Comments:
    """The comments that a server keeps, by their number, and what it was asked."""

    texts: dict[int, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    kind: str = "Bot"

    def answer(self, way: str, path: str, body: str) -> Any:
        self.asked.append(way)
        if way == "GET":
            user = {"type": self.kind}
            return [{"id": n, "body": text, "user": user} for n, text in self.texts.items()]
        at = max(self.texts, default=0) + 1 if way == "POST" else int(path.rpartition("/")[2])
        self.texts[at] = body
        return {"id": at}


@pytest.fixture
def comments() -> Iterator[tuple[Comments, str]]:
    kept = Comments()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            given = parse_qs(self.rfile.read(size).decode())
            told = kept.answer(
                self.command, self.path.partition("?")[0], given.get("body", [""])[0]
            )
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        do_GET = do_POST = do_PUT = do_PATCH = _answer

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kept, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone as a runner has it: the head is the merge of a branch that adds a dependency."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    work, bare, clone = tmp_path / "work", tmp_path / "bare.git", tmp_path / "the clone"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main")
    (work / "mix.exs").write_text(MIX.format(""))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "one")
    git(work, "checkout", "--quiet", "-b", "topic")
    (work / "mix.exs").write_text(MIX.format('{:oban, "~> 2.17"}'))
    git(work, "commit", "--quiet", "--all", "--message", "jobs")
    git(work, "checkout", "--quiet", "-B", "pull", "main")
    git(work, "merge", "--quiet", "--no-ff", "--message", "merge", "topic")
    subprocess.run(["git", "clone", "--quiet", "--bare", str(work), str(bare)], check=True)
    subprocess.run(
        ["git", "clone", "--quiet", "--branch", "pull", bare.as_uri(), str(clone)], check=True
    )
    return clone


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with `dralint`, `gh` and `python` for the scripts."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in {
        "dralint": f'#!/bin/sh\nexec "{sys.executable}" -m dralint "$@"\n',
        "python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
        "gh": GH,
    }.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


def bash(script: str, clone: Path, programs: Path, **given: str) -> tuple[int, dict[str, str]]:
    """Run a script as a runner does; return its exit code and the outputs that it sets."""
    temp = clone.parent
    outputs, summary = temp / "outputs", temp / "summary.md"
    outputs.write_text("")
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary),
        **given,
    }
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    pairs = (line.split("=", 1) for line in outputs.read_text().splitlines())
    return run.returncode, dict(pairs)


def steps() -> dict[str, str]:
    yaml = pytest.importorskip("yaml", reason="pip install pyyaml")
    read = yaml.safe_load(block(".github/workflows/gate.yml"))
    found = {step["id"]: step["run"] for step in read["jobs"]["gate"]["steps"] if "id" in step}
    assert not any("${{" in script for script in found.values())
    return found


def test_github_posts_one_comment_and_edits_it(
    clone: Path, programs: Path, comments: tuple[Comments, str]
) -> None:
    kept, server = comments
    for _ in range(2):
        code, outputs = bash(steps()["gate"], clone, programs, BASE="origin/main")
        assert (code, outputs) == (0, {"code": "1"})
        issues = {"SERVER": server, "ISSUES": "repos/ada/shop/issues", "NUMBER": "7"}
        assert bash(steps()["comment"], clone, programs, **issues)[0] == 0
    assert kept.asked == ["GET", "POST", "GET", "PATCH"]
    [text] = kept.texts.values()
    assert text.startswith(f"{MARK}\n### 1 change to ask about first")
    assert "the dependency `oban` is new" in text
    assert (clone.parent / "summary.md").read_text().count(MARK) == 2
    assert bash(steps()["result"], clone, programs, CODE="1")[0] == 1


def test_github_never_edits_what_a_person_wrote(
    clone: Path, programs: Path, comments: tuple[Comments, str]
) -> None:
    kept, server = comments
    kept.texts, kept.kind = {1: f"{MARK} mine"}, "User"
    bash(steps()["gate"], clone, programs, BASE="origin/main")
    issues = {"SERVER": server, "ISSUES": "repos/ada/shop/issues", "NUMBER": "7"}
    assert bash(steps()["comment"], clone, programs, **issues)[0] == 0
    assert kept.texts[1] == f"{MARK} mine"
    assert len(kept.texts) == 2


@pytest.mark.parametrize("base", ["origin/none", "origin/$(touch owned)"])
def test_github_fails_where_the_base_is_not_known(clone: Path, programs: Path, base: str) -> None:
    code, outputs = bash(steps()["gate"], clone, programs, BASE=base)
    assert (code, outputs) == (1, {"code": "2"})
    assert not (clone / "owned").exists()


def gitlab(clone: Path, programs: Path, server: str, branch: str = "main") -> int:
    yaml = pytest.importorskip("yaml", reason="pip install pyyaml")
    rows = yaml.safe_load(block(".gitlab-ci.yml, a job"))["gate"]["script"]
    script = "\n".join(rows).replace("/tmp/dralint/bin/", "")
    given = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": branch,
        "CI_API_V4_URL": f"{server}/api/v4",
        "CI_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "7",
        "GATE_TOKEN": "a token",
    }
    return bash(script, clone, programs, **given)[0]


def test_gitlab_posts_one_note_and_edits_it(
    clone: Path, programs: Path, comments: tuple[Comments, str]
) -> None:
    kept, server = comments
    kept.texts = {1: "Looks good to me."}
    for _ in range(2):
        assert gitlab(clone, programs, server) == 1
    assert kept.asked == ["GET", "POST", "GET", "PUT"]
    assert kept.texts[1] == "Looks good to me."
    assert kept.texts[2].startswith(f"{MARK}\n### 1 change to ask about first")
    assert gitlab(clone, programs, server, branch="none") not in (0, 1)
    git(clone, "checkout", "--quiet", "origin/main")
    assert gitlab(clone, programs, server) == 0
    assert "nothing in this change" in kept.texts[2]
