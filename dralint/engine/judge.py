"""Rules meet subjects: findings, before anything is hidden or sorted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dralint.finding import Finding
from dralint.project import File, Project
from dralint.rule import Card

from .ask import Ask


@dataclass(frozen=True)
class Found:
    """A finding and the rule that made it."""

    rule: Card
    finding: Finding


def judge(
    project: Project,
    rules: Iterable[Card],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
) -> list[Found]:
    """Run rules over a project.

    A rule that raises does not stop the others: what it could not judge is added to `problems`,
    with its name and the file.
    """
    found: list[Found] = []
    for rule in rules:
        if rule.rooted and not project.rooted:
            continue
        if rule.subject == "Suppression":
            continue
        ask.pause()
        found.extend(_run(rule, _subjects(rule, project, ask), ask, options, problems))
    return found


def judge_file(
    file: File,
    rules: Iterable[Card],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
) -> list[Found]:
    """Run rules over one file alone; see `is_local` for those that can be."""
    found: list[Found] = []
    for rule in rules:
        if file.kind in rule.kinds and (file.project.rooted or not rule.rooted):
            found.extend(_run(rule, _LOCAL[rule.subject](rule, file), ask, options, problems))
    return found


def is_local(rule: Card) -> bool:
    """Whether a rule judges each file for itself: it asks for no analysis."""
    return rule.subject in _LOCAL and not rule.load().analyses


def judge_suppressions(
    rules: Iterable[Card],
    suppressions: Iterable[Any],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
) -> list[Found]:
    """Run the rules that look at suppressions."""
    found: list[Found] = []
    for rule in rules:
        if rule.subject == "Suppression":
            found.extend(_run(rule, iter(suppressions), ask, options, problems))
    return found


def _run(
    card: Card,
    subjects: Iterator[Any],
    ask: Ask,
    options: Mapping[str, Any],
    problems: list[str],
) -> Iterator[Found]:
    subject: Any = None
    try:
        first = next(subjects, None)
        if first is None:
            return
        rule = card.load()
        wanted = [
            options.get(rule.id) or want() if want is rule.options else ask(want)
            for want in rule.wants
        ]
        for subject in chain((first,), subjects):
            for finding in rule.check(subject, *wanted):
                yield Found(card, finding)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        problems.append(f"rule {card.id} failed on {_where(subject)} ({reason})")


def _where(subject: Any) -> str:
    file = getattr(subject, "file", subject)
    return getattr(file, "path", "the project")


def _subjects(rule: Card, project: Project, ask: Ask) -> Iterator[Any]:
    return _SUBJECTS[rule.subject](rule, project, ask)


def _files(rule: Card, project: Project) -> Iterator[File]:
    return (file for file in project.files if file.kind in rule.kinds)


def _each_file(rule: Card, project: Project, ask: Ask) -> Iterator[Any]:
    part = _LOCAL[rule.subject]
    return (subject for file in _files(rule, project) for subject in part(rule, file))


def _calls(rule: Card, project: Project, ask: Ask) -> Iterator[Any]:
    for target in rule.targets:
        for call in project.calls_to(target):
            if call.file.kind in rule.kinds:
                yield call


def _callbacks(rule: Card, project: Project, ask: Ask) -> Iterator[Any]:
    from dralint.analysis.processes.processes import Processes

    return (each for each in ask(Processes).callbacks if each.file.kind in rule.kinds)


def _calls_in(rule: Card, file: File) -> Iterator[Any]:
    for target in rule.targets:
        name, _, arity = target.rpartition("/")
        for call in file.calls:
            if name == f"{call.target}.{call.name}" and arity in ("*", str(call.arity)):
                yield call


_LOCAL: dict[str, Callable[[Card, File], Iterator[Any]]] = {
    "File": lambda rule, file: iter((file,)),
    "Module": lambda rule, file: iter(file.standing_modules),
    "Function": lambda rule, file: iter(file.standing_functions),
    "Call": _calls_in,
}
_SUBJECTS: dict[str, Callable[[Card, Project, Ask], Iterator[Any]]] = {
    "Project": lambda rule, project, ask: iter((project,)),
    "File": _each_file,
    "Module": _each_file,
    "Function": _each_file,
    "Call": _calls,
    "Callback": _callbacks,
}
