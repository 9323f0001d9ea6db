"""Repositories for the tests, made with the real git."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs git in a new repository without anyone's configuration."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    who = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")

    def git(*arguments: str, at: Path = tmp_path) -> str:
        command = ["git", *who, "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(command, cwd=at, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "--quiet")
    return git


@pytest.fixture
def commit(tmp_path: Path, run: Run) -> Callable[..., str]:
    """Return a function that writes files (None: deletes them), commits and returns the commit."""

    def made(message: str, **files: str | None) -> str:
        for name, text in files.items():
            path = tmp_path / f"{name}.ex"
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        run("add", "--all")
        run("commit", "--quiet", "--allow-empty", "--message", message)
        return run("rev-parse", "HEAD")

    return made
