"""Analyses by request: each is computed once, when a rule first asks for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, TypeVar, get_type_hints

from dralint.analysis.change.approvals import Approvals
from dralint.finding import Unanalysed
from dralint.project import Project

T = TypeVar("T")


class Ask:
    """Answers for the analyses of one project.

    An analysis is a class with a classmethod `of`, whose parameters say what it needs: the
    `Project`, other analyses, and its options: a frozen dataclass that the configuration's table of
    the same name fills. Evidence (see docs/design/evidence.md) is such a class whose `of` needs
    nothing: what the engine reads in its place is handed over as `evidence`.
    """

    def __init__(
        self,
        project: Project,
        options: Mapping[type[Any], Any] | None = None,
        evidence: Mapping[type[Any], Callable[[], Any]] | None = None,
        pause: Callable[[], None] = lambda: None,
    ) -> None:
        """Answer for a project.

        `options` holds the options of analyses by their class, `evidence` how evidence is read.
        `pause` is called before anything long begins; what it raises ends the run.
        """
        self.pause = pause
        self._options = options or {}
        self._evidence = evidence or {}
        self._known: dict[type[Any], Any] = {Project: project}

    def __call__(self, kind: type[T]) -> T:
        """Return an analysis, or options."""
        found = self._known.get(kind)
        if found is None:
            self.pause()
            of = getattr(kind, "of", None)
            if kind in self._evidence:
                found = self._evidence[kind]()
            elif of is not None:
                hints = get_type_hints(of)
                hints.pop("return", None)
                found = of(*(self(want) for want in hints.values()))
            else:
                assert is_dataclass(kind), f"{kind} is no analysis"
                found = self._options.get(kind) or kind()
            self._known[kind] = found
        return found

    @property
    def read(self) -> list[type[Any]]:
        """The kinds of evidence that were asked for."""
        return [kind for kind in self._evidence if kind in self._known]

    @property
    def faults(self) -> Iterator[Unanalysed]:
        """What could not be understood of the evidence that was asked for."""
        return (
            fault
            for kind in (*self._evidence, Approvals)
            for fault in getattr(self._known.get(kind), "faults", ())
        )
