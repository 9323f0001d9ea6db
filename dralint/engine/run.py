"""One run: from paths to a result."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from dralint.config import Config, final_severity
from dralint.finding import (
    Confidence,
    Diagnostic,
    Finding,
    Result,
    Severity,
    Unanalysed,
)
from dralint.project import File, Function, Module, Project
from dralint.text import Span, decode, split_lines
from dralint.view import view

from .ask import Ask
from .credo import Credo
from .judge import Found, judge_file, judge_suppressions
from .settings import SEVERITIES, Settings
from .shared import judge_shared
from .suppress import hide, suppressions_of


def check_project(
    project: Project,
    settings: Settings,
    source_of: Callable[[str], bytes],
    unanalysed: Iterable[Unanalysed] = (),
    extra: Iterable[Found] = (),
    evidence: Mapping[type[Any], Callable[[], Any]] | None = None,
    *,
    ask: Ask | None = None,
    only: File | None = None,
    jobs: int = 1,
) -> Result:
    """Return all there is to say of a project.

    `source_of` gives the text of a file by its path. `extra` are findings that were made while the
    files were read. `evidence` says how what lies beside the source is read, by its class. `ask`
    answers for analyses, if somebody wants to ask it more afterwards. `only` one file is judged, by
    the rules that can (`is_local`). `jobs` is how many processes may judge, 0 for one a core.
    """
    began = time.perf_counter()
    problems: list[str] = []
    ask = ask or Ask(project, settings.analyses, evidence)
    if only is None:
        spoken = judge_shared(project, settings.rules, ask, settings.options, problems, jobs)
    else:
        spoken = judge_file(only, settings.rules, ask, settings.options, problems)
    found = [*extra, *spoken]
    found = [each for each in found if confidence_of(each) >= settings.min_confidence]
    found = _one_for_a_cause(_wanted(found, settings))
    suppressions = suppressions_of(project, settings.former)
    hidden = hide([(each.rule.id, each.finding) for each in found], suppressions)
    credo = Credo.of(project, settings.config.credo)
    hidden = [
        gone or bool(credo.silences(each.rule.id, each.finding))
        for each, gone in zip(found, hidden, strict=True)
    ]
    kept = [each for each, gone in zip(found, hidden, strict=True) if not gone]
    judged = settings.judged
    for suppression in suppressions:
        suppression.judged, suppression.known = judged, settings.known or judged
    late = judge_suppressions(settings.rules, suppressions, ask, settings.options, problems)
    kept += _wanted(late, settings)
    kept = [each for each in kept if settings.reported(each.finding.span.path)]
    texts = _Texts(source_of)
    diagnostics = _diagnostics(project, kept, settings.config, texts)
    known = len(diagnostics)
    diagnostics = tuple(
        d for d in diagnostics if settings.baseline.isdisjoint((d.fingerprint, *d.formerly))
    )
    return Result(
        diagnostics=diagnostics,
        rules=tuple(rule.info for rule in settings.rules),
        unanalysed=tuple(sorted([*unanalysed, *ask.faults], key=lambda u: (u.path, u.line))),
        problems=tuple(problems),
        sources=texts.shown(diagnostics),
        files=len(project.files),
        lines=sum(len(file.outline.lines.starts) for file in project.files),
        seconds=time.perf_counter() - began,
        suppressed=sum(hidden),
        baselined=known - len(diagnostics),
        views={name: (ask(view(name)).data,) for name in settings.views},
    )


def confidence_of(found: Found) -> Confidence:
    """Return how sure a finding is: as it says itself, or as its rule is."""
    return found.finding.confidence or found.rule.info.confidence


def _severity(found: Found, config: Config) -> Severity | None:
    """Return how grave a finding is reported, None for off."""
    given = found.finding.severity or found.rule.info.severity
    return SEVERITIES.get(final_severity(config, found.rule.id, given.label))


def _wanted(found: list[Found], settings: Settings) -> list[Found]:
    return [
        each
        for each in found
        if _severity(each, settings.config) is not None
        and not settings.ignored(each.finding.span.path, each.rule.id)
    ]


def _one_for_a_cause(found: list[Found]) -> list[Found]:
    """Drop findings whose cause a rule reports that goes first, echoes, and exact repetitions."""
    causes = {(each.rule.id, each.finding.cause) for each in found}
    lines = {(each.rule.id, _line(each.finding)) for each in found}
    kept: dict[tuple[str, Finding], Found] = {}
    for each in found:
        finding = each.finding
        first = any((other, finding.cause) in causes for other in each.rule.after)
        if not first and not any((other, _line(finding)) in lines for other in finding.echoes):
            kept.setdefault((each.rule.id, finding), each)
    return list(kept.values())


def _line(finding: Finding) -> tuple[str, int]:
    return finding.span.path, finding.span.start.line


class _Texts:
    """The texts of files, decoded when first asked for."""

    def __init__(self, source_of: Callable[[str], bytes]) -> None:
        self._source_of = source_of
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = decode(self._source_of(path))
        return self._texts[path]

    def squeezed(self, span: Span) -> str:
        """Return the text of a span without white space, so that formatting does not matter."""
        if span.path not in self._lines:
            self._lines[span.path] = split_lines(self.text(span.path))
        lines = self._lines[span.path][span.start.line - 1 : span.end.line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end.column - 1]
        lines[0] = lines[0][span.start.column - 1 :]
        return "".join("".join(lines).split())

    def shown(self, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
        paths = {d.span.path for d in diagnostics}
        paths |= {step.span.path for d in diagnostics for step in d.trail}
        return {path: self.text(path) for path in sorted(paths)}


_LINE_ENDS = str.maketrans("\n\r", "␊␍")


def _one_line(text: str) -> str:
    """Return a message whose names of files and atoms do not break its line.

    A line of its own could be an order to whatever reads the report, such as `::error`.
    """
    return text.translate(_LINE_ENDS)


def _diagnostics(
    project: Project, found: list[Found], config: Config, texts: _Texts
) -> tuple[Diagnostic, ...]:
    """Return findings as they are reported: sorted, with module, function and fingerprint."""
    plain: list[Diagnostic] = []
    for each in found:
        finding = each.finding
        file = project.by_path.get(finding.span.path)
        module, function = _enclosing(file, finding) if file else (None, None)
        severity = _severity(each, config)
        assert severity is not None
        plain.append(
            Diagnostic(
                each.rule.id,
                finding.span,
                severity,
                confidence_of(each),
                _one_line(finding.message),
                None if finding.help is None else _one_line(finding.help),
                module.name if module else None,
                function.label if function else None,
                "",
                tuple(replace(s, message=_one_line(s.message)) for s in finding.trail),
                finding.fix,
            )
        )
    past = {each.rule.id: each.rule.info.formerly for each in found}
    plain.sort(key=lambda d: d.key)
    seen: Counter[tuple[str, ...]] = Counter()
    done: list[Diagnostic] = []
    for draft in plain:
        # Where no module encloses it, the path is the only name that the place has.
        place = draft.module or draft.span.path
        content = (draft.rule, place, draft.function or "", texts.squeezed(draft.span))
        ordinal = seen[content]
        seen[content] += 1
        now, *then = (
            _digest((id, *content[1:], str(ordinal))) for id in (draft.rule, *past[draft.rule])
        )
        done.append(replace(draft, fingerprint=now, formerly=tuple(then)))
    return tuple(done)


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def _enclosing(file: File, finding: Finding) -> tuple[Module | None, Function | None]:
    """Return the innermost module and function that a finding stands in."""
    offset = file.outline.lines.offset(finding.span.start)
    module: Module | None = None
    for each in file.modules:
        if each.data.start <= offset < each.data.end:
            module = each
    function: Function | None = None
    for candidate in file.functions:
        if any(clause.start <= offset < clause.end for clause in candidate.clauses):
            function = candidate
    return module, function
