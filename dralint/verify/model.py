"""What the full check consists of and how its parts ended, as plain data."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from dralint.finding import Diagnostic


class State(Enum):
    """How a step ended.

    `missing`: its tool is not there. `skipped`: not run, for a reason that the outcome tells.
    `broken`: it did not do its work, so that nothing is known.
    """

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"
    SKIPPED = "skipped"
    BROKEN = "broken"


@dataclass(frozen=True)
class Step:
    """One tool to run.

    `name` is what `--only` and `--skip` call it, `tool` what people do. `command` is empty for
    dralint itself. `missing` says how to add the tool where it is not there, else it is empty.
    """

    name: str
    tool: str
    command: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a step ended: `said` in a few words, `found` at its places.

    `output` is what the tool printed, for steps whose findings do not say it all. `result` is that
    of dralint's own step.
    """

    step: Step
    state: State
    seconds: float = 0.0
    said: str = ""
    found: tuple[Diagnostic, ...] = ()
    output: str = ""
    result: Any = None


def exit_code(outcomes: list[Outcome], demanded: frozenset[str] = frozenset()) -> int:
    """Return 0 where all passed, 1 where a step failed, 2 where a job was not done.

    A missing tool is a job not done where its step is among those `demanded` by name.
    """
    states = {outcome.state for outcome in outcomes}
    lost = any(o.state is State.MISSING and o.step.name in demanded for o in outcomes)
    ran = states & {State.PASSED, State.FAILED}
    if State.BROKEN in states or lost or not ran:
        return 2
    return 1 if State.FAILED in states else 0
