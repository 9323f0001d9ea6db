"""Mutation testing: small faults are put into the code, and the tests have to notice.

python tools/mutants.py --coverage .coverage [--mutants 300] [--seed 1] [--jobs 2] [--out FILE]
python tools/mutants.py --coverage .coverage --only PATH:LINE:KIND...

The coverage data says which tests reach a line; only these are run. `pip install pytest-cov`, then
`pytest --cov dralint --cov-context test tests/analysis tests/rules` writes it.
pytest collects them once. For each mutant a child is forked, the code of one function is exchanged
in it, and its tests run until one fails. A mutant that no test notices is printed: it needs a test,
or a reason why it is no fault. mutmut and cosmic-ray start pytest anew for each mutant; of several
thousand tests, half of them made from the pages of all rules, the start alone takes seconds.
"""

import argparse
import ast
import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("dralint/analysis", "dralint/outline", "dralint/project")
TESTS = (
    "tests/analysis tests/outline tests/project tests/syntax tests/rules tests/engine "
    "tests/test_seed.py tests/test_fixtures.py tests/test_shop.py"
).split()
MOST = 300
"""So many tests are run for one mutant."""
SECONDS = 60
"""Processor time after which a mutant counts as noticed: it does not come to an end."""
KILLED, SURVIVED, ODD, NO_CODE = 1, 0, 3, 4
WORDS = {KILLED: "killed", SURVIVED: "survived", ODD: "odd", NO_CODE: "no code"}

_COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}


@dataclass(frozen=True)
class Mutant:
    """A change of one stretch of a file, as offsets of its text."""

    path: str
    line: int
    kind: str
    start: int
    end: int
    text: str
    row: int
    """The line on which its statement begins, which is the one that coverage knows."""
    inside: bool
    """Whether it stands in a function; the rest runs once, when the module is imported."""

    @property
    def name(self) -> str:
        """What to give to `--only`."""
        return f"{self.path}:{self.line}:{self.kind}"


class _Finder(ast.NodeVisitor):
    """Collects the mutants of one file."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.found: list[Mutant] = []
        self.depth = self.row = 0
        self.starts = [0]
        for row in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(row))

    def at(self, line: int, column: int) -> int:
        row = self.text[self.starts[line - 1] : self.starts[line]]
        return self.starts[line - 1] + len(row.encode()[:column].decode())

    def span(self, node: Any) -> tuple[int, int]:
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def add(self, node: Any, kind: str, start: int, end: int, text: str) -> None:
        row, inside = self.row, self.depth > 0
        self.found.append(Mutant(self.path, node.lineno, kind, start, end, text, row, inside))

    def visit(self, node: ast.AST) -> None:
        before = self.row
        if isinstance(node, ast.stmt):
            self.row = node.lineno
        super().visit(node)
        self.row = before

    def whole(self, node: Any, kind: str, text: str) -> None:
        self.add(node, kind, *self.span(node), text)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(default)
        self.depth += 1
        for statement in node.body:
            self.visit(statement)
        self.depth -= 1

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        if self.depth and isinstance(node.value, ast.Call):
            self.whole(node, "left out", "pass")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._test(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._test(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.whole(test, "condition true", "True")
        self.generic_visit(node)

    def _test(self, test: ast.expr) -> None:
        start, end = self.span(test)
        self.add(test, "condition turned", start, end, f"(not ({self.text[start:end]}))")

    def visit_Compare(self, node: ast.Compare) -> None:
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            old, new = _COMPARED[type(operator)]
            start, end = self.span(left)[1], self.span(right)[0]
            between = self.text[start:end]
            if between.strip("() \n") == old:
                self.add(left, f"{old} {new}", start, end, between.replace(old, new))
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            start, end = self.span(left)[1], self.span(right)[0]
            between = self.text[start:end]
            if between.strip("() \n") == old:
                # In brackets, so that the others keep their order.
                first, last = self.span(left)[0], self.span(right)[1]
                text = f"({self.text[first:start]}{between.replace(old, new)}{self.text[end:last]})"
                self.add(left, f"{old} {new}", first, last, text)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            start, end = self.span(node.operand)
            self.whole(node, "not left out", f"bool({self.text[start:end]})")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        pairs = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.BitOr: ("|", "&")}
        old, new = pairs.get(type(node.op), ("", ""))
        start, end = self.span(node.left)[1], self.span(node.right)[0]
        between = self.text[start:end]
        if self.depth and old and between.strip("() \n") == old:
            self.add(node, f"{old} {new}", start, end, between.replace(old, new))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self.whole(node, "other truth", str(not node.value))
            case int():
                self.whole(node, "one more", str(node.value + 1))
            case str() if self.text[self.span(node)[0]] in "\"'":
                self.whole(node, "other text", '"XX"')

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not isinstance(node.value, ast.Constant):
            self.whole(node.value, "returns None", "None")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self.whole(node, "break", "break")

    def visit_arg(self, node: ast.arg) -> None:
        """An annotation is no code."""


def mutants() -> list[Mutant]:
    """Return all there are, in order."""
    found: list[Mutant] = []
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            finder = _Finder(path.relative_to(ROOT).as_posix(), text)
            finder.visit(ast.parse(text))
            found += finder.found
    return found


class Reach:
    """The tests that reach a line, from the data of coverage."""

    def __init__(self, file: str) -> None:
        from coverage import CoverageData  # type: ignore[import-not-found,unused-ignore]

        self._data = CoverageData(basename=file)
        self._data.read()
        self._paths = {
            path[path.rindex("/dralint/") + 1 :]: path for path in self._data.measured_files()
        }

    @cache  # noqa: B019  one object for the whole run
    def _lines(self, path: str) -> dict[int, list[str]]:
        full = self._paths.get(path)
        return self._data.contexts_by_lineno(full) if full else {}

    def of(self, mutant: Mutant) -> set[str]:
        """Return the tests that run a line, or for code outside of functions any of its module."""
        lines = self._lines(mutant.path)
        rows = [lines.get(mutant.row, [])] if mutant.inside else list(lines.values())
        return {name.partition("|")[0] for row in rows for name in row if name}


class Mutation:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, sample: list[Mutant], reach: Reach, jobs: int, out: str | None) -> None:
        self.sample, self.reach, self.jobs, self.out = sample, reach, jobs, out
        self.counts: dict[str, int] = {}
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test has failed."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge all mutants, some at once."""
        items = {item.nodeid: item for item in session.items}
        running: dict[int, Mutant] = {}
        gc.collect()
        for mutant in self.sample:
            reached = sorted(self.reach.of(mutant) & items.keys())
            if not reached:
                self._say(mutant, "untested")
                continue
            if len(running) >= self.jobs:
                self._wait(running)
            sys.stdout.flush()
            child = os.fork()
            if not child:
                Random(mutant.name).shuffle(reached)
                os._exit(self._judged(mutant, [items[name] for name in reached[:MOST]]))
            running[child] = mutant
        while running:
            self._wait(running)
        print(f"\n{len(self.sample)} mutants:", self.counts)
        return True

    def _judged(self, mutant: Mutant, items: list[pytest.Item]) -> int:
        """Run in the child: exchange the code and run tests until one fails."""
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            if not _exchanged(mutant):
                return NO_CODE
            for item in items:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if self.failed:
                    return KILLED
            return SURVIVED
        except BaseException:
            return ODD

    def _wait(self, running: dict[int, Mutant]) -> None:
        child, status = os.waitpid(-1, 0)
        ended = os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
        self._say(running.pop(child), WORDS.get(ended, "odd"))

    def _say(self, mutant: Mutant, result: str) -> None:
        self.counts[result] = self.counts.get(result, 0) + 1
        if result != "killed":
            print(f"{result}: {mutant.name}  {mutant.text!r}", flush=True)
        if self.out:
            with Path(self.out).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"result": result, **asdict(mutant)}) + "\n")


