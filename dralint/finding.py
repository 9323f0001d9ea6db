"""What is found, and how sure and how grave it is. Plain data; only reporters render it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from .text import Located, Span


class Severity(IntEnum):
    """How grave a finding is. The order is the order of gravity."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that reports and configuration use."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure a finding is: every part resolved, one step by convention, or refutable."""

    POSSIBLE = 1
    PROBABLE = 2
    CERTAIN = 3

    @property
    def label(self) -> str:
        """The word that reports and configuration use."""
        return self.name.lower()


INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
POSSIBLE, PROBABLE, CERTAIN = Confidence.POSSIBLE, Confidence.PROBABLE, Confidence.CERTAIN


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path that proves a finding."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of text and what to put in its place."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that repairs a finding. Safe ones may be applied unattended."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """A place where the code departs from the standard, as a rule sees it.

    `at` is anything that has a span. `severity` and `confidence` are given where they differ from
    the rule's own. `cause` names the place at fault, when that is another than `at`: of several
    findings with one cause, the engine keeps the one whose rule goes first. `echoes` are rules
    that say the same in their own way: where one of them speaks of this line, this is left out.
    """

    span: Span
    message: str
    help: str | None
    severity: Severity | None
    confidence: Confidence | None
    trail: tuple[Step, ...]
    fix: Fix | None
    cause: Span
    echoes: tuple[str, ...]

    def __init__(
        self,
        at: Located | Span,
        message: str,
        *,
        help: str | None = None,
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        trail: tuple[Step, ...] | list[Step] = (),
        fix: Fix | None = None,
        cause: Located | Span | None = None,
        echoes: tuple[str, ...] = (),
    ) -> None:
        span = at if isinstance(at, Span) else at.span
        origin = span if cause is None else cause if isinstance(cause, Span) else cause.span
        put = object.__setattr__
        put(self, "span", span)
        put(self, "message", message)
        put(self, "help", help)
        put(self, "severity", severity)
        put(self, "confidence", confidence)
        put(self, "trail", tuple(trail))
        put(self, "fix", fix)
        put(self, "cause", origin)
        put(self, "echoes", echoes)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as it is reported: with its rule, its final severity and its identity.

    `module` and `function` (`name/arity`) say in which definition it stands. `fingerprint` is the
    same for the same finding however the lines around it move; `formerly` are those that it had
    under former ids of its rule.
    """

    rule: str
    span: Span
    severity: Severity
    confidence: Confidence
    message: str
    help: str | None = None
    module: str | None = None
    function: str | None = None
    fingerprint: str = ""
    trail: tuple[Step, ...] = ()
    fix: Fix | None = None
    formerly: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[Span, str, str]:
        """The order of every report."""
        return self.span, self.rule, self.message


@dataclass(frozen=True, slots=True)
class Unanalysed:
    """A place that could not be read, and why. Nothing is dropped in silence."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says of a rule: its identity and its page.

    `switch` is the word that turns it on together with others like it; empty: it is on.
    `formerly` are ids that it had before and still answers to.
    """

    id: str
    severity: Severity
    confidence: Confidence
    summary: str
    page: str
    switch: str = ""
    tags: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def default(self) -> bool:
        """Whether it is on where nobody asks for it."""
        return not self.switch

    @property
    def family(self) -> str:
        """The first word of the id."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Result:
    """All that one run has to say; what every reporter is given.

    `rules` are the active rules. `sources` holds the text of each file that a finding or a step of
    its trail stands in, by path, without byte order mark. `problems` are what kept dralint from
    doing a part of its job: with one of them the exit code is 2. `suppressed` and `baselined`
    findings are counted only. `notes` are what people should know who keep the project, and are no
    findings: an id that has another name by now. `views` holds what the reporters wish to show
    besides, by the name of the view: its data for each project.
    """

    diagnostics: tuple[Diagnostic, ...]
    rules: tuple[RuleInfo, ...] = ()
    unanalysed: tuple[Unanalysed, ...] = ()
    problems: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    files: int = 0
    lines: int = 0
    seconds: float = 0.0
    suppressed: int = 0
    baselined: int = 0
    root: str = "."
    projects: tuple[str, ...] = ()
    views: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
