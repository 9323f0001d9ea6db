"""A repository whose commits are whole little states of a mix project."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dralint.analysis.tests.test_order import TestOrder
from dralint.engine.ask import Ask
from dralint.engine.evidence import Evidence
from dralint.engine.load import load
from dralint.engine.store import Store

MIX = "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop]\nend\n"


class Story:
    """Writes commits, and reads what they tell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
        command = ["git", *who, "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, message: str, files: dict[str, str | None]) -> str:
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def told(self, store: Store | None = None) -> dict[str, str]:
        """Return for each module what came first, with what else the verdict says."""
        [loaded] = load(self.folder, self.folder)
        evidence = Evidence(loaded, self.folder, {}, store=store)
        ask = Ask(loaded.project, {}, evidence.readers)
        order = ask(TestOrder)
        self.faults = [fault.reason for fault in ask.faults]
        return {
            v.module.name: v.order.value
            + (f": {v.why}" if v.why else "")
            + (" (joined)" if v.joined else "")
            + ("" if v.sure else " (not sure)")
            for v in order.verdicts
        }


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Story]:
    """Return a function that begins a repository with a `mix.exs`."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def begun() -> Story:
        found = Story(tmp_path / "shop")
        found.folder.mkdir()
        found.git("init", "--quiet")
        found.commit("begin", {"mix.exs": MIX})
        return found

    return begun