def _exchanged(mutant: Mutant) -> bool:
    """Bring a mutant into the running program; False where that is not possible."""
    path = ROOT / mutant.path
    text = path.read_text(encoding="utf-8")
    changed = text[: mutant.start] + mutant.text + text[mutant.end :]
    module = sys.modules[mutant.path.removesuffix(".py").replace("/", ".")]
    try:
        new = compile(changed, str(path), "exec", dont_inherit=True)
    except SyntaxError:
        return False
    if not mutant.inside:
        return _with_constants(module, new)
    old = compile(text, str(path), "exec", dont_inherit=True)
    pairs = dict(_pairs(old, new))
    for each in [each for each in gc.get_objects() if isinstance(each, FunctionType)]:
        code = pairs.get(each.__code__) if each.__module__ == module.__name__ else None
        if code is not None:
            each.__code__ = code
    return bool(pairs)


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Yield the code of functions that differs, with what takes its place."""
    both = zip(_codes(old), _codes(new), strict=False)
    for one, other in both:
        if one != other and one.co_name == other.co_name:
            if one.co_name != "<module>" and one.co_freevars == other.co_freevars:
                yield one, other
            yield from _pairs(one, other)


def _codes(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _with_constants(module: ModuleType, new: CodeType) -> bool:
    """Give the constants of a module their new values, wherever they were imported."""
    names = dict(vars(module))
    fresh = {key: names[key] for key in ("__name__", "__file__", "__package__", "__builtins__")}
    try:
        exec(new, fresh)
    except Exception:
        return True  # it cannot be imported, which every test notices
    done = False
    for name, old in names.items():
        value = fresh.get(name)
        plain = not isinstance(value, type | FunctionType | ModuleType)
        if plain and name[:2] != "__" and repr(value) != repr(old):
            done = True
            for each in list(sys.modules.values()):
                if each.__dict__.get(name) is old:
                    setattr(each, name, value)
    return done


def main() -> int:
    """Run as the command line says; the exit code is 1 where a mutant survived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--coverage", default=".coverage", help="data with the tests as contexts")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", help="a file that takes a line of JSON for each")
    parser.add_argument("--only", nargs="*", help="the mutants of these names")
    chosen = parser.parse_args()
    everything = mutants()
    if chosen.only:
        sample = [each for each in everything if each.name in chosen.only]
    else:
        sample = Random(chosen.seed).sample(everything, chosen.mutants)
    os.chdir(ROOT)
    loop = Mutation(sample, Reach(str(Path(chosen.coverage).absolute())), chosen.jobs, chosen.out)
    options = ["-q", "-s", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    pytest.main([*options, *TESTS], plugins=[loop])
    return int("survived" in loop.counts or "untested" in loop.counts)


if __name__ == "__main__":
    sys.exit(main())
