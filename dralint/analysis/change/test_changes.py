"""TestChanges: tests that a change takes away, skips, or makes say less."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.evidence.base import Base
from dralint.analysis.tests.exunit import is_skipped
from dralint.analysis.tests.routes import Routes
from dralint.analysis.values.likeness import tokens
from dralint.finding import POSSIBLE, PROBABLE, WARNING
from dralint.project import Call, File, Function, Project
from dralint.text import Span

GATE = "gate-test-weakened"
_CLAIMS = ("assert", "refute", "flunk", "expect", "verify", "check")
"""How the names of calls begin that a test claims something with."""


@dataclass(frozen=True)
class _Test:
    """One test, by what tells it from others."""

    function: Function
    module: str
    name: str
    at: int
    moves: ModuleMoves | None = field(default=None, compare=False)

    def is_near(self, other: "_Test") -> bool:
        """Whether two tests stand in one file, or in modules with the same end of a name."""
        same = self.function.file.path == other.function.file.path
        return same or _last(self.module) == _last(other.module)

    @property
    def title(self) -> str:
        """Its name as written, without that of the `describe` around it."""
        first = self.function.clauses[0]
        written = first.name_end - first.name_start - len('""')
        return self.name.encode()[-written:].decode(errors="ignore")

    @cached_property
    def work(self) -> frozenset[str]:
        """The functions of the project that it calls, whatever their arity."""
        callees = (call.callee for call in _calls_of(self.function))
        return frozenset(
            f"{self._called(callee.module.name)}.{callee.name}"
            for callee in callees
            if callee is not None and not callee.file.is_test
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it says, token by token."""
        return tokens(self.function.file.outline, *(c.body for c in self.function.clauses))

    @cached_property
    def body(self) -> tuple[str, ...]:
        """What it says, whatever name space the modules lie in."""
        return tuple(self._called(name) if name[:1].isupper() else name for name in self.names)

    def _called(self, module: str) -> str:
        """Return the last part of what a module is called now."""
        return _last(self.moves.new_name(module) if self.moves else module)

    @cached_property
    def claims(self) -> int:
        """How often it claims something, or has a helper of the tests claim it."""
        return sum(
            call.name.startswith(_CLAIMS) or (call.callee is not None and call.callee.file.is_test)
            for call in self.function.calls
        )


class _Written:
    """The tests that a change brings; each can stand for one that it takes away."""

    def __init__(self, tests: list[_Test]) -> None:
        self.left = tests

    def take(self, gone: _Test, like: Callable[[_Test, _Test], bool]) -> bool:
        """Take one that stands for a test that is gone; whether there was one."""
        found = next((test for test in self.left if like(gone, test)), None)
        if found is not None:
            self.left = [test for test in self.left if test is not found]
        return found is not None


def _same_title(old: _Test, new: _Test) -> bool:
    """Whether two tests have one title; a short one says little outside of its module."""
    telling = old.name == new.name or old.is_near(new) or old.title.count(" ") > 1
    return old.title == new.title and telling


def _same_work(old: _Test, new: _Test) -> bool:
    """Whether a test calls all of the project that another called."""
    return bool(old.work) and old.work <= new.work


