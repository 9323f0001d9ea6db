"""Why rules spoke or stayed silent at a line: every finding there is, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dralint.config import PathFilter, Selection, final_severity
from dralint.discover import shown
from dralint.finding import Confidence, Finding
from dralint.plugins import Plugins
from dralint.rule import Card
from dralint.suppression import Suppression
from dralint.text import Span

from . import baseline
from .ask import Ask
from .choice import Choice, configured, known_rules, settings_of
from .credo import Credo
from .evidence import Evidence
from .judge import Found, judge, judge_suppressions
from .load import Loaded, load
from .run import confidence_of
from .session import check_paths
from .settings import Settings
from .suppress import hide, suppressions_of
from .wanted import Wanted


@dataclass(frozen=True)
class Reason:
    """A finding at a line: the rule, what it says, how sure it is, and why it is not reported.

    `silent` is empty where it is reported.
    """

    rule: str
    message: str
    confidence: Confidence
    line: int
    column: int
    silent: str


@dataclass(frozen=True)
class Reasons:
    """All findings that touch a line, sorted, and how many rules were asked.

    `unread` says why the file itself is not known, where that is so. `problems` are rules that
    failed.
    """

    findings: tuple[Reason, ...]
    rules: int
    unread: str = ""
    problems: tuple[str, ...] = ()


def why(chosen: Wanted, line: int, choice: Choice, plugins: Plugins) -> Reasons:
    """Return what all rules say of a line of the one file that is chosen, and what became of it."""
    base = Path.cwd()
    [root], [path] = chosen.roots, chosen.paths
    name = shown(path, base)
    config = configured(root, choice)
    settings = settings_of(config, choice, plugins)
    # No rule runs that reads all of the history: nobody waits for that.
    cards = [c for c in known_rules(config, plugins).values() if c.info.switch != "history"]
    filters = PathFilter.of(settings.config, root)
    if filters.excluded(shown(path, root)):
        return Reasons((), 0, "the configuration leaves it out (`exclude`)")
    for loaded in load(root, base, chosen.paths, excluded=filters.excluded):
        if name in loaded.project.by_path:
            settings = replace(
                settings, ignored=lambda path, rule: filters.ignored(shown(base / path, root), rule)
            )
            accepted = baseline.Accepted() if choice.isolated else baseline.read(root)
            evidence = Evidence(loaded, base, settings.analyses)
            asked = _Line(name, line, loaded, settings, cards)
            found = asked.reasons(evidence)
            if accepted.fingerprints and any(not each.silent for each in found.findings):
                known = _known(chosen, choice, plugins, accepted.fingerprints)
                found = _without(found, known)
            return found
        for fault in loaded.faults:
            if fault.path == name:
                return Reasons((), 0, f"it {fault.reason}")
    return Reasons((), 0, "it is no file that is read")


_Key = tuple[str, str, int, int]


def _known(
    chosen: Wanted, choice: Choice, plugins: Plugins, accepted: frozenset[str]
) -> frozenset[_Key]:
    """Return the findings of a run that the baseline has."""
    result, _ = check_paths(chosen, replace(choice, no_baseline=True), plugins)
    return frozenset(
        (each.rule, each.message, each.span.start.line, each.span.start.column)
        for each in result.diagnostics
        if not accepted.isdisjoint((each.fingerprint, *each.formerly))
    )


def _without(reasons: Reasons, known: frozenset[_Key]) -> Reasons:
    return replace(
        reasons,
        findings=tuple(
            replace(each, silent=f"it is in {baseline.NAME}")
            if not each.silent and (each.rule, each.message, each.line, each.column) in known
            else each
            for each in reasons.findings
        ),
    )


@dataclass(frozen=True)
class _Line:
    """One line of a file, and how the run would go that looks at it."""

    path: str
    line: int
    loaded: Loaded
    settings: Settings
    cards: Sequence[Card]

    def reasons(self, evidence: Evidence) -> Reasons:
        """Ask all rules, and say what becomes of what they find here."""
        project, settings = self.loaded.project, self.settings
        problems: list[str] = []
        ask = Ask(project, settings.analyses, evidence.readers)
        every = list(judge(project, self.cards, ask, settings.options, problems))
        active = frozenset(card.id for card in settings.rules)
        suppressions = suppressions_of(project, settings.former)
        plain = [each for each in every if each.rule.id in active and self._is_wanted(each)]
        hide([(each.rule.id, each.finding) for each in plain], suppressions)
        for suppression in suppressions:
            suppression.judged, suppression.known = settings.judged, settings.known
        every += judge_suppressions(self.cards, suppressions, ask, settings.options, problems)
        causes = {(each.rule.id, each.finding.cause) for each in plain}
        found = {
            Reason(
                each.rule.id,
                each.finding.message,
                confidence_of(each),
                each.finding.span.start.line,
                each.finding.span.start.column,
                self._silent(each, active, causes, suppressions),
            )
            for each in every
            if self._touches(each.finding)
        }
        order = sorted(found, key=lambda r: (bool(r.silent), r.line, r.column, r.rule, r.message))
        return Reasons(tuple(order), len(self.cards), problems=tuple(problems))

    def _touches(self, finding: Finding) -> bool:
        span = finding.span
        return span.path == self.path and span.start.line <= self.line <= span.end.line

    def _is_wanted(self, found: Found) -> bool:
        sure = confidence_of(found) >= self.settings.min_confidence
        ignored = self.settings.ignored(found.finding.span.path, found.rule.id)
        return sure and self._severity(found) != "off" and not ignored

    def _severity(self, found: Found) -> str:
        given = found.finding.severity or found.rule.info.severity
        return final_severity(self.settings.config, found.rule.id, given.label)

    def _silent(
        self,
        found: Found,
        active: frozenset[str],
        causes: set[tuple[str, Span]],
        suppressions: Sequence[Suppression],
    ) -> str:
        """Return the first reason for which a run does not report a finding."""
        settings, rule = self.settings, found.rule
        if rule.id not in active:
            return self._unselected(found)
        if confidence_of(found) < settings.min_confidence:
            least = settings.min_confidence.label
            return f"it is only {confidence_of(found).label}; from {least} on it is reported"
        if self._severity(found) == "off":
            return "its severity is off in the configuration"
        if settings.ignored(self.path, rule.id):
            return "`per-path-ignores` silences it in this file"
        for other in rule.after:
            if (other, found.finding.cause) in causes:
                return f"`{other}` reports the same cause"
        for each in suppressions:
            if each.file.path == self.path and hide([(rule.id, found.finding)], [each])[0]:
                reason = f": {each.reason}" if each.reason else ""
                return f"suppressed in line {each.span.start.line}{reason}"
        return self._credo.silences(rule.id, found.finding)

    @cached_property
    def _credo(self) -> Credo:
        return Credo.of(self.loaded.project, self.settings.config.credo)

    def _unselected(self, found: Found) -> str:
        info, config = found.rule.info, self.settings.config
        if self._severity(found) == "off":
            level = "the profile" if config.profile == "core" else "the configuration"
            return f"{level} turns its severity off"
        if info.switch and info.switch not in config.enable:
            return f"it is {info.switch}; its name in `select` turns it on, or `enable`"
        selection = Selection.of(config)
        named = selection.ignore & {info.id, info.family, "all"}
        return "`ignore` names it" if named else "`select` does not name it"


def lines_of(reasons: Reasons) -> Iterator[str]:
    """Yield the answer for people."""
    if reasons.unread:
        yield f"nothing is said of this file: {reasons.unread}"
        return
    for each in reasons.findings:
        yield f"{each.line}:{each.column}  {each.rule} ({each.confidence.label}): {each.message}"
        yield f"    {'silent: ' + each.silent if each.silent else 'reported'}"
    others = reasons.rules - len({each.rule for each in reasons.findings})
    yield f"{others} other rules find nothing in this line"
    yield from reasons.problems
