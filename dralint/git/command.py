"""How git is run: plumbing alone, with all that a repository could make it run switched off."""

import os
from collections.abc import Sequence
from pathlib import Path

from dralint.errors import DralintError

# A repository's own configuration may name programs. What is set on the command line wins over it.
_OFF = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.untrackedCache=false",
    "core.alternateRefsCommand=",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
)
# What a caller may have set for git that means no particular repository. A hook is run with the
# others set, and they would send us to its repository whatever the path.
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
_KEPT_PREFIXES = ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_SECONDS = 300


class GitError(DralintError):
    """Git cannot answer. The message is one line and says what to do where that is known."""


def git(
    arguments: Sequence[str],
    *,
    folder: Path,
    git_dir: Path | None = None,
    index: Path | None = None,
    stdin: bytes = b"",
) -> bytes:
    """Run one command of git and return what it prints; GitError where it fails.

    `folder` is the working directory. `git_dir` names the repository; None: the one that `folder`
    is in. `index` is another index file than the repository's own.
    """
    import subprocess

    command = ["git", "--no-pager", "--no-optional-locks", "--literal-pathspecs"]
    for setting in _OFF:
        command += ["-c", setting]
    if git_dir is not None:
        command.append(f"--git-dir={git_dir}")
    command += arguments
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(index),
            input=stdin,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the path") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} did not end within {_SECONDS} s") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from None
    if done.returncode != 0:
        raise GitError(_reason(done.stderr) or f"git {arguments[0]} failed ({done.returncode})")
    return done.stdout


def _environment(index: Path | None) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    kept |= {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        # Objects that a partial clone left out are not fetched: by name for newer versions of
        # git, and by allowing no protocol at all for older ones.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    if index is not None:
        kept["GIT_INDEX_FILE"] = str(index)
    return kept


def _reason(stderr: bytes) -> str:
    """Return the first line of what git complains of, as one line of ours."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    told = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
    text = told.partition(":")[2].strip() or (lines[0] if lines else "")
    if "dubious ownership" in text:
        text += " (git config --global --add safe.directory FOLDER allows it)"
    return "".join(char if char.isprintable() else "?" for char in text)
