"""The inventory of tests: for each module of the running code how it is tested, and what is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.roles import public_functions
from dralint.analysis.tests.coverage import Coverage
from dralint.analysis.tests.happy_paths import error_in_spec
from dralint.analysis.tests.negatives import is_negative_case
from dralint.analysis.tests.test_files import TestFiles
from dralint.analysis.tests.tested import Reach, Tested
from dralint.project import File, Function, Module, Project

_PLAIN = frozenset(
    ("exception", "repo", "application", "protocol", "impl", "task", "behaviour", "struct")
)
_FIRST = ("action", "api", "domain-api", "process", "context", "job", "web")
_NEAR = (Reach.MIRROR.value, Reach.DIRECT.value, Reach.THROUGH.value)
_START = re.compile(r"^(start_link|child_spec|init)$")


@dataclass(frozen=True)
class Row:
    """One module and its tests.

    `files` are the test files that mirror it, or else those that call it. `cases` are their tests
    that speak of it, `error_cases` those of them about something that goes wrong. `untested` are
    the public functions that no test reaches. `coverage` is a percentage as text, None without a
    report. `next` says what to test next, empty where nothing stands out.
    """

    module: str
    path: str
    line: int
    role: str
    reach: str
    mirrored: bool
    files: tuple[str, ...]
    cases: int
    error_cases: int
    untested: tuple[str, ...]
    coverage: str | None
    next: str


class Inventory:
    """All modules with something to test, those first that need it most."""

    def __init__(
        self, project: Project, tested: Tested, files: TestFiles, layout: Layout, coverage: Coverage
    ) -> None:
        self._project = project
        self._tested = tested
        self._files = files
        self._layout = layout
        self._coverage = coverage

    @classmethod
    def of(
        cls, project: Project, tested: Tested, files: TestFiles, layout: Layout, coverage: Coverage
    ) -> "Inventory":
        """Return the inventory of a project's tests."""
        return cls(project, tested, files, layout, coverage)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows: modules that no test is near first, then by role, then by name."""
        rows = [
            self._row(module, functions)
            for module in self._project.modules
            if module.file.is_code and module.data.parent < 0
            if self._layout.role(module) not in _PLAIN
            if (functions := [f for f in public_functions(module) if not _START.match(f.name)])
            or module.effects.process not in (None, "endpoint", "presence", "supervisor")
        ]

        def weight(row: Row) -> tuple[bool, bool, int, str]:
            order = _FIRST.index(row.role) if row.role in _FIRST else len(_FIRST)
            return bool(row.files), row.reach in _NEAR, order, row.module

        return iter(sorted(rows, key=weight))

    def _row(self, module: Module, functions: list[Function]) -> Row:
        mirrors = self._files.mirrors(module)
        calling = {
            f for function in module.functions for f in self._files.callers.get(function, ())
        }
        files = mirrors or tuple(sorted(calling, key=lambda file: file.path))
        cases = [case for file in files for case in self._cases(file, module, bool(mirrors))]
        untested = tuple(
            function.label
            for function in functions
            if self._tested.reach_of(function) is Reach.NONE
        )
        share = self._coverage.module(module)
        errors = sum(map(is_negative_case, cases))
        reach = self._tested.reach(module)
        return Row(
            module.name,
            module.file.path,
            module.span.start.line,
            self._layout.role(module),
            reach.value,
            bool(mirrors),
            tuple(file.path for file in files),
            len(cases),
            errors,
            untested,
            share.text if share else None,
            self._next(module, files, untested, len(cases), errors),
        )

    def _cases(self, file: File, module: Module, mirrors: bool) -> Iterator[Function]:
        """Yield the tests of a file that are about a module: all in its own, else those calling."""
        for function in file.functions:
            if function.data.kind in ("test", "property") and (
                mirrors or any(call.target == module.name for call in function.calls)
            ):
                yield function

    def _next(
        self,
        module: Module,
        files: tuple[File, ...],
        untested: tuple[str, ...],
        cases: int,
        errors: int,
    ) -> str:
        mirror = self._files.mirror(module.file)
        if not files:
            # Requests of other tests run a view; what it does for itself is seldom worth a file.
            near = self._tested.reach(module) in (Reach.DIRECT, Reach.THROUGH)
            return "" if near and self._layout.role(module) == "web" else f"write `{mirror}`"
        if untested:
            return "test " + ", ".join(f"`{label}`" for label in untested[:3])
        if cases and not errors and any(error_in_spec(f) for f in module.functions):
            return "test what it refuses"
        return ""
