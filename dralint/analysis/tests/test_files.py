"""Test files: which of them belong to which module, by place, by name and by what they call."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from dralint.project import File, Function, Module, Project


class TestFiles:
    """The test files of a project, and the modules that they are about."""

    __test__ = False

    def __init__(self, project: Project) -> None:
        self._project = project
        self._callees: dict[str, frozenset[Function]] = {}
        self._known: dict[tuple[str, str, int], Function | None] = {}

    @classmethod
    def of(cls, project: Project) -> "TestFiles":
        """Return the test files of a project."""
        return cls(project)

    def mirror(self, file: File) -> str:
        """Return the path, inside its mix project, of the test file that mirrors a file."""
        rest = _below(file.within, file.app.mix.elixirc_paths)
        return f"{file.app.mix.test_paths[0].rstrip('/')}/{rest.removesuffix('.ex')}_test.exs"

    def is_mirrored(self, module: Module) -> bool:
        """Whether a test file lies or is named where a module's test is expected."""
        file = module.file
        if f"{module.name}Test" in self._test_modules:
            return True
        rest = _below(self.mirror(file), file.app.mix.test_paths)
        return any(test.app.root == file.app.root for test in self._by_test_path.get(rest, ()))

    @cached_property
    def _test_modules(self) -> frozenset[str]:
        return frozenset(m.name for m in self._project.modules if m.file.kind == "test")

    @cached_property
    def _tested_roots(self) -> frozenset[str]:
        return frozenset(file.app.root for file in self._project.files if file.kind == "test")

    def has_tests(self, file: File) -> bool:
        """Whether the mix project of a file has any test."""
        return file.app.root in self._tested_roots

    @cached_property
    def callers(self) -> dict[Function, tuple[File, ...]]:
        """The test files that call each function of the running code."""
        found: dict[Function, list[File]] = defaultdict(list)
        for file in self._project.files:
            if file.kind == "test":
                for callee in self.callees_in(file):
                    found[callee].append(file)
        return {function: tuple(files) for function, files in found.items()}

    def callees_in(self, file: File) -> frozenset[Function]:
        """Return the functions of the running code that a file calls."""
        known = self._callees.get(file.path)
        if known is None:
            project = self._project
            targets = project.targets(file)
            ours = {t for t in set(targets) if t is not None and project.defines(t)} - {"Kernel"}
            calls = {
                (target, data.name, len(data.args))
                for data, target in zip(file.outline.calls, targets, strict=True)
                if target in ours
            }
            found = (self._found(file, call) for call in calls)
            known = self._callees[file.path] = frozenset(
                function for function in found if function is not None and not function.file.is_test
            )
        return known

    def _found(self, file: File, call: tuple[str, str, int]) -> Function | None:
        """Return the function that a call of a file reaches, each looked up once."""
        if len(self._project.named(call[0])) > 1:
            return self._project.function(*call, file)
        if call not in self._known:
            self._known[call] = self._project.function(*call, file)
        return self._known[call]

    def mirrors(self, module: Module) -> tuple[File, ...]:
        """Return the test files that lie or are named where a module's test is expected."""
        file = module.file
        rest = _below(self.mirror(file), file.app.mix.test_paths)
        by_name = self._by_test_module.get(f"{module.name}Test", ())
        by_path = self._by_test_path.get(rest, ())
        return tuple(dict.fromkeys((*(f for f in by_path if f.app is file.app), *by_name)))

    def subject(self, file: File) -> Module | None:
        """Return the module that a test file mirrors by its path, None for no one."""
        return self._subjects.get(file)

    @cached_property
    def _subjects(self) -> dict[File, Module]:
        found: dict[File, Module] = {}
        for module in self._project.modules:
            if module.file.is_code and module.data.parent < 0:
                for test in self.mirrors(module):
                    if test.within == self.mirror(module.file):
                        found.setdefault(test, module)
        return found

    @cached_property
    def _homes(self) -> dict[str, list[File]]:
        """The test files by the one module that most of their calls go to."""
        tests_of: dict[File, Counter[str]] = defaultdict(Counter)
        for function, files in self.callers.items():
            for file in files:
                tests_of[file][function.module.name] += 1
        found: dict[str, list[File]] = defaultdict(list)
        for file, counts in tests_of.items():
            [(name, most), *_] = counts.most_common(1)
            if most > 1 and most * 2 > counts.total():
                found[name].append(file)
        return dict(found)

    def home(self, module: Module) -> File | None:
        """Return the one test file that is about a module which has no mirror.

        It mirrors no other module, and calls little else.
        """
        if not module.file.is_code or module.data.parent >= 0 or self.is_mirrored(module):
            return None
        files = self._homes.get(module.name, [])
        if len(files) != 1 or files[0] in self._mirroring:
            return None
        test = files[0]
        if test.app is not module.file.app or not _alike(module, test):
            return None
        # A layout that leaves out the first folders mirrors as well.
        short = _below(test.within, test.app.mix.test_paths)
        return None if self.mirror(module.file).endswith(f"/{short}") else test

    @cached_property
    def _mirroring(self) -> frozenset[File]:
        """The test files that belong to some module by path or name."""
        return frozenset(
            test
            for module in self._project.modules
            if module.file.is_code
            for test in self.mirrors(module)
        )

    @cached_property
    def _by_test_module(self) -> dict[str, list[File]]:
        found: dict[str, list[File]] = defaultdict(list)
        for module in self._project.modules:
            if module.file.kind == "test":
                found[module.name].append(module.file)
        return dict(found)

    @cached_property
    def _by_test_path(self) -> dict[str, list[File]]:
        """The test files by each end of their path below the folder of tests."""
        found: dict[str, list[File]] = defaultdict(list)
        for file in self._project.files:
            if file.kind == "test":
                parts = _below(file.within, file.app.mix.test_paths).split("/")
                for at in range(len(parts)):
                    found["/".join(parts[at:])].append(file)
        return dict(found)


def _alike(module: Module, test: File) -> bool:
    """Whether a test file is named with a word of a module's last name, and with none behind it.

    `cart_rounding_test.exs` tests one side of a cart, `carts_api_test.exs` what stands on it.
    """
    last = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", module.name.rpartition(".")[2]).lower()
    words = {word.rstrip("s") for word in last.split("_")}
    stem = test.within.rpartition("/")[2].removesuffix("_test.exs")
    return stem.rpartition("_")[2].rstrip("s") in words


def _below(path: str, folders: Iterable[str]) -> str:
    """Return a path without the folder of sources or tests that it lies in."""
    for folder in sorted(folders, key=len, reverse=True):
        prefix = folder.rstrip("/") + "/"
        if path.startswith(prefix):
            return path.removeprefix(prefix)
    return re.sub(r"^[^/]+/", "", path)
