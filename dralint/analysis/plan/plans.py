"""Plans: the papers of a project that say what is to be built."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.plan.document import Document, Goal
from dralint.project import Project

_OVER = re.compile(r"\b(superseded|deprecated|rejected|proposed|draft|withdrawn)\b", re.I)
_STATUS = re.compile(r"^#*\s*\W*status\W*(?P<rest>.*)$", re.I)


@dataclass(frozen=True)
class PlanOptions:
    """The table `[plan]`.

    `files` are the names that a plan may have, `decisions` the folders of records of decisions,
    both from the project's root.
    """

    files: tuple[str, ...] = (
        "project_requirements.md",
        "PROJECT_REQUIREMENTS.md",
        "docs/project_requirements.md",
    )
    decisions: tuple[str, ...] = (
        "docs/adr",
        "docs/adrs",
        "docs/decisions",
        "docs/architecture/decisions",
        "doc/adr",
        "doc/architecture/decisions",
        "documentation/adr",
        "adr",
    )


class Plans:
    """The plans of a project."""

    def __init__(self, project: Project, options: PlanOptions) -> None:
        self._project = project
        self.options = options

    @classmethod
    def of(cls, project: Project, options: PlanOptions) -> "Plans":
        """Return the plans of a project."""
        return cls(project, options)

    @cached_property
    def main(self) -> tuple[Document, ...]:
        """The plans of the whole, in the order of the names that they may have."""
        papers = (self._project.papers.get(name) for name in self.options.files)
        return tuple(Document(paper) for paper in papers if paper is not None)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The plans of the whole, and the decisions that hold."""
        decisions = [
            Document(paper, decision=True)
            for folder in self.options.decisions
            for paper in self._project.papers.below(folder, (".md",))
            if _holds(paper.rows)
        ]
        return (*self.main, *decisions)

    @property
    def goal(self) -> tuple[Document, Goal] | None:
        """The coverage that a plan of the whole asks for, and which plan that is."""
        return next(((each, each.goal) for each in self.main if each.goal is not None), None)


def _holds(rows: list[str]) -> bool:
    """Whether a decision holds: nothing in its status says otherwise."""
    return not any(_OVER.search(text) for text in _status(rows))


def _status(rows: list[str]) -> Iterator[str]:
    """Yield what stands behind and below the word `Status`."""
    for number, row in enumerate(rows):
        found = _STATUS.match(row)
        if found:
            yield found["rest"]
            following = [text for text in rows[number + 1 : number + 4] if text.strip()]
            yield from (following[:1] if not found["rest"].strip() else ())
