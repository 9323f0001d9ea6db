"""The order of tests and code: which came first for each module, by ancestry and not by clocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dralint.analysis.evidence.history import CommitRecord, History
from dralint.analysis.tests.births import Birth, Births
from dralint.analysis.tests.test_files import TestFiles
from dralint.project import File, Module, Project


class Order(Enum):
    """What a history says of a module and its first test."""

    FIRST = "test first"
    TOGETHER = "together"
    LATE = "code first"
    UNTESTED = "no test yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What came first. `code` and `test` are the commits, None where there is none.

    `apart` is the number of commits between them. `joined`: one merge brought both. `sure`: no
    test was touched with the code, and the test's commit follows the code's. `why` says what is
    not known.
    """

    module: Module
    order: Order
    code: CommitRecord | None = None
    test: CommitRecord | None = None
    apart: int = 0
    joined: bool = False
    sure: bool = True
    why: str = ""


class TestOrder:
    """For each module of a project whether its test came first."""

    __test__ = False

    def __init__(
        self, project: Project, history: History, births: Births, files: TestFiles
    ) -> None:
        self._project = project
        self._births = births
        self._files = files
        self.known = history.read

    @classmethod
    def of(
        cls, project: Project, history: History, births: Births, files: TestFiles
    ) -> "TestOrder":
        """Return the order of a project's tests and code."""
        return cls(project, history, births, files)

    def verdict(self, module: Module) -> Verdict | None:
        """Return what came first for the main module of a file; None where nothing is told."""
        return self._verdicts.get(module.file)

    @cached_property
    def _verdicts(self) -> dict[File, Verdict]:
        files = {file.path: file for file in self._project.files if file.is_code}
        births = self._births.code(files)
        mentions = self._births.mentions()
        tops = frozenset(
            name.partition(".")[0]
            for path in births
            for name in (module.name for module in files[path].modules)
        )
        found: dict[File, Verdict] = {}
        pairs: dict[str, list[int]] = {}
        for path, birth in births.items():
            file = files[path]
            main = next((m for m in file.modules if m.data.parent < 0), None)
            if main is None:
                continue
            if birth.doubt:
                code = self._births.commits[birth.commit]
                found[file] = Verdict(main, Order.UNKNOWN, code, why=birth.doubt)
                continue
            names = dict.fromkeys((main.name, *birth.names[:1]))
            mirror = self._files.mirror(file)
            pairs[path] = mentions.of(names, (f"/{mirror}", mirror), tops)
        line = _Line(self._births.commits, (births[path].commit for path in pairs))
        for path, numbers in pairs.items():
            file = files[path]
            main = next(m for m in file.modules if m.data.parent < 0)
            verdict = line.judge(main, births[path], numbers)
            if verdict.order is Order.LATE and self._births.is_moved(births[path]):
                why = "its code was moved from other files"
                verdict = Verdict(main, Order.UNKNOWN, verdict.code, why=why)
            found[file] = verdict
        return found

    @property
    def verdicts(self) -> Iterator[Verdict]:
        """All verdicts, in the order of the files."""
        return (self._verdicts[file] for file in self._project.files if file in self._verdicts)


class _Line:
    """Commits in a row, and which of some of them each follows."""

    def __init__(self, commits: tuple[CommitRecord, ...], births: Iterable[int]) -> None:
        self._commits = commits
        numbers = {commit.id: number for number, commit in enumerate(commits)}
        self._bits = {number: 1 << bit for bit, number in enumerate(sorted(set(births)))}
        self._behind: list[int] = []
        for number, commit in enumerate(commits):
            reached = self._bits.get(number, 0)
            for parent in commit.parents:
                if parent in numbers:
                    reached |= self._behind[numbers[parent]]
            self._behind.append(reached)
        self._joined = self._mainline(numbers)

    def _mainline(self, numbers: dict[str, int]) -> list[int]:
        """Return for each commit the number of the one on the main line that brought it."""
        found = [-1] * len(self._commits)
        line: list[int] = []
        at: int | None = len(self._commits) - 1 if self._commits else None
        while at is not None:
            line.append(at)
            parents = self._commits[at].parents
            at = numbers.get(parents[0]) if parents else None
        for main in reversed(line):
            waiting = [main]
            while waiting:
                each = waiting.pop()
                if found[each] < 0:
                    found[each] = main
                    waiting += [numbers[p] for p in self._commits[each].parents if p in numbers]
        return found

    def judge(self, module: Module, birth: Birth, tests: list[int]) -> Verdict:
        """Say what came first: the code, or one of the tests."""
        code = self._commits[birth.commit]
        if not tests:
            return Verdict(module, Order.UNTESTED, code)
        for test in tests:
            if test == birth.commit:
                return Verdict(module, Order.TOGETHER, code, code)
        for test in tests:
            if not self._follows(test, birth.commit):
                return Verdict(module, Order.FIRST, code, self._commits[test])
        first = tests[0]
        bit = self._bits[birth.commit]
        mains = self._joined[birth.commit], self._joined[first]
        return Verdict(
            module,
            Order.LATE,
            code,
            self._commits[first],
            apart=first - birth.commit,
            joined=mains[0] == mains[1] and len(self._commits[mains[0]].parents) > 1,
            sure=not birth.tested and bool(self._behind[first] & bit),
        )

    def _follows(self, test: int, code: int) -> bool:
        """Whether a test came after code: it descends from it, or was merged later."""
        if self._behind[test] & self._bits[code]:
            return True
        return self._joined[test] > self._joined[code]
