"""Rules shared out between processes, which together find what one process would find.

Rules of one family stand on the same analyses, so a family goes to one process as a whole, and so
do families that have much in common.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dralint.finding import Finding
from dralint.project import Project
from dralint.rule import Card

from .ask import Ask
from .judge import Found, judge
from .several import Work, done, useful_workers

WORTH_A_WORKER = 1_000_000
"""Bytes of source below which starting another process costs more than it saves."""
MOST_WORKERS = 3
"""More workers would only compute the same analyses once more."""


_TOGETHER = {
    **dict.fromkeys(("otp", "liveview", "pubsub", "query", "srp"), "what runs where, and how long"),
    **dict.fromkeys(("ref", "spec"), "what a function returns"),
}
"""What some families stand on: to compute it twice would cost about as much as each of them."""


@dataclass(frozen=True)
class _Answer:
    """What came of one rule, by its number."""

    rule: int
    findings: list[Finding]
    problems: list[str]


def judge_shared(
    project: Project,
    rules: Sequence[Card],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
    jobs: int = 1,
) -> list[Found]:
    """Run rules over a project as `judge` does, in up to `jobs` processes (0: one a core)."""
    size = sum(file.outline.lines.size for file in project.files)
    workers = min(useful_workers(jobs, size, WORTH_A_WORKER), MOST_WORKERS)
    if workers < 1 or not rules:
        return judge(project, rules, ask, options, problems)
    _prepare(project, rules, ask)
    families = _families(rules)

    def family(number: int) -> list[_Answer]:
        return [_answer(project, rules, rule, ask, options) for rule in families[number]]

    def heard(told: Any) -> None:
        papers, evidence = told
        project.papers.adopt(*papers)
        for kind in evidence:
            ask(kind)

    work = Work(len(families), family, last=lambda: (project.papers.seen, ask.read), heard=heard)
    answers = {each.rule: each for part in done(work, workers).values() for each in part}
    found: list[Found] = []
    for number, rule in enumerate(rules):
        answer = answers[number]
        found.extend(Found(rule, finding) for finding in answer.findings)
        problems.extend(answer.problems)
    return found


def _prepare(project: Project, rules: Sequence[Card], ask: Ask) -> None:
    """Do what all would do: bind the calls, and read the history where it is looked at."""
    for file in project.files:
        _ = file.targets, file.calls
    next(iter(project.called), None)
    if any(rule.info.switch == "history" for rule in rules):
        from dralint.analysis.evidence.history import History

        ask(History)


def _answer(
    project: Project, rules: Sequence[Card], rule: int, ask: Ask, options: Mapping[str, Any]
) -> _Answer:
    problems: list[str] = []
    found = judge(project, [rules[rule]], ask, options, problems)
    return _Answer(rule, [each.finding for each in found], problems)


def _families(rules: Sequence[Card]) -> list[list[int]]:
    """Return the numbers of the rules by family, the greatest first."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        family = rule.info.family
        found.setdefault(_TOGETHER.get(family, family), []).append(number)
    return sorted(found.values(), key=lambda numbers: -len(numbers))
