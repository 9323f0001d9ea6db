"""AllChanges: everything that is to be asked about first, of all comparisons."""

from functools import cached_property

from dralint.analysis.change.api_changes import ApiChanges
from dralint.analysis.change.architecture_changes import ArchitectureChanges
from dralint.analysis.change.change import Change
from dralint.analysis.change.dependency_changes import DependencyChanges
from dralint.analysis.change.message_changes import MessageChanges
from dralint.analysis.change.outer_changes import OuterChanges
from dralint.analysis.change.quality_changes import QualityChanges
from dralint.analysis.change.return_changes import ReturnChanges
from dralint.analysis.change.security_changes import SecurityChanges
from dralint.analysis.change.shape_changes import ShapeChanges
from dralint.analysis.change.stack_changes import StackChanges
from dralint.analysis.change.supervision_changes import SupervisionChanges
from dralint.analysis.change.test_changes import TestChanges


class AllChanges:
    """The changes of a project against its base."""

    def __init__(self, *parts: tuple[Change, ...]) -> None:
        self._parts = parts

    @classmethod
    def of(
        cls,
        trees: SupervisionChanges,
        api: ApiChanges,
        shapes: ShapeChanges,
        results: ReturnChanges,
        messages: MessageChanges,
        outer: OuterChanges,
        dependencies: DependencyChanges,
        stack: StackChanges,
        architecture: ArchitectureChanges,
        tests: TestChanges,
        quality: QualityChanges,
        security: SecurityChanges,
    ) -> "AllChanges":
        """Return what all comparisons found."""
        behind = (outer, dependencies, stack, architecture, tests, quality, security)
        parts = (trees, api, shapes, results, messages, *behind)
        return cls(*(part.changes for part in parts))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes: the trees, the API, the dependencies, and what else was compared."""
        return tuple(change for part in self._parts for change in part)
