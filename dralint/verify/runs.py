"""The full check as SARIF: a run for each tool."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from dralint.finding import CERTAIN, Diagnostic, Result, RuleInfo
from dralint.report.sarif import write_runs

from .judging import texts_of
from .model import Outcome, State

_RAN = (State.PASSED, State.FAILED, State.BROKEN)


def write_sarif(outcomes: Iterable[Outcome], base: Path, out: TextIO) -> None:
    """Write one report with a run for each step that ran; paths start at `base`.

    A step that failed without a finding at a place, or did not do its work, says so in its run.
    """
    write_runs({o.step.tool: _result(o, base) for o in outcomes if o.state in _RAN}, out)


def _result(outcome: Outcome, base: Path) -> Result:
    if isinstance(outcome.result, Result):
        return outcome.result
    first: dict[str, Diagnostic] = {}
    for found in outcome.found:
        first.setdefault(found.rule, found)
    tool = outcome.step.tool
    rules = tuple(
        RuleInfo(id, each.severity, CERTAIN, f"{tool} reports `{id}`", "")
        for id, each in sorted(first.items())
    )
    silent = outcome.state is State.BROKEN or (outcome.state is State.FAILED and not outcome.found)
    return Result(
        outcome.found,
        rules,
        problems=(f"{tool}: {outcome.said}",) if silent else (),
        sources=texts_of(outcome.found, base),
    )
