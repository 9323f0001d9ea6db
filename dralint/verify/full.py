"""The full check from its first step to its last."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dralint.engine.choice import Choice, configured
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins

from .covered import covered
from .judging import counted, verdict_of
from .model import Outcome, State, Step
from .program import Ran, run

GOAL = 80.0
"""The percentage of the business logic that has to run in tests, unless somebody says otherwise."""
_NEED_CODE = ("dialyzer", "test")


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for.

    `only` and `skip` are names of steps. `limit` is the time for each step in seconds. `goal` is
    the coverage asked for in per cent; None: as configured.
    """

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    fail_fast: bool = False
    limit: float = 1800.0
    goal: float | None = None


@dataclass(frozen=True)
class Watcher:
    """Who is told when a step begins and how it ended."""

    began: Callable[[Step], None]
    ended: Callable[[Outcome], None]


def verify(
    root: Path, steps: Sequence[Step], wishes: Wishes, choice: Choice, watcher: Watcher
) -> list[Outcome]:
    """Run the steps of the mix project in a folder; return how each ended, in their order."""
    outcomes: list[Outcome] = []
    for step in steps:
        reason = _reason_to_skip(step, wishes, outcomes)
        if reason:
            outcome = Outcome(step, State.SKIPPED, said=reason)
        elif step.missing:
            outcome = Outcome(step, State.MISSING, said=step.missing)
        else:
            watcher.began(step)
            outcome = _done(step, root, wishes, choice)
        watcher.ended(outcome)
        outcomes.append(outcome)
    return outcomes


def _reason_to_skip(step: Step, wishes: Wishes, outcomes: Sequence[Outcome]) -> str:
    """Return why a step is not run, an empty text where it is."""
    if (wishes.only and step.name not in wishes.only) or step.name in wishes.skip:
        return "not asked for"
    bad = [each for each in outcomes if each.state in (State.FAILED, State.BROKEN)]
    if wishes.fail_fast and bad:
        return f"after {bad[0].step.name}, which did not pass"
    compiled = next((each for each in bad if each.step.name == "compile"), None)
    # A warning keeps nothing from running; what does not compile would only fail again.
    stopped = compiled is not None and (
        compiled.state is State.BROKEN or any(d.severity.label == "error" for d in compiled.found)
    )
    return "the project does not compile" if stopped and step.name in _NEED_CODE else ""


def _done(step: Step, root: Path, wishes: Wishes, choice: Choice) -> Outcome:
    if not step.command:
        return _own(step, root, choice)
    try:
        ran = run(step.command, root, wishes.limit)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Outcome(step, State.BROKEN, said=f"{step.command[0]}: {reason}")
    if ran.code is None:
        said = f"took longer than {wishes.limit:g} s and was stopped"
        return Outcome(step, State.BROKEN, ran.seconds, said, output=ran.output)
    verdict = verdict_of(step, ran, root, Path.cwd())
    output = "" if verdict.found or verdict.state is State.PASSED else ran.output
    outcome = Outcome(step, verdict.state, ran.seconds, verdict.said, verdict.found, output)
    if step.name == "test" and verdict.state is State.PASSED:
        return _with_coverage(outcome, ran, root, wishes, choice)
    return outcome


def _with_coverage(
    outcome: Outcome, ran: Ran, root: Path, wishes: Wishes, choice: Choice
) -> Outcome:
    """Return how tests that passed ended when their coverage is looked at."""
    share = covered(root, ran.output, choice)
    if share is None:
        return replace(outcome, said=f"{outcome.said}, no coverage was printed")
    goal = _goal(root, wishes, choice, share.planned)
    said = f"{outcome.said}, {share.text}"
    if share.percent < goal:
        return replace(outcome, state=State.FAILED, said=f"{said}, less than {goal:g} %")
    return replace(outcome, said=said)


def _goal(root: Path, wishes: Wishes, choice: Choice, planned: float | None) -> float:
    """Return the coverage to ask for: as wished, as configured, as planned, or the usual one."""
    if wishes.goal is not None:
        return wishes.goal
    given = configured(root, choice).rules.get("cov-below-threshold", {}).get("goal")
    if isinstance(given, int | float):
        return float(given)
    return GOAL if planned is None else planned


def _own(step: Step, root: Path, choice: Choice) -> Outcome:
    """Return how dralint's own step ended."""
    began = time.monotonic()
    result, fail_on = check_paths(wanted([str(root)]), choice, Plugins())
    seconds = time.monotonic() - began
    bad = [each for each in result.diagnostics if each.severity >= fail_on]
    others = len(result.diagnostics) - len(bad)
    said = counted(len(result.diagnostics), "finding") if result.diagnostics else "nothing to say"
    if result.problems:
        state, said = State.BROKEN, result.problems[0]
    elif bad:
        state = State.FAILED
        said += f", {others} of them below `fail-on`" if others else ""
    else:
        state = State.PASSED
    return Outcome(step, state, seconds, said, result.diagnostics, result=result)
