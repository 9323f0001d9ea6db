"""A plan: what one paper says of domains, processes, the stack and coverage. All of it may lack."""

import re
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.map.plan import PlannedResource, plan_of
from dralint.analysis.plan.gaps import Gap, gaps_in
from dralint.analysis.plan.processes import PlannedProcess, processes_in
from dralint.analysis.plan.sections import Section, sections_of, without_comments
from dralint.analysis.plan.stack import PlannedLibrary, libraries_in
from dralint.project import Paper
from dralint.text import Span

_DOMAINS = re.compile(r"\bdomains\b|\b(system|domain) boundaries\b|\bbounded contexts\b")
_NOT_NOW = re.compile(
    r"\b(out[- ]of[- ]scope|future|later|deferred|non-goals?|alternatives?|rejected|optional)\b"
)
_ITEM = re.compile(
    r"\s{0,3}[-*+] +(?P<open>\*\*|`|\*\*`)?(?P<name>[A-Za-z][\w.]*)(?P<close>\*\*|`|`\*\*)?/?"
    r"\s*(?P<rest>$|[:\u2013\u2014(-].*|\*\*:?.*)"
)
_BULLET = re.compile(r"\s{0,3}[-*+] +\S")
_COVERAGE = re.compile(
    r"\bcoverage\b[^.\n\d]{0,40}?(?P<number>\d{2,3}(?:\.\d+)?)\s*%|"
    r"(?P<first>\d{2,3}(?:\.\d+)?)\s*%\+?\s+(?:test |code |line )*coverage\b",
    re.I,
)
_STRATEGY = re.compile(
    r"^\W*(?:otp\W+)?supervision(?: strategy)?\W*:\W*"
    r"(?P<name>(?:one|rest)[-_ ]for[-_ ](?:one|all))\b",
    re.I,
)


@dataclass(frozen=True)
class Named:
    """A name in a plan, on a line counted from one."""

    name: str
    line: int


@dataclass(frozen=True)
class Goal:
    """The coverage that a plan asks for, in per cent."""

    percent: float
    line: int


@dataclass(frozen=True)
class Document:
    """One paper. `decision`: it records one decision, and is no plan of the whole."""

    paper: Paper
    decision: bool = False

    def at(self, line: int, word: str = "") -> Span:
        """Return the place of a word on a line (counted from one), or of the whole line."""
        row = self.paper.rows[line - 1] if line <= len(self.paper.rows) else ""
        column = row.find(word) if word else -1
        if column >= 0:
            return self.paper.line_span(line - 1, column, column + len(word))
        return self.paper.line_span(line - 1)

    @cached_property
    def sections(self) -> list[Section]:
        """Its sections, without those that speak of what is not to be built now."""
        return [each for each in sections_of(self.paper.text) if not each.speaks_of(_NOT_NOW)]

    @cached_property
    def resources(self) -> list[PlannedResource]:
        """The resources and actions of the trees of files that it draws."""
        return [] if self.decision else plan_of(without_comments(self.paper.text))

    @cached_property
    def domains(self) -> tuple[Named, ...]:
        """The domains that it lists."""
        return tuple(each for each, _ in self._listed if each is not None)

    @property
    def is_open(self) -> bool:
        """Whether it lists domains in words that are not understood."""
        return any(each is None for each, _ in self._listed)

    @cached_property
    def _listed(self) -> list[tuple[Named | None, int]]:
        found: list[tuple[Named | None, int]] = []
        for section in self.sections:
            if not _DOMAINS.search(section.title.lower()):
                continue
            for line in section.lines:
                if _BULLET.match(line.text) and not _NOT_NOW.search(line.text.lower()):
                    item = _ITEM.match(line.text)
                    clear = item is not None and bool(item["open"] or item["rest"])
                    name = item["name"].rpartition(".")[2] if item and clear else ""
                    found.append((Named(name, line.number) if name else None, line.number))
        return found

    @cached_property
    def processes(self) -> tuple[PlannedProcess, ...]:
        """The processes of the supervision trees that it draws or lists."""
        return tuple(processes_in(self.sections))

    @cached_property
    def strategy(self) -> Named | None:
        """The strategy of the whole application, as `one_for_one`."""
        for section in self.sections:
            for line in section.lines:
                found = _STRATEGY.search(line.text)
                if found:
                    return Named(re.sub(r"[- ]", "_", found["name"].lower()), line.number)
        return None

    @cached_property
    def libraries(self) -> tuple[PlannedLibrary, ...]:
        """The libraries of the technical stack."""
        return tuple(libraries_in(self.sections))

    @cached_property
    def goal(self) -> Goal | None:
        """The coverage that it asks for; the first that it names."""
        for section in self.sections:
            for line in section.lines:
                found = _COVERAGE.search(line.text)
                number = float(found["number"] or found["first"]) if found else 0.0
                if 0 < number <= 100:
                    return Goal(number, line.number)
        return None

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What it leaves open."""
        return tuple(gaps_in(self.sections))
