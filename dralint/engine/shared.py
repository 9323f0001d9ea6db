"""Rules shared out between processes, which together find what one process would find.

Python runs one thread at a time, so rules run side by side in processes only. A worker is a copy of
this process (`fork`): it knows the linked project, and only findings come back from it. Rules of
one family stand on the same analyses, so a family goes to one process as a whole; whoever is done
with one takes the next.
"""

import os
import signal
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dralint.analysis.evidence.history import History
from dralint.finding import Finding
from dralint.project import Project
from dralint.rule import Card

from .ask import Ask
from .judge import Found, judge

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORTH_A_WORKER = 1_000_000
"""Bytes of source below which starting another process costs more than it saves."""
MOST_WORKERS = 3
"""More workers would only compute the same analyses once more."""

_TICKET = struct.Struct("H")


@dataclass(frozen=True)
class _Answer:
    """What came of one rule, by its number."""

    rule: int
    findings: list[Finding]
    problems: list[str]


@dataclass(frozen=True)
class _Bench:
    """What every process needs to judge."""

    project: Project
    rules: Sequence[Card]
    ask: Ask
    options: Mapping[str, Any]

    def answer(self, rule: int) -> _Answer:
        problems: list[str] = []
        found = judge(self.project, [self.rules[rule]], self.ask, self.options, problems)
        return _Answer(rule, [each.finding for each in found], problems)


def judge_shared(
    project: Project,
    rules: Sequence[Card],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
    jobs: int = 1,
) -> list[Found]:
    """Run rules over a project as `judge` does, in up to `jobs` processes (0: one a core)."""
    workers = _workers(project, jobs)
    if workers < 1 or not rules:
        return judge(project, rules, ask, options, problems)
    _prepare(project, rules, ask)
    answers = _answers(_Bench(project, rules, ask, options), workers)
    found: list[Found] = []
    for number, rule in enumerate(rules):
        answer = answers[number]
        found.extend(Found(rule, finding) for finding in answer.findings)
        problems.extend(answer.problems)
    return found


def _workers(project: Project, jobs: int) -> int:
    """Return how many processes help this one."""
    if jobs == 1 or threading.active_count() > 1:  # a copy has one thread, and the locks of all
        return 0
    size = sum(file.outline.lines.size for file in project.files)
    return min((jobs or os.cpu_count() or 1) - 1, size // WORTH_A_WORKER, MOST_WORKERS)


def _prepare(project: Project, rules: Sequence[Card], ask: Ask) -> None:
    """Do what all would do: bind the calls, and import what all rules stand on."""
    for file in project.files:
        project.targets(file)
    next(iter(project.called), None)
    if any(rule.info.switch == "history" for rule in rules):
        ask(History)
    # One rule brings the analyses. If it cannot be imported, that is said where it is run.
    with suppress(Exception):
        rules[0].load()


def _answers(bench: _Bench, workers: int) -> dict[int, _Answer]:
    """Return what came of each rule."""
    import multiprocessing  # 6 ms: only where there is work for it

    families = _families(bench.rules)
    if "fork" not in multiprocessing.get_all_start_methods():
        return {number: bench.answer(number) for number in range(len(bench.rules))}
    context = multiprocessing.get_context("fork")
    # All tickets are in the pipe before anyone draws, and nobody can die with a lock in hand.
    tickets, desk = os.pipe()
    os.write(desk, b"".join(_TICKET.pack(number) for number in range(len(families))))
    os.close(desk)
    running = []
    for _ in range(workers):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(
            target=_work, args=(sender, tickets, bench, families), daemon=True
        )
        process.start()
        sender.close()
        running.append((process, receiver))
    answers = {each.rule: each for each in _judged(bench, tickets, families)}
    os.close(tickets)
    for process, receiver in running:
        # A worker that died (killed, out of memory) has said nothing: its rules are run below.
        with suppress(EOFError, OSError):
            theirs, papers, evidence = receiver.recv()
            answers |= {each.rule: each for each in theirs}
            bench.project.papers.adopt(*papers)
            for kind in evidence:
                bench.ask(kind)
        process.join()
    for number in range(len(bench.rules)):
        if number not in answers:
            answers[number] = bench.answer(number)
    return answers


def _families(rules: Sequence[Card]) -> list[list[int]]:
    """Return the numbers of the rules by family, the greatest first."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        found.setdefault(rule.info.family, []).append(number)
    return sorted(found.values(), key=lambda numbers: -len(numbers))


def _judged(bench: _Bench, tickets: int, families: list[list[int]]) -> Iterator[_Answer]:
    while drawn := os.read(tickets, _TICKET.size):
        for number in families[_TICKET.unpack(drawn)[0]]:
            yield bench.answer(number)


def _work(sender: "Connection", tickets: int, bench: _Bench, families: list[list[int]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends at once, and this process has no say
    answers = list(_judged(bench, tickets, families))
    with suppress(BrokenPipeError):
        sender.send((answers, bench.project.papers.seen, bench.ask.read))
    sender.close()
