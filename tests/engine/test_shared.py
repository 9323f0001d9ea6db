"""Rules in several processes: the same findings in the same order, whatever becomes of a worker."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dralint.config import Config
from dralint.engine import several, shared
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice, settings_of
from dralint.engine.evidence import Evidence
from dralint.engine.load import load
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.finding import Result
from dralint.plugins import Plugins

SHOP = Path(__file__).parents[2] / "examples" / "shop"


def result(jobs: int) -> Result:
    choice = Choice(jobs=jobs, isolated=True, no_cache=True)
    found, _ = check_paths(wanted([str(SHOP)]), choice, Plugins())
    return replace(found, seconds=0.0)


@pytest.fixture(autouse=True)
def worthwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dralint.engine.shared.WORTH_A_WORKER", 1)


@pytest.mark.parametrize("jobs", [2, 4])
def test_any_number_of_processes_finds_the_same(jobs: int) -> None:
    assert result(1).diagnostics
    assert result(jobs) == result(1)


def test_the_rules_of_a_worker_that_dies_are_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(work: Any, pile: int, *rest: object) -> None:
        os.read(pile, 2)
        os.kill(os.getpid(), signal.SIGKILL)

    alone = result(1)
    monkeypatch.setattr(several, "_work", killed)
    assert result(2) == alone


def test_what_a_worker_looks_at_beside_the_source_is_known_here() -> None:
    settings = settings_of(Config(), Choice(isolated=True), Plugins())
    looked = []
    for jobs in (1, 2):
        (loaded,) = load(SHOP, SHOP)
        evidence = Evidence(loaded, SHOP, settings.analyses)
        ask = Ask(loaded.project, settings.analyses, evidence.readers)
        shared.judge_shared(loaded.project, settings.rules, ask, settings.options, [], jobs)
        beside = evidence.beside()
        assert beside is not None
        looked.append((beside.files, set(beside.listings)))
    assert looked[0][0]
    assert looked[0] == looked[1]