class TestChanges:
    """What a change takes from the tests."""

    __test__ = False

    def __init__(self, project: Project, base: Base, moves: ModuleMoves, routes: Routes) -> None:
        self._project = project
        self._base = base
        self._moves = moves
        self._routes = routes

    @classmethod
    def of(cls, project: Project, base: Base, moves: ModuleMoves, routes: Routes) -> "TestChanges":
        """Return what a change takes from the tests; nothing where there is no base."""
        return cls(project, base, moves, routes)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by file of the base."""
        if not self._base.compares:
            return ()
        before = (f for f in self._base.project.files if self._base.is_changed(f.path))
        old = _tests(before, self._moves)
        new = _tests(f for f in self._project.files if self._base.is_changed(f.path))
        bodies = {test.body for test in new.values()}
        # What is new may be what is gone: in another module, or with another name there.
        fresh = _names(new) - _names(old)
        written = _Written([test for key, test in new.items() if key[:2] in fresh])
        gone: dict[str, list[_Test]] = defaultdict(list)
        found: list[Change] = []
        for key, test in old.items():
            now = new.get(key)
            if now is not None:
                found += self._same(test, now)
            elif test.body not in bodies and not self._is_pointless(test):
                gone[test.module].append(test)
        for like in (_same_title, _same_work):
            for module, tests in gone.items():
                gone[module] = [test for test in tests if not written.take(test, like)]
        for module, tests in gone.items():
            beside = sum(map(tests[0].is_near, written.left)) if tests else 0
            # As many new tests beside them: they were written anew.
            if beside < len(tests):
                found.append(self._gone(module, tests, beside))
        return tuple(found)

    def _is_pointless(self, test: _Test) -> bool:
        """Whether something is gone that a test calls, asks for or names: it cannot stay."""
        then = self._base.ask(Routes)
        for call in _calls_of(test.function):
            callee = call.callee
            if callee is None:
                if self._routes.is_asked_in_vain(call) and not then.is_asked_in_vain(call):
                    return True
            elif not callee.file.is_test:
                name = self._moves.new_name(callee.module.name)
                if self._project.function(name, call.name, call.arity) is None:
                    return True
        project = self._base.project
        named = (test.module.removesuffix("Test"), *test.names)
        return any(
            name[:1].isupper()
            and project.defines(name)
            and not self._project.defines(self._moves.new_name(name))
            for name in named
        )

    def _gone(self, module: str, tests: list[_Test], fresh: int) -> Change:
        names = [f'"{test.name}"' for test in tests]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        what = "a test is gone" if len(names) == 1 else f"{len(names)} tests are gone"
        new = f"; {fresh} {'is' if fresh == 1 else 'are'} new there" if fresh else ""
        now = self._project.by_path.get(tests[0].function.file.path)
        # Names that are made while the file is compiled may be any.
        made = now is not None and any(f.data.is_test and f.data.dynamic for f in now.functions)
        return Change(
            GATE, module, ", ".join(names), None,
            f"{what} from `{module}`: {', '.join(names[:3])}{more}{new}", self._place(module),
            confidence=POSSIBLE if made else PROBABLE,
        )  # fmt: skip

    def _same(self, old: _Test, new: _Test) -> Iterator[Change]:
        subject = f'{new.module} "{new.name}"'
        if is_skipped(new.function) and not is_skipped(old.function):
            yield Change(
                GATE, subject, "run", "skipped", f'the test "{new.name}" is skipped now',
                new.function.span,
            )  # fmt: skip
        elif new.claims < old.claims and old.body != new.body and not self._is_pointless(old):
            yield Change(
                GATE, subject, str(old.claims), str(new.claims),
                f'the test "{new.name}" asserts {_times(new.claims)}; it was {_times(old.claims)}',
                new.function.span, severity=WARNING,
                # One claim of many goes when a test is tidied up; most of them do not.
                confidence=PROBABLE if new.claims * 2 <= old.claims else POSSIBLE,
            )  # fmt: skip

    def _place(self, module: str) -> Span:
        found = self._project.module(module)
        root = self._project.root_mix or self._project.files[0]
        return found.span if found is not None else root.span


def _calls_of(function: Function) -> Iterator[Call]:
    """Yield the calls of a test, and those of the helpers of its file that it runs through."""
    waiting, seen = [function], {function.key}
    while waiting:
        for call in waiting.pop().calls:
            yield call
            callee = call.callee
            if callee is not None and callee.file is function.file and callee.key not in seen:
                seen.add(callee.key)
                waiting.append(callee)


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _times(count: int) -> str:
    return {0: "nothing", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _names(tests: dict[tuple[str, str, int], _Test]) -> set[tuple[str, str]]:
    return {(module, name) for module, name, _ in tests}


def _tests(
    files: Iterator[File], moves: ModuleMoves | None = None
) -> dict[tuple[str, str, int], _Test]:
    """Return the tests of files by module, name, and how many of that name came before."""
    found: dict[tuple[str, str, int], _Test] = {}
    for file in files:
        if file.kind != "test":
            continue
        for function in file.functions:
            if function.data.kind in ("test", "property") and function.data.module >= 0:
                module, at = function.module.name, 0
                while (module, function.name, at) in found:
                    at += 1
                found[module, function.name, at] = _Test(function, module, function.name, at, moves)
    return found
