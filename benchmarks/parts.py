"""What groups of rules take, each alone with all that it stands on."""

import contextlib
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

from dralint.config import Config
from dralint.engine import load as loading
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice, settings_of
from dralint.engine.judge import judge
from dralint.plugins import Plugins
from dralint.project import Project
from dralint.rule import Card
from dralint.syntax import parse

GROUPS = {
    "OTP": ("otp-", "liveview-", "pubsub-"),
    "DRA, specs, refs": (
        "dra-",
        "ash-",
        "spec-",
        "doc-",
        "docs-",
        "ref-",
        "quality-unused-variable",
    ),
    "tests, queries": ("test-", "tdd-", "cov-", "query-", "srp-"),
    "others": ("security-", "quality-", "gate-", "plan-", "syntax-"),
}
ROUNDS = 3


def parts(path: Path) -> tuple[float, dict[str, float]]:
    """Return the floor in seconds of processor time, and what each group takes of it.

    Calls are bound and rules imported before; each group is judged in a copy of this process.
    """
    gc.disable()  # as the command does
    with contextlib.chdir(path):
        loaded = loading.load(path, path)
    projects = [each.project for each in loaded]
    sources = [source for each in loaded for source in each.sources.values()]
    rules = [card for card in settings_of(Config(), Choice(), Plugins()).rules if card.load()]
    for project in projects:
        for file in project.files:
            _ = file.targets, file.calls
        next(iter(project.called), None)
    floor = min(_timed(lambda: _parse_all(sources)) for _ in range(ROUNDS))
    found: dict[str, float] = {}
    for name, begins in GROUPS.items():
        group = [card for card in rules if card.id.startswith(begins)]
        if name == "others":
            group = [card for card in group if card.id != "quality-unused-variable"]
        found[name] = min(_in_a_copy(projects, group) for _ in range(ROUNDS)) / floor
    return floor, found


def _in_a_copy(projects: list[Project], rules: list[Card]) -> float:
    """Return the seconds that rules take in a process that has not judged anything."""
    mine, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        settings = settings_of(Config(), Choice(), Plugins())
        spent = _timed(
            lambda: [judge(each, rules, Ask(each), settings.options, []) for each in projects]
        )
        os.write(theirs, str(spent).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(mine) as told:
        spent = float(told.read())
    os.waitpid(child, 0)
    return spent


def _parse_all(sources: list[bytes]) -> None:
    for source in sources:
        parse(source)


def _timed(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began
